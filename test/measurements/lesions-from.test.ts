import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lesionsFrom, type MeasurementRecord } from "../../src/index.js";
import { lesionTable } from "../../src/measurements/lesion-table.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { errorOf } from "../support/errors.js";

const base = { patient: "A", study: 1, x: -40, y: 12, z: 88, longAxisMm: 21, shortAxisMm: 14 };

describe("lesionsFrom", () => {
  it("gives checked lesions; missing values are absent", () => {
    const { lesions, warnings } = lesionsFrom([
      { ...base, type: "liver", series: 3, trackingUid: "1.2.3", volumeMl: 4.5, label: "S4" },
      {
        patient: 7,
        study: "2",
        centreMm: [1, 2, 3],
        type: null,
        longAxisMm: Number.NaN,
        label: "",
      },
    ]);
    expect(lesions).toEqual([
      {
        row: 1,
        patient: "A",
        study: 1,
        id: "1",
        series: 3,
        centreMm: [-40, 12, 88],
        longAxisMm: 21,
        shortAxisMm: 14,
        type: "liver",
        volumeMl: 4.5,
        trackingUid: "1.2.3",
        label: "S4",
      },
      { row: 2, patient: "7", study: 2, id: "1", centreMm: [1, 2, 3] },
    ]);
    expect(warnings).toEqual([]);
    expect(lesionsFrom([])).toEqual({ lesions: [], warnings: [] });
  });

  it.each([
    [{ x: Number.NaN }, "x", Number.NaN],
    [{ z: "" }, "z", ""],
    [{ y: undefined }, "y", "nothing"],
    [{ x: Number.POSITIVE_INFINITY }, "x", Number.POSITIVE_INFINITY],
  ])("names the value found in place of a coordinate: %j", (change, column, found) => {
    const error = errorOf("BAD_VALUE", () => lesionsFrom([{ ...base, ...change }]), {
      row: 1,
      column,
    });
    expect(error.fault.received).toEqual(found);
  });

  it("takes keys, texts and lengths without the spaces around", () => {
    const { patient, longAxisMm: _, ...rest } = base;
    const spaced = { ...rest, " patient ": ` ${patient} `, longAxis: " 2.1 cm " };
    expect(lesionsFrom([spaced]).lesions).toMatchObject([{ patient, longAxisMm: 21 }]);
  });

  it("has no coordinates in a table without a position, and no negative zero", () => {
    const { lesions } = lesionsFrom([
      { ...base, x: -1e-5 },
      { patient: "B", study: 1, vector: [1] },
    ]);
    expect(lesionTable(lesions).rows.map(({ x, y }) => [x, y])).toEqual([
      [0, 12],
      [undefined, undefined],
    ]);
  });

  it("keeps all digits of mm", () => {
    const x = -40 - 1 / 3;
    expect(String(x)).toBe("-40.333333333333336");
    expect(lesionsFrom([{ ...base, x }]).lesions[0]?.centreMm?.[0]).toBe(x);
  });

  it("takes whole numbers of series only, and no Date, with a remedy where it is one", () => {
    errorOf("BAD_VALUE", () => lesionsFrom([{ ...base, series: 1.5 }]), { column: "series" });
    const remedyOf = (date: Date) =>
      errorOf("BAD_VALUE", () => lesionsFrom([{ ...base, date } as never]), { column: "date" })
        .fault.remedy;
    expect(remedyOf(new Date(2024, 0, 1))).toBeDefined();
    expect(remedyOf(new Date(Number.NaN))).toBeUndefined();
  });

  it("gives warnings in the order of rows", () => {
    const { warnings } = lesionsFrom([
      { ...base, longAxisMm: 2, shortAxisMm: 1 },
      { ...base, patient: "B", longAxisMm: 2, shortAxisMm: 3 },
      { ...base, x: 0, longAxisMm: 2, shortAxisMm: 3 },
    ]);
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([
      ["units", 1],
      ["axes", 2],
      ["units", 2],
      ["axes", 3],
    ]);
  });

  it("names the values found in place of a position", () => {
    const nowhere = { ...base, x: Number.NaN, y: "nan", z: "" };
    const error = errorOf("BAD_VALUE", () => lesionsFrom([nowhere]), { row: 1 });
    expect(error.fault.received).toBe("x NaN, y nan");
    for (const none of [null, undefined, ""]) {
      const nothing = { ...base, x: none, y: none, z: none };
      expect(errorOf("BAD_VALUE", () => lesionsFrom([nothing])).fault.received).toBe(
        "none of them",
      );
    }
  });

  it("warns of a measurement that is listed twice, once per repeated row", () => {
    const other = { ...base, x: -39 };
    const { lesions, warnings } = lesionsFrom([base, other, base, { ...base, study: 2 }, base]);
    expect(lesions).toHaveLength(5);
    expect(warnings.map(({ kind, row, patient }) => [kind, row, patient])).toEqual([
      ["identical-rows", 3, "A"],
      ["identical-rows", 5, "A"],
    ]);
  });

  it("reads lengths in cm from fields without a unit in their names", () => {
    const record = {
      patient: "A",
      study: 1,
      x: -4.05,
      y: 1.2,
      z: 8.8,
      longAxis: 2.1,
      shortAxis: 1.4,
    };
    expect(lesionsFrom([record], { units: "cm" }).lesions).toEqual(
      lesionsFrom([{ ...base, x: -40.5 }]).lesions,
    );
    errorOf("BAD_OPTION", () => lesionsFrom([base], { units: "cm" }), { option: "units" });
  });

  it("tells measurements apart by any value but the id", () => {
    const warningsOf = (change: object) => lesionsFrom([base, { ...base, ...change }]).warnings;
    for (const change of [{ series: 2 }, { label: "b" }, { shortAxisMm: 13 }, { vector: [1] }]) {
      expect(warningsOf(change)).toEqual([]);
    }
    expect(warningsOf({ lesion: "b" }).map(({ kind }) => kind)).toEqual(["identical-rows"]);
    const vectors = [
      { ...base, vector: [1, 2] },
      { ...base, vector: Float32Array.of(1, 2) },
    ];
    expect(lesionsFrom(vectors).warnings).toHaveLength(1);
  });

  it("numbers studies by date within each patient, and gives the date to each lesion", () => {
    const at = (patient: string, date: string) => ({ patient, date, x: 0, y: 0, z: 0 });
    const { lesions } = lesionsFrom([
      at("A", "2024-04-02"),
      at("A", "2024-01-10"),
      at("B", "2023-01-01"),
      at("A", "2024-04-02T08:00"),
    ]);
    expect(lesions.map(({ patient, study, date }) => [patient, study, date])).toEqual([
      ["A", 2, "2024-04-02"],
      ["A", 1, "2024-01-10"],
      ["B", 1, "2023-01-01"],
      ["A", 2, "2024-04-02"],
    ]);
  });

  it("numbers studies by study UID where their dates are given", () => {
    const records = ["1.2", "1.1", "1.2"].map((studyUid) => ({
      patient: "A",
      studyUid,
      x: 0,
      y: 0,
      z: 0,
    }));
    const studyDates = new Map([
      ["1.1", "2024-05-05"],
      ["1.2", "2024-01-01"],
    ]);
    expect(lesionsFrom(records, { studyDates }).lesions.map(({ study }) => study)).toEqual([
      1, 2, 1,
    ]);
    expect(errorOf("BAD_DATES", () => lesionsFrom(records)).where.row).toBe(1);
    expect(lesionsFrom(records.slice(0, 1)).lesions[0]?.study).toBe(1);
  });

  it("gives the date of a numbered study to all its lesions, and rejects contradictions", () => {
    const { lesions } = lesionsFrom([
      { ...base, date: "2024-01-10" },
      { ...base, x: 1 },
    ]);
    expect(lesions.map(({ date }) => date)).toEqual(["2024-01-10", "2024-01-10"]);
    const two = errorOf("BAD_DATES", () =>
      lesionsFrom([
        { ...base, date: "2024-01-10" },
        { ...base, x: 1, date: "2024-01-11" },
      ]),
    );
    expect(two.where).toMatchObject({ row: 2, patient: "A", study: 1 });
    const order = errorOf("BAD_DATES", () =>
      lesionsFrom([
        { ...base, date: "2024-01-10" },
        { ...base, study: 2, date: "2024-01-09" },
      ]),
    );
    expect(order.where).toMatchObject({ row: 2, study: 2 });
    expect(
      errorOf("BAD_VALUE", () =>
        lesionsFrom([base, { patient: "A", date: "2024-01-01", x: 0, y: 0, z: 0 }]),
      ).where.row,
    ).toBe(2);
    expect(
      errorOf("BAD_DATES", () =>
        lesionsFrom([
          { ...base, study: null, date: "2024-01-10" },
          { ...base, study: null },
        ]),
      ).where.row,
    ).toBe(2);
  });

  it("keeps given ids and numbers the others by position, whatever the row order", () => {
    const records = [
      { ...base, z: 5 },
      { ...base, z: 1 },
      { ...base, z: 9, lesion: "1" },
      { ...base, z: 1, x: 3 },
    ];
    const idOf = (given: readonly MeasurementRecord[]) =>
      new Map(lesionsFrom(given).lesions.map(({ id, centreMm }) => [String(centreMm), id]));
    expect(idOf(records)).toEqual(idOf([...records].reverse()));
    expect([...idOf(records).values()].sort()).toEqual(["1", "2", "3", "4"]);
    const { where } = errorOf("DUPLICATE_LESION", () =>
      lesionsFrom([
        { ...base, lesion: "a" },
        { ...base, lesion: "a" },
      ]),
    );
    expect(where).toMatchObject({ row: 2, lesion: "a" });
  });

  it.each([
    [{ ...base, centerMm: [1, 2, 3] }, "UNKNOWN_FEATURE", "centerMm"],
    [{ ...base, comment: "big" }, "UNKNOWN_FEATURE", "comment"],
    [{ ...base, patients: 1 }, "UNKNOWN_FEATURE", "patients"],
    [{ study: 1, x: 0, y: 0, z: 0 }, "MISSING_COLUMN", undefined],
    [{ patient: "A", x: 0, y: 0, z: 0 }, "MISSING_COLUMN", undefined],
    [{ patient: "A", study: 1, x: 0, y: 0 }, "MISSING_COLUMN", undefined],
    [{ ...base, patient: "" }, "BAD_VALUE", "patient"],
    [{ ...base, patient: null }, "BAD_VALUE", "patient"],
    [{ ...base, study: 1.5 }, "BAD_VALUE", "study"],
    [{ ...base, study: 0 }, "BAD_VALUE", "study"],
    [{ ...base, x: Number.POSITIVE_INFINITY }, "BAD_VALUE", "x"],
    [{ ...base, x: "12,5" }, "BAD_VALUE", "x"],
    [{ ...base, x: null }, "BAD_VALUE", "x"],
    [{ ...base, longAxisMm: 0 }, "BAD_VALUE", "longAxisMm"],
    [{ ...base, longAxisMm: -3 }, "BAD_VALUE", "longAxisMm"],
    [{ ...base, longAxisMm: {} }, "BAD_VALUE", "longAxisMm"],
    [{ ...base, type: {} }, "BAD_VALUE", "type"],
    [{ ...base, date: "10.01.2024" }, "BAD_VALUE", "date"],
    [{ ...base, date: new Date(0) }, "BAD_VALUE", "date"],
    [{ ...base, vector: [1, "2"] }, "BAD_VALUE", "vector"],
    [{ ...base, location: [0.1, 0.2] }, "BAD_VALUE", "location"],
    [{ patient: "A", study: 1, longAxisMm: 4 }, "BAD_VALUE", undefined],
    [{ ...base, long: 4 }, "REPEATED_COLUMN", "long"],
  ] as const)("rejects %j with the record and the field", (record, code, field) => {
    const { where } = errorOf(code, () => lesionsFrom([record as never]));
    expect(where.column).toBe(field);
    if (code === "BAD_VALUE") expect(where.row).toBe(1);
  });

  it.each([undefined, null, "text", 4, {}, [null], [[1]], ["x"]])("rejects %j", (records) => {
    errorOf("BAD_VALUE", () => lesionsFrom(records as never));
  });

  it("converts units exactly, by option or by name, and says which", () => {
    const inCm = { patient: "A", study: 1, x: -4, y: 1.2, z: 8.8, long: 2.1, short: "0.35" };
    const { lesions } = lesionsFrom([inCm], { units: "cm" });
    expect(lesions[0]).toMatchObject({ centreMm: [-40, 12, 88], longAxisMm: 21, shortAxisMm: 3.5 });
    const named = {
      patient: "A",
      study: 1,
      "X (cm)": 1,
      "Y (cm)": 2,
      "Z (cm)": 3,
      "Volume [mm³]": 1500,
    };
    expect(lesionsFrom([named]).lesions[0]).toMatchObject({
      centreMm: [10, 20, 30],
      volumeMl: 1.5,
    });
    expect(errorOf("BAD_OPTION", () => lesionsFrom([base], { units: "cm" })).where.column).toBe(
      "longAxisMm",
    );
  });

  it("is the same in cm and mm", () => {
    const record = fc.record({
      patient: fc.constantFrom("A", "B"),
      study: fc.integer({ min: 1, max: 3 }),
      x: fc.integer({ min: -3000, max: 3000 }),
      y: fc.integer({ min: -3000, max: 3000 }),
      z: fc.integer({ min: -3000, max: 3000 }),
      long: fc.integer({ min: 40, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(record), (records) => {
        // Tenths of a mm.
        const mm = records.map((one) => ({
          ...one,
          x: one.x / 10,
          y: one.y / 10,
          z: one.z / 10,
          long: one.long / 10,
        }));
        const cm = records.map((one) => ({
          ...one,
          x: one.x / 100,
          y: one.y / 100,
          z: one.z / 100,
          long: one.long / 100,
        }));
        expect(lesionsFrom(cm, { units: "cm" }).lesions).toEqual(lesionsFrom(mm).lesions);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("warns of lengths that look like cm, of impossible ones and of long short axes", () => {
    const kinds = (record: object) =>
      lesionsFrom([{ ...base, ...record }]).warnings.map(({ kind }) => kind);
    expect(kinds({ longAxisMm: 2.1, shortAxisMm: 1.4 })).toEqual(["units"]);
    expect(kinds({ longAxisMm: 500 })).toEqual(["units"]);
    // A patient's typical lesion counts: one of 6 cm does not hide the others.
    const cm = [6.2, 2.1, 1.4, 3.3].map((longAxisMm, i) => ({ ...base, x: i, longAxisMm }));
    expect(lesionsFrom(cm).warnings.map(({ kind }) => kind)).toContain("units");
    expect(kinds({ shortAxisMm: 30 })).toEqual(["axes"]);
  });

  it("keeps lesions without a position on request", () => {
    const record = { patient: "A", study: 1, longAxisMm: 4 };
    expect(lesionsFrom([record], { missingPosition: "keep" }).lesions).toHaveLength(1);
  });

  it("reads its own table back", () => {
    const { lesions } = lesionsFrom([
      base,
      { ...base, study: 2, date: "2024-01-01", type: "lung" },
    ]);
    expect(readLesions(lesionTable(lesions).toCsv()).lesions).toEqual(lesions);
  });
});

describe("records that are none", () => {
  const place = { x: 1, y: 2, z: 3 };

  it("have one position", () => {
    const base = { patient: "A", study: 1, longAxisMm: 10 };
    const both = (centreMm: readonly number[]) =>
      lesionsFrom([{ ...base, x: 0.3, y: 0, z: 0, centreMm } as never]);
    errorOf("BAD_VALUE", () => both([1, 1, 1]), { row: 1, column: "centreMm" });
    errorOf("BAD_VALUE", () => both([0.3, 0, 0.001]), { row: 1, column: "centreMm" });
    // 0.1 + 0.2 is not 0.3 in binary.
    expect(both([0.1 + 0.2, 0, 0]).lesions).toHaveLength(1);
  });

  it("have ids as texts where numbers are rounded", () => {
    const named = (change: object) => lesionsFrom([{ patient: 1, study: 1, ...place, ...change }]);
    // 2^53 + 1 is read as 2^53.
    for (const id of [Number("9007199254740993"), -(2 ** 53), 1e21]) {
      errorOf("BAD_VALUE", () => named({ patient: id }), { row: 1, column: "patient" });
      errorOf("BAD_VALUE", () => named({ lesion: id }), { row: 1, column: "lesion" });
    }
    expect(named({ patient: 2 ** 53 - 1 }).lesions[0]?.patient).toBe("9007199254740991");
    expect(named({ patient: "9007199254740993" }).lesions[0]?.patient).toBe("9007199254740993");
  });

  it("are rejected with their row", () => {
    expect(errorOf("BAD_VALUE", () => lesionsFrom(undefined as never)).fault.received).toBe(
      "nothing",
    );
    const text = errorOf("BAD_VALUE", () => lesionsFrom("patient,study" as never));
    expect(text.fault.remedy).toContain("readLesions");
    expect(errorOf("BAD_VALUE", () => lesionsFrom({} as never)).fault.remedy).toBeUndefined();
    errorOf("BAD_VALUE", () => lesionsFrom(new Array(2)), { row: 1 });
    for (const record of [null, undefined, 5, []]) {
      const records = [{ patient: "A", study: 1, ...place }, record];
      expect(errorOf("BAD_VALUE", () => lesionsFrom(records as never)).where.row).toBe(2);
    }
  });

  it("have lists of finite numbers, three of them for a place", () => {
    const placed = (record: object) => lesionsFrom([{ patient: "A", study: 1, ...record }]);
    expect(placed({ vector: Float32Array.of(1, 2) }).lesions[0]?.vector).toEqual([1, 2]);
    expect(placed({ centreMm: [1, 2, 3] }).lesions[0]?.centreMm).toEqual([1, 2, 3]);
    for (const [name, list] of [
      ["vector", []],
      ["vector", [1, Number.NaN]],
      ["vector", "1"],
      ["centreMm", [1, 2]],
      ["location", [1, 2, 3, 4]],
    ] as const) {
      const error = errorOf("BAD_VALUE", () => placed({ ...place, [name]: list }));
      expect(error.where).toMatchObject({ row: 1, column: name });
    }
  });
});

describe("ids of lesions without a name", () => {
  it("are the smallest free numbers, from the first slice on, whatever the row order", () => {
    const at = (z: number, lesion?: string) => ({ patient: "A", study: 1, x: 0, y: 0, z, lesion });
    const ids = lesionsFrom([at(30), at(10), at(20, "2"), at(5)]).lesions.map(({ id }) => id);
    // From z = 5: 1, then 3, for 2 is taken, then 4.
    expect(ids).toEqual(["4", "3", "2", "1"]);
    const error = errorOf("DUPLICATE_LESION", () => lesionsFrom([at(1, "a"), at(2), at(3, "a")]));
    expect(error.where).toMatchObject({ row: 3, patient: "A", study: 1, lesion: "a" });
  });
});

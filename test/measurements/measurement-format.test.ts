import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import { LESION_TYPES } from "../../src/core/lesion.js";
import { lesionsFrom, readLesions, streamPatients } from "../../src/index.js";
import { SITE_WORDS, typeOfSite } from "../../src/measurements/site.js";
import { readStudyDates } from "../../src/measurements/study-dates.js";
import { errorOf } from "../support/errors.js";

const SHEET = [
  "patient,date,organ,x,y,z,long,short,comment",
  'A,2024-01-10,Liver segment 4,-40,12,88,21,14,"big, bright"',
  "A,2024-04-02,LN left axilla,90,-20,150,16,12,",
].join("\n");

describe("a measurement CSV", () => {
  it("is recognised by its header, whatever the column order, and says what it reads", () => {
    const { lesions, warnings } = readLesions(SHEET);
    expect(lesions).toEqual([
      {
        row: 1,
        patient: "A",
        study: 1,
        id: "1",
        date: "2024-01-10",
        centreMm: [-40, 12, 88],
        longAxisMm: 21,
        shortAxisMm: 14,
        type: "liver",
        label: "Liver segment 4",
      },
      expect.objectContaining({ study: 2, type: "soft tissue", label: "LN left axilla" }),
    ]);
    expect(warnings.map(({ kind }) => kind)).toEqual(["columns"]);
    const turned = SHEET.split("\n").map((line) =>
      line
        .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
        .reverse()
        .join(","),
    );
    expect(readLesions(turned.join("\n")).lesions).toEqual(lesions);
  });

  it("reads Excel's semicolons and decimal commas, and says so", () => {
    const text = "\uFEFFpatient;date;x;y;z;long (cm)\r\nA;10.01.2024;-4,05;1,2;8;2,1\r\n";
    const { lesions, warnings } = readLesions(text, { units: "cm", dateFormat: "dd.mm.yyyy" });
    expect(lesions[0]).toMatchObject({
      centreMm: [-40.5, 12, 80],
      longAxisMm: 21,
      date: "2024-01-10",
    });
    expect(warnings.map(({ kind }) => kind)).toEqual(["separator", "columns", "decimal-comma"]);
    // One sign throughout, and never a comma beside commas.
    errorOf("BAD_VALUE", () => readLesions("patient;study;x;y;z\nA;1;1,5;2.5;3\n"));
    errorOf("BAD_VALUE", () => readLesions('patient,study,x,y,z\nA,1,"1,5",2,3\n'));
    errorOf("BAD_VALUE", () => readLesions("patient;study;x;y;z\nA;1;1.234,5;2;3\n"));
    errorOf("BAD_VALUE", () => readLesions(text));
  });

  it("reads a table all in cm as the same table in mm, and asks where the unit is not given", () => {
    const mm = "patient,study,x,y,z,long,short\nA,1,-40.5,12,88,21,14\nA,2,-38,10,91,26,17.5\n";
    const cm =
      "patient,study,x,y,z,long,short\nA,1,-4.05,1.2,8.8,2.1,1.4\nA,2,-3.8,1,9.1,2.6,1.75\n";
    const kinds = (table: ReturnType<typeof readLesions>) => table.warnings.map(({ kind }) => kind);
    expect(readLesions(cm, { units: "cm" }).lesions).toEqual(readLesions(mm).lesions);
    expect(kinds(readLesions(cm, { units: "cm" }))).not.toContain("units");
    expect(kinds(readLesions(mm))).not.toContain("units");
    expect(kinds(readLesions(cm))).toContain("units");
  });

  it("takes units in cells, unless the column or the option names another", () => {
    const table = (cell: string, name = "long") =>
      `patient,study,x,y,z,${name}\nA,1,1,2,3,${cell}\n`;
    const long = (text: string, options = {}) => readLesions(text, options).lesions[0]?.longAxisMm;
    expect(long(table("21 mm"))).toBe(21);
    expect(long(table("2.1cm"))).toBe(21);
    expect(long(table("2.1 CM", "long (cm)"))).toBe(21);
    expect(long(table("21 mm", "long (mm)"))).toBe(21);
    expect(long(table("2.1 cm"), { units: "cm" })).toBe(21);
    errorOf("BAD_VALUE", () => readLesions(table("2.1 cm", "long (mm)")));
    errorOf("BAD_VALUE", () => readLesions(table("21 mm"), { units: "cm" }));
    errorOf("BAD_VALUE", () => readLesions(table("21 mm", "volume (ml)")));
    errorOf("BAD_VALUE", () => readLesions(table("21 px")));
    // A unit in one cell says nothing of the others.
    const mixed = `${table("21 mm")}A,2,1,2,3,2.1\n`;
    errorOf("BAD_VALUE", () => readLesions(mixed), { row: 2, column: "long" });
    expect(readLesions(mixed, { units: "mm" }).lesions[1]?.longAxisMm).toBe(2.1);
  });

  it("reads ePAD's summary: sizes with units, study UIDs, no position", () => {
    const text = [
      "Aim_UID,Date_Created,Patient_ID,Name,Study_UID,Series_UID,Image_UID,LongAxis,ShortAxis,Length,Mean",
      "2.25.1,2024-02-01,P1,Lesion1,1.2.1,1.2.3,1.2.4,21.5 mm,14 mm,,30 hu",
      "2.25.2,2024-02-01,P1,Lesion2,1.2.2,1.2.3,1.2.4,,,3.2 cm,30 hu",
      "2.25.3,2024-02-01,P1,Region,1.2.2,1.2.3,1.2.4,,,,30 hu",
    ].join("\n");
    const studyDates = new Map([
      ["1.2.2", "2024-01-10"],
      ["1.2.1", "2024-04-02"],
    ]);
    const { lesions, warnings } = readLesions(text, { studyDates, missingPosition: "keep" });
    errorOf("BAD_VALUE", () =>
      readLesions(text, { studyDates, missingPosition: "keep", units: "cm" }),
    );
    expect(
      lesions.map(({ study, date, label, longAxisMm, shortAxisMm }) => [
        study,
        date,
        label,
        longAxisMm,
        shortAxisMm,
      ]),
    ).toEqual([
      [2, "2024-04-02", "Lesion1", 21.5, 14],
      [1, "2024-01-10", "Lesion2", 32, undefined],
    ]);
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([["tool", 3]]);
    errorOf("BAD_VALUE", () => readLesions(text, { studyDates }));
    errorOf("BAD_DATES", () => readLesions(text, { missingPosition: "keep" }));
  });

  it("reads ePAD's summary without long axes, names or lengths", () => {
    const read = (header: string, ...cells: readonly string[]) =>
      readLesions([header, ...cells].join("\n"), { missingPosition: "keep" }).lesions.map(
        ({ label, longAxisMm }) => [label, longAxisMm],
      );
    expect(read("Length, Aim_UID ,PATIENT_ID,Study_UID", "12 mm,2.25.1,P1,1.2.1")).toEqual([
      [undefined, 12],
    ]);
    for (const [header, cells] of [
      ["Aim_UID,Patient_ID,Study_UID,Long Axis", "2.25.1,P1,1.2.1,13 mm"],
      ["Patient_ID,Aim_UID,Study_UID,Long Axis", "P1,2.25.1,1.2.1,13 mm"],
      ["Long Axis,Patient_ID,Aim_UID,Study_UID", "13 mm,P1,2.25.1,1.2.1"],
    ] as const) {
      expect(read(header, cells)).toEqual([[undefined, 13]]);
    }
    // The long axis counts where both are there; a blank one is missing.
    const both = "Aim_UID,Patient_ID,Study_UID,LongAxis,Length";
    expect(read(both, "2.25.1,P1,1.2.1,13 mm,14 mm")).toEqual([[undefined, 13]]);
    expect(read(both, "2.25.1,P1,1.2.1,  ,14 mm")).toEqual([[undefined, 14]]);
    // Without one of its UIDs it is no summary of ePAD.
    errorOf("UNKNOWN_INPUT", () => read("Aim_UID,Patient_ID,Length", "2.25.1,P1,12 mm"));
  });

  it("says what a first line of one cell most likely is", () => {
    const remedyOf = (text: string) =>
      errorOf("UNKNOWN_INPUT", () => readLesions(text)).fault.remedy ?? "";
    for (const path of ["a.csv", "dir/lesions.CSV", " a.txt ", "a.csv.gz"]) {
      expect([path, remedyOf(path)]).toEqual([path, expect.stringContaining("readLesionsFile")]);
    }
    for (const text of ["a.csvx", "a.gz", "csv"]) {
      expect([text, remedyOf(text)]).toEqual([text, expect.stringContaining("separated")]);
    }
    expect(remedyOf("a,b")).toContain("columns");
  });

  it("takes columns by name, and rejects names that are not there", () => {
    const text = "PID,Visit,CoordX,CoordY,CoordZ,D1 cm\n7,1,1,2,3,4\n";
    const columns = {
      patient: "PID",
      study: "Visit",
      x: "CoordX",
      y: "CoordY",
      z: "CoordZ",
      longAxisMm: "D1 cm",
    };
    expect(readLesions(text, { columns }).lesions[0]).toMatchObject({
      patient: "7",
      centreMm: [1, 2, 3],
      longAxisMm: 40,
    });
    expect(
      errorOf("MISSING_COLUMN", () => readLesions(text, { columns: { ...columns, x: "CordX" } }))
        .where.column,
    ).toBe("CordX");
    errorOf("UNKNOWN_FEATURE", () => readLesions(text, { columns: { ...columns, longAxs: "D1" } }));
    errorOf("UNKNOWN_INPUT", () => readLesions(text));
  });

  it("rejects one column for two fields, and a name that two columns have", () => {
    const read = (header: string, columns: Record<string, string>) =>
      readLesions(`${header}\nA,1,0,0,0,20,21\n`, { columns });
    const two = { longAxisMm: "a", shortAxisMm: "a" };
    errorOf("BAD_OPTION", () => read("patient,study,x,y,z,a,b", two), { option: "columns" });
    errorOf("REPEATED_COLUMN", () => read("patient,study,x,y,z,a,a", { longAxisMm: "a" }), {
      column: "a",
    });
  });

  it("rejects two columns for one field and near misses", () => {
    errorOf("REPEATED_COLUMN", () =>
      readLesions("patient,study,organ,site,x,y,z\nA,1,liver,left,1,2,3\n"),
    );
    errorOf("UNKNOWN_FEATURE", () => readLesions("patient,study,longAxiMm,x,y,z\nA,1,4,1,2,3\n"));
  });

  it("is told from a vectors CSV by its columns", () => {
    expect(readLesions("patient,study,lesion,a,b\nA,1,x,1,2\n").lesions[0]?.vector).toEqual([1, 2]);
    expect(readLesions("patient,study,lesion,x,y,z\nA,1,x,1,2,3\n").lesions[0]?.centreMm).toEqual([
      1, 2, 3,
    ]);
  });

  it("streams with the same lesions", async () => {
    const patients = [];
    for await (const patient of streamPatients([SHEET])) patients.push(patient);
    expect(patients.flatMap(({ lesions }) => lesions)).toEqual(readLesions(SHEET).lesions);
  });
});

describe("OHIF's measurement table", () => {
  const HEADER =
    "Patient ID,Patient Name,StudyInstanceUID,SeriesInstanceUID,SOPInstanceUID,Label,AnnotationType,Length (mm),Width (mm),FrameOfReferenceUID,points";
  const row = (
    name: string,
    study: string,
    label: string,
    points = "0 0 5;20 0 5;10 -4 5;10 6 5",
  ) => `P1,${name},${study},1.2.9,1.2.10,${label},Cornerstone:Bidirectional,20,10,1.2.11,${points}`;
  const studyDates = readStudyDates("studyUid,date\n1.2.1,2024-03-01\n1.2.2,2024-01-01\n");

  it("is read with commas in names and labels; studies follow their dates", () => {
    const text = [HEADER, row("Doe, Jane", "1.2.1", "liver, S4"), row("Doe", "1.2.2", "")].join(
      "\n",
    );
    const { lesions, warnings } = readLesions(text, { studyDates });
    expect(lesions).toMatchObject([
      {
        patient: "P1",
        study: 2,
        date: "2024-03-01",
        label: "liver, S4",
        centreMm: [10, 1, 5],
        longAxisMm: 20,
        shortAxisMm: 10,
      },
      { patient: "P1", study: 1, date: "2024-01-01" },
    ]);
    expect(warnings).toEqual([]);
  });

  it("needs dates for several studies, whole rows and points", () => {
    errorOf("BAD_DATES", () =>
      readLesions([HEADER, row("a", "1.2.1", ""), row("a", "1.2.2", "")].join("\n")),
    );
    errorOf("FIELD_COUNT", () =>
      readLesions([HEADER, row("a", "1.2.1", "x").slice(0, 40)].join("\n")),
    );
    errorOf("BAD_VALUE", () => readLesions([HEADER, row("a", "1.2.1", "", "1 2;3 4")].join("\n")));
  });

  it("rejects rows whose surplus commas are elsewhere", () => {
    const good = row("a", "1.2.1", "x");
    const broken = {
      "two UIDs": good.replace("1.2.9,", "series,"),
      "no tool": good.replace("Cornerstone:", "Other:"),
      "a tool before the UIDs": `Cornerstone:,${good.replace("Cornerstone:", "")}`,
      "a comma behind the tool": good.replace("20,10", "20,1,0"),
    };
    for (const [what, text] of Object.entries(broken)) {
      let code: unknown;
      try {
        readLesions([HEADER, `${text},`].join("\n"));
      } catch (error) {
        code = (error as LesionGraphError).code;
      }
      expect([what, code]).toEqual([what, "FIELD_COUNT"]);
    }
  });

  it("finds surplus commas in names or labels alone, and with spaces around", () => {
    const read = (name: string, label: string, spaces = "") =>
      readLesions(
        [HEADER, row(name, "1.2.1", label).replaceAll(/,(?=1\.2|Corner)/g, `,${spaces}`)].join(
          "\n",
        ),
      ).lesions.map((lesion) => [lesion.patient, lesion.label, lesion.longAxisMm]);
    expect(read("Doe, Jane", "liver")).toEqual([["P1", "liver", 20]]);
    expect(read("Doe", "liver, S4")).toEqual([["P1", "liver, S4", 20]]);
    expect(read("Doe, Jane, Dr", "liver, S4", " ")).toEqual([["P1", "liver, S4", 20]]);
    expect(read("Cornerstone, Jane", "liver")).toEqual([["P1", "liver", 20]]);
  });

  it("rejects surplus commas where UIDs, label or its column are not in their places", () => {
    const tail = "Cornerstone:Bidirectional,20,10,1.2.11,0 0 5;20 0 5";
    const noLabel = `P1,Doe, Jane, Dr,1.2.1,1.2.9,1.2.10,${tail}`;
    const noUids = `P1,a,1.2.1,x,${tail},b,c,d`;
    const uidsAtEnd = `${noUids},1.2.3,1.2.4`;
    for (const text of [noLabel, noUids, uidsAtEnd]) {
      errorOf("FIELD_COUNT", () => readLesions([HEADER, text].join("\n")));
    }
    const header = HEADER.replace("Label,AnnotationType", "Note,AnnotationType,Label");
    const shifted = `P1,Doe, Jane,1.2.1,1.2.9,1.2.10,x,${tail.replace(",", ",liver,")}`;
    errorOf("FIELD_COUNT", () => readLesions([header, shifted].join("\n")));
  });

  it("has lengths in mm, with or without width and label", () => {
    errorOf("BAD_VALUE", () =>
      readLesions([HEADER, row("a", "1.2.1", "x").replace(",20,", ",2 cm,")].join("\n")),
    );
    const header = HEADER.replace("Label,", "").replace("Width (mm),", "");
    const bare = row("a", "1.2.1", "x").replace(",x,", ",").replace(",10,", ",");
    const [lesion] = readLesions([header, bare].join("\n")).lesions;
    expect(lesion).toMatchObject({ patient: "P1", longAxisMm: 20, centreMm: [10, 1, 5] });
    expect(lesion).not.toHaveProperty("shortAxisMm");
    expect(lesion).not.toHaveProperty("label");
  });

  it("rejects surplus commas where the columns are in another order", () => {
    const header = HEADER.replace("Label,AnnotationType", "AnnotationType,Label");
    const swapped = `P1,a,1.2.1,1.2.9,1.2.10,Cornerstone:Bidirectional,liver, S4,20,10,1.2.11,0 0 5;20 0 5`;
    errorOf("FIELD_COUNT", () => readLesions([header, swapped].join("\n")));
  });

  it("takes the middle of the extent of all points, however they are spaced", () => {
    const centre = (points: string) =>
      readLesions([HEADER, row("a", "1.2.1", "x", points)].join("\n")).lesions[0]?.centreMm;
    expect(centre("0 0 0;10 20 30")).toEqual([5, 10, 15]);
    expect(centre(" 0  0\t0 ; 10 20   30;1 2 3 ")).toEqual([5, 10, 15]);
    for (const points of [
      "0 0 0;1 2",
      "0 0 0;1 2 3 4",
      "0 0 0;1 2 x",
      "",
      "0 0 Infinity",
      "0 0 0x10",
    ]) {
      const error = errorOf("BAD_VALUE", () => centre(points));
      expect(error.where.column).toBe("points");
    }
  });

  it("is another table without one of its columns", () => {
    for (const name of ["StudyInstanceUID", "SOPInstanceUID", "AnnotationType", "points"]) {
      const text = [HEADER.replace(name, "other"), row("a", "1.2.1", "x")].join("\n");
      expect(() => readLesions(text)).toThrow(LesionGraphError);
    }
  });

  it("leaves out other tools with a warning", () => {
    const other = row("a", "1.2.1", "").replace("Bidirectional,20,10", "ArrowAnnotate,,");
    const { lesions, warnings } = readLesions([HEADER, row("a", "1.2.1", ""), other].join("\n"));
    expect(lesions).toHaveLength(1);
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([["tool", 2]]);
  });
});

describe("typeOfSite", () => {
  it.each([
    ["Liver", "liver"],
    ["liver segment 4", "liver"],
    ["LIVER, left lobe", "liver"],
    ["left adrenal", "abdomen"],
    ["Kidneys", "kidney"],
    ["soft tissue", "soft tissue"],
    ["Soft tissue of the thigh", "soft tissue"],
    ["mediastinal LN", "mediastinum"],
    ["LN", undefined],
    ["lymph node", undefined],
    ["pelvic bone", undefined],
    ["liver and lung", undefined],
    ["", undefined],
    ["deliverance", undefined],
    ["  Liver  ", "liver"],
    ["liver2kidney", undefined],
    ["liver\t4", "liver"],
    ["Muscles", "soft tissue"],
  ])("of %j is %j", (site, type) => {
    expect(typeOfSite(site)).toBe(type);
  });

  it("warns once of a site without a type, and keeps it as label", () => {
    const { lesions, warnings } = readLesions(
      "patient,study,organ,x,y,z\nA,1,LN,1,2,3\nA,2,LN,1,2,3\nA,2,liver,9,2,3\n",
    );
    expect(lesions.map(({ type, label }) => [type, label])).toEqual([
      [undefined, "LN"],
      [undefined, "LN"],
      ["liver", undefined],
    ]);
    expect(warnings.filter(({ kind }) => kind === "site")).toMatchObject([
      { row: 1, patient: "A" },
    ]);
  });

  it("has each coarse type and each word of the table once", () => {
    for (const type of LESION_TYPES) {
      expect(typeOfSite(type)).toBe(type);
      for (const word of SITE_WORDS[type]) expect(typeOfSite(word)).toBe(type);
    }
    const words = Object.values(SITE_WORDS).flat();
    expect(new Set(words).size).toBe(words.length);
  });
});

describe("warnings of sizes", () => {
  const warningsOf = (...sizes: readonly (readonly [long: number, short?: number])[]) =>
    readLesions(
      `patient,study,x,y,z,long,short\n${sizes
        .map(([long, short = ""], i) => `A,1,${10 * i},0,0,${long},${short}\n`)
        .join("")}`,
    )
      .warnings.filter(({ kind }) => ["axes", "units"].includes(kind))
      .map(({ kind, row }) => [kind, row]);

  it("tell of a short axis that is longer than the long one", () => {
    expect(warningsOf([10, 10.5])).toEqual([["axes", 1]]);
    expect(warningsOf([10, 10], [10, 9])).toEqual([]);
  });

  it("tell of an axis that no lesion has", () => {
    expect(warningsOf([401], [20])).toContainEqual(["units", 1]);
    expect(warningsOf([400], [20])).toEqual([]);
    expect(warningsOf([20], [30])).toEqual([]);
  });

  it("tell of a median in another unit, once for a patient", () => {
    expect(warningsOf([1.2], [1.5], [1.4])).toEqual([["units", 1]]);
    expect(warningsOf([1.2], [15], [14])).toEqual([]);
    expect(warningsOf([3.9])).toEqual([["units", 1]]);
    expect(warningsOf([4])).toEqual([]);
  });
});

describe("positions", () => {
  const read = (header: string, ...rows: readonly string[]) =>
    readLesions([header, ...rows].join("\n"));

  it("are all of x, y and z", () => {
    expect(read("patient,study,x,y,z,long", "A,1,1,2,3,9").lesions[0]?.centreMm).toEqual([1, 2, 3]);
    for (const [cells, column] of [
      ["A,1,,2,3,9", "x"],
      ["A,1,1,,3,9", "y"],
      ["A,1,1,2,,9", "z"],
      ["A,1,1,,,9", "y"],
      ["A,1,,2,,9", "x"],
      ["A,1,,,3,9", "x"],
    ] as const) {
      const error = errorOf("BAD_VALUE", () => read("patient,study,x,y,z,long", cells));
      expect([cells, error.where.column]).toEqual([cells, column]);
    }
  });

  it("are errors with the cell that is no number and its column, as it is named in the table", () => {
    const error = errorOf("BAD_VALUE", () =>
      read("patient,study,X (mm),y,z,long", "A,1,1,2,3,9", "A,1,NaN,2,3,9"),
    );
    expect(error.fault.received).toBe("NaN");
    expect(error.where).toMatchObject({ row: 2, column: "X (mm)" });
  });

  it("are needed, with what was found instead", () => {
    const error = errorOf("BAD_VALUE", () => read("patient,study,x,y,z,long", "A,1,,,,9"));
    expect(error.fault).toMatchObject({ received: "none of them" });
  });
});

describe("units in cells", () => {
  const lengthOf = (...cells: readonly string[]) =>
    readLesions(
      `patient,study,x,y,z,long\n${cells.map((cell, i) => `A,1,${9 * i},0,0,${cell}\n`).join("")}`,
    ).lesions.map(({ longAxisMm }) => longAxisMm);

  it("are mm and cm, in any case, with or without a space", () => {
    expect(lengthOf("12 mm", "1.2cm", "3.5 CM", "0.35  cm")).toEqual([12, 12, 35, 3.5]);
  });

  it("are in all cells of a column or in none", () => {
    errorOf("BAD_VALUE", () => lengthOf("12 mm", "14"));
    errorOf("BAD_VALUE", () => lengthOf("12", "14 mm"));
    errorOf("BAD_VALUE", () => lengthOf("12 inch"));
    errorOf("BAD_VALUE", () => lengthOf("12 mm x"));
    errorOf("BAD_VALUE", () => lengthOf("mm"));
  });

  it("are those of both axes, and of all coordinates, where one of them is in cm", () => {
    const table = (names: string, cells: string) =>
      `patient,study,x,y,z,long,short\nA,1,1,2,3,,\nA,2,${cells}\n`.replace(
        "x,y,z,long,short",
        names,
      );
    const axes = (long: string, short: string, cells = "2.1,1.4") =>
      table(`x,y,z,${long},${short}`, `1,2,3,${cells}`);
    const place = { row: 2, line: 3 };
    const error = errorOf("BAD_VALUE", () => readLesions(axes("Long (cm)", "Short")), place);
    expect(error.where.column).toBe("Short");
    errorOf("BAD_VALUE", () => readLesions(axes("Long", "Short (cm)")), place);
    errorOf("BAD_VALUE", () => readLesions(axes("Long", "Short", "2.1 cm,1.4")), place);
    errorOf("BAD_VALUE", () => readLesions(axes("Long", "Short", "2.1,1.4 cm")), place);
    errorOf("BAD_VALUE", () => readLesions(table("X (cm),y,z,long,short", "1,2,3,9,8")), {
      row: 1,
      column: "y",
    });
    const sizes = (text: string, options = {}) => {
      const lesion = readLesions(text, options).lesions[1];
      return [lesion?.centreMm, lesion?.longAxisMm, lesion?.shortAxisMm];
    };
    // Positions in mm beside sizes in cm are usual; so are units that every column names.
    expect(sizes(axes("Long (cm)", "Short (cm)"))).toEqual([[1, 2, 3], 21, 14]);
    expect(sizes(axes("Long (cm)", "Short (mm)", "2.1,14"))).toEqual([[1, 2, 3], 21, 14]);
    expect(sizes(axes("Long (mm)", "Short", "21,14"))).toEqual([[1, 2, 3], 21, 14]);
    expect(sizes(axes("Long", "Short", "21 mm,14"))).toEqual([[1, 2, 3], 21, 14]);
    expect(sizes(axes("Long (cm)", "Short", "2.1,"))).toEqual([[1, 2, 3], 21, undefined]);
    expect(sizes(axes("Long (cm)", "Short"), { units: "cm" })).toEqual([[10, 20, 30], 21, 14]);
  });
});

describe("studies", () => {
  /** Two studies, the first row's UID being the larger one; its times may be several. */
  const sameDay = (ofRow1: string, ofRow2: string, ...more: readonly string[]) =>
    readLesions(
      [
        "patient,studyUid,date,x,y,z,longAxisMm",
        `A,1.2.2,${ofRow1},0,0,0,30`,
        `A,1.2.1,${ofRow2},0,0,0,20`,
        ...more.map((date, i) => `A,1.2.2,${date},${10 * (i + 1)},0,0,30`),
      ].join("\n"),
    );
  const numbersOf = ({ lesions }: ReturnType<typeof sameDay>) => lesions.map(({ study }) => study);

  it.each([
    ["2020-01-01T08:00:00", "2020-01-01T18:00:00"],
    ["2020-01-01 08:00", "2020-01-01 08:00:00.5"],
    // 07:00 and 08:00 UTC; 12:00 and 13:00 UTC.
    ["2020-01-01T09:00+02:00", "2020-01-01T08:00Z"],
    ["2020-01-01T07:00:00-0500", "2020-01-01T13:00:00+0000"],
  ])("of one day are numbered by their times: %s, %s", (early, late) => {
    const forward = sameDay(early, late);
    expect(numbersOf(forward)).toEqual([1, 2]);
    expect(forward.lesions.map(({ date }) => date)).toEqual(["2020-01-01", "2020-01-01"]);
    expect(forward.warnings).toEqual([]);
    const backward = sameDay(late, early);
    expect(numbersOf(backward)).toEqual([2, 1]);
    expect(backward.warnings).toEqual([]);
  });

  it.each([
    ["2020-01-01T08:00", "2020-01-01T08:00"],
    ["2020-01-01T08:00", "2020-01-01"],
    ["2020-01-01T08:00", "2020-01-01T18:00Z"],
    // Rows of a study at 08:00 and 20:00, the other study between them.
    ["2020-01-01T08:00", "2020-01-01T18:00", "2020-01-01T20:00"],
    // Rows of a study with and without a time zone.
    ["2020-01-01T08:00", "2020-01-01T18:00", "2020-01-01T09:00Z"],
  ])("of one day in an unknown order are a warning: %s, %s", (first, second, ...more) => {
    const { warnings } = sameDay(first, second, ...more);
    expect(warnings.map(({ kind, patient }) => [kind, patient])).toEqual([["study-order", "A"]]);
  });

  it("are one study with the same UID, at whatever times, or without UIDs on one day", () => {
    expect(numbersOf(sameDay("2020-01-01T08:00", "2020-01-01T09:00", "2020-01-01T08:30"))).toEqual([
      1, 2, 1,
    ]);
    const { lesions } = readLesions(
      "patient,date,x,y,z\nA,2020-01-01T08:00,0,0,0\nA,2020-01-01T09:00,9,0,0\n",
    );
    expect(lesions.map(({ study }) => study)).toEqual([1, 1]);
  });

  it("of one day have a UID in every row or in none", () => {
    const read = (...rows: readonly string[]) =>
      readLesions(["patient,studyUid,date,x,y,z", ...rows].join("\n"));
    errorOf("BAD_VALUE", () => read("A,1.2,2020-01-01,0,0,0", "A,,2020-01-01T08:00,9,0,0"), {
      row: 2,
      patient: "A",
      column: "studyUid",
    });
    const { lesions } = read(
      "A,1.2,2020-01-01,0,0,0",
      "A,,2020-01-02,9,0,0",
      "B,,2020-01-01,0,0,0",
    );
    expect(lesions.map(({ study }) => study)).toEqual([1, 2, 1]);
  });

  it("of one day are numbered by the times of a table of dates", () => {
    const table = "studyUid,date\n1.2.2,2020-01-01T08:00\n1.2.1,2020-01-01T18:00\n";
    const text = "patient,studyUid,x,y,z\nA,1.2.2,0,0,0\nA,1.2.1,0,0,0\n";
    const { lesions, warnings } = readLesions(text, { studyDates: readStudyDates(table) });
    expect(lesions.map(({ study, date }) => [study, date])).toEqual([
      [1, "2020-01-01"],
      [2, "2020-01-01"],
    ]);
    expect(warnings).toEqual([]);
    errorOf("BAD_VALUE", () => readStudyDates("studyUid,date\n1.2.2,1.1.2020\n"), {
      row: 1,
      column: "date",
    });
    for (const date of ["1.1.2020", new Date(0)]) {
      const studyDates = new Map([["1.2.2", date as string]]);
      errorOf("BAD_VALUE", () => readLesions(text, { studyDates }), { row: 1 });
    }
  });

  it("with numbers have their times in the order of the numbers", () => {
    const read = (first: string, second: string) =>
      readLesions(`patient,study,date,x,y,z\nA,1,${first},0,0,0\nA,2,${second},0,0,0\n`);
    errorOf("BAD_DATES", () => read("2020-01-01T18:00", "2020-01-01T08:00"), { row: 2, study: 2 });
    expect(read("2020-01-01T08:00", "2020-01-01T18:00").lesions).toHaveLength(2);
    expect(read("2020-01-01T18:00", "2020-01-01").warnings).toEqual([]);
  });

  it.each([
    ["fit", ["1,u1", "1,u1", "2,u2"], []],
    ["are in no row", ["1,", "2,"], []],
    ["are two of one number", ["1,u1", "1,u2", "2,u3"], [1]],
    ["are of two numbers", ["1,u1", "2,u1", "3,u3"], [2]],
    ["are blank in a study", ["1,u1", "2,"], [2]],
    ["are blank in one row", ["1,u1", "1,", "2,u2"], [1]],
  ])("with numbers keep them where UIDs %s", (_, rows, studies) => {
    const text = rows.map((row, i) => `A,${row},${i},0,0\n`).join("");
    for (const order of [text, text.trim().split("\n").reverse().join("\n")]) {
      const { lesions, warnings } = readLesions(`patient,study,studyUid,x,y,z\n${order}`);
      const numbers = lesions.map(({ study }) => study).sort();
      expect(numbers).toEqual(rows.map((row) => Number(row[0])));
      const warned = warnings.filter(({ kind }) => kind === "study-uid");
      expect(warned.map(({ row }) => lesions.find((one) => one.row === row)?.study)).toEqual(
        studies,
      );
    }
  });

  it.each([
    [["1,2024-01-01", "2,", "3,2024-03-01"], [2]],
    [["1,", "2,", "3,2024-03-01"], [1]],
    [["1,2024-01-01", "1,", "2,2024-03-01"], []],
    [["1,", "2,", "3,"], []],
    [["1,2024-01-01"], []],
  ])("without a date beside dated ones are a warning: %j", (rows, studies) => {
    const text = rows.map((row, i) => `A,${row},${i},0,0\n`).join("");
    const { lesions, warnings } = readLesions(`patient,study,date,x,y,z\n${text}`);
    const warned = warnings.filter(({ kind }) => kind === "study-date");
    expect(warned.map(({ row }) => lesions[row - 1]?.study)).toEqual(studies);
    const records = lesions.map(({ study, date }, x) => ({
      patient: "A",
      study,
      date,
      x,
      y: 0,
      z: 0,
    }));
    expect(lesionsFrom(records).warnings).toEqual(warned);
  });

  it("of one day are numbered by UID, whatever the order of rows", () => {
    const rows = ["A,1.2.2,2024-01-01,0,0,0,9", "A,1.2.1,2024-01-01,0,0,0,8"];
    for (const order of [rows, [...rows].reverse()]) {
      const { lesions } = readLesions(["patient,studyUid,date,x,y,z,long", ...order].join("\n"));
      const numbers = new Map(lesions.map(({ study, longAxisMm }) => [longAxisMm, study]));
      expect([numbers.get(8), numbers.get(9)]).toEqual([1, 2]);
    }
    // Nothing tells their order: the second row of a day is a warning.
    const { warnings } = sameDay("2024-01-01", "2024-01-01");
    expect(warnings).toMatchObject([{ kind: "study-order", row: 1, patient: "A" }]);
    const { where } = errorOf("BAD_DATES", () =>
      readLesions("patient,studyUid,x,y,z\nA,1.2.1,0,0,0\nA,1.2.2,0,0,0\n"),
    );
    expect(where).not.toHaveProperty("study");
  });

  it("have one day each in a table of dates", () => {
    errorOf("BAD_DATES", () =>
      readStudyDates("studyUid,date\n1.2.1,2024-03-01\n1.2.1,2024-03-02\n"),
    );
    const repeated = readStudyDates("studyUid,date\n1.2.1,2024-03-01\n1.2.1,2024-03-01\n");
    expect([...repeated]).toEqual([["1.2.1", "2024-03-01"]]);
  });

  const read = (...rows: readonly string[]) =>
    readLesions(["patient,study,date,x,y,z,long", ...rows].join("\n"));

  it("have one date each, in the order of their numbers", () => {
    const rows = ["A,2,2024-02-01,0,0,0,9", "A,1,2024-01-01,0,0,0,9", "A,3,,0,0,0,9"];
    expect(read(...rows).lesions.map(({ study, date }) => [study, date])).toEqual(
      expect.arrayContaining([
        [1, "2024-01-01"],
        [2, "2024-02-01"],
        [3, undefined],
      ]),
    );
    const two = errorOf("BAD_DATES", () =>
      read("A,1,2024-01-01,0,0,0,9", "A,1,2024-01-02,9,0,0,9"),
    );
    expect(two.where).toMatchObject({ row: 2, patient: "A", study: 1 });
    const late = errorOf("BAD_DATES", () =>
      read("A,1,2024-02-01,0,0,0,9", "A,2,2024-01-01,0,0,0,9"),
    );
    expect(late.where).toMatchObject({ row: 2, patient: "A", study: 2 });
    // Dates of studies 1 and 3 are compared across study 2, which has none.
    errorOf("BAD_DATES", () =>
      read("A,1,2024-02-01,0,0,0,9", "A,2,,0,0,0,9", "A,3,2024-01-01,0,0,0,9"),
    );
    // Rows without a date have that of their study; a study without one has none.
    const dated = read("A,1,,0,0,0,9", "A,1,2024-01-01,9,0,0,9", "A,2,,0,0,0,9").lesions;
    expect(dated.map(({ date }) => date)).toEqual(["2024-01-01", "2024-01-01", undefined]);
    expect(dated[2]).not.toHaveProperty("date");
    // Two studies on one day.
    expect(read("A,1,2024-01-01,0,0,0,9", "A,2,2024-01-01,0,0,0,9").lesions).toHaveLength(2);
  });
});

import { describe, expect, it } from "vitest";
import { findFields } from "../../src/measurements/find-fields.js";
import { errorOf } from "../support/errors.js";

const found = (header: readonly string[], map = {}, units?: "mm" | "cm") =>
  findFields(header, { columns: map, units }).map(({ field, at, factor, hasUnit }) => [
    field,
    at,
    factor,
    hasUnit,
  ]);

describe("findFields", () => {
  it("gives columns in the order of the table, names without case, spaces and signs", () => {
    expect(found([" Patient ", "note", "STUDY", "X", "y", "z"])).toEqual([
      ["patient", 0, 1, true],
      ["study", 2, 1, true],
      ["x", 3, 1, false],
      ["y", 4, 1, false],
      ["z", 5, 1, false],
    ]);
  });

  it("takes the unit that the name of a mapped column ends with", () => {
    const factorOf = (field: string, name: string) =>
      findFields(["patient", "study", "long", name], {
        columns: { [field]: name },
        units: undefined,
      }).find((one) => one.name === name);
    expect(factorOf("shortAxisMm", "quer_cm")).toMatchObject({ factor: 10, hasUnit: true });
    expect(factorOf("shortAxisMm", "quer (mm)")).toMatchObject({ factor: 1, hasUnit: true });
    expect(factorOf("shortAxisMm", "cm quer")).toMatchObject({ factor: 1, hasUnit: false });
    expect(factorOf("volumeMl", "vol_mm3")).toMatchObject({ factor: 0.001 });
    expect(factorOf("volumeMl", "vol cm³")).toMatchObject({ factor: 1 });
    expect(factorOf("volumeMl", "vol_cc")).toMatchObject({ factor: 1 });
    expect(factorOf("volumeMl", "vol_ml")).toMatchObject({ factor: 1 });
  });

  it("takes `units` where names have none, and rejects it where they have another", () => {
    const header = ["patient", "study", "long"];
    expect(found(header)[2]).toEqual(["longAxisMm", 2, 1, false]);
    expect(found(header, {}, "cm")[2]).toEqual(["longAxisMm", 2, 10, true]);
    expect(found(header, {}, "mm")[2]).toEqual(["longAxisMm", 2, 1, true]);
    const error = errorOf("BAD_OPTION", () =>
      found(["patient", "study", "quer_cm"], { longAxisMm: "quer_cm" }, "mm"),
    );
    expect(error.where).toMatchObject({ option: "units", column: "quer_cm" });
    expect(found(["patient", "study", "quer_cm"], { longAxisMm: "quer_cm" }, "cm")[2]?.[2]).toBe(
      10,
    );
  });

  it("takes a mapped column as its field only, and its name without spaces", () => {
    const fieldsOf = (...args: Parameters<typeof found>) => found(...args).map(([field]) => field);
    // By their names, width is a short axis, and labell nearly a label.
    expect(fieldsOf(["patient", "study", "width"], { longAxisMm: "width" })).toEqual([
      "patient",
      "study",
      "longAxisMm",
    ]);
    expect(
      fieldsOf([" PID ", "study", "long", "labell"], { patient: "PID", type: "labell" }),
    ).toEqual(["patient", "study", "longAxisMm", "type"]);
  });

  it("passes over columns that are nearly a field which is there, or one of up to four letters", () => {
    expect(found(["patient", "study", "long", "label", "labels", "typ", "dat", "w"])).toHaveLength(
      4,
    );
    errorOf("UNKNOWN_FEATURE", () => found(["patient", "study", "long", "labels"]));
  });

  it("rejects two columns of one field, unless the map chooses", () => {
    const header = ["patient", "study", "long", "Long"];
    expect(errorOf("REPEATED_COLUMN", () => found(header)).where.column).toBe("Long");
    expect(found(header, { longAxisMm: "Long" })).toContainEqual(["longAxisMm", 3, 1, false]);
  });

  it("rejects unknown fields and columns, and names the first 30 columns", () => {
    const field = errorOf("UNKNOWN_FEATURE", () => found(["patient"], { longAxis: "a" }));
    expect(field.fault.remedy).toContain('"longAxisMm"');
    const many = Array.from({ length: 40 }, (_, i) => `c${i + 1}`);
    const column = errorOf("MISSING_COLUMN", () => found(many, { patient: "p" }));
    expect(column.where.column).toBe("p");
    expect(column.fault.remedy?.split(", ").at(-1)).toBe("c30");
  });

  it.each([
    [["study", "long"], "patient"],
    [["patient", "long"], "study"],
    [["patient", "study", "x"], "x, y and z"],
    [["patient", "study", "x", "y", "long"], "x, y and z"],
  ] as const)("rejects %j", (header, expected) => {
    const { fault } = errorOf("MISSING_COLUMN", () => found(header));
    expect(fault.expected).toContain(expected);
  });
});

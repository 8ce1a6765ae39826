import { describe, expect, it } from "vitest";
import { match } from "../../src/matching/match.js";
import { readLesions, readVectors } from "../../src/measurements/read-lesions.js";
import { readVectorTable } from "../../src/measurements/vectors.js";
import { errorOf } from "../support/errors.js";

describe("a vectors CSV", () => {
  it("gives a lesion with a vector per row", () => {
    const { lesions, warnings } = readVectors(
      "patient,study,lesion,a,b\nP1,1,L1,0.5,-2\nP1,2,L1,1e-3,3\n",
    );
    expect(lesions).toEqual([
      { row: 1, patient: "P1", study: 1, id: "L1", vector: [0.5, -2] },
      { row: 2, patient: "P1", study: 2, id: "L1", vector: [0.001, 3] },
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ["units", "cm"],
    ["dateFormat", "yyyymmdd"],
    ["missingPosition", "keep"],
    ["studyDates", new Map()],
    ["noisy", "drop"],
    ["vectors", readVectorTable("row,v\n1,2\n")],
  ])("rejects the option %s, which it does not use", (option, given) => {
    const text = "patient,study,lesion,v\nP,1,L,0\n";
    for (const read of [readLesions, readVectors]) {
      errorOf("BAD_OPTION", () => read(text, { [option]: given }), { option });
    }
    expect(readVectors(text, { noisy: "keep", dateFormat: "iso" })).toEqual(readVectors(text));
  });

  it("is none without all three id columns", () => {
    for (const header of ["patient", "patient,a", "patient,study", "patient,study,a"]) {
      errorOf("UNKNOWN_INPUT", () => readLesions(`${header}\n`));
    }
  });

  it("passes over spaces around ids: one patient does not become two", () => {
    const { lesions } = readVectors("patient, study, lesion, v\nP, 1, L, 0\nP , 2, L , 0\n");
    expect(lesions.map(({ patient, id }) => `${patient}/${id}`)).toEqual(["P/L", "P/L"]);
    errorOf("DUPLICATE_LESION", () => readVectors("patient,study,lesion,v\nP,1,L,0\nP,1, L,0\n"), {
      row: 2,
      patient: "P",
      study: 1,
      lesion: "L",
    });
  });

  it("takes any text as an id, __proto__ too", () => {
    const { lesions } = readVectors(
      "patient,study,lesion,v\n__proto__,1,constructor,0\n__proto__,2,toString,0\n",
    );
    const [patient] = match(lesions, { method: "algorithm1" });
    expect(patient?.patient).toBe("__proto__");
    expect(patient?.sequences[0]?.lesions.map(({ id }) => id)).toEqual(["constructor", "toString"]);
  });

  it.each([
    ["P,0,L,1", "study", "0"],
    ["P,x,L,1", "study", "x"],
    [",1,L,1", "patient", ""],
    ["P,1,,1", "lesion", ""],
    ["P,1,L,NaN", "v", "NaN"],
    ["P,1,L,", "v", ""],
    ["P,1,L,inf", "v", "inf"],
  ])("rejects the row %j", (row, column, received) => {
    const error = errorOf("BAD_VALUE", () => readVectors(`patient,study,lesion,v\n${row}\n`));
    expect(error.where).toEqual({ line: 2, row: 1, column });
    expect(error.fault.received).toBe(received);
  });

  it("rejects vectors of unequal lengths", () => {
    const error = errorOf("FIELD_COUNT", () =>
      readVectors("patient,study,lesion,a,b\nP,1,L,1,2\nP,1,M,1\n"),
    );
    expect(error.where).toEqual({ line: 3, row: 2 });
  });

  it("rejects a lesion listed twice in a study, and accepts it in another study", () => {
    const head = "patient,study,lesion,v\nP,1,L,1\nP,2,L,2\n";
    expect(readVectors(head).lesions).toHaveLength(2);
    const error = errorOf("DUPLICATE_LESION", () => readVectors(`${head}P,1,L,3\n`));
    expect(error.where).toEqual({ row: 3, patient: "P", study: 1, lesion: "L" });
  });

  it("rejects a header without dimensions, or with two of one name", () => {
    errorOf("MISSING_COLUMN", () => readVectors("patient,study,lesion\nP,1,L\n"), { line: 1 });
    errorOf("REPEATED_COLUMN", () => readVectors("patient,study,lesion,v,v\nP,1,L,1,2\n"), {
      line: 1,
      column: "v",
    });
  });
});

describe("readVectorTable", () => {
  it("finds vectors by row, in whatever order they stand", () => {
    const table = readVectorTable("row,a,b\n2,3,4\n1,1,2\n");
    expect([table.rows, table.dimensions]).toEqual([2, 2]);
    expect([1, 2, 3].map((row) => table.at(row))).toEqual([[1, 2], [3, 4], undefined]);
  });

  it("rejects another header, a repeated row and text that is no number", () => {
    errorOf("MISSING_COLUMN", () => readVectorTable("index,a\n1,2\n"), { line: 1, column: "row" });
    errorOf("MISSING_COLUMN", () => readVectorTable("row\n1\n"), { line: 1 });
    const twice = errorOf("DUPLICATE_LESION", () => readVectorTable("row,a\n1,2\n1,3\n"));
    expect(twice.where).toMatchObject({ line: 3, column: "row" });
    errorOf("BAD_VALUE", () => readVectorTable("row,a\n0,2\n"), { line: 2, row: 1, column: "row" });
    errorOf("BAD_VALUE", () => readVectorTable("row,a\n1,x\n"), { line: 2, row: 1, column: "a" });
  });
});

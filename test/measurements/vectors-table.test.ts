import { describe, expect, it } from "vitest";
import { readVectorTable } from "../../src/measurements/vectors-table.js";
import { errorOf } from "../support/errors.js";

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

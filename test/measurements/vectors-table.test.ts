import { describe, expect, it } from "vitest";
import { readVectorTable } from "../../src/measurements/vectors-table.js";
import { fault } from "../support/errors.js";

describe("readVectorTable", () => {
  it("finds vectors by row, in whatever order they stand", () => {
    const table = readVectorTable("row,a,b\n2,3,4\n1,1,2\n");
    expect([table.rows, table.dimensions]).toEqual([2, 2]);
    expect([1, 2, 3].map((row) => table.at(row))).toEqual([[1, 2], [3, 4], undefined]);
  });

  it("rejects another header, a repeated row and text that is no number", () => {
    fault("MISSING_COLUMN", "row as the first column", () => readVectorTable("index,a\n1,2\n"));
    fault("MISSING_COLUMN", "a column per dimension", () => readVectorTable("row\n1\n"));
    const twice = fault("DUPLICATE_LESION", "one vector for each data row, got 1", () =>
      readVectorTable("row,a\n1,2\n1,3\n"),
    );
    expect(twice.where).toMatchObject({ line: 3, column: "row" });
    fault("BAD_VALUE", "an integer >= 1", () => readVectorTable("row,a\n0,2\n"));
    fault("BAD_VALUE", "a finite number", () => readVectorTable("row,a\n1,x\n"));
  });
});

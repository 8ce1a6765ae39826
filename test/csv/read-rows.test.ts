import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRows } from "../../src/csv/read-rows.js";
import { column, optional, Table } from "../../src/csv/table.js";
import { errorOf } from "../support/errors.js";

const COLUMNS = {
  row: column.integer("Data row", undefined, { min: 1 }),
  size: optional(column.number("Size", "mm", { min: 0 })),
  side: optional(column.choice(["left", "right"], "Side")),
  seen: optional(column.boolean("Whether it was seen")),
  date: optional(column.date("Day")),
  remark: optional(column.text("Remark")),
};
const EMPTY = { size: undefined, side: undefined, seen: undefined, date: undefined };

describe("readRows", () => {
  it("reads typed cells from columns in any order; absent columns and empty cells are undefined", () => {
    const text =
      "remark,row,seen,side,size,date\n a b ,1,Yes,left,2.5,2020-02-29T10:00\n,2.0,no,,,\n";
    expect(readRows(text, COLUMNS)).toEqual([
      { row: 1, size: 2.5, side: "left", seen: true, date: "2020-02-29", remark: "a b" },
      { ...EMPTY, row: 2, seen: false, remark: undefined },
    ]);
    expect(readRows("row\n7\n", COLUMNS)).toEqual([{ ...EMPTY, row: 7, remark: undefined }]);
  });

  it("accepts a byte order mark, semicolons, tabs, Excel's sep line and bytes", () => {
    for (const text of [
      "\uFEFFrow;size\r\n3;1\r\n",
      "sep=;\nrow;size\n3;1\n",
      "row\tsize\n3\t1\n",
    ]) {
      expect(readRows(text, COLUMNS)).toMatchObject([{ row: 3, size: 1 }]);
      expect(readRows(new TextEncoder().encode(text), COLUMNS)).toMatchObject([{ row: 3 }]);
    }
  });

  it("takes the apostrophe before a formula off, as CSV output puts it there", () => {
    const table = new Table({ name: column.text("Name") }, [
      { name: "=1" },
      { name: "'=1" },
      { name: "'quoted" },
    ]);
    expect(readRows(table.toCsv(), table.columns)).toEqual(table.rows);
  });

  it("counts the sep line in places", () => {
    const { where } = errorOf("BAD_VALUE", () => readRows("sep=;\nrow;size\n3;x\n", COLUMNS));
    expect(where).toEqual({ line: 3, row: 1, column: "size" });
  });

  it.each([
    ["row,size\n1,-1\n", "size"],
    ["row,size\n1,1e999\n", "size"],
    ["row,size\n1,0x10\n", "size"],
    ["row,size\n1;2,3\n", "row"],
    ["row\n1.5\n", "row"],
    ["row\n0\n", "row"],
    ["row,side\n1,Left\n", "side"],
    ["row,seen\n1,1\n", "seen"],
    ["row,date\n1,2019-02-29\n", "date"],
    ["row,date\n1,2021-03-02 (really 2022-03-02)\n", "date"],
    ["row,date\n1,2021-03-02Tx\n", "date"],
    ["row,size\n,3\n", "row"],
  ])("rejects the cell of %j with its place", (text, name) => {
    const { where } = errorOf("BAD_VALUE", () => readRows(text, COLUMNS));
    expect(where).toEqual({ line: 2, row: 1, column: name });
  });

  it("rejects missing, repeated and nearly right columns, and passes over others", () => {
    expect(errorOf("MISSING_COLUMN", () => readRows("size\n1\n", COLUMNS)).where.column).toBe(
      "row",
    );
    expect(errorOf("REPEATED_COLUMN", () => readRows("row,row\n", COLUMNS)).where.column).toBe(
      "row",
    );
    for (const near of ["sizes", "Side", "dat", "Remarks"]) {
      const { where } = errorOf("UNKNOWN_FEATURE", () => readRows(`row,${near}\n`, COLUMNS));
      expect(where.column).toBe(near);
    }
    expect(readRows("row,reader\n1,x\n", COLUMNS)).toHaveLength(1);
  });

  it("reads back what a Table writes", () => {
    const text = fc.stringMatching(/^[a-z;"\n][a-z ,;"\n]{0,8}[a-z]$/);
    const row = fc.record({
      row: fc.integer({ min: 1, max: 1e9 }),
      size: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), {
        nil: undefined,
      }),
      side: fc.option(fc.constantFrom("left" as const, "right" as const), { nil: undefined }),
      seen: fc.option(fc.boolean(), { nil: undefined }),
      date: fc.option(fc.constantFrom("2020-02-29", "1999-12-31"), { nil: undefined }),
      remark: fc.option(
        text.map((one) => one.trim()),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(readRows(new Table(COLUMNS, rows).toCsv(), COLUMNS)).toEqual(rows);
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it("answers a header of 120,000 columns and 200,000 digits at once", () => {
    const header = Array.from({ length: 120_000 }, (_, i) => `v${i}`).join(",");
    errorOf("MISSING_COLUMN", () => readRows(`${header}\n`, COLUMNS));
    errorOf("BAD_VALUE", () => readRows(`row,size\n1,${"1".repeat(200_000)}x\n`, COLUMNS));
  });
});

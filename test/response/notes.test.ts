/** Notes as CSV. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLesionNotes, readStatusNotes } from "../../src/growth/index.js";
import { fault } from "../support/errors.js";

describe("readLesionNotes", () => {
  it("reads what is there; empty cells and missing columns say nothing", () => {
    const text = [
      "row,organ,node,role,partOf,remark",
      "3, liver ,no,target,,large",
      "4,,YES,,,",
      "5,,,,3,",
      "6,,true,ignored,,",
      "7,,False,new,,",
      "8,,,non-target,,",
    ].join("\n");
    const nothing = { organ: undefined, node: undefined, role: undefined, partOf: undefined };
    expect(readLesionNotes(text)).toEqual([
      { ...nothing, row: 3, organ: "liver", node: false, role: "target" },
      { ...nothing, row: 4, node: true },
      { ...nothing, row: 5, partOf: 3 },
      { ...nothing, row: 6, node: true, role: "ignored" },
      { ...nothing, row: 7, node: false, role: "new" },
      { ...nothing, row: 8, role: "non-target" },
    ]);
    expect(readLesionNotes("row\n1\n")).toEqual([{ ...nothing, row: 1 }]);
    expect(readLesionNotes("row,role\n")).toEqual([]);
  });

  it("reads columns in any order, and whole numbers as data frames write them", () => {
    expect(readLesionNotes("role, row \nnew,12.0\n")).toMatchObject([{ row: 12, role: "new" }]);
  });

  it("refuses values that are none, with their place", () => {
    const cases = [
      ["row,role\n1,Target", "expected one of target, non-target, new, ignored", "role"],
      ["row,node\n1,maybe", "expected yes or no", "node"],
      ["row\nx", "expected a whole number >= 1", "row"],
      ["row,role\n,new", "expected a whole number >= 1", "row"],
      ["row\n0", "expected a whole number >= 1", "row"],
      ["row\n1.5", "expected a whole number >= 1", "row"],
      ["row,partOf\n1,-2", "expected a whole number >= 1", "partOf"],
    ] as const;
    for (const [text, fragment, column] of cases) {
      const { where } = fault("BAD_VALUE", fragment, () => readLesionNotes(text));
      expect(where).toMatchObject({ column, line: 2 });
    }
  });

  it("refuses a lesion that comes twice, a file without rows, and text that is no table", () => {
    const error = fault("BAD_RESPONSE", 'expected every lesion once, got "row 4 again"', () =>
      readLesionNotes("row,role\n4,new\n5,new\n4,target\n"),
    );
    expect(error.where).toEqual({ row: 4 });
    fault("MISSING_COLUMN", "expected a column row", () => readLesionNotes("lesion,role\n1,new\n"));
    fault("REPEATED_COLUMN", "expected one column row", () => readLesionNotes("row,row\n1,1\n"));
    fault("REPEATED_COLUMN", "expected one column role", () =>
      readLesionNotes("row,role,role\n1,target,ignored\n"),
    );
    fault("FIELD_COUNT", "expected 2 fields", () => readLesionNotes("row,role\n1\n"));
    fault("EMPTY_INPUT", "a CSV file with a header line", () => readLesionNotes(""));
  });

  it("refuses a column that is nearly a known one, for it would say nothing", () => {
    for (const [column, meant] of [
      ["organs", "organ"],
      ["roles", "role"],
      ["Role", "role"],
      ["part_of", "partOf"],
      ["nodes", "node"],
    ]) {
      const { where } = fault(
        "UNKNOWN_FEATURE",
        `expected the column ${meant}, or none of that kind, got "${column}"`,
        () => readLesionNotes(`row,${column}\n1,target\n`),
      );
      expect(where).toMatchObject({ column, line: 1 });
    }
    // The known column is there too, or the name is another one.
    expect(readLesionNotes("row,role,roles\n1,new,x\n")).toMatchObject([{ role: "new" }]);
    expect(readLesionNotes("row,remark,reader\n1,x,y\n")).toHaveLength(1);
  });

  it("reads back what was written", () => {
    const note = fc.record({
      organ: fc.option(fc.constantFrom("liver", "left lung"), { nil: undefined }),
      node: fc.option(fc.boolean(), { nil: undefined }),
      role: fc.option(fc.constantFrom("target", "non-target", "new", "ignored"), {
        nil: undefined,
      }),
      partOf: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(note), (notes) => {
        const lines = notes.map(({ organ = "", node, role = "", partOf = "" }, i) =>
          [i + 1, organ, node === undefined ? "" : node ? "yes" : "no", role, partOf].join(","),
        );
        const text = ["row,organ,node,role,partOf", ...lines, ""].join("\r\n");
        expect(readLesionNotes(text)).toEqual(notes.map((one, i) => ({ row: i + 1, ...one })));
      }),
      { numRuns: 50 },
    );
  });
});

describe("readStatusNotes", () => {
  it("reads row, study and status", () => {
    const words = ["absent", "too small", "merged", "present", "progressed", "not evaluable"];
    const text = ["row,study,status", ...words.map((word, i) => `1,${i + 1},${word}`)].join("\n");
    expect(readStatusNotes(text)).toEqual(
      words.map((status, i) => ({ row: 1, study: i + 1, status })),
    );
  });

  it("refuses values that are none, with their place", () => {
    const cases = [
      ["1,2,gone", "expected one of absent, too small, merged, present, progressed", "status"],
      ["1,2,", "expected one of absent", "status"],
      ["1,,absent", "expected a whole number >= 1", "study"],
      ["1,0,absent", "expected a whole number >= 1", "study"],
      ["a,2,absent", "expected a whole number >= 1", "row"],
    ] as const;
    for (const [line, fragment, column] of cases) {
      const text = `row,study,status\n${line}\n`;
      const { where } = fault("BAD_VALUE", fragment, () => readStatusNotes(text));
      expect(where).toMatchObject({ column, line: 2 });
    }
  });

  it("refuses what comes twice, and missing columns", () => {
    fault("BAD_RESPONSE", 'got "row 1 in study 2 again"', () =>
      readStatusNotes("row,study,status\n1,2,absent\n1,3,absent\n1,2,present\n"),
    );
    for (const column of ["row", "study", "status"]) {
      const header = ["row", "study", "status"].filter((one) => one !== column).join(",");
      fault("MISSING_COLUMN", `expected a column ${column}`, () =>
        readStatusNotes(`${header}\n1,2\n`),
      );
    }
  });
});

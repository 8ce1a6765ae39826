/** Notes as CSV. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLesionNotes, readStatusNotes } from "../../src/response/index.js";
import { errorOf } from "../support/errors.js";

describe("readLesionNotes", () => {
  it("reads what is there; empty cells and missing columns say nothing", () => {
    const text = [
      "row,organ,lymphNode,role,partOf,remark",
      "3, liver ,no,target,,large",
      "4,,YES,,,",
      "5,,,,3,",
      "6,,true,ignored,,",
      "7,,False,new,,",
      "8,,,non-target,,",
    ].join("\n");
    const nothing = { organ: undefined, lymphNode: undefined, role: undefined, partOf: undefined };
    expect(readLesionNotes(text)).toEqual([
      { ...nothing, row: 3, organ: "liver", lymphNode: false, role: "target" },
      { ...nothing, row: 4, lymphNode: true },
      { ...nothing, row: 5, partOf: 3 },
      { ...nothing, row: 6, lymphNode: true, role: "ignored" },
      { ...nothing, row: 7, lymphNode: false, role: "new" },
      { ...nothing, row: 8, role: "non-target" },
    ]);
    expect(readLesionNotes("row\n1\n")).toEqual([{ ...nothing, row: 1 }]);
    expect(readLesionNotes("row,role\n")).toEqual([]);
  });

  it("reads columns in any order, and whole numbers as data frames write them", () => {
    expect(readLesionNotes("role, row \nnew,12.0\n")).toMatchObject([{ row: 12, role: "new" }]);
  });

  it("rejects invalid values, with their place", () => {
    const cases = [
      ["row,role\n1,Target", "role"],
      ["row,lymphNode\n1,maybe", "lymphNode"],
      ["row\nx", "row"],
      ["row,role\n,new", "row"],
      ["row\n0", "row"],
      ["row\n1.5", "row"],
      ["row,partOf\n1,-2", "partOf"],
    ] as const;
    for (const [text, column] of cases) {
      const { where } = errorOf("BAD_VALUE", () => readLesionNotes(text));
      expect(where).toMatchObject({ column, line: 2 });
    }
  });

  it("rejects a lesion listed twice, a file without rows, and text that is no table", () => {
    const error = errorOf("BAD_RESPONSE", () =>
      readLesionNotes("row,role\n4,new\n5,new\n4,target\n"),
    );
    expect(error.where).toEqual({ row: 4 });
    errorOf("MISSING_COLUMN", () => readLesionNotes("lesion,role\n1,new\n"));
    errorOf("REPEATED_COLUMN", () => readLesionNotes("row,row\n1,1\n"));
    errorOf("REPEATED_COLUMN", () => readLesionNotes("row,role,role\n1,target,ignored\n"));
    errorOf("FIELD_COUNT", () => readLesionNotes("row,role\n1\n"));
    errorOf("EMPTY_INPUT", () => readLesionNotes(""));
  });

  it("rejects a column almost of a known name, which would have no effect", () => {
    for (const column of ["organs", "roles", "Role", "part_of", "lymphNodes"]) {
      const { where } = errorOf("UNKNOWN_FEATURE", () =>
        readLesionNotes(`row,${column}\n1,target\n`),
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
      lymphNode: fc.option(fc.boolean(), { nil: undefined }),
      role: fc.option(fc.constantFrom("target", "non-target", "new", "ignored"), {
        nil: undefined,
      }),
      partOf: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(note), (notes) => {
        const lines = notes.map(({ organ = "", lymphNode, role = "", partOf = "" }, i) =>
          [
            i + 1,
            organ,
            lymphNode === undefined ? "" : lymphNode ? "yes" : "no",
            role,
            partOf,
          ].join(","),
        );
        const text = ["row,organ,lymphNode,role,partOf", ...lines, ""].join("\r\n");
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

  it("rejects invalid values, with their place", () => {
    const cases = [
      ["1,2,gone", "status"],
      ["1,2,", "status"],
      ["1,,absent", "study"],
      ["1,0,absent", "study"],
      ["a,2,absent", "row"],
    ] as const;
    for (const [line, column] of cases) {
      const text = `row,study,status\n${line}\n`;
      const { where } = errorOf("BAD_VALUE", () => readStatusNotes(text));
      expect(where).toMatchObject({ column, line: 2 });
    }
  });

  it("rejects duplicate lesions, and missing columns", () => {
    errorOf("BAD_RESPONSE", () =>
      readStatusNotes("row,study,status\n1,2,absent\n1,3,absent\n1,2,present\n"),
    );
    for (const column of ["row", "study", "status"]) {
      const header = ["row", "study", "status"].filter((one) => one !== column).join(",");
      errorOf("MISSING_COLUMN", () => readStatusNotes(`${header}\n1,2\n`));
    }
  });
});

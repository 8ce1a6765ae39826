import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { readTruth, truthFromGroups } from "../../src/evaluation/truth.js";
import { fault } from "../support/errors.js";
import { at } from "../support/lesions.js";
import { matchOf } from "../support/matches.js";

describe("readTruth", () => {
  it("finds row and group among other columns", () => {
    const truth = readTruth("File_name,group,row\nx.png,7,2\ny.png,7,1\n");
    expect([...truth]).toEqual([
      [2, "7"],
      [1, "7"],
    ]);
  });

  it("rejects a row listed twice, with the row", () => {
    const error = fault("BAD_TRUTH", 'expected every row once, got "row 3 again"', () =>
      readTruth("row,group\n3,1\n3,1\n"),
    );
    expect(error.where).toEqual({ line: 3, row: 3 });
  });

  it("rejects missing columns, invalid rows and empty groups", () => {
    fault("MISSING_COLUMN", "a column group", () => readTruth("row,groups\n1,1\n"));
    fault("BAD_VALUE", "an integer >= 1", () => readTruth("row,group\n0,1\n"));
    fault("BAD_VALUE", "a text", () => readTruth("row,group\n1,\n"));
    fault("EMPTY_INPUT", "a header line", () => readTruth(""));
  });
});

describe("truthFromGroups", () => {
  const lesions = [at(1, 1, 0, { id: "a" }), at(2, 2, 0, { id: "b" }), at(3, 3, 0, { id: "b" })];

  it("takes rows and ids", () => {
    expect([...truthFromGroups(lesions, [["a", 2], [3]])]).toEqual([
      [1, "1"],
      [2, "1"],
      [3, "2"],
    ]);
  });

  it("rejects unknown and ambiguous ids, and a lesion in two groups", () => {
    fault("BAD_TRUTH", "c, which 0 lesions have", () => truthFromGroups(lesions, [["c"]]));
    fault("BAD_TRUTH", "b, which 2 lesions have", () => truthFromGroups(lesions, [["b"]]));
    fault("BAD_TRUTH", "every annotation in one group", () =>
      truthFromGroups(lesions, [["a"], [1]]),
    );
  });
});

describe("truth that does not fit the lesions", () => {
  const match = matchOf([
    [
      [1, 1],
      [2, 2],
    ],
  ]);

  it("names a row that no lesion has", () => {
    const error = fault("BAD_TRUTH", 'got "row 9, behind the last (2)"', () =>
      evaluate([match], new Map([[9, "1"]])),
    );
    expect(error.where).toEqual({ row: 9 });
  });

  it("names a row that was dropped, and says so", () => {
    const dropped = matchOf([[[1, 1]], [[3, 2]]]);
    const error = fault("BAD_TRUTH", 'got "row 2, which was left out" (row 2); rows dropped', () =>
      evaluate([dropped], [{ row: 2, group: "1" }]),
    );
    expect(error.fault.remedy).toContain("--noisy drop");
  });

  it("is rejected where it is invalid or labels nothing", () => {
    const kind = "a map from row to group, or a list of { row, group }";
    fault("BAD_TRUTH", `${kind}, got "row,group"; readTruth reads the text of a CSV`, () =>
      evaluate([match], "row,group" as never),
    );
    fault("BAD_TRUTH", `${kind}, got "nothing"`, () => evaluate([match], null as never));
    fault("BAD_TRUTH", 'a group as text or number, got "nothing" (row 1)', () =>
      evaluate([match], [{ row: 1 }] as never),
    );
    fault("BAD_TRUTH", 'a row as a number, got "1"', () =>
      evaluate([match], [{ row: "1", group: "a" }] as never),
    );
    fault("BAD_TRUTH", "every row once", () =>
      evaluate(
        [match],
        [1, 1].map((row) => ({ row, group: "a" })),
      ),
    );
    fault("BAD_TRUTH", "the group of one lesion at least", () => evaluate([match], new Map()));
    fault("BAD_TRUTH", "the group of one lesion at least", () => evaluate([], []));
  });

  it("names a group with lesions of two patients", () => {
    const other = matchOf([[[3, 1]]], "q");
    const error = fault("BAD_TRUTH", "group g in p and q", () =>
      evaluate(
        [match, other],
        new Map([
          [1, "g"],
          [3, "g"],
        ]),
      ),
    );
    expect(error.where).toEqual({ row: 3 });
  });
});

import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { readTruth, truthFromGroups } from "../../src/evaluation/truth.js";
import { errorOf } from "../support/errors.js";
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
    const error = errorOf("BAD_TRUTH", () => readTruth("row,group\n3,1\n3,1\n"));
    expect(error.where).toEqual({ line: 3, row: 3 });
  });

  it("rejects missing columns, invalid rows and empty groups", () => {
    errorOf("MISSING_COLUMN", () => readTruth("row,groups\n1,1\n"), { line: 1, column: "group" });
    errorOf("BAD_VALUE", () => readTruth("row,group\n0,1\n"), { line: 2, row: 1, column: "row" });
    errorOf("BAD_VALUE", () => readTruth("row,group\n1,\n"), { line: 2, row: 1, column: "group" });
    errorOf("EMPTY_INPUT", () => readTruth(""));
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
    errorOf("BAD_TRUTH", () => truthFromGroups(lesions, [["c"]]), { lesion: "c" });
    errorOf("BAD_TRUTH", () => truthFromGroups(lesions, [["b"]]), { lesion: "b" });
    errorOf("BAD_TRUTH", () => truthFromGroups(lesions, [["a"], [1]]), { row: 1 });
  });

  it("rejects groups that are no lists: a text is not a list of its letters", () => {
    for (const groups of [["a"], [lesions[0]], [{ length: 1 }], new Array(1)]) {
      errorOf("BAD_VALUE", () => truthFromGroups(lesions, groups as never));
    }
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
    const error = errorOf("BAD_TRUTH", () => evaluate([match], new Map([[9, "1"]])));
    expect(error.where).toEqual({ row: 9 });
  });

  it("names a row that was dropped, and says so", () => {
    const dropped = matchOf([[[1, 1]], [[3, 2]]]);
    const error = errorOf("BAD_TRUTH", () => evaluate([dropped], [{ row: 2, group: "1" }]));
    expect(error.fault.remedy).toContain('noisy: "drop"');
  });

  it("is rejected where it is invalid or labels nothing", () => {
    errorOf("BAD_TRUTH", () => evaluate([match], "row,group" as never));
    errorOf("BAD_TRUTH", () => evaluate([match], null as never));
    errorOf("BAD_TRUTH", () => evaluate([match], [{ row: 1 }] as never), { row: 1 });
    errorOf("BAD_TRUTH", () => evaluate([match], [{ row: "1", group: "a" }] as never));
    errorOf(
      "BAD_TRUTH",
      () =>
        evaluate(
          [match],
          [1, 1].map((row) => ({ row, group: "a" })),
        ),
      { row: 1 },
    );
    errorOf("BAD_TRUTH", () => evaluate([match], new Map()));
    errorOf("BAD_TRUTH", () => evaluate([], []));
  });

  it("names a group with lesions of two patients", () => {
    const other = matchOf([[[3, 1]]], "q");
    const error = errorOf("BAD_TRUTH", () =>
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

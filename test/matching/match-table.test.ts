import { describe, expect, it } from "vitest";
import { algorithm1 } from "../../src/matching/algorithm1/algorithm1.js";
import { joint } from "../../src/matching/joint/joint.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { linkTable, matchTable } from "../../src/matching/match-table.js";
import { sequenceGraph } from "../../src/matching/sequence-graph.js";
import { at } from "../support/lesions.js";

/** rows 1 and 2 are duplicates; 5 joins the chain 1-3-4 from the same study as 1. */
const result = algorithm1([at(1, 1, 0), at(2, 1, 0.1), at(3, 2, 1), at(4, 3, 2), at(5, 1, 2.5)], {
  t1: 0.2,
  t2: 1.2,
  rejectedPairs: "none",
});

describe("matchTable", () => {
  it("has one row per lesion, with duplicates and conflicts", () => {
    expect(
      matchTable([result]).rows.map(({ row, sequence, studies, duplicateOf, conflict }) => [
        row,
        sequence,
        studies,
        duplicateOf,
        conflict,
      ]),
    ).toEqual([
      [1, 1, 3, undefined, true],
      [2, 1, 3, 1, true],
      [5, 1, 3, undefined, true],
      [3, 1, 3, undefined, false],
      [4, 1, 3, undefined, false],
    ]);
  });
});

describe("linkTable", () => {
  it("has one row per link with its lesions and what decided it", () => {
    const [link] = joint([at(1, 1, 0), at(2, 2, 1), at(3, 2, 9)]).links;
    const table = linkTable([joint([at(1, 1, 0), at(2, 2, 1), at(3, 2, 9)])]);
    expect(table.rows[0]).toMatchObject({
      patient: "p",
      sequence: 1,
      fromStudy: 1,
      fromRow: 1,
      fromLesion: "1-1",
      toStudy: 2,
      toRow: 2,
      toLesion: "2-2",
      accepted: true,
      constrained: false,
      probability: link?.probability,
      ...link?.evidence,
    });
    for (const row of table) expect(Object.keys(row)).toEqual(Object.keys(table.columns));
  });

  it("says which links constraints set, which are uncertain, and names the runner-up", () => {
    const own = [at(1, 1, 0), at(2, 2, 1), at(3, 2, 9), at(4, 3, 1)];
    const { links } = algorithm1(own, { t1: 0, t2: 2, mustLink: [[1, 2]] });
    const table = linkTable([algorithm1(own, { t1: 0, t2: 2, mustLink: [[1, 2]] })]);
    expect(links.map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [2, 4],
    ]);
    expect(
      table.rows.map(({ constrained, runnerUpFromRow, runnerUpToRow, distance, margin }) => [
        constrained,
        runnerUpFromRow,
        runnerUpToRow,
        distance,
        margin,
      ]),
    ).toEqual([
      [true, 1, 3, 1, 8],
      [false, 3, 4, 0, 8],
    ]);
    expect(table.rows.map(({ uncertain }) => uncertain)).toEqual([undefined, undefined]);
  });

  it("has the links of every patient in their order", () => {
    const other = algorithm1([at(1, 1, 0), at(2, 2, 0)].map((one) => ({ ...one, patient: "q" })));
    expect(linkTable([result, other]).rows.map(({ fromRow, toRow }) => [fromRow, toRow])).toEqual(
      [...result.links, ...other.links].map(({ from, to }) => [from, to]),
    );
  });

  it("shows itself as HTML with the columns' descriptions, and as CSV", () => {
    const table = linkTable([result]);
    expect(table.toHtml()).toContain('title="Data row of the earlier lesion"');
    expect(table.toCsv().split("\n")[0]).toBe(Object.keys(table.columns).join(","));
  });
});

describe("arguments that are no matches", () => {
  it.each([
    ["nothing", undefined],
    ["one match", result],
    ["a growth", [{ patient: "p", sequences: [], studies: [] }]],
    ["a list with null", [null]],
  ])("%s is an error with a remedy", (_, given) => {
    for (const table of [matchTable, linkTable]) {
      expect(() => table(given as never)).toThrowError(
        expect.objectContaining({
          code: "BAD_VALUE",
          fault: expect.objectContaining({ remedy: expect.any(String) }),
        }),
      );
    }
  });

  it.each([[undefined], [[result]], [{}]])("matchToJson rejects %s", (given) => {
    expect(() => matchToJson(given as never)).toThrowError(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  });
});

describe("toJson", () => {
  it("shortens lesions to row, study and id", () => {
    expect(JSON.parse(JSON.stringify(matchToJson(result)))).toMatchObject({
      patient: "p",
      sequences: [{ id: 1, lesions: [{ row: 1, study: 1, lesion: "1-1" }, {}, {}, {}, {}] }],
      duplicates: [{ study: 1, rows: [1, 2] }],
      conflicts: [{ sequence: 1, study: 1, rows: [1, 5] }],
    });
  });

  it("contains rejected pairs only on request", () => {
    expect(matchToJson(result)).not.toHaveProperty("rejectedPairs");
    const all = algorithm1([at(1, 1, 0), at(2, 2, 9)], { rejectedPairs: "all" });
    expect(matchToJson(all)).toHaveProperty("rejectedPairs", [
      { from: 1, to: 2, distance: 9, step: "threshold" },
    ]);
  });
});

describe("toJson of what is not always there", () => {
  it("has the largest id of earlier results, and warnings, only where there are any", () => {
    const bare = algorithm1([at(1, 1, 0), at(2, 2, 9)]);
    expect(matchToJson(bare)).not.toHaveProperty("lastId");
    expect(matchToJson(bare)).not.toHaveProperty("warnings");
    const previous = [
      { patient: "p", lastId: 7, sequences: [{ id: 2, lesions: [{ study: 1, id: "1-1" }] }] },
    ];
    const continued = algorithm1([at(1, 1, 0)], { previous });
    expect(matchToJson(continued)).toMatchObject({ sequences: [{ id: 2 }], lastId: 7 });
    const merged = algorithm1([at(1, 1, 0), at(2, 1, 0.001)]);
    expect(matchToJson(merged).warnings).toMatchObject([{ kind: "missing-series", row: 1 }]);
  });
});

describe("toJson of the joint matcher", () => {
  it("says whether the solution is proven to be the best", () => {
    const match = joint([at(1, 1, 0), at(2, 2, 1)]);
    expect(match.solution?.optimal).toBe(true);
    expect(matchToJson(match)).toHaveProperty("solution", match.solution);
    expect(matchToJson(result)).not.toHaveProperty("solution");
  });
});

describe("sequenceGraph", () => {
  it("has a node per lesion of a study with all its annotations, and the links as edges", () => {
    const graph = sequenceGraph(result);
    expect(graph.mapNodes((key, { sequence, lesions }) => [key, sequence, lesions.length])).toEqual(
      [
        ["1", 1, 2],
        ["5", 1, 1],
        ["3", 1, 1],
        ["4", 1, 1],
      ],
    );
    expect(graph.edges()).toEqual(["1-3", "5-4", "3-4"]);
    expect(graph.getEdgeAttributes("1-3")).toStrictEqual({ distance: 0.95 });
    // Without a feature in common.
    const some = sequenceGraph({ ...result, acceptedPairs: [{ from: 1, to: 3 }] });
    expect(some.getEdgeAttributes("1-3")).toStrictEqual({});
  });
});

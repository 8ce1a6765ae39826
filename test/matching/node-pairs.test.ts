import { describe, expect, it } from "vitest";
import { comparePairs, connected, PairSet, pairsOfNodes } from "../../src/matching/node-pairs.js";

describe("pairs of nodes", () => {
  it("are those of annotations, the smaller node first, without those within a node", () => {
    // Annotations 0 and 2 are node 0, 1 is node 1.
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    expect(pairsOfNodes(pairs, Int32Array.of(0, 1, 0))).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it("are found as they were given, in order of first and second node", () => {
    const pairs = [
      [1, 2],
      [0, 3],
      [0, 1],
    ] as const;
    const set = new PairSet(4, pairs);
    expect([set.has(1, 2), set.has(0, 3), set.has(0, 2), set.has(2, 3)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([...pairs].sort(comparePairs)).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
    ]);
    expect([...connected(4, [[1, 3]])]).toEqual([0, 1, 2, 1]);
  });
});

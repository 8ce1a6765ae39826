import { describe, expect, it } from "vitest";
import { meanVector, mergeNodes, nodesOf } from "../../src/matching/feature-nodes.js";

describe("nodes of lesions", () => {
  /** Two features of four lesions; the second of lesion 1 is unknown, as a type may be. */
  const values = Float64Array.of(1, Number.NaN, 3, 5, 4, 6, 9, Number.NaN);
  const columns = ["a", "b"];
  const nodes = nodesOf([2, 2, 5, 7], { values, columns } as never);

  it("count studies without gaps", () => {
    expect(nodes).toMatchObject({ count: 4, d: 2, studies: 3 });
    expect([...nodes.study]).toEqual([0, 0, 1, 2]);
  });

  it("merged have the mean of what is known, and stay unknown where nothing is", () => {
    const merged = mergeNodes(nodes, Int32Array.of(0, 0, 1, 2));
    expect(merged.count).toBe(3);
    expect([...merged.values]).toEqual([2, 5, 4, 6, 9, Number.NaN]);
    expect([...merged.study]).toEqual([0, 1, 2]);
    expect(meanVector([[Number.NaN], [Number.NaN]])).toEqual([Number.NaN]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomSource } from "../../src/core/random.js";
import { type Nodes, nodeDistance } from "../../src/matching/feature-nodes.js";
import { forEachNearPair, widestColumn } from "../../src/matching/near-pairs.js";

/**
 * Nodes on a coarse grid (ties, coincident nodes) or anywhere; some columns not known everywhere. Numbers come from
 * one seed, which is much faster than an arbitrary for each.
 */
const nodes: fc.Arbitrary<Nodes> = fc
  .record({
    count: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constantFrom(47, 48, 49, 50)),
    d: fc.constantFrom(1, 2, 2, 3, 3, 4, 16, 70, 131),
    studies: fc.integer({ min: 1, max: 6 }),
    unknown: fc.boolean(),
    kind: fc.constantFrom("grid", "anywhere", "tiny"),
    seed: fc.nat(),
  })
  .map(({ count, d, studies, unknown, kind, seed }) => {
    const random = randomSource(seed, 0);
    const place = (): number => {
      if (unknown && random.happens(0.02)) return Number.NaN;
      if (kind === "grid") return random.below(6);
      return kind === "anywhere" ? random.uniform(-3, 3) : random.uniform(0, 1e-160);
    };
    return {
      values: Float64Array.from({ length: count * d }, place),
      study: Int32Array.from({ length: count }, () => random.below(studies)).sort(),
      count,
      d,
      studies,
    };
  });

describe("forEachNearPair", () => {
  it.each(["within", "between"] as const)(
    "meets exactly the pairs that a look at all of them finds, %s studies",
    (which) => {
      fc.assert(
        fc.property(nodes, fc.constantFrom(0, 1e-161, 0.4, 1, 2.5, 100), (some, limit) => {
          const met: string[] = [];
          forEachNearPair(some, limit, which, (i, j, distance) =>
            met.push(`${i} ${j} ${distance}`),
          );
          const all: string[] = [];
          for (let j = 0; j < some.count; j++) {
            for (let i = 0; i < j; i++) {
              const distance = nodeDistance(some, i, j);
              const same = some.study[i] === some.study[j];
              if (distance < limit && same === (which === "within")) {
                all.push(`${i} ${j} ${distance}`);
              }
            }
          }
          expect(met.sort()).toEqual(all.sort());
        }),
        { numRuns: 400 },
      );
    },
  );
});

describe("forEachNearPair at the limit", () => {
  // Up to 48 nodes are compared with all others, more along a column.
  it.each([2, 60])(
    "meets the last number below it, but not the limit itself, of %d nodes",
    (count) => {
      const nodesAt = (near: number): Nodes => ({
        values: Float64Array.from({ length: count }, (_, i) => (i === 1 ? near : 100 * i)),
        study: new Int32Array(count),
        count,
        d: 1,
        studies: 1,
      });
      const met = (near: number): number[][] => {
        const pairs: number[][] = [];
        forEachNearPair(nodesAt(near), 1, "within", (...pair) => pairs.push(pair));
        return pairs;
      };
      expect(met(1 - 2 ** -53)).toEqual([[0, 1, 1 - 2 ** -53]]);
      expect(met(1)).toEqual([]);
    },
  );
});

describe("widestColumn", () => {
  /** Nodes of one study, row by row. */
  const of = (...rows: number[][]): Nodes => ({
    values: Float64Array.from(rows.flat()),
    study: new Int32Array(rows.length),
    count: rows.length,
    d: rows[0]!.length,
    studies: 1,
  });

  it("is the column with the largest range, of equals the first", () => {
    // Ranges 2, 9, 6 and 9.
    const some = of([0, 5, 3, -5], [1, -4, 9, 0], [2, 2, 4, 4]);
    expect(widestColumn(some, 1)).toBe(1);
    expect(widestColumn(some, 8.9)).toBe(1);
  });

  it("is none where no range is larger than the limit", () => {
    const some = of([0, 5], [2, -4]);
    expect(widestColumn(some, 9)).toBe(-1);
    expect(widestColumn(some, 20)).toBe(-1);
  });

  it("is a column without missing values", () => {
    expect(widestColumn(of([0, Number.NaN], [2, 0], [1, 100]), 1)).toBe(0);
    expect(widestColumn(of([0, 100], [2, 0], [1, Number.NaN]), 1)).toBe(0);
    expect(widestColumn(of([Number.NaN], [0], [100]), 1)).toBe(-1);
  });
});

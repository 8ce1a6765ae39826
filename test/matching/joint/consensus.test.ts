import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Consensus, type Offset } from "../../../src/matching/joint/consensus.js";
import { JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import type { PairTable } from "../../../src/matching/joint/pair-table.js";

const { same, shift, otherStart } = JOINT_MODEL.location.physical;

/** A pair of a row and a column with its difference of position and its support. */
interface SupportedPair {
  readonly row: number;
  readonly column: number;
  readonly difference: readonly [number, number, number];
  readonly support: number;
}

/** A consensus of these pairs, found by a spread, in a table of 8 rows and 9 columns or as many as it takes. */
function consensusOf(pairs: readonly SupportedPair[], spread = 1): Consensus {
  const [rows, columns] = [Math.max(8, pairs.length), Math.max(9, pairs.length)];
  const column = (): Float64Array => new Float64Array(rows * columns).fill(Number.NaN);
  const table: PairTable = {
    rows,
    columns,
    x: column(),
    y: column(),
    z: column(),
    others: column(),
    free: column(),
  };
  const support = column();
  const cells = pairs.map((pair) => {
    const cell = pair.row * columns + pair.column;
    [table.x[cell], table.y[cell], table.z[cell]] = pair.difference;
    support[cell] = pair.support;
    return cell;
  });
  const consensus = new Consensus(table, JOINT_MODEL.location.physical);
  // The pairs before leave nothing behind.
  consensus.take([0, columns + 1], new Float64Array(rows * columns).fill(1), 4);
  consensus.take(cells, support, spread);
  return consensus;
}

/**
 * The offset of `left`, which are some of all `pairs` found by a spread, by definition. Differences are weighed down
 * with their squared distance e from the median of all, in units of the model's variance, as by t with 4 degrees of
 * freedom. The spread is 5/4 of the mean of weighted e, drawn towards 1 as by 6 differences. The mean has the
 * precision of the weighted differences, plus that of usual offsets unless it is beyond 3 of them. The support has a
 * Cauchy cost, which is at most that of another start along z.
 */
function offsetOf(
  pairs: readonly SupportedPair[],
  left: readonly SupportedPair[],
  given = 1,
): Offset {
  const axes = ([0, 1, 2] as const).map((k) => {
    const sorted = pairs.map(({ difference }) => difference[k]).sort((a, b) => a - b);
    const [low, high] = [Math.floor((pairs.length - 1) / 2), Math.ceil((pairs.length - 1) / 2)];
    const median = (sorted[low]! + sorted[high]!) / 2;
    return left.map(({ difference }) => {
      const e = pairs.length < 3 ? 0 : (difference[k] - median) ** 2 / same[k] ** 2;
      return { x: difference[k], e, weight: 1 / (1 + e / (4 * given)) };
    });
  });
  const weighted = axes.flat().reduce((sum, { e, weight }) => sum + weight * e, 0);
  const spread =
    left.length < 2 ? 1 : Math.max(1, (6 + (5 / 4) * weighted) / (6 + 3 * (left.length - 1)));
  const [x, y, z] = axes.map((differences, k) => {
    const own = same[k]! ** 2;
    const usual = shift[k]!;
    const weights = differences.reduce((sum, { weight }) => sum + weight, 0);
    const middle = differences.reduce((sum, one) => sum + one.weight * one.x, 0) / weights;
    const precision = weights / (own * spread);
    const isUsual = Math.abs(middle) <= 3 * usual;
    const ofMean = 1 / (precision + (isUsual ? usual ** -2 : 0));
    const mean = middle * precision * ofMean;
    const cost = Math.log(1 + (mean / usual) ** 2 / 2);
    return { mean, variance: ofMean + own * (spread - 1), cost };
  }) as [Axis, Axis, Axis];
  const support = left.reduce((sum, one) => sum + one.support, 0);
  return {
    mean: [x.mean, y.mean, z.mean],
    variance: [x.variance, y.variance, z.variance],
    spread,
    support: support - x.cost - y.cost - Math.min(z.cost, -Math.log(otherStart)),
  };
}

interface Axis {
  readonly mean: number;
  readonly variance: number;
  readonly cost: number;
}

function expectClose(found: Offset, expected: Offset) {
  for (const k of [0, 1, 2]) {
    expect(found.mean[k]).toBeCloseTo(expected.mean[k]!, 8);
    expect(found.variance[k]).toBeCloseTo(expected.variance[k]!, 8);
  }
  expect(found.spread).toBeCloseTo(expected.spread, 8);
  expect(found.support).toBeCloseTo(expected.support, 8);
}

const mm = fc.integer({ min: -90, max: 90 });
/** One to 8 pairs, no two of one row or column; offsets along z usual or not. */
const pairs: fc.Arbitrary<SupportedPair[]> = fc
  .record({
    columns: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1, maxLength: 8 }),
    first: fc.nat(7),
    differences: fc.array(fc.tuple(mm, mm, mm), { minLength: 8, maxLength: 8 }),
    start: fc.constantFrom(0, 400),
    supports: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ columns, first, differences, start, supports }) =>
    columns.map((column, at) => {
      const [x, y, z] = differences[at]!;
      return {
        row: (first + at) % 8,
        column,
        difference: [x, y, z + start],
        support: supports[at]!,
      };
    }),
  );

const spreads = fc.double({ min: 1, max: 30, noNaN: true });

describe("Consensus", () => {
  it("of all pairs is their weighted mean, drawn towards 0 where it is usual", () => {
    fc.assert(
      fc.property(pairs, spreads, (all, spread) => {
        expectClose(consensusOf(all, spread).all(), offsetOf(all, all, spread));
      }),
    );
  });

  it("shows the spread of differences that follow t with 4 degrees of freedom", () => {
    // Quantiles in closed form (Shaw 2006, J. Comput. Finance 9(4)); 3 times the model's scale is 9 times its variance.
    const quantile = (p: number): number => {
      const root = Math.sqrt(4 * p * (1 - p));
      return Math.sign(p - 0.5) * 2 * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
    };
    const count = 400;
    const differ = (scale: number): SupportedPair[] =>
      Array.from({ length: count }, (_, at) => {
        const along = (k: 0 | 1 | 2): number =>
          scale * same[k] * quantile((((at * [1, 7, 13][k]!) % count) + 0.5) / count);
        return { row: at, column: at, difference: [along(0), along(1), along(2)], support: 1 };
      });
    expect(consensusOf(differ(3), 9).all().spread / 9).toBeCloseTo(1, 1);
    expect(consensusOf(differ(1), 1).all().spread).toBeCloseTo(1, 1);
    expect(consensusOf(differ(0.5), 1).all().spread).toBe(1);
  });

  it("without a row and a column is that of the other pairs, and none where there are none", () => {
    fc.assert(
      fc.property(pairs, spreads, (all, spread) => {
        const consensus = consensusOf(all, spread);
        for (let row = 0; row < 8; row++) {
          for (let column = 0; column < 9; column++) {
            const left = all.filter((pair) => pair.row !== row && pair.column !== column);
            const found = consensus.without(row, column);
            if (left.length === 0) expect(found).toBeUndefined();
            else expectClose(found!, offsetOf(all, left, spread));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is of the same cells only in the same order", () => {
    const consensus = consensusOf([
      { row: 0, column: 1, difference: [0, 0, 0], support: 1 },
      { row: 1, column: 0, difference: [0, 0, 0], support: 1 },
    ]);
    expect(consensus.isOf([1, 9])).toBe(true);
    expect(consensus.isOf([1])).toBe(false);
    expect(consensus.isOf([1, 9, 20])).toBe(false);
    expect(consensus.isOf([1, 10])).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Consensus } from "../../../src/matching/joint/consensus.js";
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

/** A consensus of these pairs in a table of 8 rows and 9 columns. */
function consensusOf(pairs: readonly SupportedPair[]): Consensus {
  const [rows, columns] = [8, 9];
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
  consensus.take([0, columns + 1], new Float64Array(rows * columns).fill(1));
  consensus.take(cells, support);
  return consensus;
}

/**
 * The offset of `left`, which are some of all `pairs`, by definition: the precision of the differences, weighted down
 * with their distance from the median of all, plus that of usual offsets unless the mean is beyond 3 of them; support
 * less a Cauchy cost, which is at most that of another start along z.
 */
function offsetOf(pairs: readonly SupportedPair[], left: readonly SupportedPair[]) {
  const axes = ([0, 1, 2] as const).map((k) => {
    const sorted = pairs.map(({ difference }) => difference[k]).sort((a, b) => a - b);
    const [low, high] = [Math.floor((pairs.length - 1) / 2), Math.ceil((pairs.length - 1) / 2)];
    const median = (sorted[low]! + sorted[high]!) / 2;
    const precisions = left.map(({ difference }) =>
      pairs.length < 3 ? 1 / same[k] ** 2 : 1 / (same[k] ** 2 + (difference[k] - median) ** 2 / 4),
    );
    const precision = precisions.reduce((sum, one) => sum + one, 0);
    const weighted = left.reduce(
      (sum, { difference }, i) => sum + precisions[i]! * difference[k],
      0,
    );
    const isUsual = Math.abs(weighted / precision) <= 3 * shift[k];
    const variance = 1 / (precision + (isUsual ? shift[k] ** -2 : 0));
    const mean = weighted * variance;
    return { mean, variance, cost: Math.log(1 + (mean / shift[k]) ** 2 / 2) };
  });
  const [x, y, z] = axes;
  const support = left.reduce((sum, one) => sum + one.support, 0);
  return {
    mean: axes.map(({ mean }) => mean),
    variance: axes.map(({ variance }) => variance),
    support: support - x!.cost - y!.cost - Math.min(z!.cost, -Math.log(otherStart)),
  };
}

function expectClose(found: ReturnType<typeof offsetOf>, expected: ReturnType<typeof offsetOf>) {
  for (const k of [0, 1, 2]) {
    expect(found.mean[k]).toBeCloseTo(expected.mean[k]!, 8);
    expect(found.variance[k]).toBeCloseTo(expected.variance[k]!, 8);
  }
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

describe("Consensus", () => {
  it("of all pairs is their weighted mean, drawn towards 0 where it is usual", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        expectClose(consensusOf(all).all(), offsetOf(all, all));
      }),
    );
  });

  it("without a row and a column is that of the other pairs, and none where there are none", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const consensus = consensusOf(all);
        for (let row = 0; row < 8; row++) {
          for (let column = 0; column < 9; column++) {
            const left = all.filter((pair) => pair.row !== row && pair.column !== column);
            const found = consensus.without(row, column);
            if (left.length === 0) expect(found).toBeUndefined();
            else expectClose(found!, offsetOf(all, left));
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

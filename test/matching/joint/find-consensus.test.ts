import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import { findConsensus } from "../../../src/matching/joint/find-consensus.js";
import { JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { type PairTable, partOf } from "../../../src/matching/joint/pair-table.js";

const model = JOINT_MODEL.location.physical;

/** All pairs of two lists of places, with the same evidence for all of them. */
function tableOf(
  rows: readonly (readonly [number, number, number])[],
  columns: readonly (readonly [number, number, number])[],
): PairTable {
  const along = (k: 0 | 1 | 2): Float64Array =>
    Float64Array.from(rows.flatMap((row) => columns.map((column) => column[k] - row[k])));
  const zeros = new Float64Array(rows.length * columns.length);
  return {
    rows: rows.length,
    columns: columns.length,
    x: along(0),
    y: along(1),
    z: along(2),
    others: zeros,
    free: zeros,
  };
}

const places = [
  [0, 0, 0],
  [80, 20, 100],
  [-60, 40, 250],
] as const;
const moved = (by: readonly [number, number, number]) =>
  places.map(([x, y, z]) => [x + by[0], y + by[1], z + by[2]] as const);

describe("findConsensus", () => {
  it("finds the shift that all lesions share, drawn a little towards none", () => {
    const offset = findConsensus(tableOf(places, moved([5, 20, -15])), model)?.all();
    const mean = Array.from(offset?.mean ?? []);
    // Three differences without noise against a usual shift: precision 3 / same² against 1 / shift².
    [5, 20, -15].forEach((shift, k) => {
      const own = 3 / model.same[k as 0] ** 2;
      const expected = (shift * own) / (own + 1 / model.shift[k as 0] ** 2);
      expect(mean[k]).toBeCloseTo(expected, 9);
    });
  });

  it("is not drawn towards none along z where a scan starts elsewhere", () => {
    const offset = findConsensus(tableOf(places, moved([0, 0, 260])), model)?.all();
    expect(offset?.mean[2]).toBeCloseTo(260, 9);
  });

  it("is not led astray by a lesion that moved alone", () => {
    const column = [...moved([5, 20, -15]), [300, 300, 300] as const];
    const offset = findConsensus(tableOf([...places, [-90, -90, 50]], column), model)?.all();
    expect(offset?.mean[1]).toBeCloseTo(
      findConsensus(tableOf(places, moved([5, 20, -15])), model)?.all().mean[1] ?? Number.NaN,
      9,
    );
  });

  it("lets a pair be judged by the others only", () => {
    const consensus = findConsensus(tableOf(places, moved([5, 20, -15])), model);
    const all = consensus?.all().support ?? Number.NaN;
    expect(consensus?.without(0, 0)?.support).toBeLessThan(all);
    expect(consensus?.without(0, 1)?.support).toBeLessThan(consensus?.without(0, 0)?.support ?? 0);
    const two = findConsensus(tableOf(places.slice(0, 2), moved([5, 20, -15]).slice(0, 2)), model);
    expect(two?.without(0, 1)).toBeUndefined();
  });

  it("is none where places are not known", () => {
    const blank = tableOf(places, moved([0, 0, 0]));
    for (const column of [blank.x, blank.y, blank.z, blank.free]) column.fill(Number.NaN);
    expect(findConsensus(blank, model)).toBeUndefined();
  });
});

/** A Golomb ruler: no two marks have the distance of two others, so that only the true pairs agree on an offset. */
const RULER = [0, 1, 4, 9, 15, 22, 32].map((mark) => [0, 0, 80 * mark] as const);

/** Lesions on the ruler, of which some are in a second study with an offset, in any order. */
const planted = fc
  .record({
    count: fc.integer({ min: 5, max: 7 }),
    shift: fc.tuple(
      fc.integer({ min: -30, max: 30 }),
      fc.integer({ min: -30, max: 30 }),
      fc.integer({ min: -30, max: 30 }),
    ),
    seed: fc.nat(),
  })
  .map(({ count, shift, seed }) => {
    const random = randomSource(seed, 0);
    const rows = RULER.slice(0, count);
    // At least half of them are in both studies.
    const both = rows.map((_, i) => i).filter((i) => i < count / 2 || random.happens(0.5));
    const order = both.map((i) => ({ i, at: random.uniform(0, 1) })).sort((a, b) => a.at - b.at);
    const noise = (): number => random.uniform(-1, 1);
    const columns = order.map(({ i }) => {
      const [x, y, z] = rows[i]!;
      return [x + shift[0] + noise(), y + shift[1] + noise(), z + shift[2] + noise()] as const;
    });
    const cells = order.map(({ i }, column) => i * columns.length + column);
    return { table: tableOf(rows, columns), cells: cells.sort((a, b) => a - b) };
  });
const sorted = (cells: readonly number[] | undefined): number[] =>
  [...(cells ?? [])].sort((a, b) => a - b);

describe("the pairs of an offset", () => {
  it("are those that agree on it", () => {
    fc.assert(
      fc.property(planted, ({ table, cells }) => {
        expect(sorted(findConsensus(table, model)?.cells)).toEqual(cells);
      }),
    );
  });

  it("are not those against which everything else speaks", () => {
    fc.assert(
      fc.property(planted, ({ table, cells }) => {
        const others = new Float64Array(table.others.length);
        // A pair that differs exactly by the offset brings 6.
        others[cells[0]!] = -6;
        others[cells[1]!] = -4;
        const found = findConsensus({ ...table, others }, model);
        expect(sorted(found?.cells)).toEqual(cells.slice(1));
      }),
    );
  });

  it("are of each lesion the best one, of equals the first", () => {
    const second = [
      [0, 0, 5],
      [0, 0, 0],
      [0, 0, 80],
      [0, 0, 80],
      [0, 0, 320],
    ] as const;
    const found = findConsensus(tableOf(RULER.slice(0, 3), second), model);
    expect(sorted(found?.cells)).toEqual([0 * 5 + 1, 1 * 5 + 2, 2 * 5 + 4]);
  });

  it("are of each lesion of the second study the best one, too", () => {
    const first = [
      [0, 0, 5],
      [0, 0, 0],
      [0, 0, 80],
    ] as const;
    const found = findConsensus(tableOf(first, RULER.slice(0, 2)), model);
    expect(sorted(found?.cells)).toEqual([1 * 2 + 0, 2 * 2 + 1]);
  });

  it("bring more than nothing", () => {
    const same = tableOf(RULER.slice(0, 3), RULER.slice(0, 3));
    const others = new Float64Array(9);
    others[0] = -6;
    expect(sorted(findConsensus({ ...same, others }, model)?.cells)).toEqual([4, 8]);
    expect(findConsensus({ ...same, others: others.fill(-6) }, model)).toBeUndefined();
  });

  it("are those of the first witness where two offsets have equal support", () => {
    const found = (...z: number[]) =>
      findConsensus(
        tableOf(
          [[0, 0, 0]],
          z.map((one) => [0, 0, one] as const),
        ),
        model,
      )?.cells;
    expect(found(70, -70)).toEqual([0]);
    expect(found(-70, 70)).toEqual([0]);
    expect(found(70, -20)).toEqual([1]);
  });

  it("bring 6 each, less half of the squared deviation of which the variance counts 1.5 times", () => {
    const found = findConsensus(tableOf(RULER.slice(0, 2), RULER.slice(0, 2)), model)?.all();
    expect(found?.support).toBeCloseTo(12, 9);
    // Two pairs 4 mm apart, measured from the first of them; their mean is 0.
    const apart = [
      [0, 0, -2],
      [0, 0, 82],
    ] as const;
    const other = findConsensus(tableOf(RULER.slice(0, 2), apart), model)?.all();
    expect(other?.support).toBeCloseTo(12 - 4 ** 2 / (2 * 1.5 * model.same[2] ** 2), 9);
  });

  it("agree as roughly as the lesions of these studies are placed", () => {
    const rows = RULER.slice(0, 7);
    const found = (off: readonly Vec3[]) => {
      const columns = rows.map(([x, y, z], i): Vec3 => {
        const [dx, dy, dz] = off[i]!;
        return [x + dx, y + dy, z + dz];
      });
      return findConsensus(tableOf(rows, columns), model);
    };
    const squares = (off: Vec3): number[] => off.map((mm, k) => (mm / model.same[k as 0]) ** 2);
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
    // Of these two, 6 - (12² / 3.93² + 12² / 4.25² + 15² / 5.24²) / (2 x 1.5) = -2.5 is left beside exact pairs.
    const far: Vec3[] = [
      [12, 12, 15],
      [-12, -12, -15],
    ];
    const exact = found([...new Array<Vec3>(5).fill([0, 0, 0]), ...far]);
    expect(sorted(exact?.cells)).toEqual([0, 8, 16, 24, 32]);
    expect(exact?.all().spread).toBe(1);
    // Beside these, which are symmetric about 0, the two agree: by the spread that the others show.
    const near: Vec3[] = [
      [0, 0, 0],
      [9, 9, 12],
      [-9, -9, -12],
      [9, -9, 12],
      [-9, 9, -12],
    ];
    const rough = found([...near, ...far]);
    expect(sorted(rough?.cells)).toEqual([0, 8, 16, 24, 32, 40, 48]);
    /** Of pairs about 0 that were found by a spread: 5/4 of weighted squares, with the model as 6 differences. */
    const spreadOf = (off: readonly Vec3[], by: number): number =>
      (6 + 1.25 * sum(off.flatMap(squares).map((e) => e / (1 + e / (4 * by))))) /
      (6 + 3 * (off.length - 1));
    const first = spreadOf(near, 1);
    expect(first).toBeGreaterThan(1.5);
    expect(rough?.all().spread).toBeCloseTo(spreadOf([...near, ...far], first), 9);
    // A spread of s leaves 6 - 3/2 ln s for a pair without deviation, and divides squared deviations by s.
    const deviations = sum([...near, ...far].flatMap(squares)) / (2 * 1.5 * first);
    expect(rough?.all().support).toBeCloseTo(7 * (6 - 1.5 * Math.log(first)) - deviations, 9);
  });

  it("are looked for anywhere where the likeliest places show no offset of half of the lesions", () => {
    // Of four lesions; the true pairs are the least likely by their places.
    const offset = [0, 0, 500] as const;
    const columns = RULER.slice(0, 4).map(([x, y, z]) => [x, y, z + offset[2]] as const);
    const table = tableOf(RULER.slice(0, 4), columns);
    const free = Float64Array.from({ length: 16 }, (_, cell) => (cell % 5 === 0 ? -9 : 0));
    const found = findConsensus({ ...table, free }, model);
    expect(sorted(found?.cells)).toEqual([0, 5, 10, 15]);
  });

  it("are those of the likeliest places where these show an offset of half of the lesions", () => {
    // Lesions 0 and 1 have one offset; 3, 4 and 5, unlikely by their places, another one. The first makes half of 4.
    const rows = RULER.slice(2, 7);
    const columns = [
      rows[0]!,
      rows[1]!,
      ...rows.slice(2).map(([x, y, z]) => [x, y, z + 650] as const),
    ];
    const table = tableOf(rows, columns);
    const isFirst = (cell: number): boolean => cell === 0 || cell === 6;
    const unlikely = Float64Array.from({ length: 25 }, (_, cell) => (isFirst(cell) ? 0 : -9));
    const some = tableOf(rows.slice(0, 4), columns);
    // 5 lesions in both: two are less than half. 4 in one of them: two are enough, though the other three have more.
    expect(sorted(findConsensus({ ...table, free: unlikely }, model)?.cells)).toEqual([12, 18, 24]);
    const among = { ...some, free: unlikely.slice(0, 20) };
    expect(sorted(findConsensus(among, model)?.cells)).toEqual([0, 6]);
  });

  it("are not looked for elsewhere where the likeliest places show an offset of half of the lesions", () => {
    // Lesions 0 and 1 have an offset of 50 mm and everything else speaks for them: 14 each, 26 with the cost of 50 mm.
    // Lesions 2 and 3 have none: 11 each, 22. By place and everything else, these come first, then all wrong pairs.
    const rows = RULER.slice(0, 4).map(([x, y, z]) => [x, y, 10 * z] as const);
    const columns = [
      ...rows.map(([x, y, z], i) => [x, y, i < 2 ? z + 50 : z] as const),
      [500, 500, 0] as const,
    ];
    const table = tableOf(rows, columns);
    const others = new Float64Array(20);
    const free = new Float64Array(20).fill(-1);
    for (const cell of [0, 6]) [others[cell], free[cell]] = [8, -20];
    for (const cell of [12, 18]) [others[cell], free[cell]] = [5, -5];
    expect(sorted(findConsensus({ ...table, free, others }, model)?.cells)).toEqual([12, 18]);
    // One of them missing: the other is less than half.
    others[18] = -9;
    expect(sorted(findConsensus({ ...table, free, others }, model)?.cells)).toEqual([0, 6]);
  });

  it("are found from one of the 8 likeliest pairs, of equals the first", () => {
    // As above, with two pairs of no offset among wrong ones.
    const rows = RULER.slice(0, 4);
    const columns = rows.map(([x, y, z], i) => [x, y, i < 2 ? z : z + 50] as const);
    const table = tableOf(rows, columns);
    /** The pairs that are found where the pair of the offset is the n-th likeliest. */
    const withRank = (n: number, order: "before" | "after"): number[] => {
      const free = Float64Array.from({ length: 16 }, (_, cell) => -cell);
      const others = new Float64Array(16);
      // 10 and 15 have the offset; 0 and 5 a larger support, if one of them is tried.
      for (const cell of [0, 5]) [others[cell], free[cell]] = [9, -99];
      // Cells 1 to 4, 6 to 9 and 11 to 14 are wrong.
      const wrong = [1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14];
      if (order === "after") wrong.reverse();
      wrong.forEach((cell, k) => {
        free[cell] = k < n - 1 ? 1 : -9;
      });
      free[10] = 0;
      free[15] = -50;
      return sorted(findConsensus({ ...table, free, others }, model)?.cells);
    };
    // The likelier pairs come before it in the table, or most of them after it.
    for (const order of ["before", "after"] as const) {
      expect(withRank(1, order)).toEqual([10, 15]);
      expect(withRank(8, order)).toEqual([10, 15]);
      expect(withRank(9, order)).toEqual([0, 5]);
    }
  });

  it("are found from one of the 64 most similar pairs, of equals the first", () => {
    // Another ruler of ten; the last two lesions have an offset, all others are elsewhere, each in its own place.
    const marks = [0, 1, 6, 10, 23, 26, 34, 41, 53, 55];
    const rows = marks.map((mark) => [0, 0, 80 * mark] as const);
    const columns = rows.map(([, , z], i) => (i < 8 ? [1000 * (i + 1), 0, z] : [0, 0, z]) as Vec3);
    const table = tableOf(rows, columns);
    // 63 pairs are more similar than the true pair 88, some others are as similar, and all the rest less than 99.
    const others = Float64Array.from({ length: 100 }, (_, cell) => (cell < 63 ? 2 : 1));
    const free = new Float64Array(100);
    for (const cell of [88, 99]) free[cell] = -9;
    others.fill(0, 63, 88);
    expect(sorted(findConsensus({ ...table, free, others }, model)?.cells)).toEqual([88, 99]);
    // As the 65th it is not tried.
    others[63] = 1;
    expect(sorted(findConsensus({ ...table, free, others }, model)?.cells)).toHaveLength(1);
  });
});

describe("partOf", () => {
  it("is the table of the chosen rows and columns", () => {
    const columns = moved([5, 20, -15]);
    const part = partOf(tableOf(places, columns), [2, 0], [1]);
    expect(part).toEqual(tableOf([places[2], places[0]], [columns[1]!]));
  });
});

import { describe, expect, it } from "vitest";
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

describe("partOf", () => {
  it("is the table of the chosen rows and columns", () => {
    const columns = moved([5, 20, -15]);
    const part = partOf(tableOf(places, columns), [2, 0], [1]);
    expect(part).toEqual(tableOf([places[2], places[0]], [columns[1]!]));
  });
});

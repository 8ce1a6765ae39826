/** Connected components of a label volume. */
import { UnionFind } from "../core/union-find.js";
import type { LabelRuns } from "./label-runs.js";

/**
 * Returns the component of each run, components counted from 0 in scan order of their first voxels. Voxels
 * with equal labels that touch by a face, an edge or a corner (26 neighbours) are one component.
 *
 * Every run is compared with those of the four earlier rows around it, in one pass with a pointer into each.
 * O(runs).
 */
export function componentsOf(runs: LabelRuns, height: number): Int32Array {
  const groups = new UnionFind(runs.count);
  const { row } = runs;
  // The row before in the slice, and three rows of the slice before.
  const above = [-1, -height - 1, -height, -height + 1].map((by) => new RowPointer(runs, by));
  const [before, ...slice] = above;
  for (let run = 0; run < runs.count; run++) {
    const y = row[run]! % height;
    if (y > 0) before?.joinTouching(run, groups);
    slice.forEach((pointer, i) => {
      const neighbour = y + i - 1;
      if (neighbour >= 0 && neighbour < height) pointer.joinTouching(run, groups);
    });
  }
  return groups.labels();
}

/** Follows the scan at a fixed distance in rows and finds the runs there that touch the current run. */
class RowPointer {
  readonly #row: Int32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #label: Int32Array;
  readonly #by: number;
  #at = 0;

  constructor({ row, start, end, label }: LabelRuns, by: number) {
    this.#row = row;
    this.#start = start;
    this.#end = end;
    this.#label = label;
    this.#by = by;
  }

  joinTouching(run: number, groups: UnionFind): void {
    const [row, starts, ends, labels] = [this.#row, this.#start, this.#end, this.#label];
    const target = row[run]! + this.#by;
    const start = starts[run]!;
    const end = ends[run]!;
    let at = this.#at;
    // The row of the run itself is beyond the target: no loop passes it.
    while (row[at]! < target) at++;
    while (row[at] === target && ends[at]! < start) at++;
    this.#at = at;
    for (; row[at] === target && starts[at]! <= end; at++) {
      if (labels[at] === labels[run]) groups.join(at, run);
    }
  }
}

/** Long and short axis of a region of pixels. */

import type { Vec3 } from "../core/lesion.js";
import { dot, length } from "./affine.js";

/** Long and short axis in mm. */
export interface Diameters {
  readonly longAxisMm: number;
  readonly shortAxisMm: number;
}

/** x and y; of pixels in half pixels, so that edge midpoints are whole numbers. */
type Point = readonly [x: number, y: number];

/** Pixels of one row from `start` to before `end`. */
export interface PixelRun {
  readonly y: number;
  readonly start: number;
  readonly end: number;
}

/** Distances that differ by less are ties. */
const TIE = 1e-9;

/**
 * Returns the maximum Feret diameter of a region and its longest perpendicular. The region's outline is the
 * convex hull of the midpoints of its pixels' edges, which is closer to the true outline than pixel centres
 * or corners are. Among long axes of equal length the one with the longest perpendicular is taken, so that
 * turning or mirroring the region changes nothing.
 *
 * O(n + h²) for n runs and h corners of the hull.
 *
 * @param runs in order of y
 * @param column step from one pixel to the next in mm, along the runs
 * @param row step from one row to the next in mm
 */
export function diametersOf(runs: readonly PixelRun[], column: Vec3, row: Vec3): Diameters {
  const outline = inPlane(hullOf(runs), column, row);
  const { distance, pairs } = longestPairs(outline);
  const perpendiculars = pairs.map(([a, b]) => longestPerpendicular(outline, a, b));
  return { longAxisMm: Math.sqrt(distance), shortAxisMm: Math.max(...perpendiculars) };
}

/**
 * Returns an upper bound of the long axis, from the bounding box alone: slices that cannot hold the longest
 * are not measured.
 */
export function longAxisBound(runs: readonly PixelRun[], column: Vec3, row: Vec3): number {
  const [first = 0, last = 0] = ends(runs);
  let [low, high] = [FAR, -FAR];
  for (const { start, end } of runs) {
    low = Math.min(low, start);
    high = Math.max(high, end);
  }
  const [x, y] = [high - low, last + 1 - first];
  const skew = 2 * x * y * Math.abs(dot(column, row));
  return Math.sqrt(x * x * dot(column, column) + skew + y * y * dot(row, row));
}

/** Corners of the convex hull of all edge midpoints, in half pixels; whole numbers, hence exact. */
function hullOf(runs: readonly PixelRun[]): Point[] {
  const { first, left, right } = extremes(runs);
  const sides = [left, right].map((side) =>
    Array.from(side, (x, i): Point => [x, first + i]).filter(([x]) => Math.abs(x) < FAR),
  );
  const [up = [], down = []] = sides;
  return [...cornersOf(up, 1), ...cornersOf(down, -1).reverse()];
}

/** Beyond every pixel. */
const FAR = 2 ** 30;

/** The leftmost and rightmost edge midpoint at each half-pixel height, from the lowest on. */
function extremes(runs: readonly PixelRun[]) {
  const first = 2 * Math.min(...ends(runs)) - 1;
  const height = 2 * Math.max(...ends(runs)) + 2 - first;
  const left = new Int32Array(height).fill(FAR);
  const right = new Int32Array(height).fill(-FAR);
  const widen = (at: number, low: number, high: number): void => {
    left[at] = Math.min(left[at] ?? FAR, low);
    right[at] = Math.max(right[at] ?? -FAR, high);
  };
  for (const { y, start, end } of runs) {
    const at = 2 * y - first;
    widen(at - 1, 2 * start, 2 * end - 2);
    widen(at, 2 * start - 1, 2 * end - 1);
    widen(at + 1, 2 * start, 2 * end - 2);
  }
  return { first, left, right };
}

/** The rows of the first and the last run: runs are in order of y. */
const ends = (runs: readonly PixelRun[]): number[] => [runs[0]?.y ?? 0, runs.at(-1)?.y ?? 0];

/** Andrew's monotone chain along one side of the hull: +1 turns one way, -1 the other. */
function cornersOf(points: readonly Point[], turn: 1 | -1): Point[] {
  const corners: Point[] = [];
  for (const point of points) {
    while (isInside(corners.at(-2), corners.at(-1), point, turn)) corners.pop();
    corners.push(point);
  }
  return corners;
}

/** True where b is not outside the line from a to c. */
function isInside(a: Point | undefined, b: Point | undefined, c: Point, turn: 1 | -1): boolean {
  if (a === undefined || b === undefined) return false;
  return turn * ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) >= 0;
}

/** Half pixels as mm from the first point, in the plane of the slice, its first axis along the runs. */
function inPlane(points: readonly Point[], column: Vec3, row: Vec3): Point[] {
  const [x0, y0] = points[0] ?? [0, 0];
  const across = length(column) / 2;
  const along = dot(column, row) / length(column) / 2;
  const up = Math.sqrt(Math.max(0, dot(row, row) / 4 - along * along));
  return points.map(([x, y]): Point => [(x - x0) * across + (y - y0) * along, (y - y0) * up]);
}

/** The largest squared distance of two points, and the pairs that have it. */
function longestPairs(points: readonly Point[]) {
  let distance = 0;
  let pairs: (readonly [Point, Point])[] = [];
  for (const b of points) {
    for (const a of points) {
      if (a === b) break;
      const [x, y] = [b[0] - a[0], b[1] - a[1]];
      const squared = x * x + y * y;
      if (squared > distance * (1 + TIE)) pairs = [];
      else if (squared < distance * (1 - TIE)) continue;
      pairs.push([a, b]);
      distance = Math.max(distance, squared);
    }
  }
  return { distance, pairs };
}

/**
 * The longest chord of a convex outline at a right angle to the line from a to b. The length of a chord is a
 * concave, piecewise linear function of its place along that line, so the longest goes through a corner.
 */
function longestPerpendicular(outline: readonly Point[], a: Point, b: Point): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const side = Math.sqrt(x * x + y * y);
  const turned = outline.map(
    ([px, py]): Point => [
      ((px - a[0]) * x + (py - a[1]) * y) / side,
      ((py - a[1]) * x - (px - a[0]) * y) / side,
    ],
  );
  return Math.max(...turned.map(([place]) => chordAt(turned, place)));
}

/** Length of the chord of a convex outline at x = place, which is that of a corner. */
function chordAt(outline: readonly Point[], place: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let before = outline.at(-1);
  for (const point of outline) {
    const crosses = before !== undefined && before[0] < place !== point[0] < place;
    if (before !== undefined && (crosses || point[0] === place)) {
      const share = point[0] === place ? 1 : (place - before[0]) / (point[0] - before[0]);
      const y = before[1] + share * (point[1] - before[1]);
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
    before = point;
  }
  return high - low;
}

/** Edges that bend around what stands in their way. */
import { type Area, type Box, holds, type Point } from "../kit/boxes.js";
import { pathData } from "../kit/svg.js";

/** A quadratic curve; straight where its middle lies on the way. */
export interface Curve {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/** The point of a curve at t from 0 to 1. */
export function pointAt({ from, control, to }: Curve, t: number): Point {
  const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return {
    x: a * from.x + b * control.x + c * to.x,
    y: a * from.y + b * control.y + c * to.y,
  };
}

/** Points of a curve between its ends, at most `step` apart. */
export function pointsAlong(curve: Curve, step: number): Point[] {
  const { from, control, to } = curve;
  const length =
    Math.hypot(control.x - from.x, control.y - from.y) +
    Math.hypot(to.x - control.x, to.y - control.y);
  const steps = Math.max(2, Math.ceil(length / step));
  return Array.from({ length: steps - 1 }, (_, k) => pointAt(curve, (k + 1) / steps));
}

/** The straight line between two points. */
export const straight = (from: Point, to: Point): Curve => bent(from, to, 0, 0);

export const isStraight = ({ from, control, to }: Curve): boolean =>
  Math.abs(control.x - (from.x + to.x) / 2) + Math.abs(control.y - (from.y + to.y) / 2) < 0.01;

/** A curve as path data; a straight line where it is not bent. */
export function curvePath(curve: Curve): string {
  const { from, control, to } = curve;
  return isStraight(curve)
    ? pathData`M${from.x},${from.y}L${to.x},${to.y}`
    : pathData`M${from.x},${from.y}Q${control.x},${control.y} ${to.x},${to.y}`;
}

/** How far the middle of a curve is moved aside, in points; both sides are tried. */
const BENDS = [0, 6, 9, 13, 18, 24, 31, 39, 48, 60, 74, 90, 110];
const REACH = Math.max(...BENDS);
/** Where along the way the curve is bent most, as shares of its length from the middle. */
const SHIFTS = [0, 0.3, -0.3, 0.45, -0.45];
/** Curves in the order in which they are wanted. */
const TRIES = SHIFTS.flatMap((shift) =>
  BENDS.flatMap((bend) => (bend === 0 ? [0] : [bend, -bend]).map((aside) => ({ aside, shift }))),
);
/** Room between a curve and a box, points. */
const MARGIN = 2.5;
/** From one looked-at point of a curve to the next, points: a node is not stepped over. */
const STEP = 4;

/**
 * The least bent curve between the centres of two boxes that keeps clear of the other `boxes` and inside
 * the bounds; where none does, the one that touches least. O(boxes + points of the curves × boxes near them).
 */
export function route(from: Box, to: Box, boxes: readonly Box[], bounds: Area): Curve {
  const near = boxes.filter((box) => box !== from && box !== to && isNear(box, from, to));
  let best = { curve: straight(from, to), touched: Number.POSITIVE_INFINITY };
  for (const { aside, shift } of TRIES) {
    const curve = bent(from, to, aside, shift);
    const touched = touchedPoints(curve, near, bounds, best.touched);
    if (touched < best.touched) best = { curve, touched };
    if (touched === 0) break;
  }
  return best.curve;
}

/** Whether a curve runs through one of the boxes other than its ends. */
export function runsThrough(curve: Curve, from: Box, to: Box, boxes: readonly Box[]): boolean {
  const near = boxes.filter((box) => box !== from && box !== to && isNear(box, from, to));
  return pointsAlong(curve, 1).some(({ x, y }) => near.some((box) => holds(box, x, y, 0.5)));
}

/** A curve whose middle lies so far aside, and which is bent most at `shift` of its length from the middle. */
function bent(from: Point, to: Point, aside: number, shift: number): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  return {
    from,
    control: {
      x: (from.x + to.x) / 2 + dx * shift - (dy / length) * 2 * aside,
      y: (from.y + to.y) / 2 + dy * shift + (dx / length) * 2 * aside,
    },
    to,
  };
}

const isNear = ({ x, y, halfWidth, halfHeight }: Box, from: Point, to: Point): boolean =>
  x > Math.min(from.x, to.x) - REACH - halfWidth &&
  x < Math.max(from.x, to.x) + REACH + halfWidth &&
  y > Math.min(from.y, to.y) - REACH - halfHeight &&
  y < Math.max(from.y, to.y) + REACH + halfHeight;

/** How many points of the curve lie in a box or outside the bounds; counted up to `most`. */
function touchedPoints(
  curve: Curve,
  boxes: readonly Box[],
  { left, right, top, bottom }: Area,
  most: number,
): number {
  let count = 0;
  for (const { x, y } of pointsAlong(curve, STEP)) {
    if (x < left || y < top || x > right || y > bottom) count++;
    for (const box of boxes) if (holds(box, x, y, MARGIN)) count++;
    if (count >= most) return count;
  }
  return count;
}

/** Edges that bend around what stands in their way. */
import { type Area, type Box, holds } from "../kit/boxes.js";
import { pathData } from "../kit/svg.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

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

/** A curve as path data; a straight line where it is not bent. */
export function curvePath({ from, control, to }: Curve): string {
  const straight =
    Math.abs(control.x - (from.x + to.x) / 2) + Math.abs(control.y - (from.y + to.y) / 2) < 0.01;
  return straight
    ? pathData`M${from.x},${from.y}L${to.x},${to.y}`
    : pathData`M${from.x},${from.y}Q${control.x},${control.y} ${to.x},${to.y}`;
}

/** How far the middle of a curve is moved aside, in points; both sides are tried. */
const BENDS = [0, 6, 9, 13, 18, 24, 31, 39, 48, 60, 74];
const STEPS = 24;
const SAMPLES = Array.from({ length: STEPS - 1 }, (_, k) => (k + 1) / STEPS);

/**
 * The least bent curve between the centres of two boxes that keeps clear of the other `boxes` and inside
 * the bounds; where none does, the one that touches least.
 *
 * @param least the least bend that is tried, for pairs whose straight line hides between neighbours.
 */
export function route(from: Box, to: Box, boxes: readonly Box[], bounds: Area, least = 0): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const reach = Math.max(...BENDS);
  const near = boxes.filter(
    (box) =>
      box !== from &&
      box !== to &&
      box.x > Math.min(from.x, to.x) - reach - box.halfWidth &&
      box.x < Math.max(from.x, to.x) + reach + box.halfWidth &&
      box.y > Math.min(from.y, to.y) - reach - box.halfHeight &&
      box.y < Math.max(from.y, to.y) + reach + box.halfHeight,
  );
  let best: { curve: Curve; cost: number } | undefined;
  for (const bend of BENDS) {
    if (bend < least || (best !== undefined && best.cost <= bend)) continue;
    for (const side of bend === 0 ? [1] : [1, -1]) {
      const control = {
        x: (from.x + to.x) / 2 - (dy / length) * 2 * bend * side,
        y: (from.y + to.y) / 2 + (dx / length) * 2 * bend * side,
      };
      const curve = { from, control, to };
      const cost = bend + 200 * touched(curve, near, bounds);
      if (best === undefined || cost < best.cost) best = { curve, cost };
    }
  }
  return (best as { curve: Curve }).curve;
}

/** How many samples of the curve lie in a box or outside the bounds. */
function touched(curve: Curve, boxes: readonly Box[], { left, right, top, bottom }: Area): number {
  let count = 0;
  for (const t of SAMPLES) {
    const { x, y } = pointAt(curve, t);
    if (x < left || y < top || x > right || y > bottom) count++;
    for (const box of boxes) if (holds(box, x, y, 2.5)) count++;
  }
  return count;
}

/** Numbers on edges, where they cover neither nodes nor each other. */
import { type Area, type Box, collide, holds } from "../kit/boxes.js";
import { textWidth } from "../kit/text-metrics.js";
import { type Curve, type Point, pointAt } from "../network/edge-routing.js";

/** A text that wants to stand on its curve. */
export interface EdgeText {
  readonly text: string;
  readonly curve: Curve;
}

/** Along the curve, the middle first. */
const PLACES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
const SAMPLES = Array.from({ length: 23 }, (_, k) => (k + 1) / 24);

/**
 * A box for every text, or undefined where there is no room for it. The first texts choose first; of the
 * free places on or right beside the curve the one that covers least of other curves is taken.
 *
 * @param blocked boxes that must stay free.
 */
export function placeTexts(
  texts: readonly EdgeText[],
  blocked: readonly Box[],
  bounds: Area,
  size: number,
): (Box | undefined)[] {
  const taken: Box[] = [...blocked];
  const points = texts.map(({ curve }) => SAMPLES.map((t) => pointAt(curve, t)));
  return texts.map(({ text, curve }, own) => {
    const halfWidth = textWidth(text, size) / 2 + 1.2;
    const halfHeight = size * 0.52;
    let best: { box: Box; cost: number } | undefined;
    for (const t of PLACES) {
      for (const aside of [0, 1, -1]) {
        const centre = besideCurve(curve, t, aside, halfWidth, halfHeight);
        const box = { ...centre, halfWidth, halfHeight };
        if (!inside(box, bounds) || taken.some((other) => collide(box, other, 0.6))) continue;
        const cost = Math.abs(t - 0.5) * 8 + Math.abs(aside) * 1.5 + 10 * covered(box, points, own);
        if (best === undefined || cost < best.cost) best = { box, cost };
      }
    }
    if (best !== undefined) taken.push(best.box);
    return best?.box;
  });
}

/** A point of the curve, or one so far aside that a box about it just leaves the curve free. */
function besideCurve(
  curve: Curve,
  t: number,
  aside: number,
  halfWidth: number,
  halfHeight: number,
): Point {
  const on = pointAt(curve, t);
  if (aside === 0) return on;
  const [before, after] = [pointAt(curve, t - 0.05), pointAt(curve, t + 0.05)];
  const [dx, dy] = [after.x - before.x, after.y - before.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const [nx, ny] = [(-dy / length) * aside, (dx / length) * aside];
  const far = Math.abs(nx) * halfWidth + Math.abs(ny) * halfHeight + 1.5;
  return { x: on.x + nx * far, y: on.y + ny * far };
}

const inside = (
  { x, y, halfWidth, halfHeight }: Box,
  { left, right, top, bottom }: Area,
): boolean =>
  x - halfWidth > left && x + halfWidth < right && y - halfHeight > top && y + halfHeight < bottom;

/** How many other curves run through the box. */
function covered(box: Box, points: readonly (readonly Point[])[], own: number): number {
  let count = 0;
  points.forEach((samples, i) => {
    if (i !== own && samples.some(({ x, y }) => holds(box, x, y))) count++;
  });
  return count;
}

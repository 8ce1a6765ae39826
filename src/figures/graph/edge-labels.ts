/** Numbers on edges, where they cover neither nodes nor each other. */
import { type Area, type Box, collide, grown, type Point } from "../kit/boxes.js";
import { textWidth } from "../kit/text-metrics.js";
import { CurveGrid } from "../network/curve-grid.js";
import { type Curve, pointAt } from "../network/edge-routing.js";

/** A text placed on its curve. */
export interface EdgeText {
  readonly text: string;
  readonly curve: Curve;
}

/** On the curve, and on either side of it. */
const SIDES = [0, 1, -1];
/** Places along the curve and beside it, in the order in which they are wanted: the middle first. */
const CANDIDATES = Array.from({ length: 16 }, (_, k) => 0.2 + k * 0.04)
  .flatMap((t) =>
    SIDES.map((aside) => ({ t, aside, cost: Math.abs(t - 0.5) * 8 + Math.abs(aside) * 1.5 })),
  )
  .sort((a, b) => a.cost - b.cost);

/**
 * A box for every text, or undefined where it is "" or there is no room for it. The first texts choose first, each
 * the first place on or right beside its curve where it covers no box, no text and no other curve.
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
  const curves = new CurveGrid(texts.map(({ curve }) => curve));
  return texts.map(({ text, curve }, own) => {
    if (text === "") return undefined;
    const halfWidth = textWidth(text, size) / 2 + 1.2;
    const halfHeight = size * 0.52;
    for (const { t, aside } of CANDIDATES) {
      const centre = besideCurve(curve, t, aside, halfWidth, halfHeight);
      const box = { ...centre, halfWidth, halfHeight };
      if (!inside(box, bounds) || taken.some((other) => collide(box, other, 0.6))) continue;
      // A number beside its curve is nearer to it than to any other.
      if (curves.crosses(grown(box, aside === 0 ? 0.5 : BESIDE + 1), own)) continue;
      taken.push(box);
      return box;
    }
    return undefined;
  });
}

/** How far a text beside its curve is from it, points. */
const BESIDE = 1.5;

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
  const far = Math.abs(nx) * halfWidth + Math.abs(ny) * halfHeight + BESIDE;
  return { x: on.x + nx * far, y: on.y + ny * far };
}

const inside = (
  { x, y, halfWidth, halfHeight }: Box,
  { left, right, top, bottom }: Area,
): boolean =>
  x - halfWidth > left && x + halfWidth < right && y - halfHeight > top && y + halfHeight < bottom;

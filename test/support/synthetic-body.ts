/** Bodies made of ellipses whose organs change evenly from head to feet: order and position are known. */
import type { CtVolume } from "../../src/bodypart/ct-volume.js";
import type { CtSlice } from "../../src/images/slice.js";
import { inEllipse, paint } from "./slices.js";

export interface BodyShape {
  /** Size of the body, 1 usual. */
  readonly size?: number;
  /** Side of a pixel in mm. */
  readonly pixelMm?: number;
  /** Pixels along each side. */
  readonly sidePx?: number;
  /** Where the middle of the body lies, in mm from the middle of the slice. */
  readonly shiftMm?: readonly [x: number, y: number];
}

/** A slice at `along` from 0 (top of the lungs) to 1 (hips). */
export function bodySlice(along: number, shape: BodyShape = {}): CtSlice {
  const { size = 1, pixelMm = 4, sidePx = 120, shiftMm = [0, 0] } = shape;
  const place = (px: number, shift: number): number =>
    ((px + 0.5 - sidePx / 2) * pixelMm - shift) / size;
  const lung = Math.max(0, 1 - along / 0.5);
  const hip = Math.max(0, (along - 0.5) / 0.5);
  const parts: readonly (readonly [hu: number, inside: (x: number, y: number) => boolean])[] = [
    [400, inEllipse(0, 62, 16 + 8 * along, 20)],
    [300, inEllipse(85, 30, 40 * hip + 0.01, 34 * hip + 0.01)],
    [300, inEllipse(-85, 30, 40 * hip + 0.01, 34 * hip + 0.01)],
    [-850, inEllipse(75, -5, 60 * lung + 0.01, 70 * lung + 0.01)],
    [-850, inEllipse(-75, -5, 60 * lung + 0.01, 70 * lung + 0.01)],
    [60, inEllipse(-40, -20, 90 * (1 - Math.abs(2 * along - 1)) + 0.01, 60)],
    [30, inEllipse(0, 0, 150 - 15 * along, 95)],
    [-100, inEllipse(0, 0, 165, 110)],
  ];
  return paint(sidePx, sidePx, (px, py) => {
    const [x, y] = [place(px, shiftMm[0]), place(py, shiftMm[1])];
    return parts.find(([, inside]) => inside(x, y))?.[0] ?? -1000;
  });
}

/** A volume from `from` to `to`, slices 20 mm apart over a body of 500 mm. */
export function bodyVolume(
  name: string,
  from: number,
  to: number,
  shape: BodyShape = {},
): CtVolume {
  const count = Math.round(((to - from) * 500) / 20) + 1;
  const slices = Array.from({ length: count }, (_, i) => bodySlice(from + (i * 20) / 500, shape));
  const { pixelMm = 4 } = shape;
  return { name, slices, spacingMm: [pixelMm, pixelMm, 20] };
}

/** Slices made by hand, as values and as files. */
import { encode } from "fast-png";
import { type CtSlice, HU_OFFSET, sliceOf } from "../../src/images/slice.js";

/** A slice whose Hounsfield units a function of column and row gives, counted from 0. */
export function paint(
  width: number,
  height: number,
  hu: (x: number, y: number) => number,
): CtSlice {
  const values = new Int16Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) values[i] = hu(x, y);
  }
  return sliceOf(width, height, values);
}

/** True inside an axis-parallel ellipse. */
export const inEllipse =
  (cx: number, cy: number, rx: number, ry: number) =>
  (x: number, y: number): boolean =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** The slice as a file of the data set. */
export const pngOfSlice = ({ width, height, hu }: CtSlice): Uint8Array =>
  encode({
    width,
    height,
    data: Uint16Array.from(hu, (value) => value + HU_OFFSET),
    depth: 16,
    channels: 1,
  });

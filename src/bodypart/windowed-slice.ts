/** Slices from 8-bit pictures of a known window. */
import { decode } from "fast-png";
import { fail } from "../core/errors.js";
import type { CtSlice } from "../images/slice.js";
import { limitsOf, type Window, type WindowName } from "../images/window.js";

const AIR_HU = -1000;

/**
 * Returns the slice of an 8-bit grey PNG whose grey levels run over a window, for example [-175, 275]. Black is
 * taken as air (-1000 HU), because that is what most of it is and the body mask needs it. O(pixels).
 *
 * @throws LesionGraphError BAD_IMAGE for anything but a whole 8-bit grey PNG; BAD_OPTION for the window.
 */
export function decodeWindowedSlice(png: Uint8Array, window: Window | WindowName): CtSlice {
  const [low, high] = limitsOf(window);
  let decoded: ReturnType<typeof decode>;
  try {
    decoded = decode(png, { checkCrc: true });
  } catch (error) {
    fail("BAD_IMAGE", "a whole PNG", `a damaged one or another file: ${(error as Error).message}`);
  }
  const { width, height, depth, channels, data } = decoded;
  if (depth !== 8 || channels !== 1 || decoded.palette !== undefined) {
    fail("BAD_IMAGE", "an 8-bit grey PNG", `${depth} bits, ${channels} channels`, {
      remedy: "16-bit slices (HU + 32768) need no window",
    });
  }
  const hu = Int16Array.from(data, (grey) =>
    grey === 0 ? AIR_HU : Math.round(low + (grey * (high - low)) / 255),
  );
  return { width, height, hu };
}

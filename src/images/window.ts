/** Windows: the range of Hounsfield units that is shown from black to white. */

import { didYouMean } from "../core/did-you-mean.js";
import { fail } from "../core/errors.js";
import { assertNumbers } from "../core/shape.js";

/** Lower and upper HU. */
export type Window = readonly [lower: number, upper: number];

/**
 * Usual display windows, written as radiologists set them (level, width): soft tissue 50/400, lung
 * -600/1500, bone 400/1800.
 */
export const WINDOWS = Object.freeze({
  "soft tissue": Object.freeze([-150, 250] as const),
  lung: Object.freeze([-1350, 150] as const),
  bone: Object.freeze([-500, 1300] as const),
}) satisfies Readonly<Record<string, Window>>;

/** Name of a window of {@link WINDOWS}. */
export type WindowName = keyof typeof WINDOWS;

/**
 * Grey values 0-255: 0 at the lower HU and below, 255 at the upper HU and above, linear and rounded
 * between. `window` is the row's own (`lesion.windowHu`) or one of {@link WINDOWS}. O(n).
 *
 * @throws LesionGraphError BAD_OPTION for an unknown name or limits that are not finite and rising.
 */
export function windowed(hu: ArrayLike<number>, window: Window | WindowName): Uint8Array {
  assertNumbers(hu, "Hounsfield units as an array of numbers");
  const [lower, upper] = limitsOf(window);
  const grey = new Uint8Array(hu.length);
  for (let i = 0; i < grey.length; i++) {
    const value = ((hu[i]! - lower) * 255) / (upper - lower);
    grey[i] = value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
  }
  return grey;
}

/** Lower and upper HU of a window. @throws LesionGraphError BAD_OPTION. */
export function limitsOf(window: Window | WindowName): Window {
  if (typeof window === "string") {
    if (Object.hasOwn(WINDOWS, window)) return WINDOWS[window];
    fail("BAD_OPTION", "a named window or [lower, upper]", window, {
      remedy: didYouMean(window, Object.keys(WINDOWS)),
      option: "window",
    });
  }
  const [lower, upper]: Window = Array.isArray(window) ? window : [NaN, NaN];
  if (Number.isFinite(lower) && Number.isFinite(upper) && lower < upper) return window;
  fail("BAD_OPTION", "two finite HU, the lower first", window, { option: "window" });
}

/**
 * Appearance of a lesion on its key slice, without a neural network: intensity inside and around the
 * ellipse of its axes, texture, contrast and sharpness of its margin, and shape.
 *
 * The slice is resampled to 1 mm around the lesion first, so that texture means the same in slices of
 * different spacing. Intensity and texture are the features of the IBSI standard (first-order.ts,
 * co-occurrence.ts); margin and shape are defined below. Pixels beyond the slice and padding
 * are left out, never treated as air.
 */

import { fail, withPlace } from "../core/errors.js";
import { assertPositive } from "../core/option-checks.js";
import { defaultsOf, number, type OptionSchema, resolveOptions } from "../core/options.js";
import { coOccurrence, fixedBinSize } from "./co-occurrence.js";
import type { CoOccurrence } from "./co-occurrence-features.js";
import { type Annotation, assertAnnotation, type Ellipse, ellipseOf, within } from "./ellipse.js";
import { type FirstOrder, firstOrder } from "./first-order.js";
import { shownHuAt } from "./patch.js";
import type { CtSlice } from "./slice.js";
import { assertSlice } from "./slice.js";

/** Options of the appearance features. */
export interface AppearanceOptions {
  /** Width of the ring around the lesion, above 0 to 200 mm; 1 mm of margin is left out. @defaultValue 5 */
  readonly ringMm: number;
  /**
   * Width of a grey level for texture, HU > 0; levels begin at -1000 HU, and there are 4096 at most.
   * @defaultValue 25
   */
  readonly binHu: number;
  /** Points of the margin at which sharpness is measured, 4 to 100,000. @defaultValue 64 */
  readonly marginPoints: number;
}

export const APPEARANCE_SCHEMA: OptionSchema<AppearanceOptions> = Object.freeze({
  ringMm: number(5, "Width of the ring around the lesion in mm", { above: 0, max: 200 }),
  binHu: number(25, "Width of a grey level of texture in HU", { above: 0 }),
  marginPoints: number(64, "Number of points of the margin at which sharpness is measured", {
    min: 4,
    max: 100_000,
    integer: true,
  }),
});

export const DEFAULT_APPEARANCE_OPTIONS: AppearanceOptions = defaultsOf(APPEARANCE_SCHEMA);

/** A lesion's appearance. Unknown values (a flat region has no skewness) are undefined, never 0. */
export interface Appearance {
  /** HU inside the ellipse. */
  readonly inside: FirstOrder;
  /** HU in the ring around it. */
  readonly around: FirstOrder;
  /** Grey level co-occurrence inside the ellipse, all directions merged. */
  readonly texture: CoOccurrence;
  /** Mean inside minus mean around, HU. */
  readonly marginContrast: number;
  /** Mean fall of HU from 2 mm inside to 2 mm outside the ellipse across its border, HU per mm. */
  readonly marginSharpness: number;
  /** π/4 x long x short axis, mm². */
  readonly areaMm2: number;
  /** Short axis by long axis, 0-1 (1 for a circle; above 1 where the row's axes are the wrong way). */
  readonly axisRatio: number;
}

/** Resampled distance between pixels. */
const STEP_MM = 1;
/** Left out on both sides of the border, where a pixel is partly lesion. */
const BORDER_MM = 1;
const REACH_MM = 2;
/** Smallest half axis: 3 mm across have a few pixels to measure. */
const SMALLEST_MM = 1.5;
const LOWEST_HU = -1000;
/** Smallest share of a region that has to be on the image. */
const LEAST_SHARE = 0.5;

/**
 * Measures a lesion on its slice. A lesion narrower than 3 mm is measured over 3 mm (its area and axis
 * ratio are its own). At the edge of the picture only what it shows is measured: pixels of 1 mm and
 * points of the margin that lie beyond the slice or in padding (below -1024 HU) are left out, and at
 * least half of the inside, of the ring and of the margin must be left. O(area in mm² + grey levels²).
 *
 * @throws LesionGraphError MISSING_FEATURE where an axis has no length or is longer than 1000 mm, or less than half
 * of a region is on the picture; UNKNOWN_OPTION, BAD_OPTION, also for more than 4096 grey levels.
 */
export function appearanceOf(
  slice: CtSlice,
  lesion: Annotation,
  given?: Partial<AppearanceOptions>,
): Appearance {
  assertSlice(slice);
  assertAnnotation(lesion);
  const options = checkedAppearanceOptions(given);
  assertPositive("spacingMm[0]", lesion.spacingMm[0]);
  assertPositive("spacingMm[1]", lesion.spacingMm[1]);
  const annotated = ellipseOf(lesion);
  const ellipse = {
    ...annotated,
    halfLongMm: Math.max(annotated.halfLongMm, SMALLEST_MM),
    halfShortMm: Math.max(annotated.halfShortMm, SMALLEST_MM),
  };
  const { levels, count, sizePx, inside, around } = regions(slice, lesion, ellipse, options);
  const [own, ring] = [firstOrder(inside), firstOrder(around)];
  return {
    inside: own,
    around: ring,
    texture: coOccurrence({ width: sizePx, height: sizePx, levels, count }),
    marginContrast: own.mean - ring.mean,
    marginSharpness: sharpness(slice, lesion, ellipse, options.marginPoints),
    areaMm2: Math.PI * annotated.halfLongMm * annotated.halfShortMm,
    axisRatio: annotated.halfShortMm / annotated.halfLongMm,
  };
}

/** The given options over the defaults. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export const checkedAppearanceOptions = (
  given: Partial<AppearanceOptions> | undefined,
): AppearanceOptions => resolveOptions("appearanceOf", APPEARANCE_SCHEMA, given);

/** No lesion is longer: axes beyond it come of a spacing in another unit. */
const LARGEST_MM = 1000;

/** @throws LesionGraphError MISSING_FEATURE for an axis longer than a body is wide. */
function assertMeasurable({ halfLongMm, halfShortMm }: Ellipse): void {
  const longest = 2 * Math.max(halfLongMm, halfShortMm);
  if (longest <= LARGEST_MM) return;
  fail("MISSING_FEATURE", `axes of at most ${LARGEST_MM} mm`, longest, {
    remedy: "check the spacing, or leave the row out",
  });
}

/** The pixels of 1 mm inside and around the ellipse. */
function regions(
  slice: CtSlice,
  { spacingMm: [sx, sy] }: Annotation,
  ellipse: Ellipse,
  { ringMm, binHu }: AppearanceOptions,
) {
  const [cx, cy] = ellipse.centrePx;
  assertMeasurable(ellipse);
  const sizePx =
    2 * Math.ceil(Math.max(ellipse.halfLongMm, ellipse.halfShortMm) + BORDER_MM + ringMm) + 1;
  const hu = new Float32Array(sizePx * sizePx);
  const mask = new Uint8Array(hu.length);
  const inside = new Region("pixels inside the lesion");
  const around = new Region("pixels of the ring around the lesion");
  const middle = (sizePx - 1) / 2;
  for (let v = 0, i = 0; v < sizePx; v++) {
    for (let u = 0; u < sizePx; u++, i++) {
      const [dx, dy] = [(u - middle) * STEP_MM, (v - middle) * STEP_MM];
      const own = within(ellipse, dx, dy);
      const ring =
        !own && within(ellipse, dx, dy, BORDER_MM + ringMm) && !within(ellipse, dx, dy, BORDER_MM);
      if (!own && !ring) continue;
      hu[i] = shownHuAt(slice, cx - 1 + dx / sx, cy - 1 + dy / sy);
      const shown = (own ? inside : around).add(hu[i]!);
      if (own && shown) mask[i] = 1;
    }
  }
  const levels = withPlace({ option: "binHu" }, () =>
    fixedBinSize(hu, mask, { from: LOWEST_HU, size: binHu }),
  );
  return { ...levels, sizePx, inside: inside.enough(), around: around.enough() };
}

/** Values of a region, and the number of its pixels that are not on the image. */
class Region {
  readonly #values: number[] = [];
  #all = 0;

  constructor(readonly name: string) {}

  /** Adds a value, NaN for a pixel that is not on the image; true if it is. */
  add(value: number): boolean {
    this.#all++;
    if (Number.isNaN(value)) return false;
    this.#values.push(value);
    return true;
  }

  /** @throws LesionGraphError MISSING_FEATURE. */
  enough(): readonly number[] {
    const { length } = this.#values;
    if (length > 0 && length >= LEAST_SHARE * this.#all) return this.#values;
    fail(
      "MISSING_FEATURE",
      `at least half of the ${this.name} on the picture`,
      `${length} of ${this.#all}`,
      { remedy: "the rest lies beyond the slice or in its padding; leave the row out" },
    );
  }
}

/**
 * The mean fall of HU across the border, over the points where both ends are shown. Points of the ellipse
 * come from the rational form of the circle, ((1 - t²) / (1 + t²), 2t / (1 + t²)), so that the result is
 * the same on every machine.
 */
function sharpness(
  slice: CtSlice,
  { spacingMm: [sx, sy] }: Annotation,
  { centrePx: [cx, cy], direction: [ux, uy], halfLongMm, halfShortMm }: Ellipse,
  points: number,
): number {
  const quarter = Math.ceil(points / 4);
  const falls = new Region("points of the margin");
  for (let k = 0; k < 4 * quarter; k++) {
    const t = (2 * ((k % quarter) + 0.5)) / quarter - 1;
    const [c, s] = rotation(
      (1 - t * t) / (1 + t * t),
      (2 * t) / (1 + t * t),
      Math.floor(k / quarter),
    );
    // Normal of the ellipse at (a c, b s): (c / a, s / b), scaled to length 1.
    const [nx, ny] = [c / halfLongMm, s / halfShortMm];
    const scale = REACH_MM / Math.sqrt(nx * nx + ny * ny);
    const at = (side: number): number => {
      const a = halfLongMm * c + side * nx * scale;
      const b = halfShortMm * s + side * ny * scale;
      return shownHuAt(slice, cx - 1 + (a * ux - b * uy) / sx, cy - 1 + (a * uy + b * ux) / sy);
    };
    falls.add(at(-1) - at(1));
  }
  const shown = falls.enough();
  return shown.reduce((sum, fall) => sum + fall, 0) / shown.length / (2 * REACH_MM);
}

/** A point of the quarter from -45° to 45°, turned by quarters. */
function rotation(c: number, s: number, quarters: number): readonly [number, number] {
  if (quarters === 0) return [c, s];
  if (quarters === 1) return [-s, c];
  if (quarters === 2) return [-c, -s];
  return [s, -c];
}

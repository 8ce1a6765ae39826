/** The slices that training draws from: features of every slice and of its varied copies. */
import { fail } from "../core/errors.js";
import { fnv1a } from "../core/group-by.js";
import { randomSource } from "../core/random.js";
import type { CtSlice } from "../images/slice.js";
import { augmented } from "./augment.js";
import { bodyImage } from "./body-image.js";
import { assertVolume, type CtVolume } from "./ct-volume.js";
import { imageFeatures, pixelSides } from "./features.js";

/** Slices of a group, equidistant in one volume. */
export const GROUP = 8;

/** A slice of known score. */
export interface Anchor {
  readonly slice: CtSlice;
  /** Side of a pixel in mm. */
  readonly pixelMm: number;
  readonly score: number;
}

/** The features of one slice, then those of its varied copies. */
export type Variants = readonly ArrayLike<number>[];

export interface VolumeSamples {
  readonly name: string;
  readonly spacingMm: number;
  /** Neighbouring slices. */
  readonly slices: readonly Variants[];
}

export interface AnchorSamples {
  readonly variants: Variants;
  readonly score: number;
}

export interface TrainingSamples {
  readonly volumes: readonly VolumeSamples[];
  readonly anchors: readonly AnchorSamples[];
}

/** How copies are varied. */
export interface Variation {
  /** Copies of each slice. */
  readonly variants: number;
  readonly seed: number;
}

/**
 * Returns the samples of a volume: its longest run of slices that show a body. They depend on nothing but the
 * volume, its name and the seed. O(slices x variants x pixels).
 *
 * @throws LesionGraphError BAD_SERIES for fewer than 8 such slices, or a spacing that is not > 0.
 */
export function volumeSamples(volume: CtVolume, variation: Variation): VolumeSamples {
  assertVolume(volume);
  const { name, spacingMm } = volume;
  const [sx, sy, sz] = spacingMm;
  const sides = pixelSides([sx, sy]);
  const stream = fnv1a(name);
  let [longest, run]: [Variants[], Variants[]] = [[], []];
  volume.slices.forEach((slice, i) => {
    const variants = variantsOf(slice, sides, variation, stream + i);
    run = variants === undefined ? [] : [...run, variants];
    if (run.length > longest.length) longest = run;
  });
  if (longest.length < GROUP) {
    const expected = `at least ${GROUP} neighbouring slices that show a body`;
    fail("BAD_SERIES", expected, longest.length, { file: name });
  }
  return { name, spacingMm: sz, slices: longest };
}

/** Returns the samples of an anchor, or `undefined` where it shows too little body. */
export function anchorSamples(
  { slice, pixelMm, score }: Anchor,
  index: number,
  variation: Variation,
): AnchorSamples | undefined {
  const variants = variantsOf(slice, pixelSides(pixelMm), variation, index);
  return variants && { variants, score };
}

function variantsOf(
  slice: CtSlice,
  sides: readonly [number, number],
  { variants, seed }: Variation,
  stream: number,
): Variants | undefined {
  const image = bodyImage(slice, sides);
  const own = imageFeatures(image);
  if (own === undefined) return undefined;
  const random = randomSource(seed, stream);
  const copies = Array.from({ length: variants }, () => imageFeatures(augmented(image, random)));
  return [own.values, ...copies.flatMap((copy) => (copy === undefined ? [] : [copy.values]))];
}

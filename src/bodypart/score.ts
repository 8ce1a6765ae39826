/** Scores of slices and volumes: where along the body they lie. */
import type { CtSlice } from "../images/slice.js";
import { regionOfZ, zOfScore } from "./calibrate.js";
import { assertVolume, type CtVolume } from "./ct-volume.js";
import { sliceFeatures } from "./features.js";
import { type BodyPartModel, ensembleScore, openedModel } from "./model.js";
import type { Region } from "./region.js";

/** Where along the body a slice lies. */
export interface SliceScore {
  /** Rises from head to feet, about one unit per 27 mm. */
  readonly score: number;
  /** DeepLesion's z: 0 at the head, 1 at the feet. `undefined` where the model has no calibration. */
  readonly z: number | undefined;
  readonly zStandardError: number | undefined;
  readonly region: Region | undefined;
  /**
   * False where the body reaches the edge of the slice, or the score lies outside those of the training slices.
   */
  readonly reliable: boolean;
}

/** A slice of a volume, scored together with its neighbours. */
export interface VolumeSliceScore extends SliceScore {
  /** The slice's score by itself. */
  readonly rawScore: number;
  /** The slice's own score is far from that of its neighbours, and is not used for theirs. */
  readonly outlier: boolean;
}

/** Scores of a volume, slice by slice; `undefined` where a slice shows too little body. */
export interface VolumeScores {
  readonly slices: readonly (VolumeSliceScore | undefined)[];
  /** The scores fall from the first slice to the last: the volume runs from feet to head. */
  readonly reversed: boolean;
}

/**
 * Returns the score of a slice, or `undefined` where it shows too little body to be scored: as
 * {@link sliceFeatures}, and below 300 cm² (a head, a limb, a small child). O(pixels): about 5 ms for 512 x 512.
 *
 * @param pixelMm side of a pixel in mm, or sides along x and y
 * @throws LesionGraphError BAD_MODEL; BAD_VALUE, BAD_IMAGE for what is no slice; BAD_OPTION for a pixel size
 * outside 0.1-10 mm.
 *
 * @example
 * const model = await defaultBodyPartModel();
 * const found = sliceScore(model, decodeSlice(png), 0.8);
 * if (found !== undefined) console.log(found.z, found.region);
 */
export function sliceScore(
  model: BodyPartModel,
  slice: CtSlice,
  pixelMm: number | readonly [x: number, y: number],
): SliceScore | undefined {
  const opened = openedModel(model);
  const features = sliceFeatures(slice, pixelMm);
  if (features === undefined || features.bodyMm2 < LEAST_TRUNK_MM2) return undefined;
  const score = ensembleScore(opened, features.values);
  return placed(model, score, !features.touchesEdge);
}

function placed(model: BodyPartModel, score: number, whole: boolean): SliceScore {
  const [low, high] = model.scoreRange;
  const found = model.calibration === null ? undefined : zOfScore(model.calibration, score);
  return {
    score,
    z: found?.z,
    zStandardError: found?.zStandardError,
    region: found && regionOfZ(found.z),
    reliable: whole && score >= low && score <= high,
  };
}

/**
 * A smaller body is not that of an adult's trunk. The least of the shipped model's training slices is 389 cm²;
 * adult heads have about 250 cm², and no volume with a head was available.
 */
const LEAST_TRUNK_MM2 = 30_000;

/** Half width in mm of the window over which neighbours are averaged. */
const WINDOW_MM = 45;
/** A slice whose score is this length of body off that of its neighbours is an outlier. */
const OUTLIER_MM = 100;
/** Scores that fall over at least this length say that the order is reversed. */
const LENGTH_TO_TELL_MM = 60;

/**
 * Returns the scores of a volume's slices, smoothed along the body: each is the weighted mean of its neighbours
 * within 45 mm, moved to its own position along the model's slope; slices far from their neighbours are flagged
 * and left out; the result never falls (isotonic regression). Slices with too little body stay unknown. A
 * volume that runs from feet to head is recognised, and scored in the order given.
 *
 * O(slices x pixels).
 *
 * @throws LesionGraphError BAD_SERIES for no slices or a spacing that is not > 0; BAD_MODEL; BAD_VALUE,
 * BAD_IMAGE for what is no volume of slices; BAD_OPTION.
 *
 * @example
 * const volume = await readCtVolume(bytes, "ct.nii.gz");
 * const { slices, reversed } = scoreVolume(await defaultBodyPartModel(), volume);
 * const z = slices.map((slice) => slice?.z);
 */
export function scoreVolume(model: BodyPartModel, volume: CtVolume): VolumeScores {
  assertVolume(volume);
  const { slices, spacingMm } = volume;
  const [sx, sy, sz] = spacingMm;
  const own = slices.map((slice) => sliceScore(model, slice, [sx, sy]));
  const known = own.flatMap((one, i) =>
    one === undefined ? [] : [{ position: i * sz, score: one.score }],
  );
  const reversed = isReversed(known);
  const sign = reversed ? -1 : 1;
  const directed = known.map(({ position, score }) => ({ position: position * sign, score }));
  if (reversed) directed.reverse();
  const smooth = smoothed(directed, model.scorePerMm);
  if (reversed) smooth.reverse();
  let next = 0;
  const scored = own.map((one) => {
    if (one === undefined) return undefined;
    const { score, outlier } = smooth[next++]!;
    return { ...placed(model, score, one.reliable), rawScore: one.score, outlier };
  });
  return { slices: scored, reversed };
}

interface Positioned {
  readonly position: number;
  readonly score: number;
}

/** Whether scores fall along the slices, over a length that tells. O(n). */
export function isReversed(known: readonly Positioned[]): boolean {
  const n = known.length;
  const length = n < 2 ? 0 : known[n - 1]!.position - known[0]!.position;
  if (length < LENGTH_TO_TELL_MM) return false;
  const mean = (of: keyof Positioned): number => known.reduce((sum, one) => sum + one[of], 0) / n;
  const [position, score] = [mean("position"), mean("score")];
  let [products, positions, scores] = [0, 0, 0];
  for (const one of known) {
    products += (one.position - position) * (one.score - score);
    positions += (one.position - position) ** 2;
    scores += (one.score - score) ** 2;
  }
  return products < 0 && products * products > 0.5 * positions * scores;
}

/** Smoothed scores of slices in order from head to feet, with which of them are outliers. */
export function smoothed(
  known: readonly Positioned[],
  perMm: number,
): { readonly score: number; readonly outlier: boolean }[] {
  const outlier = known.map((one) => {
    const near = known.filter((other) => Math.abs(other.position - one.position) <= WINDOW_MM);
    const moved = near.map((other) => movedTo(one.position, other, perMm)).sort((a, b) => a - b);
    return Math.abs(one.score - moved[Math.floor(moved.length / 2)]!) > OUTLIER_MM * perMm;
  });
  const trusted = known.filter((_, i) => !outlier[i]);
  const means = known.map((one) => {
    let [sum, weights] = [0, 0];
    for (const other of trusted) {
      const weight = 1 - Math.abs(other.position - one.position) / WINDOW_MM;
      if (weight <= 0) continue;
      sum += weight * movedTo(one.position, other, perMm);
      weights += weight;
    }
    return weights > 0 ? sum / weights : one.score;
  });
  return isotonic(means).map((score, i) => ({ score, outlier: outlier[i]! }));
}

/** The score at another position, from that of a slice. */
const movedTo = (position: number, other: Positioned, perMm: number): number =>
  other.score + perMm * (position - other.position);

/** The nearest values, by least squares, that never fall (pool adjacent violators). O(n). */
export function isotonic(values: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const value of values) {
    let block = { sum: value, count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.count <= block.sum / block.count) break;
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
}

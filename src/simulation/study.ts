/** One examination: what all annotations of it share, and where lesions lie in it. */
import type { Vec3 } from "../core/lesion.js";
import type { RandomSource } from "../core/random.js";
import type { PatientLesion } from "./simulate-lesions.js";
import { NOISE, type SimulationOptions } from "./simulation-options.js";

/** What all annotations of a study share. */
export interface Study {
  readonly index: number;
  readonly shiftMm: Vec3;
  readonly shiftRelative: Vec3;
  /** Relative z of the first and last slice. */
  readonly scan: readonly [start: number, end: number];
  readonly pixelMm: number;
  readonly sliceMm: number;
}

/** mm of the body for a relative distance of 1 along x, y, z. */
export type Body = Vec3;

/** A study with the table, the field of view and the first slice somewhere else each time. */
export function simulateStudy(
  random: RandomSource,
  index: number,
  [width]: Body,
  { studyShift, partialScan }: SimulationOptions,
): Study {
  const shift = (deviations: Vec3): Vec3 =>
    deviations.map((deviation) => studyShift * random.normal(0, deviation)) as unknown as Vec3;
  const [x, y, z] = shift(NOISE.studyMm);
  const elsewhere = random.happens(NOISE.otherStart)
    ? studyShift * random.normal(0, NOISE.otherStartMm)
    : 0;
  const fitting = PIXELS_MM.filter((mm) => mm * IMAGE_PX >= width + 60);
  return {
    index,
    shiftMm: [x, y, z + elsewhere],
    shiftRelative: shift(NOISE.studyRelative),
    scan: random.happens(partialScan) ? random.pick(PARTIAL_SCANS) : WHOLE_SCAN,
    pixelMm: fitting.length > 0 ? random.pick(fitting) : (PIXELS_MM.at(-1) as number),
    sliceMm: random.pick([5, 5, 1, 2]),
  };
}

/** Images are square. */
export const IMAGE_PX = 512;
const PIXELS_MM = [0.703125, 0.742188, 0.78125, 0.820312, 0.859375, 0.898438, 0.9375, 0.976562];
const WHOLE_SCAN = [0.05, 0.95] as const;
/** Without the abdomen, and without the upper chest. */
const PARTIAL_SCANS = [
  [0.05, 0.55],
  [0.25, 0.95],
] as const;

/** A place in a study. */
export interface Place {
  /** Relative to the image centre and the first slice. */
  readonly mm: Vec3;
  readonly relative: Vec3;
}

/** The lesion's place, shifted as the study is, and by breath and posture. */
export function placeInStudy(
  random: RandomSource,
  lesion: PatientLesion,
  study: Study,
  body: Body,
  { positionNoise }: SimulationOptions,
): Place {
  const noise = positionNoise * (random.happens(NOISE.rough) ? NOISE.roughFactor : 1);
  const mm = lesion.at.map((part, k) => {
    const origin = k === 2 ? study.scan[0] : 0.5;
    const centre = (part - origin) * body[k]! + study.shiftMm[k]!;
    return random.normal(centre, noise * NOISE.lesionMm[k]!);
  });
  const relative = lesion.at.map((part, k) =>
    random.normal(part + study.shiftRelative[k]!, noise * NOISE.lesionRelative[k]!),
  );
  return { mm: mm as unknown as Vec3, relative: relative as unknown as Vec3 };
}

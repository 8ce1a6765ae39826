/** Where a lesion lies in a study. */
import type { Vec3 } from "../core/lesion.js";
import type { RandomSource } from "../core/random.js";
import type { PatientLesion } from "./simulate-lesions.js";
import { NOISE, type SimulationOptions } from "./simulation-options.js";
import type { Body, Study } from "./study.js";

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

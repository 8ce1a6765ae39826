/** The growth of a patient: what `grow` returns. */
import type { LesionType } from "../core/lesion.js";
import type { PatientResultKind } from "../core/patient-list.js";
import type { Changes } from "./changes.js";
import type { StudyTime } from "./patient-dates.js";
import type { Rates, StepRate } from "./rates.js";
import type { AnnotationCompleteness, Measurement } from "./sequence-measurements.js";
import type { SplitMergeCandidate } from "./split-merge.js";
import type { Presence, Trend } from "./trend.js";

/** One study of a sequence: the measurement, its changes and its growth. */
export interface GrowthPoint extends Measurement, Changes, StudyTime {
  /**
   * Measurement error band: the smallest change from this diameter that counts, in mm. A later diameter
   * within `diameterMm` plus or minus this is unchanged.
   */
  readonly changeLimitMm: number | undefined;
  /** The link to the previous measurement; none at the first, and where no direct link exists. */
  readonly link: PointLink | undefined;
  /** Growth of the diameter since the previous measurement. */
  readonly rate: StepRate | undefined;
  /** Growth of the measured volume since the previous volume, as the diameter of a sphere. */
  readonly volumeRate: StepRate | undefined;
}

/** The link between two consecutive measurements of a sequence. */
export interface PointLink {
  readonly fromStudy: number;
  readonly fromRow: number;
  readonly uncertain: boolean;
  /** Feature distance, where known. */
  readonly distance: number | undefined;
  /** Log-odds of being the same lesion; joint matcher only. */
  readonly logOdds: number | undefined;
}

/** A sequence over time. */
export interface SequenceGrowth {
  readonly sequence: number;
  /** Coarse type of the first lesion that has one. */
  readonly type: LesionType | undefined;
  /** Lymph nodes are followed by their short axis. */
  readonly isLymphNode: boolean;
  /** One for every study of the patient, in time order. */
  readonly points: readonly GrowthPoint[];
  /** From the diameters; none for fewer than two measurements. */
  readonly rates: Rates | undefined;
  /**
   * From measured volumes; none for fewer than two. `mm` is the diameter of a sphere of the same volume, so
   * `volumeDoubling` and `lnVolumeSlope` are those of the volume itself.
   */
  readonly volumeRates: Rates | undefined;
  readonly trend: Trend;
  readonly presence: Presence;
  readonly flags: readonly Flag[];
}

/** All sequences of a patient over time. */
export interface PatientGrowth {
  readonly patient: string;
  readonly studies: readonly StudyTime[];
  /** The unit of time of all rates: days where dates are known, else studies. */
  readonly unit: Rates["unit"];
  readonly annotationCompleteness: AnnotationCompleteness;
  readonly sequences: readonly SequenceGrowth[];
  /** Possible splits and merges. */
  readonly splitMergeCandidates: readonly SplitMergeCandidate[];
}

/** How arguments that should be growths are described and recognised: by a field that costs nothing to read. */
export const GROWTH_KIND: PatientResultKind = Object.freeze({
  name: "growth",
  plural: "growths",
  ofAll: "grow",
  ofOne: "growPatient",
  field: "studies",
});

/**
 * The kinds of flags. `"growth"`: implausibly fast growth. `"side"`: annotations on both sides of the body.
 * `"slice"`: the key slice is outside the slice range. `"spacing"`: slice distances that differ between
 * studies, or are too large for the lesion. `"pixelSpacing"`: an implausible in-plane pixel spacing, often a
 * wrong unit. `"conflict"`: two different lesions of one study. `"link"`: an uncertain link.
 */
export type FlagKind =
  | "growth"
  | "side"
  | "slice"
  | "spacing"
  | "pixelSpacing"
  | "conflict"
  | "link";

/** One reason to check a sequence. */
export interface Flag {
  readonly kind: FlagKind;
  /** Input rows that it concerns. */
  readonly rows: readonly number[];
  /** A sentence with the numbers. */
  readonly message: string;
}

/** What growth gives back: sequences over time. */
import type { LesionType } from "../core/lesion.js";
import type { Candidate } from "./candidates.js";
import type { Changes } from "./changes.js";
import type { StudyTime } from "./dates.js";
import type { Flag } from "./flags.js";
import type { AnnotationCompleteness, Measurement } from "./measurements.js";
import type { Rates, StepRate } from "./rates.js";
import type { Presence, Trend } from "./trend.js";

/** One study of a sequence: what was measured and how it changed. */
export interface GrowthPoint extends Measurement, Changes, StudyTime {
  /** Growth since the measurement before; none at the first, and where nothing was measured. */
  readonly rate: StepRate | undefined;
}

/** A sequence over time. */
export interface SequenceGrowth {
  readonly sequence: number;
  /** Coarse type of the first mark that has one. */
  readonly type: LesionType | undefined;
  /** Followed by the short axis. */
  readonly node: boolean;
  /** One for every study of the patient, in time order. */
  readonly points: readonly GrowthPoint[];
  /** None for fewer than two measurements. */
  readonly rates: Rates | undefined;
  readonly trend: Trend;
  readonly presence: Presence;
  readonly flags: readonly Flag[];
}

/** All sequences of a patient over time. */
export interface PatientGrowth {
  readonly patient: string;
  readonly studies: readonly StudyTime[];
  /** The unit of rates: days where dates are known, else studies. */
  readonly unit: Rates["unit"];
  readonly annotation: AnnotationCompleteness;
  readonly sequences: readonly SequenceGrowth[];
  /** Possible splits and merges. */
  readonly candidates: readonly Candidate[];
}

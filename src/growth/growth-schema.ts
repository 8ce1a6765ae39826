/** The options of `grow`, declared once: defaults, checks, command-line flags and the docs table derive. */
import type { DatedStudy } from "../core/lesion.js";
import { choice, number, type OptionSchema, value } from "../core/options.js";
import type { StudyDates } from "./patient-dates.js";
import type { FlagLimits } from "./sequence-flags.js";
import type { AnnotationCompleteness, DuplicateRule } from "./sequence-measurements.js";
import type { ChangeLimits } from "./trend.js";

export interface GrowthOptions extends ChangeLimits, FlagLimits {
  /**
   * Dates of the studies, as {@link readDates} returns them or as a list; both are checked, also against the dates
   * that the lesions carry. Without it the dates that the lesions carry are used, where every study of the patient
   * has one; else time is counted in studies.
   */
  readonly dates: StudyDates | readonly DatedStudy[] | undefined;
  /**
   * `"complete"`: all lesions of every study are annotated, so an unannotated lesion is absent (0 mm).
   * `"partial"`: an unannotated lesion is not measured, as in DeepLesion.
   */
  readonly annotationCompleteness: AnnotationCompleteness;
  /**
   * Which of several annotations of a lesion in one study counts: the one with the `"largest"` followed axis
   * (short axis of a lymph node, else long axis), or the `"first"` by id. All rows are listed either way.
   */
  readonly duplicates: DuplicateRule;
  /** Rows of lymph nodes; one row is enough for its sequence. Lymph nodes are followed by the short axis. */
  readonly lymphNodeRows: Iterable<number>;
  /** Search radius for split and merge candidates in mm. Normalised locations are scaled by 600 mm. */
  readonly splitMergeRadiusMm: number;
}

const isIterable = (given: unknown): boolean =>
  typeof given === "object" && given !== null && Symbol.iterator in given;

/** The options of {@link grow}. */
export const GROWTH_OPTIONS: OptionSchema<GrowthOptions> = Object.freeze({
  dates: value<GrowthOptions["dates"]>(
    undefined,
    "Study dates; rates are per day with dates, per study without",
    "dates as readDates returns them, or a list of { patient, study, date }",
  ),
  annotationCompleteness: choice(
    ["partial", "complete"],
    "partial",
    "Unannotated lesions are absent (complete) or not measured (partial)",
  ),
  duplicates: choice(
    ["largest", "first"],
    "largest",
    "Annotation that counts where a study has several of one lesion",
  ),
  lymphNodeRows: value<GrowthOptions["lymphNodeRows"]>(
    Object.freeze([]),
    "Rows of lymph nodes, which are followed by their short axis",
    "a list or set of row numbers",
    isIterable,
  ),
  splitMergeRadiusMm: number(30, "Search radius for split and merge candidates in mm", { min: 0 }),
  relativeLimit: number(0.2, "Smallest change that counts, as a fraction of the first diameter", {
    min: 0,
  }),
  errorMm: number(2, "Smallest change that counts in mm: the measurement error", { min: 0 }),
  fastestDoublingDays: number(20, "Flag growth with a shorter volume doubling time in days", {
    min: 0,
  }),
  largestRatio: number(3, "Flag growth by more than this factor where dates are unknown", {
    min: 0,
  }),
  sideMargin: number(0.1, "Flag annotations further than this on both sides of the midline", {
    min: 0,
  }),
  lowMargin: number(0.01, "Flag links of Algorithm 1 with at most this margin", { min: 0 }),
});

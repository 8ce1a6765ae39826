/** The trend of a sequence, and the studies in which it was measured. */
import { atLeast, followed } from "./changes.js";
import type { Measurement } from "./sequence-measurements.js";

/** The smallest change of a diameter that counts: the larger of the two limits. */
export interface ChangeLimits {
  /**
   * Smallest change as a fraction of the first diameter, 0 or more. The default 0.2 and `errorMm` reflect
   * the repeatability of one diameter on CT: in lung cancers scanned twice within minutes, 84 % of the
   * changes were within 10 %, 97 % below 20 %, and a third above 2 mm (Oxnard et al. 2011, J Clin Oncol
   * 29:3114-3119, doi 10.1200/JCO.2010.33.7071).
   */
  readonly relativeLimit: number;
  /** Smallest change in mm, 0 or more: the measurement error. */
  readonly errorMm: number;
}

/** `"single"`: fewer than two measurements, so no trend. */
export type TrendClass = "growing" | "shrinking" | "stable" | "single";

/** The change from the first to the last measurement, compared with the smallest change that counts. */
export interface Trend {
  readonly class: TrendClass;
  /** Last minus first diameter in mm; none for a single measurement. */
  readonly changeMm: number | undefined;
  /** The smallest change that counts, in mm. */
  readonly limitMm: number | undefined;
}

/** The studies in which a lesion was measured. None of the fields says that a lesion appeared or vanished. */
export interface Presence {
  /** First study with an annotation. */
  readonly first: number;
  /** Last study with an annotation. */
  readonly last: number;
  /** The patient has studies before the first annotation. */
  readonly firstMeasuredLater: boolean;
  /** The patient has studies after the last annotation. */
  readonly lastMeasuredEarlier: boolean;
  /** A study between them has no annotation. */
  readonly intermittent: boolean;
}

/** Returns the trend of the diameters, 0 mm (absent) included. O(n). */
export function trendOf(measurements: readonly Measurement[], limits: ChangeLimits): Trend {
  const comparable = followed(measurements);
  const [first, last] = [comparable[0], comparable.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    return { class: "single", changeMm: undefined, limitMm: undefined };
  }
  const changeMm = last.diameterMm - first.diameterMm;
  const limitMm = changeLimitMm(first.diameterMm, limits);
  return { class: classOf(changeMm, limitMm), changeMm, limitMm };
}

/** Returns the smallest change from this diameter that counts, in mm. */
export const changeLimitMm = (
  diameterMm: number,
  { relativeLimit, errorMm }: ChangeLimits,
): number => Math.max(diameterMm * relativeLimit, errorMm);

/** A change of 0 is stable even where both limits are 0. */
function classOf(changeMm: number, limitMm: number): TrendClass {
  if (changeMm === 0 || !atLeast(Math.abs(changeMm), limitMm)) return "stable";
  return changeMm > 0 ? "growing" : "shrinking";
}

/** Returns when a sequence was measured, from the measurements of all studies of the patient. O(n). */
export function presenceOf(measurements: readonly Measurement[]): Presence {
  const annotated = measurements.map(({ status }) => status === "measured");
  const [first, last] = [annotated.indexOf(true), annotated.lastIndexOf(true)];
  const studyAt = (i: number): number => measurements[i]?.study ?? Number.NaN;
  return {
    first: studyAt(first),
    last: studyAt(last),
    firstMeasuredLater: first > 0,
    lastMeasuredEarlier: last < annotated.length - 1,
    intermittent: annotated.slice(first, last).includes(false),
  };
}

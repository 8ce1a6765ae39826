/** What to look at before a sequence's figures are believed. */

import type { Lesion } from "../core/lesion.js";
import { PHYSICAL_WEIGHT } from "../features/matrix.js";
import type { Link, PatientMatch, Sequence } from "../matching/result.js";
import { atLeast, followed, type Known } from "./changes.js";
import type { StudyTime } from "./dates.js";
import type { Measurement, SlicedLesion } from "./measurements.js";
import { twoPointRate } from "./rates.js";
import { type ChangeLimits, changeLimitMm } from "./trend.js";

/** From when on something is flagged. */
export interface FlagLimits {
  /**
   * Growth with a shorter volume doubling time is implausible, days; with dates only. Malignant nodules
   * are usually said to double within 20 to 400 days, and infections faster; a convention, not a law.
   * @defaultValue 20
   */
  readonly fastestDoublingDays: number;
  /**
   * Growth of the diameter by more than this factor from one measurement to the next is implausible;
   * where dates are not known.
   * @defaultValue 3
   */
  readonly largestRatio: number;
  /**
   * Marks further than this on both sides of the middle are a side flip, on the scale of location (0.1 is
   * a tenth of the body's width, or 60 mm from the image centre).
   * @defaultValue 0.1
   */
  readonly sideMargin: number;
  /**
   * A link of Algorithm 1 whose runner-up is not further than this is of low margin, in distance.
   * @defaultValue 0.01
   */
  readonly lowMargin: number;
}

export const DEFAULT_FLAG_LIMITS: FlagLimits = Object.freeze({
  fastestDoublingDays: 20,
  largestRatio: 3,
  sideMargin: 0.1,
  lowMargin: 0.01,
});

/** A doubt about a sequence. */
export interface Flag {
  /**
   * `"growth"`: implausibly fast. `"side"`: marks on both sides of the body. `"slice"`: the key slice lies
   * outside the slices given. `"spacing"`: slice distances that do not fit each other or the lesion.
   * `"conflict"`: two different lesions of a study. `"link"`: a doubtful link, or one of low margin.
   */
  readonly kind: "growth" | "side" | "slice" | "spacing" | "conflict" | "link";
  /** The marks it is about. */
  readonly rows: readonly number[];
  /** A sentence with the figures. */
  readonly message: string;
}

/** All doubts about a sequence, by kind. O(marks + links of the patient). */
export function flagsOf(
  sequence: Sequence,
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
  match: PatientMatch,
  limits: FlagLimits & ChangeLimits,
): Flag[] {
  return [
    ...growthFlags(measurements, times, limits),
    ...sideFlags(sequence, limits.sideMargin),
    ...sliceFlags(sequence),
    ...spacingFlags(measurements),
    ...conflictFlags(sequence, match),
    ...linkFlags(sequence, match, limits.lowMargin),
  ];
}

function growthFlags(
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
  limits: FlagLimits & ChangeLimits,
): Flag[] {
  const measured = followed(measurements).filter(({ status }) => status === "measured");
  if (measured.length < 2) return [];
  const dayOf = new Map(times.map(({ study, day }) => [study, day]));
  return measured.slice(1).flatMap((to, i): Flag[] => {
    const from = measured[i] as Known;
    const limitMm = changeLimitMm(from.diameterMm, limits);
    if (!atLeast(to.diameterMm - from.diameterMm, limitMm)) return [];
    const why = implausible(from, to, dayOf, limits);
    if (why === undefined) return [];
    const [a, b] = [from.diameterMm, to.diameterMm].map((mm) => mm.toFixed(1));
    const message = `${a} mm in study ${from.study}, ${b} mm in study ${to.study}: ${why}`;
    return [{ kind: "growth", rows: [from.row as number, to.row as number], message }];
  });
}

function implausible(
  from: Known,
  to: Known,
  dayOf: ReadonlyMap<number, number | undefined>,
  { fastestDoublingDays, largestRatio }: FlagLimits,
): string | undefined {
  const [start, end] = [dayOf.get(from.study), dayOf.get(to.study)];
  if (start === undefined || end === undefined) {
    if (to.diameterMm <= from.diameterMm * largestRatio) return undefined;
    return `more than ${largestRatio} times the diameter`;
  }
  if (start === end) return "growth within one day";
  const rate = twoPointRate({ time: start, mm: from.diameterMm }, { time: end, mm: to.diameterMm });
  const days = rate?.volumeDoubling;
  if (days === undefined || days >= fastestDoublingDays) return undefined;
  return `the volume doubles in ${days.toFixed(1)} days, faster than in ${fastestDoublingDays}`;
}

/** Marks on both sides of the middle, each further from it than the margin. */
function sideFlags({ lesions }: Sequence, margin: number): Flag[] {
  const sided = lesions.flatMap((lesion) => {
    const x = sideways(lesion);
    return x === undefined ? [] : [{ lesion, x }];
  });
  const low = sided.find(({ x }) => x < -margin);
  const high = sided.find(({ x }) => x > margin);
  if (low === undefined || high === undefined) return [];
  const [a, b] = [low, high].sort((p, q) => p.lesion.study - q.lesion.study) as [
    typeof low,
    typeof high,
  ];
  const words = ({ lesion, x }: typeof low): string =>
    `${x < 0 ? "left" : "right"} of the middle of the image in study ${lesion.study} (${x.toFixed(2)})`;
  return [
    {
      kind: "side",
      rows: [a.lesion.row, b.lesion.row],
      message: `${words(a)}, ${words(b)}`,
    },
  ];
}

/** Distance from the middle along x, on the scale of location. */
function sideways({ location, centreMm }: Lesion): number | undefined {
  if (location !== undefined) return location[0] - 0.5;
  return centreMm === undefined ? undefined : centreMm[0] * PHYSICAL_WEIGHT;
}

function sliceFlags({ lesions }: Sequence): Flag[] {
  return lesions.flatMap(({ keySlice, sliceRange, row }: SlicedLesion): Flag[] => {
    if (keySlice === undefined || sliceRange === undefined) return [];
    const [first, last] = sliceRange;
    if (keySlice >= first && keySlice <= last) return [];
    const message = `key slice ${keySlice} lies outside slices ${first} to ${last}`;
    return [{ kind: "slice", rows: [row], message }];
  });
}

/** Slices too thick for the lesion, or of very different distance from study to study. */
function spacingFlags(measurements: readonly Measurement[]): Flag[] {
  const known = measurements.flatMap(({ row, study, longAxisMm, sliceDistanceMm: slice }) =>
    row === undefined || longAxisMm === undefined || slice === undefined
      ? []
      : [{ row, study, longAxisMm, slice }],
  );
  const thick = known
    .filter(({ longAxisMm, slice }) => slice > 5 && longAxisMm < 2 * slice)
    .map(
      ({ row, study, longAxisMm, slice }): Flag => ({
        kind: "spacing",
        rows: [row],
        message: `${longAxisMm.toFixed(1)} mm on slices ${slice} mm apart in study ${study}: less than two slices`,
      }),
    );
  const [thin, wide] = [least(known, 1), least(known, -1)];
  if (thin === undefined || wide === undefined || wide.slice <= 2 * thin.slice) return thick;
  return [
    ...thick,
    {
      kind: "spacing",
      rows: [thin.row, wide.row],
      message: `slices ${thin.slice} mm apart in study ${thin.study}, ${wide.slice} mm in study ${wide.study}`,
    },
  ];
}

/** The one with the smallest slice distance (sign 1) or the largest (sign -1); of equals the first. */
function least<T extends { readonly slice: number }>(all: readonly T[], sign: 1 | -1) {
  return all.reduce<T | undefined>(
    (best, one) => (best === undefined || sign * (one.slice - best.slice) < 0 ? one : best),
    undefined,
  );
}

const conflictFlags = ({ id }: Sequence, { conflicts }: PatientMatch): Flag[] =>
  conflicts
    .filter(({ sequence }) => sequence === id)
    .map(({ study, rows }) => ({
      kind: "conflict",
      rows,
      message: `${rows.length} different lesions of study ${study}; the figures are those of one of them`,
    }));

function linkFlags({ lesions }: Sequence, { links }: PatientMatch, lowMargin: number): Flag[] {
  if (lesions.length < 2) return [];
  return links
    .filter((link) => isUncertain(link, lowMargin) && lesions.some(({ row }) => row === link.from))
    .map(({ from, to, margin, logOdds, distance }) => {
      const competitor = margin === undefined ? "no runner-up" : `margin ${margin.toFixed(3)}`;
      const figure =
        logOdds === undefined
          ? `distance ${distance?.toFixed(3) ?? "not known"}`
          : `log-odds ${logOdds.toFixed(2)}`;
      return {
        kind: "link",
        rows: [from, to],
        message: `the link of rows ${from} and ${to} is doubtful: ${figure}, ${competitor}`,
      };
    });
}

/** The joint matcher says itself which links are doubtful; a pin is the user's word. */
const isUncertain = (
  { logOdds, uncertain, margin, constrained }: Link,
  lowMargin: number,
): boolean =>
  constrained
    ? false
    : logOdds === undefined
      ? margin !== undefined && margin <= lowMargin
      : uncertain === true;

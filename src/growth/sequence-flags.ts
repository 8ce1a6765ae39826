/** Flags: what to check before the measurements of a sequence are used. */
import type { Link, PatientMatch, Sequence } from "../matching/result.js";
import { atLeast, followed, type WithDiameter } from "./changes.js";
import type { Flag, GrowthPoint } from "./growth-result.js";
import { pixelSpacingFlags, sideFlags, sliceFlags, sliceSpacingFlags } from "./image-flags.js";
import { twoPointRate } from "./rates.js";
import { type ChangeLimits, changeLimitMm } from "./trend.js";

/** Limits beyond which a sequence is flagged. */
export interface FlagLimits {
  /**
   * Growth with a shorter volume doubling time is flagged, in days; where dates are known. Malignant nodules
   * usually double within 20 to 400 days, infections faster: a convention, not a law.
   */
  readonly fastestDoublingDays: number;
  /** Growth of the diameter by more than this factor between measurements is flagged; without dates. */
  readonly largestRatio: number;
  /**
   * Annotations further than this on both sides of the image midline are flagged, as a fraction of the body
   * width (0.1 is 60 mm where only mm are known).
   */
  readonly sideMargin: number;
  /** A link of Algorithm 1 with at most this margin to its runner-up is uncertain, in feature distance. */
  readonly lowMargin: number;
}

/** What flags are made from. */
export interface FlagContext {
  readonly match: PatientMatch;
  readonly options: FlagLimits & ChangeLimits;
  /** Implausible in-plane pixel spacings of the patient, a reason by row; of all sequences, computed once. */
  readonly spacings: () => ReadonlyMap<number, string>;
}

/** Returns all flags of a sequence, by kind. O(lesions of the sequence + links of the patient). */
export const flagsOf = (
  sequence: Sequence,
  points: readonly GrowthPoint[],
  { match, options, spacings }: FlagContext,
): Flag[] => [
  ...growthFlags(points, options),
  ...sideFlags(sequence, options.sideMargin),
  ...sliceFlags(sequence),
  ...sliceSpacingFlags(points),
  ...pixelSpacingFlags(sequence, spacings()),
  ...conflictFlags(sequence, match),
  ...linkFlags(sequence, match, options.lowMargin),
];

function growthFlags(points: readonly GrowthPoint[], limits: FlagLimits & ChangeLimits): Flag[] {
  const flags: Flag[] = [];
  let from: WithDiameter<GrowthPoint> | undefined;
  for (const to of followed(points)) {
    if (to.status !== "measured") continue;
    const reason = from && implausibleGrowth(from, to, limits);
    if (from !== undefined && reason !== undefined) {
      const [a, b] = [from, to].map(
        ({ diameterMm, study }) => `${diameterMm.toFixed(1)} mm in study ${study}`,
      );
      flags.push({
        kind: "growth",
        rows: [from.row, to.row].filter((row) => row !== undefined),
        message: `${a}, ${b}: ${reason}`,
      });
    }
    from = to;
  }
  return flags;
}

/** Why growth between two measurements is implausible; none where it is not, or too small to count. */
function implausibleGrowth(
  from: WithDiameter<GrowthPoint>,
  to: WithDiameter<GrowthPoint>,
  limits: FlagLimits & ChangeLimits,
): string | undefined {
  const limitMm = changeLimitMm(from.diameterMm, limits);
  if (!atLeast(to.diameterMm - from.diameterMm, limitMm)) return undefined;
  const { fastestDoublingDays, largestRatio } = limits;
  const [start, end] = [from.day, to.day];
  if (start === undefined || end === undefined) {
    if (atLeast(from.diameterMm * largestRatio, to.diameterMm)) return undefined;
    return `more than ${largestRatio} times the diameter`;
  }
  if (start === end) return "growth within one day";
  const rate = twoPointRate({ time: start, mm: from.diameterMm }, { time: end, mm: to.diameterMm });
  const days = rate?.volumeDoubling;
  if (days === undefined || atLeast(days, fastestDoublingDays)) return undefined;
  return `the volume doubles in ${days.toFixed(1)} days, faster than ${fastestDoublingDays} days`;
}

const conflictFlags = ({ id }: Sequence, { conflicts }: PatientMatch): Flag[] =>
  conflicts
    .filter(({ sequence }) => sequence === id)
    .map(({ study, rows }) => ({
      kind: "conflict",
      rows,
      message: `${rows.length} different lesions of study ${study}; one of them is measured`,
    }));

function linkFlags({ lesions }: Sequence, { links }: PatientMatch, lowMargin: number): Flag[] {
  if (lesions.length < 2) return [];
  const rows = new Set(lesions.map(({ row }) => row));
  return links
    .filter((link) => rows.has(link.from) && isUncertainLink(link, lowMargin))
    .map(({ from, to, margin, logOdds, distance }) => {
      const runnerUp = margin === undefined ? "no runner-up" : `margin ${margin.toFixed(3)}`;
      const score =
        logOdds === undefined
          ? `distance ${distance?.toFixed(3) ?? "unknown"}`
          : `log-odds ${logOdds.toFixed(2)}`;
      return {
        kind: "link",
        rows: [from, to],
        message: `the link of rows ${from} and ${to} is uncertain: ${score}, ${runnerUp}`,
      };
    });
}

/** Returns whether a link is uncertain: by the joint matcher, else by its margin. Must-links never are. */
export function isUncertainLink(
  { logOdds, uncertain, margin, constrained }: Link,
  lowMargin: number,
): boolean {
  if (constrained) return false;
  if (logOdds !== undefined) return uncertain === true;
  return margin !== undefined && margin <= lowMargin;
}

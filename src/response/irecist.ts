/** iRECIST, response under immunotherapy: rule 14. */
import type { StudyTime } from "../growth/dates.js";
import { type BestOptions, reached } from "./best.js";
import { type NewLesions, type NonTargetVerdict, sequencesText } from "./non-target.js";
import type { TargetVerdict } from "./target.js";
import { atLeast, inMm, type OverallResponse, type Verdict } from "./verdict.js";

export type ImmuneResponse =
  | "iCR"
  | "iPR"
  | "iSD"
  | "iUPD"
  | "iCPD"
  | "iNE"
  | "non-iCR/non-iUPD"
  | "NED";

/** What iRECIST looks at in a study. */
export interface Findings extends StudyTime {
  readonly target: TargetVerdict | undefined;
  readonly nonTarget: NonTargetVerdict | undefined;
  readonly newLesions: NewLesions;
  readonly overall: Verdict<OverallResponse>;
}

export interface ImmuneCourse {
  /** One for every assessment. */
  readonly verdicts: readonly Verdict<ImmuneResponse>[];
  /**
   * Best of iCR, iPR, iSD before a confirmed progression, else how it ended; confirmed, and iSD for long enough,
   * as the options of RECIST's best response ask for.
   */
  readonly best: ImmuneResponse;
  /** The first iUPD of the block that was confirmed: the date of progression. */
  readonly progression: StudyTime | undefined;
}

/** A later sum must be larger by this, mm. */
const FURTHER_MM = 5;
/** Confirmation comes 4 to 8 weeks later. */
const [EARLIEST_DAYS, LATEST_DAYS] = [28, 56];

/**
 * A first progression is unconfirmed (iUPD); it is confirmed (iCPD) at the next assessment, not earlier than
 * 4 weeks where dates are known, by a further worsening: the target sum by 5 mm, a non-target that the
 * reader says progressed again, the sum of new lesions by 5 mm, a new lesion that the reader says
 * progressed, another new lesion, or progression of another kind. Increases add up within a block. An
 * assessment without progression ends the block; one with progression that got no worse stays iUPD. After iCPD it stays iCPD.
 *
 * @param assessments after baseline, in time order.
 */
export function immuneCourse(
  assessments: readonly Findings[],
  baselineDay: number | undefined,
  options: BestOptions,
): ImmuneCourse {
  const verdicts: Verdict<ImmuneResponse>[] = [];
  let block: Findings | undefined;
  let progression: StudyTime | undefined;
  for (const one of assessments) {
    if (progression !== undefined) {
      verdicts.push(as("iCPD", `progression is confirmed since study ${progression.study}`));
    } else if (one.overall.response === "NE") {
      verdicts.push(as("iNE", one.overall.why));
    } else if (one.overall.response !== "PD") {
      block = undefined;
      verdicts.push(as(IMMUNE[one.overall.response], one.overall.why));
    } else if (block === undefined) {
      block = one;
      verdicts.push(as("iUPD", one.overall.why));
    } else {
      const worse = worsening(block, one);
      const interval = intervalOf(block, one);
      if (worse === undefined) {
        verdicts.push(as("iUPD", `no further worsening since study ${block.study}`));
      } else if (interval !== undefined && interval < EARLIEST_DAYS) {
        const why = `${worse}, but ${interval} days after study ${block.study}: too early to confirm`;
        verdicts.push(as("iUPD", why));
      } else {
        progression = { study: block.study, date: block.date, day: block.day };
        verdicts.push(as("iCPD", `${worse} since study ${block.study}${lateness(interval)}`));
      }
    }
  }
  return { verdicts, best: bestOf(assessments, verdicts, baselineDay, options), progression };
}

const as = (response: ImmuneResponse, why: string): Verdict<ImmuneResponse> => ({
  response,
  rule: 14,
  why,
});

const IMMUNE: Readonly<Record<Exclude<OverallResponse, "PD">, ImmuneResponse>> = {
  CR: "iCR",
  PR: "iPR",
  SD: "iSD",
  NE: "iNE",
  "non-CR/non-PD": "non-iCR/non-iUPD",
  NED: "NED",
};

const intervalOf = (from: StudyTime, to: StudyTime): number | undefined =>
  from.day === undefined || to.day === undefined ? undefined : to.day - from.day;

const lateness = (interval: number | undefined): string => {
  if (interval === undefined) return " (no dates: the interval is not known)";
  return interval > LATEST_DAYS ? ` (after ${interval} days, later than 8 weeks)` : "";
};

/** What got worse since the block began, in words. */
function worsening(first: Findings, now: Findings): string | undefined {
  if (now.target?.response === "PD" && first.target?.response !== "PD") {
    return "the targets progressed too";
  }
  const rise =
    first.target?.response === "PD" ? riseOf(first.target.values, now.target?.values) : 0;
  if (atLeast(rise, FURTHER_MM)) return `the target sum rose by ${inMm(rise)}`;
  if ((now.nonTarget?.progressed.length ?? 0) > 0) {
    const again = (first.nonTarget?.progressed.length ?? 0) > 0;
    return again ? "non-targets progressed further" : "non-targets progressed too";
  }
  const another = now.newLesions.sequences.find(
    (sequence) => !first.newLesions.sequences.includes(sequence),
  );
  if (another !== undefined) return `another new lesion, sequence ${another}`;
  const { progressed } = now.newLesions;
  if (progressed.length > 0) return `new lesions progressed further: ${sequencesText(progressed)}`;
  const riseOfNew = riseOf(first.newLesions.values, now.newLesions.values);
  if (atLeast(riseOfNew, FURTHER_MM)) return `the sum of new lesions rose by ${inMm(riseOfNew)}`;
  return undefined;
}

/** Rise of the sum of those lesions that were evaluable both times, mm. */
function riseOf(first: NewLesions["values"], now: NewLesions["values"] = []): number {
  const before = new Map(first.map(({ sequence, mm }) => [sequence, mm]));
  return now.reduce((sum, { sequence, mm }) => {
    const then = before.get(sequence);
    return mm === undefined || then === undefined ? sum : sum + (mm - then);
  }, 0);
}

/** Where nothing better was reached: how it ended. Nothing evaluable is iNE. */
const ENDS: readonly ImmuneResponse[] = ["iCPD", "iUPD", "NED"];

/**
 * What was reached before progression was confirmed, by the options of RECIST's best response; iUPD does not end
 * the course, but confirms nothing.
 */
function bestOf(
  assessments: readonly Findings[],
  verdicts: readonly Verdict<ImmuneResponse>[],
  baselineDay: number | undefined,
  options: BestOptions,
): ImmuneResponse {
  const end = verdicts.findIndex(({ response }) => response === "iCPD");
  const until = end < 0 ? assessments : assessments.slice(0, end);
  const best = reached(until, baselineDay, options);
  if (best !== undefined) return IMMUNE[best.response];
  return ENDS.find((one) => verdicts.some(({ response }) => response === one)) ?? "iNE";
}

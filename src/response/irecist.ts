/** iRECIST, response under immunotherapy: rule 14. */
import { atLeast } from "../growth/changes.js";
import type { StudyTime } from "../growth/patient-dates.js";
import { reachedResponse } from "./best-response.js";
import type { NewLesions } from "./new-lesions.js";
import type { NonTargetAssessment } from "./non-target-response.js";
import { type Decision, mmText, type OverallResponse, sequencesText } from "./response-criteria.js";
import type { BestResponseOptions } from "./response-schema.js";
import type { TargetAssessment } from "./target-response.js";

/** Response of a study by iRECIST (Seymour 2017, doi 10.1016/S1470-2045(17)30074-8). */
export type ImmuneResponse =
  | "iCR"
  | "iPR"
  | "iSD"
  | "iUPD"
  | "iCPD"
  | "iNE"
  | "non-iCR/non-iUPD"
  | "NED";

/** The responses of a study from which iRECIST follows. */
export interface StudyResponse extends StudyTime {
  readonly target: TargetAssessment | undefined;
  readonly nonTarget: NonTargetAssessment | undefined;
  readonly newLesions: NewLesions;
  readonly overall: Decision<OverallResponse>;
}

/** The iRECIST responses of a patient over time. */
export interface ImmuneCourse {
  /** One for every assessment. */
  readonly responses: readonly Decision<ImmuneResponse>[];
  /**
   * Best of iCR, iPR and iSD before a confirmed progression, by the options of the best overall response;
   * else iCPD or iUPD; NED where there was no disease in any study; else iNE.
   */
  readonly best: ImmuneResponse;
  /** The first iUPD of the confirmed block: the date of progression. */
  readonly progression: StudyTime | undefined;
}

/** A further increase of a sum that confirms progression, mm. */
const FURTHER_MM = 5;
/** Confirmation is 4 to 8 weeks after the first iUPD, days. */
const EARLIEST_DAYS = 28;
const LATEST_DAYS = 56;

/**
 * Returns the iRECIST response at each study. A first progression is unconfirmed (iUPD). A later assessment,
 * not earlier than 4 weeks where dates are known, confirms it (iCPD) by a further worsening: the target sum
 * rises by 5 mm, non-targets progress again by the reader, the sum of new lesions rises by 5 mm, a new lesion
 * progresses by the reader, another new lesion appears, or another category progresses. Increases add up
 * within a block. An assessment without progression ends the block; progression without further worsening
 * stays iUPD. After iCPD every response is iCPD.
 *
 * @param assessments after baseline, in time order
 */
export function immuneCourse(
  assessments: readonly StudyResponse[],
  baselineDay: number | undefined,
  options: BestResponseOptions,
): ImmuneCourse {
  let first: StudyResponse | undefined;
  let progression: StudyTime | undefined;
  const responses = assessments.map((one) => {
    if (progression !== undefined) {
      return as("iCPD", `progression confirmed since study ${progression.study}`);
    }
    const { response, reason } = one.overall;
    if (response === "NE") return as("iNE", reason);
    if (response !== "PD") {
      first = undefined;
      return as(IMMUNE[response], reason);
    }
    if (first === undefined) {
      first = one;
      return as("iUPD", reason);
    }
    const decision = confirmationOf(first, one);
    if (decision.response === "iCPD") {
      progression = { study: first.study, date: first.date, day: first.day };
    }
    return decision;
  });
  const best = bestOf(assessments, responses, baselineDay, options);
  return { responses, best, progression };
}

const as = (response: ImmuneResponse, reason: string): Decision<ImmuneResponse> => ({
  response,
  rule: 14,
  reason,
});

const IMMUNE: Readonly<Record<Exclude<OverallResponse, "PD">, ImmuneResponse>> = {
  CR: "iCR",
  PR: "iPR",
  SD: "iSD",
  NE: "iNE",
  "non-CR/non-PD": "non-iCR/non-iUPD",
  NED: "NED",
};

/** Whether progression is confirmed since the first iUPD of the block. */
function confirmationOf(first: StudyResponse, now: StudyResponse): Decision<ImmuneResponse> {
  const worsening = worseningOf(first, now);
  if (worsening === undefined) return as("iUPD", `no further worsening since study ${first.study}`);
  const since = `${worsening} since study ${first.study}`;
  if (first.day === undefined || now.day === undefined) {
    return as("iCPD", `${since} (no dates: unknown interval)`);
  }
  const days = now.day - first.day;
  if (days < EARLIEST_DAYS)
    return as("iUPD", `${since}, but after ${days} days, too early to confirm`);
  const late = days > LATEST_DAYS ? ` (after ${days} days, later than 8 weeks)` : "";
  return as("iCPD", since + late);
}

/** What worsened since the block began. */
function worseningOf(first: StudyResponse, now: StudyResponse): string | undefined {
  return (
    targetWorsening(first.target, now.target) ??
    nonTargetWorsening(first.nonTarget, now.nonTarget) ??
    newLesionWorsening(first.newLesions, now.newLesions)
  );
}

function targetWorsening(
  first: TargetAssessment | undefined,
  now: TargetAssessment | undefined,
): string | undefined {
  if (first?.response !== "PD") {
    return now?.response === "PD" ? "the targets progressed too" : undefined;
  }
  const rise = riseOf(first.values, now?.values);
  return atLeast(rise, FURTHER_MM) ? `the target sum rose by ${mmText(rise)}` : undefined;
}

function nonTargetWorsening(
  first: NonTargetAssessment | undefined,
  now: NonTargetAssessment | undefined,
): string | undefined {
  if (now === undefined || now.progressed.length === 0) return undefined;
  const again = first !== undefined && first.progressed.length > 0;
  return again ? "non-targets progressed further" : "non-targets progressed too";
}

function newLesionWorsening(first: NewLesions, now: NewLesions): string | undefined {
  const another = now.sequences.find((sequence) => !first.sequences.includes(sequence));
  if (another !== undefined) return `another new lesion, sequence ${another}`;
  if (now.progressed.length > 0) {
    return `new lesions progressed further: ${sequencesText(now.progressed)}`;
  }
  const rise = riseOf(first.values, now.values);
  return atLeast(rise, FURTHER_MM) ? `the sum of new lesions rose by ${mmText(rise)}` : undefined;
}

/** Rise of the sum of the lesions that were evaluable both times, mm. */
function riseOf(first: NewLesions["values"], now: NewLesions["values"] = []): number {
  const before = new Map(first.map(({ sequence, mm }) => [sequence, mm]));
  return now.reduce((sum, { sequence, mm }) => {
    const then = before.get(sequence);
    return mm === undefined || then === undefined ? sum : sum + (mm - then);
  }, 0);
}

/** The best response before a confirmed progression; iUPD does not end the course, but confirms nothing. */
function bestOf(
  assessments: readonly StudyResponse[],
  responses: readonly Decision<ImmuneResponse>[],
  baselineDay: number | undefined,
  options: BestResponseOptions,
): ImmuneResponse {
  const end = responses.findIndex(({ response }) => response === "iCPD");
  const until = end < 0 ? assessments : assessments.slice(0, end);
  const best = reachedResponse(until, baselineDay, options);
  if (best !== undefined) return IMMUNE[best.response];
  const found = new Set(responses.map(({ response }) => response));
  if (found.has("iCPD")) return "iCPD";
  if (found.has("iUPD")) return "iUPD";
  return found.has("NED") && found.size === 1 ? "NED" : "iNE";
}

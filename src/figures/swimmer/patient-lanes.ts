/** Patients as lanes: stages of response and events over time. */
import type { StudyTime } from "../../growth/patient-dates.js";
import type { OverallResponse } from "../../response/response-criteria.js";
import type { PatientResponse } from "../../response/response-result.js";
import { DAYS_PER_MONTH, MOST_DAYS } from "../growth/time-axis.js";

/** The time from one study to the next, with the response that holds. */
export interface LaneStage {
  readonly study: number;
  readonly from: number;
  readonly to: number;
  /** None from baseline to the first assessment. */
  readonly response: OverallResponse | undefined;
  readonly reason: string;
  /** After the first progression. */
  readonly late: boolean;
}

export interface LaneEvent {
  readonly kind: "response" | "progression" | "new lesion";
  readonly at: number;
  readonly study: number;
  readonly text: string;
}

export interface PatientLane {
  readonly patient: string;
  readonly best: OverallResponse;
  readonly bestReason: string;
  readonly stages: readonly LaneStage[];
  readonly events: readonly LaneEvent[];
  readonly duration: number;
  /** No progression at the last study. */
  readonly ongoing: boolean;
}

/** What time is counted in. */
export type TimeUnit = "study" | "days" | "months";

/** Studies unless all patients have dates; then days, or months for long follow-up. */
export function timeUnitOf(responses: readonly PatientResponse[]): TimeUnit {
  const spans = responses.flatMap(({ baseline, assessments }) => {
    const last = assessments.at(-1);
    return last === undefined || baseline === undefined ? [] : [daysBetween(baseline, last)];
  });
  if (spans.length === 0 || spans.includes(undefined)) return "study";
  return Math.max(...spans.map((span = 0) => span)) > MOST_DAYS ? "months" : "days";
}

const daysBetween = (from: StudyTime, to: StudyTime): number | undefined =>
  from.day === undefined || to.day === undefined ? undefined : to.day - from.day;

/** The lane of a patient with at least one assessment. */
export function patientLane(response: PatientResponse, unit: TimeUnit): PatientLane {
  const { patient, baseline, assessments, best } = response;
  const timeOf = (one: StudyTime, i: number): number => {
    if (unit === "study" || baseline === undefined) return i;
    const days = daysBetween(baseline, one) ?? 0;
    return unit === "months" ? days / DAYS_PER_MONTH : days;
  };
  const times = assessments.map((one, i) => timeOf(one, i + 1));
  const duration = times.at(-1) ?? 0;
  const first: LaneStage = {
    study: baseline?.study ?? 0,
    from: 0,
    to: times[0] ?? 0,
    response: undefined,
    reason: "baseline",
    late: false,
  };
  const progression = assessments.findIndex(({ overall }) => overall.response === "PD");
  const stages = assessments.map(
    ({ study, overall }, i): LaneStage => ({
      study,
      from: times[i] ?? 0,
      to: times[i + 1] ?? duration,
      response: overall.response,
      reason: overall.reason,
      late: progression >= 0 && i >= progression,
    }),
  );
  return {
    patient,
    best: best.response,
    bestReason: best.reason,
    stages: [first, ...stages],
    events: eventsOf(response, times),
    duration,
    ongoing: assessments.at(-1)?.overall.response !== "PD",
  };
}

/** The first response, the first progression and the first new lesion. */
function eventsOf({ assessments }: PatientResponse, times: readonly number[]): LaneEvent[] {
  let [responded, progressed, appeared] = [false, false, false];
  return assessments.flatMap(({ study, overall, newLesions }, i): LaneEvent[] => {
    const at = times[i] ?? 0;
    const events: LaneEvent[] = [];
    const { response, reason } = overall;
    if (!responded && (response === "CR" || response === "PR")) {
      responded = true;
      events.push({
        kind: "response",
        at,
        study,
        text: `study ${study}: first ${response}, ${reason}`,
      });
    }
    if (!progressed && response === "PD") {
      progressed = true;
      events.push({ kind: "progression", at, study, text: `study ${study}: first PD, ${reason}` });
    }
    if (!appeared && newLesions.sequences.length > 0) {
      appeared = true;
      const text = `study ${study}: first new lesion, sequence ${newLesions.sequences.join(", ")}`;
      events.push({ kind: "new lesion", at, study, text });
    }
    return events;
  });
}

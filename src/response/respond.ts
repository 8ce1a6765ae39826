/** Growth in, response out: RECIST 1.1 and iRECIST with the rule behind every verdict. */
import {
  assertBoolean,
  assertInteger,
  assertNonNegative,
  assertOneOf,
  completeOptions,
} from "../core/options.js";
import type { StudyTime } from "../growth/dates.js";
import { assertKnownRows, sequencesByRow } from "../growth/known-rows.js";
import type { PatientGrowth, SequenceGrowth } from "../growth/result.js";
import { type BestOptions, type BestResponse, bestResponse, DEFAULT_BEST_OPTIONS } from "./best.js";
import { type Findings, type ImmuneCourse, type ImmuneResponse, immuneCourse } from "./irecist.js";
import { lastSeenThere, newLesions, nonTargetVerdict } from "./non-target.js";
import { assertNotes, type LesionNote, type StatusNote } from "./notes.js";
import { overallVerdict } from "./overall.js";
import { type Assignment, rolesOf } from "./roles.js";
import { assertFitting, statusesOf } from "./seen.js";
import { ownValue, type TargetSum, targetSum } from "./sums.js";
import { targetVerdicts } from "./target.js";
import type { UnknownOrgan } from "./targets.js";
import type { Verdict } from "./verdict.js";

export interface ResponseOptions extends BestOptions {
  /**
   * What the reader knows of lesions: organ, role, parts of a split one. Targets are chosen by rules 1 and
   * 2 for patients in which no note names one.
   * @defaultValue []
   */
  readonly lesions: readonly LesionNote[];
  /**
   * What the reader saw of lesions in a study, beyond the marks.
   * @defaultValue []
   */
  readonly statuses: readonly StatusNote[];
  /**
   * The study that is the baseline.
   * @defaultValue undefined: the patient's first study
   */
  readonly baseline: number | undefined;
  /**
   * A measurable lesion of unknown organ is refused, or all such lesions are taken as of one organ
   * `"together"`, so that at most two of them become targets.
   * @defaultValue "refuse"
   */
  readonly unknownOrgan: UnknownOrgan;
  /**
   * A partial response lasts until progression (rule 7).
   * @defaultValue true
   */
  readonly carryForwardResponse: boolean;
}

export const DEFAULT_RESPONSE_OPTIONS: ResponseOptions = Object.freeze({
  lesions: Object.freeze([]),
  statuses: Object.freeze([]),
  baseline: undefined,
  unknownOrgan: "refuse",
  carryForwardResponse: true,
  ...DEFAULT_BEST_OPTIONS,
});

/** One study after baseline. */
export interface Assessment extends Findings {
  readonly immune: Verdict<ImmuneResponse>;
}

/** How a patient responded. */
export interface PatientResponse {
  readonly patient: string;
  /** The baseline, with the targets and their sum; none where the patient has no studies. */
  readonly baseline: (StudyTime & TargetSum) | undefined;
  /** What every sequence was taken for. */
  readonly assignments: readonly Assignment[];
  /** One for every study after baseline, in time order. */
  readonly assessments: readonly Assessment[];
  readonly best: BestResponse;
  readonly immune: Pick<ImmuneCourse, "best" | "progression">;
  /** What the reader of the result should know. */
  readonly remarks: readonly string[];
}

/**
 * The response of every patient. This is no medical device, and the rules are those of docs/response.md.
 *
 * A patient without a study after baseline has no assessments and the best response NE. Nodes are those
 * that {@link grow} was told. O(sequences x studies) a patient.
 *
 * @throws LesionGraphError UNKNOWN_OPTION; BAD_OPTION; UNKNOWN_ROW for a note on a row that is not there;
 * MISSING_ORGAN; BAD_RESPONSE for notes that do not fit the lesions.
 */
export function respond(
  growths: readonly PatientGrowth[],
  given?: Partial<ResponseOptions>,
): PatientResponse[] {
  const options = responseOptions(given);
  const noted = [...options.lesions, ...options.statuses].map(({ row }) => row);
  if (noted.length > 0) {
    const known = new Set(growths.flatMap((growth) => [...sequencesByRow(growth).keys()]));
    assertKnownRows("notes to be on", noted, known);
  }
  return growths.map((growth) => respondOne(growth, options));
}

/** The response of one patient; as {@link respond}, but notes may be on other patients too. */
export const respondPatient = (
  growth: PatientGrowth,
  given?: Partial<ResponseOptions>,
): PatientResponse => respondOne(growth, responseOptions(given));

function responseOptions(given: Partial<ResponseOptions> | undefined): ResponseOptions {
  const options = completeOptions("respond", DEFAULT_RESPONSE_OPTIONS, given);
  assertOneOf("unknownOrgan", options.unknownOrgan, ["refuse", "together"]);
  if (options.baseline !== undefined) assertInteger("baseline", options.baseline, 1);
  assertBoolean("confirm", options.confirm);
  assertBoolean("carryForwardResponse", options.carryForwardResponse);
  assertNonNegative("confirmDays", options.confirmDays);
  assertNonNegative("stableDays", options.stableDays);
  assertNotes(options.lesions, options.statuses);
  return options;
}

function respondOne(growth: PatientGrowth, options: ResponseOptions): PatientResponse {
  const { patient, studies } = growth;
  const baseline =
    options.baseline === undefined
      ? studies[0]
      : studies.find(({ study }) => study === options.baseline);
  if (baseline === undefined) return withoutBaseline(patient, options);

  const sequenceOf = sequencesByRow(growth);
  const seen = statusesOf(growth, sequenceOf, options.statuses);
  const { lesions, unknownOrgan } = options;
  const hasFigure = (sequence: SequenceGrowth, study: number): boolean =>
    ownValue(sequence, study, seen).mm !== undefined;
  const roles = rolesOf(growth, sequenceOf, baseline.study, lesions, unknownOrgan, hasFigure);
  assertFitting(roles, baseline.study, patient, sequenceOf, options.statuses);
  const sumAt = ({ study }: StudyTime): TargetSum => targetSum(roles.targets, study, seen);
  const later = studies.filter(({ study }) => study > baseline.study);
  const first = sumAt(baseline);
  const targets =
    roles.targets.length === 0
      ? []
      : targetVerdicts(first.partMm, later.map(sumAt), options.carryForwardResponse);
  const findings = later.map((time, i): Findings => {
    const target = targets[i];
    const nonTarget =
      roles.nonTargets.length === 0
        ? undefined
        : nonTargetVerdict(roles.nonTargets, time.study, seen);
    const fresh = newLesions(roles.fresh, baseline.study, time.study, seen);
    const unplaced = lastSeenThere(roles.unplaced, baseline.study, time.study, seen);
    const overall = overallVerdict(
      target,
      nonTarget,
      fresh,
      unplaced.map(({ sequence }) => sequence),
    );
    return { ...time, target, nonTarget, newLesions: fresh, overall };
  });
  const { verdicts, ...immune } = immuneCourse(findings, baseline.day, options);
  const best = bestResponse(findings, baseline.day, options);
  return {
    patient,
    baseline: { ...baseline, ...first },
    assignments: roles.assignments,
    assessments: findings.map((one, i) => ({
      ...one,
      immune: verdicts[i] as Verdict<ImmuneResponse>,
    })),
    best,
    immune,
    remarks: [...roles.remarks, ...best.remarks],
  };
}

/** The asked-for baseline is not among the patient's studies, or there are none. */
function withoutBaseline(patient: string, options: ResponseOptions): PatientResponse {
  const why =
    options.baseline === undefined ? "no studies" : `no study ${options.baseline} for a baseline`;
  return {
    patient,
    baseline: undefined,
    assignments: [],
    assessments: [],
    best: { response: "NE", rule: 13, why, study: undefined, remarks: [] },
    immune: { best: "iNE", progression: undefined },
    remarks: [why],
  };
}

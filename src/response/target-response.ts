/** Response of the target lesions, study by study: rules 4 to 8. */
import { atLeast, percentChange } from "../growth/changes.js";
import {
  type Decision,
  mmText,
  percentText,
  sequencesText,
  type TargetResponse,
} from "./response-criteria.js";
import type { TargetSum } from "./target-sums.js";

/** The response of the targets in a study, with the sums that it follows from. */
export interface TargetAssessment extends Decision<TargetResponse>, TargetSum {
  readonly baselineMm: number;
  /** Smallest earlier sum, that of the baseline included. */
  readonly nadirMm: number;
  /** Change of the sum in percent; none where the sum is unknown or changes from 0. */
  readonly fromBaselinePercent: number | undefined;
  readonly fromNadirPercent: number | undefined;
}

/** Progression: growth from the nadir as a factor and in mm (rule 5). Partial response: rule 6. */
const GROWTH_FACTOR = 1.2;
const GROWTH_MM = 5;
const SHRINKAGE_FACTOR = 0.7;

/** Returns the smallest sum that is progression from this nadir, in mm. */
export const progressionLimitMm = (nadirMm: number): number =>
  Math.max(GROWTH_FACTOR * nadirMm, nadirMm + GROWTH_MM);

/** Returns the largest sum that is a partial response to this baseline, in mm. */
export const partialResponseLimitMm = (baselineMm: number): number => SHRINKAGE_FACTOR * baselineMm;

/** Returns whether a sum is progression from the nadir; both limits are inclusive. */
const isProgression = (sumMm: number, nadirMm: number): boolean =>
  atLeast(sumMm, GROWTH_FACTOR * nadirMm) && atLeast(sumMm - nadirMm, GROWTH_MM);

/**
 * Returns the response of the targets at each study after baseline, in time order. Sums of studies in which a
 * target was not evaluable do not become the nadir. O(n).
 *
 * @param carryForwardResponse a partial response lasts until progression (rule 7)
 */
export function targetAssessments(
  baselineMm: number,
  sums: readonly TargetSum[],
  carryForwardResponse: boolean,
): TargetAssessment[] {
  let nadirMm = baselineMm;
  let responded = false;
  return sums.map((sum) => {
    const isCarried = responded && carryForwardResponse;
    const decision =
      sum.sumMm === undefined
        ? decideWithoutSum(sum, nadirMm)
        : decide(sum, sum.sumMm, { baselineMm, nadirMm, isCarried });
    const assessment: TargetAssessment = {
      ...sum,
      ...decision,
      baselineMm,
      nadirMm,
      fromBaselinePercent: percentChange(baselineMm, sum.sumMm),
      fromNadirPercent: percentChange(nadirMm, sum.sumMm),
    };
    if (sum.sumMm !== undefined) nadirMm = Math.min(nadirMm, sum.sumMm);
    if (decision.response === "CR" || decision.response === "PR") responded = true;
    if (decision.response === "PD") responded = false;
    return assessment;
  });
}

/** The sums that a sum is compared with. */
interface Reference {
  readonly baselineMm: number;
  readonly nadirMm: number;
  /** An earlier partial response still lasts. */
  readonly isCarried: boolean;
}

/** In the order CR, PD, PR, SD (rule 7). */
function decide(
  { isComplete }: TargetSum,
  sumMm: number,
  { baselineMm, nadirMm, isCarried }: Reference,
): Decision<TargetResponse> {
  if (isComplete) {
    const reason = `all targets absent, lymph nodes below 10 mm; sum ${mmText(sumMm)}`;
    return { response: "CR", rule: 4, reason };
  }
  if (nadirMm === 0) return decideFromZero(sumMm);
  const grown = growthText(sumMm, nadirMm);
  if (isProgression(sumMm, nadirMm)) return { response: "PD", rule: 5, reason: grown };
  const change = `${mmText(sumMm)}, ${percentText(baselineMm, sumMm)} from the baseline of ${mmText(baselineMm)}`;
  if (atLeast(partialResponseLimitMm(baselineMm), sumMm)) {
    return { response: "PR", rule: 6, reason: change };
  }
  if (isCarried) {
    return { response: "PR", rule: 7, reason: `${change}; the response lasts: ${grown}` };
  }
  const fromNadir = nadirMm === baselineMm ? "" : `; ${grown}`;
  return { response: "SD", rule: 6, reason: change + fromNadir };
}

/** A target was not evaluable: NE, unless the others prove progression (rule 8). */
function decideWithoutSum(
  { values, evaluableMm }: TargetSum,
  nadirMm: number,
): Decision<TargetResponse> {
  const missing = values.filter(({ mm }) => mm === undefined).map(({ sequence }) => sequence);
  const without = `without ${sequencesText(missing)}`;
  if (nadirMm === 0 && evaluableMm > 0) {
    return { ...decideFromZero(evaluableMm, `${without} already `), rule: 8 };
  }
  if (isProgression(evaluableMm, nadirMm)) {
    const reason = `${without} already ${growthText(evaluableMm, nadirMm)}`;
    return { response: "PD", rule: 8, reason };
  }
  return { response: "NE", rule: 8, reason: `${sequencesText(missing)} not evaluable: no sum` };
}

/**
 * Targets are present again after a sum of 0 mm. From 5 mm on that is progression by the absolute limit of
 * rule 5, below it is not evaluable. The percentage is undefined, so a reader must review it, unless rule 11
 * makes it progression.
 */
function decideFromZero(mm: number, without = ""): Decision<TargetResponse> {
  const reason = `${without}${mmText(mm)} after a smallest sum of 0 mm, no percentage`;
  return atLeast(mm, GROWTH_MM)
    ? { response: "PD", rule: 5, reason, review: true }
    : { response: "NE", rule: 8, reason, review: true };
}

const growthText = (mm: number, nadirMm: number): string =>
  `${mmText(mm)}, ${percentText(nadirMm, mm)} and ${mmText(mm - nadirMm)} from the smallest sum of ${mmText(nadirMm)}`;

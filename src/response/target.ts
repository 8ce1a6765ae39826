/** Response of the target lesions, study by study: rules 4 to 8. */
import type { TargetSum } from "./sums.js";
import { atLeast, inMm, inPercent, type TargetResponse, type Verdict } from "./verdict.js";

/** A verdict on the targets with the sums it was made of. */
export interface TargetVerdict extends Verdict<TargetResponse>, TargetSum {
  readonly baselineMm: number;
  /** Smallest sum before this study, that of the baseline included. */
  readonly nadirMm: number;
  /** None where the sum is not known or measured from 0. */
  readonly fromBaselinePercent: number | undefined;
  readonly fromNadirPercent: number | undefined;
}

/**
 * The verdicts on the sums after baseline, in time order; sums of studies in which not every target was
 * evaluable do not become the nadir. O(n).
 *
 * @param keepResponse a partial response lasts until progression (rule 7).
 */
export function targetVerdicts(
  baselineMm: number,
  sums: readonly TargetSum[],
  carryForwardResponse: boolean,
): TargetVerdict[] {
  let nadirMm = baselineMm;
  let responded = false;
  return sums.map((sum) => {
    const verdict = judge(sum, baselineMm, nadirMm, responded && carryForwardResponse);
    const full: TargetVerdict = {
      ...sum,
      ...verdict,
      baselineMm,
      nadirMm,
      fromBaselinePercent: percent(baselineMm, sum.sumMm),
      fromNadirPercent: percent(nadirMm, sum.sumMm),
    };
    if (sum.sumMm !== undefined) nadirMm = Math.min(nadirMm, sum.sumMm);
    if (verdict.response === "CR" || verdict.response === "PR") responded = true;
    if (verdict.response === "PD") responded = false;
    return full;
  });
}

const percent = (from: number, to: number | undefined): number | undefined =>
  from === 0 || to === undefined ? undefined : ((to - from) / from) * 100;

/** Least growth from the nadir, in parts and in mm, and least shrinkage from baseline (rules 5, 6). */
const [GROWTH, LEAST_GROWTH_MM, SHRINKAGE] = [1.2, 5, 0.7];

export const isProgression = (sumMm: number, nadirMm: number): boolean =>
  atLeast(sumMm, GROWTH * nadirMm) && atLeast(sumMm - nadirMm, LEAST_GROWTH_MM);

/** In the order CR, PD, PR, SD (rule 7). */
function judge(
  { sumMm, partMm, gone, values }: TargetSum,
  baselineMm: number,
  nadirMm: number,
  responded: boolean,
): Verdict<TargetResponse> {
  const grown = (mm: number): string =>
    `${inMm(mm)}, ${inPercent(nadirMm, mm)} and ${inMm(mm - nadirMm)} from the smallest sum of ${inMm(nadirMm)}`;
  if (sumMm === undefined) {
    const missing = values.filter(({ mm }) => mm === undefined).map(({ sequence }) => sequence);
    const without = `without sequence ${missing.join(", ")}`;
    if (nadirMm === 0 && partMm > 0) return regrown(partMm, `${without} already `);
    if (nadirMm > 0 && isProgression(partMm, nadirMm)) {
      return { response: "PD", rule: 8, why: `${without} already ${grown(partMm)}` };
    }
    return { response: "NE", rule: 8, why: `${without}, which was not measured, no sum` };
  }
  if (gone) {
    const why = `all targets gone, nodes below 10 mm; sum ${inMm(sumMm)}`;
    return { response: "CR", rule: 4, why };
  }
  if (nadirMm === 0) return regrown(sumMm);
  if (isProgression(sumMm, nadirMm)) return { response: "PD", rule: 5, why: grown(sumMm) };
  const shrunk = `${inMm(sumMm)}, ${inPercent(baselineMm, sumMm)} from baseline's ${inMm(baselineMm)}`;
  if (atLeast(SHRINKAGE * baselineMm, sumMm)) return { response: "PR", rule: 6, why: shrunk };
  if (responded) {
    return {
      response: "PR",
      rule: 7,
      why: `${shrunk}; the response lasts, for it is ${grown(sumMm)}`,
    };
  }
  const again = nadirMm === baselineMm ? "" : `; ${grown(sumMm)}`;
  return { response: "SD", rule: 6, why: shrunk + again };
}

/** From 0 mm there is no percentage: a reader has to look. */
const regrown = (mm: number, without = ""): Verdict<TargetResponse> => ({
  response: "NE",
  rule: 8,
  why: `${without}${inMm(mm)} after a smallest sum of 0 mm: no percentage; look whether a lesion came back`,
  review: true,
});

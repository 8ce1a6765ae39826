/**
 * Terms and limits shared by the rules of response.
 *
 * The rules are those of RECIST 1.1 (Eisenhauer et al. 2009, doi 10.1016/j.ejca.2008.10.026), numbered as in
 * docs/response.md, and iRECIST (Seymour et al. 2017, doi 10.1016/S1470-2045(17)30074-8).
 */
import { atLeast, percentChange } from "../growth/changes.js";

/** A response with the rule and the numbers that decided it. */
export interface Decision<R extends string = string> {
  readonly response: R;
  /** Number of the rule in docs/response.md. */
  readonly rule: number;
  /** A sentence with the numbers. */
  readonly reason: string;
  /** True where a reader must review: the rules and the data alone do not decide. */
  readonly review?: true;
}

/** Response of the target lesions. */
export type TargetResponse = "CR" | "PR" | "SD" | "PD" | "NE";
/** Response of the non-target lesions. */
export type NonTargetResponse = "CR" | "non-CR/non-PD" | "PD" | "NE";
/** Response of the patient; `"NED"`: no evidence of disease at baseline or since. */
export type OverallResponse = TargetResponse | "non-CR/non-PD" | "NED";

/** A lymph node with a smaller short axis is normal, mm (rule 1). */
const NORMAL_LYMPH_NODE_MM = 10;

/** Returns whether a lymph node with this short axis is normal. */
export const isNormalLymphNode = (mm: number): boolean => !atLeast(mm, NORMAL_LYMPH_NODE_MM);

/** Returns millimetres as text with at most two decimals. */
export const mmText = (value: number): string => `${Number(value.toFixed(2))} mm`;

/** Returns a change in percent as text with sign and one decimal; from 0 mm there is none. */
export const percentText = (from: number, to: number): string => {
  const percent = percentChange(from, to)?.toFixed(1);
  if (percent === undefined) return "no percentage";
  return `${percent.startsWith("-") ? "" : "+"}${percent} %`.replace("-0.0", "+0.0");
};

/** Returns "sequence 3" or "sequences 3, 4" as text. */
export const sequencesText = (sequences: readonly number[]): string =>
  `sequence${sequences.length > 1 ? "s" : ""} ${runsText(sequences)}`;

/** "study 2" or "studies 2, 4–7". */
export const studiesText = (studies: readonly number[]): string =>
  `${studies.length > 1 ? "studies" : "study"} ${runsText(studies)}`;

/** "2, 4–7" of 2, 4, 5, 6, 7: three and more in a row as a run. */
function runsText(numbers: readonly number[]): string {
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs
    .flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run.map(String)))
    .join(", ");
}

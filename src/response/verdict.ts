/**
 * Words that every rule of response uses.
 *
 * The rules are those of RECIST 1.1 (Eisenhauer et al. 2009, doi 10.1016/j.ejca.2008.10.026), numbered as
 * in docs/response.md; iRECIST is that of Seymour et al. 2017 (doi 10.1016/S1470-2045(17)30074-8).
 */
import { atLeast } from "../growth/changes.js";

/** A decision, with the rule and the figures that decided it. */
export interface Verdict<R extends string = string> {
  readonly response: R;
  /** Number of the rule in docs/response.md. */
  readonly rule: number;
  /** The figures in words. */
  readonly why: string;
  /** True where a reader has to look: the rules alone do not decide. */
  readonly review?: true;
}

/** Of target lesions. */
export type TargetResponse = "CR" | "PR" | "SD" | "PD" | "NE";
/** Of non-target lesions. */
export type NonTargetResponse = "CR" | "non-CR/non-PD" | "PD" | "NE";
/** Of the patient; `"NED"`: there is no disease to follow. */
export type OverallResponse = TargetResponse | "non-CR/non-PD" | "NED";

/** Below this short axis a lymph node is normal, mm (rule 1). */
const NORMAL_NODE_MM = 10;

export { atLeast };

/** Whether a lymph node of this short axis is normal. */
export const isNormalNode = (mm: number): boolean => !atLeast(mm, NORMAL_NODE_MM);

/** Millimetres with at most two decimals. */
export const inMm = (value: number): string => `${Number(value.toFixed(2))} mm`;

/** A change in percent with its sign and one decimal, none of "-0.0"; "of 0 mm" has none. */
export const inPercent = (from: number, to: number): string => {
  if (from === 0) return "no percentage";
  const percent = (((to - from) / from) * 100).toFixed(1);
  return `${percent.startsWith("-") ? "" : "+"}${percent} %`.replace("-0.0", "+0.0");
};

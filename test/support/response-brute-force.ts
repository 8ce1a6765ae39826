/**
 * RECIST 1.1 and iRECIST by definition, in tenths of a millimetre: every study looks back at all earlier ones,
 * nothing is carried along. Written from docs/response.md, without the code under test.
 */
import { type PlainTarget, plainResponse } from "./recist-brute-force.js";

export type PlainState = "present" | "absent" | "unknown" | "progressed";

/** A patient; study 0 is the baseline. */
export interface PlainCase {
  readonly targets: readonly PlainTarget[];
  /** Non-target states by study, from study 1 on. */
  readonly nonTargets: readonly (readonly PlainState[])[];
  /** New lesions in tenths by study; `undefined` before they appear, annotated in every study after. */
  readonly newLesions: readonly (readonly (number | undefined)[])[];
  readonly days: readonly number[];
}

const nonTarget = ({ nonTargets }: PlainCase, study: number): string | undefined => {
  const states = nonTargets.map((states) => states[study]);
  if (states.length === 0) return undefined;
  if (states.includes("progressed")) return "PD";
  if (states.includes("present")) return "non-CR/non-PD";
  return states.includes("unknown") ? "NE" : "CR";
};

const newAt = ({ newLesions }: PlainCase, study: number): number[] =>
  newLesions.flatMap((tenths, i) => (tenths[study] === undefined ? [] : [i]));

const hasDisease = (one: PlainCase, study: number): boolean =>
  nonTarget(one, study) === "non-CR/non-PD" ||
  one.targets.some(({ lymphNode, tenths }) => (tenths[study] ?? 0) >= (lymphNode ? 100 : 1));

/** The overall response at a study after baseline. */
export function plainOverall(one: PlainCase, study: number): string {
  const target = plainResponse(one.targets, study);
  const others = nonTarget(one, study) ?? "CR";
  const earlier = one.days.map((_, s) => s).filter((s) => s > 0 && s < study);
  if (target === "PD" || others === "PD" || newAt(one, study).length > 0) return "PD";
  if (hasDisease(one, study) && earlier.some((s) => plainOverall(one, s) === "CR")) return "PD";
  return target === "CR" && others !== "CR" ? "PR" : target;
}

/** The first iUPD of the block that a progression belongs to: no study in between without progression. */
function blockStart(overall: readonly string[], study: number): number {
  const reset = overall.findLastIndex((one, s) => s < study && one !== "PD" && one !== "NE");
  return overall.findIndex((one, s) => s > reset && one === "PD");
}

const rise = (
  lesions: readonly (readonly (number | undefined)[])[],
  from: number,
  to: number,
): number =>
  lesions
    .map((tenths) => [tenths[from], tenths[to]] as const)
    .reduce((sum, [a, b]) => (a === undefined || b === undefined ? sum : sum + b - a), 0);

function worsened(one: PlainCase, from: number, to: number): boolean {
  const sizes = one.targets.map(({ tenths }) => tenths);
  const wasTarget = plainResponse(one.targets, from) === "PD";
  return (
    (!wasTarget && plainResponse(one.targets, to) === "PD") ||
    (wasTarget && rise(sizes, from, to) >= 50) ||
    nonTarget(one, to) === "PD" ||
    newAt(one, to).some((i) => !newAt(one, from).includes(i)) ||
    rise(one.newLesions, from, to) >= 50
  );
}

/** The iRECIST responses, study 1 on; index 0 stands for the baseline. */
export function plainImmune(one: PlainCase): string[] {
  const overall = one.days.map((_, s) => (s === 0 ? "" : plainOverall(one, s)));
  const confirms = (s: number): boolean => {
    const start = blockStart(overall, s);
    return (
      overall[s] === "PD" &&
      start > 0 &&
      start < s &&
      (one.days[s] ?? 0) - (one.days[start] ?? 0) >= 28 &&
      worsened(one, start, s)
    );
  };
  const first = overall.findIndex((_, s) => confirms(s));
  return overall.map((response, s) => {
    if (first > 0 && s >= first) return "iCPD";
    return response === "PD" ? "iUPD" : `i${response}`;
  });
}

/** The best overall response by definition: the best candidate that holds before the first PD. */
export function plainBest(
  overall: readonly string[],
  days: readonly number[],
  confirm: boolean,
): string {
  const end = overall.indexOf("PD");
  const before = end < 0 ? overall : overall.slice(0, end);
  const meets = (response: string, wanted: string): boolean =>
    response === wanted || response === "CR";
  const confirmed = (wanted: string, i: number): boolean =>
    before.some((_, j) => {
      if (j <= i || !meets(before[j] ?? "", wanted)) return false;
      const between = before.slice(i + 1, j);
      const isCalm = between.every((one) => one === "NE" || meets(one, wanted));
      const missed = between.filter((one) => one === "NE").length;
      return isCalm && missed <= 1 && (days[j] ?? 0) - (days[i] ?? 0) >= 28;
    });
  for (const wanted of ["CR", "PR"]) {
    if (before.some((one, i) => meets(one, wanted) && (!confirm || confirmed(wanted, i)))) {
      return wanted;
    }
  }
  const isDisease = (one: string): boolean => ["CR", "PR", "SD"].includes(one);
  if (before.some((one, i) => isDisease(one) && (days[i] ?? 0) >= 42)) return "SD";
  return end >= 0 ? "PD" : "NE";
}

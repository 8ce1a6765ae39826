/** Best overall response: rule 13. */
import type { StudyTime } from "../dates.js";
import { atLeast, type OverallResponse, type Verdict } from "./verdict.js";

export interface BestOptions {
  /**
   * Complete and partial response count only when they are confirmed by a later assessment; needs dates.
   * @defaultValue false
   */
  readonly confirm: boolean;
  /**
   * Least days between a response and its confirmation.
   * @defaultValue 28
   */
  readonly confirmDays: number;
  /**
   * Least days from baseline for stable disease; with dates only.
   * @defaultValue 42
   */
  readonly stableDays: number;
}

export const DEFAULT_BEST_OPTIONS: BestOptions = Object.freeze({
  confirm: false,
  confirmDays: 28,
  stableDays: 42,
});

/** What the best response is made of: one study's overall verdict, and when it was. */
export interface Dated extends StudyTime {
  readonly overall: Verdict<OverallResponse>;
}

export interface BestResponse extends Verdict<OverallResponse> {
  /** The study that decided it. */
  readonly study: number | undefined;
  /** What could not be asked for without dates. */
  readonly remarks: readonly string[];
}

/**
 * The best response up to the first progression. With `confirm`, a response counts when another follows at
 * least `confirmDays` later, with nothing worse between them but one assessment that was not evaluable;
 * a response that is not confirmed counts as stable disease where that has lasted long enough (for
 * non-targets only as non-CR/non-PD). Where it has not, disease after CR is PD (table 3 of RECIST 1.1), and so
 * is progression after either.
 *
 * @param assessments after baseline, in time order. None gives NE.
 */
export function bestResponse(
  assessments: readonly Dated[],
  baselineDay: number | undefined,
  { confirm, confirmDays, stableDays }: BestOptions,
): BestResponse {
  const dated = baselineDay !== undefined;
  const remarks = dated
    ? []
    : [`no dates: ${confirm ? "no response confirmed, " : ""}no minimum interval for SD`];
  const as = (response: OverallResponse, one: Dated | undefined, why: string): BestResponse => ({
    response,
    rule: 13,
    why,
    study: one?.study,
    remarks,
  });
  const end = assessments.findIndex(({ overall }) => overall.response === "PD");
  const until = end < 0 ? assessments : assessments.slice(0, end);
  const days = (from: number | undefined, { day }: Dated): number => (day ?? 0) - (from ?? 0);

  for (const wanted of ["CR", "PR"] as const) {
    for (const [i, one] of until.entries()) {
      if (!responds(one, wanted)) continue;
      const why = `${wanted} in study ${one.study}`;
      if (!confirm || !dated) return as(wanted, one, why);
      const second = confirmation(until.slice(i), wanted, confirmDays);
      if (second) return as(wanted, one, `${why}, confirmed in study ${second.study}`);
    }
  }

  const isStable = ({ overall: { response } }: Dated): boolean =>
    ["CR", "PR", "SD", "non-CR/non-PD"].includes(response);
  const stable = until.find(
    (one) => isStable(one) && (!dated || atLeast(days(baselineDay, one), stableDays)),
  );
  if (stable !== undefined) {
    const { response } = stable.overall;
    const name = stable.overall.rule === 12 ? "non-CR/non-PD" : "SD";
    const after = dated ? ` after ${days(baselineDay, stable)} days` : "";
    const was = response === name ? "" : ` (${response}, not confirmed)`;
    return as(name, stable, `${name} in study ${stable.study}${after}${was}`);
  }
  const progression = assessments[end];
  if (progression !== undefined) {
    return as("PD", progression, `PD in study ${progression.study}, nothing better before`);
  }
  const complete = until.findIndex(({ overall }) => overall.response === "CR");
  const back = until.find(
    (one, i) => complete >= 0 && i > complete && isStable(one) && one.overall.response !== "CR",
  );
  if (back !== undefined) {
    const why = `${back.overall.response} in study ${back.study}: disease after a CR that was not confirmed`;
    return as("PD", back, why);
  }
  const early = until.find(isStable);
  if (early !== undefined) {
    const interval = days(baselineDay, early);
    return as("NE", early, `SD after ${interval} days only, fewer than ${stableDays}`);
  }
  const healthy = until.length > 0 && until.every(({ overall }) => overall.response === "NED");
  if (healthy) return as("NED", until[0], "no disease at baseline and none later");
  return as("NE", undefined, until.length > 0 ? "nothing evaluable" : "no study after baseline");
}

/** CR is a partial response too. */
const responds = ({ overall: { response } }: Dated, wanted: "CR" | "PR"): boolean =>
  response === "CR" || response === wanted;

/** The assessment that confirms the first of these, if one does. */
function confirmation(
  [first, ...later]: readonly Dated[],
  wanted: "CR" | "PR",
  confirmDays: number,
): Dated | undefined {
  let missed = 0;
  for (const one of later) {
    if (one.overall.response === "NE") {
      missed++;
      if (missed > 1) return undefined;
    } else if (!responds(one, wanted)) {
      return undefined;
    } else if (atLeast((one.day ?? 0) - (first?.day ?? 0), confirmDays)) {
      return one;
    }
  }
  return undefined;
}

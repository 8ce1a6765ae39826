/** Best overall response: rule 13. */
import type { StudyTime } from "../growth/dates.js";
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

/** A response that counts as the best, the study that decided it, and the figures. */
export interface Reached<D extends Dated = Dated> {
  readonly response: Exclude<OverallResponse, "PD" | "NE" | "NED">;
  readonly one: D;
  readonly why: string;
}

/**
 * The best of CR, PR and stable disease among assessments, where one was reached. With `confirm` and dates a
 * response counts when another follows at least `confirmDays` later, with nothing worse between them but one
 * assessment that was not evaluable; a response that is not confirmed counts as stable disease where that has
 * lasted `stableDays` from baseline (for non-targets only as non-CR/non-PD).
 */
export function reached<D extends Dated>(
  assessments: readonly D[],
  baselineDay: number | undefined,
  { confirm, confirmDays, stableDays }: BestOptions,
): Reached<D> | undefined {
  const dated = baselineDay !== undefined;
  for (const wanted of ["CR", "PR"] as const) {
    for (const [i, one] of assessments.entries()) {
      if (!responds(one, wanted)) continue;
      const why = `${wanted} in study ${one.study}`;
      if (!confirm || !dated) return { response: wanted, one, why };
      const second = confirmation(assessments.slice(i), wanted, confirmDays);
      if (second === undefined) continue;
      return { response: wanted, one, why: `${why}, confirmed in study ${second.study}` };
    }
  }
  const one = assessments.find(
    (each) => isStable(each) && (!dated || atLeast(days(baselineDay, each), stableDays)),
  );
  if (one === undefined) return undefined;
  const response = one.overall.rule === 12 ? "non-CR/non-PD" : "SD";
  const after = dated ? ` after ${days(baselineDay, one)} days` : "";
  const was = one.overall.response === response ? "" : ` (${one.overall.response}, not confirmed)`;
  return { response, one, why: `${response} in study ${one.study}${after}${was}` };
}

const isStable = ({ overall: { response } }: Dated): boolean =>
  ["CR", "PR", "SD", "non-CR/non-PD"].includes(response);

const days = (from: number | undefined, { day }: StudyTime): number => (day ?? 0) - (from ?? 0);

/**
 * The best response up to the first progression: what was {@link reached}. Where nothing was, disease after an
 * unconfirmed CR is PD (table 3 of RECIST 1.1), and so is progression.
 *
 * @param assessments after baseline, in time order. None gives NE.
 */
export function bestResponse(
  assessments: readonly Dated[],
  baselineDay: number | undefined,
  options: BestOptions,
): BestResponse {
  const { confirm, stableDays } = options;
  const remarks =
    baselineDay !== undefined
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
  const best = reached(until, baselineDay, options);
  if (best !== undefined) return as(best.response, best.one, best.why);
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

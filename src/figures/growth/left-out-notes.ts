/** Why some sequences and patients have no line or bar, in words. */
import { followed } from "../../growth/changes.js";
import type { PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import type { PatientResponse } from "../../response/response-result.js";
import { counted } from "../kit/wording.js";

/** Why a sequence has no change from its first measurement; only of those that have none. */
export function sequenceReason({ points }: SequenceGrowth): string {
  const known = followed(points);
  if (known.length === 0) return "never measured";
  return known.length === 1 ? "measured once" : "first measurement 0 mm";
}

/** Why a patient has no change of the sum of targets; only of those that have none. */
export function patientReason({ baseline, assessments }: PatientResponse): string {
  if (assessments.length === 0) return "no study after baseline";
  if (baseline === undefined || baseline.values.length === 0) return "no target lesions";
  if (baseline.sumMm === 0) return "sum of 0 mm at baseline";
  return "targets not evaluable in any later study";
}

/**
 * "Not drawn: 3 of 8 patients (no target lesions: 2, no study after baseline: 1)."; reasons with most cases first.
 * Nothing where there are none.
 */
export function withoutNote(
  reasons: readonly string[],
  all: number,
  [one, many]: readonly [one: string, many: string],
): string[] {
  if (reasons.length === 0) return [];
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason}: ${count}`);
  const why = counts.size === 1 ? [...counts.keys()][0] : parts.join(", ");
  return [`Not drawn: ${reasons.length} of ${counted(all, one, many)} (${why}).`];
}

/** Notes on the sequences without a line, and on those that could have one and are not drawn. */
export function sequencesLeftOut(
  { sequences }: PatientGrowth,
  lines: readonly { readonly sequence: number }[],
  drawn: number,
): string[] {
  const numbers = new Set(lines.map(({ sequence }) => sequence));
  const without = sequences.filter(({ sequence }) => !numbers.has(sequence)).map(sequenceReason);
  const more = lines.length - drawn;
  return [
    ...withoutNote(without, sequences.length, ["sequence", "sequences"]),
    ...(more > 0
      ? [`${counted(more, "more sequence")} left out, those with the fewest measurements.`]
      : []),
  ];
}

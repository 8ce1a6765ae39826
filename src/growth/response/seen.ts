/** What the reader saw of a sequence in a study, checked against what was measured. */

import type { SequencesByRow } from "../known-rows.js";
import type { PatientGrowth, SequenceGrowth } from "../result.js";
import { type Status, type StatusNote, unfit } from "./notes.js";
import type { Roles } from "./roles.js";

/** The note on a sequence in a study, where there is one. */
export type SeenStatus = (sequence: SequenceGrowth, study: number) => Status | undefined;

/**
 * @throws LesionGraphError BAD_RESPONSE for a study that the patient does not have, a lesion that is absent
 * or merged and measured all the same, and a target that progressed (rule 9 is for non-targets).
 */
export function statusesOf(
  growth: PatientGrowth,
  sequenceOf: SequencesByRow,
  { targets }: Roles,
  notes: readonly StatusNote[],
): SeenStatus {
  const isTarget = new Set(targets.flatMap(({ sequence, parts }) => [sequence, ...parts]));
  const seen = new Map<SequenceGrowth, Map<number, Status>>();
  for (const { row, study, status } of notes) {
    const sequence = sequenceOf.get(row);
    if (sequence === undefined) continue;
    const point = sequence.points.find((one) => one.study === study);
    const refuse = (expected: string, received: string) =>
      unfit(expected, received, growth.patient, row);
    if (point === undefined) {
      const known = growth.studies.map((one) => one.study).join(", ");
      throw refuse(`a study of the patient: ${known}`, `study ${study}`);
    }
    if (point.status === "measured" && (status === "absent" || status === "merged")) {
      throw refuse(`a lesion that is ${status} to have no mark`, `a mark in study ${study}`);
    }
    if (status === "progressed" && isTarget.has(sequence)) {
      throw refuse("a target to be judged by its diameter", `progressed in study ${study}`);
    }
    const own = seen.get(sequence) ?? new Map<number, Status>();
    if (own.has(study)) throw refuse("one status for a lesion and study", `two for study ${study}`);
    seen.set(sequence, own.set(study, status));
  }
  return (sequence, study) => seen.get(sequence)?.get(study);
}

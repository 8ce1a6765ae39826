/** What the reader saw of a sequence in a study, checked against what was measured. */
import type { LesionGraphError } from "../core/errors.js";
import type { SequencesByRow } from "../growth/known-rows.js";
import type { PatientGrowth, SequenceGrowth } from "../growth/result.js";
import { type Status, type StatusNote, unfit } from "./notes.js";
import type { Roles } from "./roles.js";

/** The note on a sequence in a study, where there is one. */
export type SeenStatus = (sequence: SequenceGrowth, study: number) => Status | undefined;

/**
 * @throws LesionGraphError BAD_RESPONSE for a study that the patient does not have, and a lesion that is
 * absent or merged and measured all the same.
 */
export function statusesOf(
  growth: PatientGrowth,
  sequenceOf: SequencesByRow,
  notes: readonly StatusNote[],
): SeenStatus {
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
    const own = seen.get(sequence) ?? new Map<number, Status>();
    if (own.has(study)) throw refuse("one status for a lesion and study", `two for study ${study}`);
    seen.set(sequence, own.set(study, status));
  }
  return (sequence, study) => seen.get(sequence)?.get(study);
}

/**
 * @throws LesionGraphError BAD_RESPONSE for a target that progressed (rule 9 is for non-targets) or that was
 * not evaluable at baseline, for a lesion that progressed at baseline, where there is nothing to progress from,
 * and for a new lesion that was seen there.
 */
export function assertFitting(
  { targets, fresh }: Roles,
  baseline: number,
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly StatusNote[],
): void {
  const followed = new Set(targets.flatMap(({ sequence, parts }) => [sequence, ...parts]));
  const [isTarget, isNew] = [new Set(targets.map(({ sequence }) => sequence)), new Set(fresh)];
  for (const { row, study, status } of notes) {
    const sequence = sequenceOf.get(row);
    if (sequence === undefined) continue;
    const refuse = (expected: string): LesionGraphError =>
      unfit(expected, `${status} in study ${study}`, patient, row);
    if (status === "progressed" && followed.has(sequence)) {
      throw refuse("a target to be judged by its diameter");
    }
    if (study !== baseline) continue;
    if (status === "progressed") throw refuse("a lesion to progress after baseline");
    if (status === "not evaluable" && isTarget.has(sequence)) {
      throw refuse("a target to be evaluable at baseline");
    }
    if (isNew.has(sequence) && status !== "absent" && status !== "not evaluable") {
      throw refuse("a new lesion not to be there at baseline");
    }
  }
}

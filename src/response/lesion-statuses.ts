/** The status of lesions in each study by the reader's notes, checked against the measurements. */
import type { PatientGrowth, SequenceGrowth } from "../growth/growth-result.js";
import type { SequencesByRow } from "../growth/sequence-rows.js";
import type { Roles } from "./lesion-roles.js";
import { noteFault, type Status, type StatusNote } from "./reader-notes.js";

/** The status that a note gives a sequence in a study; none without a note. */
export type StatusOf = (sequence: SequenceGrowth, study: number) => Status | undefined;

/**
 * Returns the status of each sequence and study.
 *
 * @throws LesionGraphError BAD_RESPONSE for a study that the patient does not have, for two notes on one
 * lesion and study, and for a lesion that is absent or merged although it is annotated.
 */
export function statusesOf(
  growth: PatientGrowth,
  sequenceOf: SequencesByRow,
  notes: readonly StatusNote[],
): StatusOf {
  const statuses = new Map<SequenceGrowth, Map<number, Status>>();
  for (const { row, study, status } of notes) {
    const sequence = sequenceOf.get(row);
    if (sequence === undefined) continue;
    const point = sequence.points.find((one) => one.study === study);
    const misfit = (expected: string, received: string) =>
      noteFault(expected, received, growth.patient, row);
    if (point === undefined) {
      const known = growth.studies.map((one) => one.study).join(", ");
      throw misfit(`a study of the patient: ${known}`, `study ${study}`);
    }
    if (point.status === "measured" && (status === "absent" || status === "merged")) {
      throw misfit(
        `a lesion that is ${status} to have no annotation`,
        `an annotation in study ${study}`,
      );
    }
    const own = statuses.get(sequence) ?? new Map<number, Status>();
    if (own.has(study)) throw misfit("one status for a lesion and study", `two for study ${study}`);
    statuses.set(sequence, own.set(study, status));
  }
  return (sequence, study) => statuses.get(sequence)?.get(study);
}

/**
 * Asserts that statuses fit the roles of the lesions.
 *
 * @throws LesionGraphError BAD_RESPONSE for a target that progressed (rule 9 is for non-targets) or was not
 * evaluable at baseline, for progression at baseline, and for a new lesion that was present at baseline.
 */
export function assertStatusesFit(
  { targets, newLesions }: Roles,
  baseline: number,
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly StatusNote[],
): void {
  const followed = new Set(targets.flatMap(({ sequence, parts }) => [sequence, ...parts]));
  const isTarget = new Set(targets.map(({ sequence }) => sequence));
  const isNew = new Set(newLesions);
  for (const { row, study, status } of notes) {
    const sequence = sequenceOf.get(row);
    if (sequence === undefined) continue;
    const rules: readonly (readonly [isWrong: boolean, expected: string])[] = [
      [
        status === "progressed" && followed.has(sequence),
        "the progression of a target to follow from its diameter",
      ],
      [status === "progressed" && study === baseline, "progression after baseline"],
      [
        status === "not evaluable" && study === baseline && isTarget.has(sequence),
        "a target to be evaluable at baseline",
      ],
      [
        study === baseline &&
          isNew.has(sequence) &&
          status !== "absent" &&
          status !== "not evaluable",
        "a new lesion to be absent at baseline",
      ],
    ];
    const broken = rules.find(([isWrong]) => isWrong);
    if (broken) throw noteFault(broken[1], `${status} in study ${study}`, patient, row);
  }
}

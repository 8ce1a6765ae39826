/** Notes on lesions by sequence, checked against the measurements. */
import type { SequenceGrowth } from "../growth/growth-result.js";
import type { SequencesByRow } from "../growth/sequence-rows.js";
import { type LesionNote, noteFault } from "./reader-notes.js";
import { isNormalLymphNode } from "./response-criteria.js";
import type { TargetCandidate } from "./target-selection.js";

/**
 * Returns the note on each sequence; notes on several rows of a sequence are combined.
 *
 * @throws LesionGraphError BAD_RESPONSE where they disagree.
 */
export function notesBySequence(
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly LesionNote[],
): Map<SequenceGrowth, LesionNote> {
  const noteOf = new Map<SequenceGrowth, LesionNote>();
  for (const note of notes) {
    const sequence = sequenceOf.get(note.row);
    if (sequence === undefined) continue;
    const before = noteOf.get(sequence);
    noteOf.set(sequence, before === undefined ? note : combine(before, note, patient, sequenceOf));
  }
  return noteOf;
}

function combine(
  a: LesionNote,
  b: LesionNote,
  patient: string,
  sequenceOf: SequencesByRow,
): LesionNote {
  for (const name of ["organ", "lymphNode", "role", "partOf"] as const) {
    if (a[name] === undefined || b[name] === undefined || a[name] === b[name]) continue;
    if (name === "partOf" && isSameSequence(sequenceOf, a.partOf, b.partOf)) continue;
    const received = `${name} ${a[name]} on row ${a.row} and ${b[name]} on row ${b.row}`;
    throw noteFault("notes on one sequence to agree", received, patient, b.row);
  }
  return {
    row: a.row,
    organ: a.organ ?? b.organ,
    lymphNode: a.lymphNode ?? b.lymphNode,
    role: a.role ?? b.role,
    partOf: a.partOf ?? b.partOf,
  };
}

function isSameSequence(sequenceOf: SequencesByRow, a = 0, b = 0): boolean {
  const sequence = sequenceOf.get(a);
  return sequence !== undefined && sequence === sequenceOf.get(b);
}

/** Asserts that a note fits the baseline. @throws LesionGraphError BAD_RESPONSE */
export function assertNoteFits(candidate: TargetCandidate, patient: string, study: number): void {
  if (candidate.note === undefined) return;
  const { row } = candidate.note;
  for (const [isWrong, expected, received, remedy] of misfits(candidate, candidate.note, study)) {
    if (isWrong) throw noteFault(expected, received, patient, row, remedy);
  }
}

type Misfit = readonly [isWrong: boolean, expected: string, received: string, remedy?: string];

function misfits(
  { sequence, baseline }: TargetCandidate,
  { role, partOf, lymphNode }: LesionNote,
  study: number,
): readonly Misfit[] {
  const isMeasured = baseline !== undefined;
  const isNormal = sequence.isLymphNode && isNormalLymphNode(baseline?.diameterMm ?? 0);
  return [
    [
      (role === "target" || role === "non-target") && !isMeasured,
      `a ${role} to be measured at baseline, study ${study}`,
      "no annotation",
    ],
    [
      role === "new" && isMeasured && !isNormal,
      "a new lesion to be absent at baseline",
      "an annotation",
    ],
    [
      partOf !== undefined && role !== undefined,
      "a part of a target to have no role of its own",
      role ?? "",
    ],
    [
      partOf !== undefined && isMeasured,
      "a part to be absent before the split",
      "an annotation at baseline",
    ],
    [
      lymphNode === true && !sequence.isLymphNode,
      "lymph nodes to be measured by the short axis",
      "a lymph node that is missing in the lymphNodeRows of grow",
      "add its row to the lymphNodeRows of grow",
    ],
    [
      lymphNode === false && sequence.isLymphNode,
      "a lesion that is not a lymph node to be missing in the lymphNodeRows of grow",
      "one of them",
    ],
  ];
}

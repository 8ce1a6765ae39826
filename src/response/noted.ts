/** What notes say of a sequence, checked against what was measured. */

import type { SequencesByRow } from "../growth/known-rows.js";
import type { SequenceGrowth } from "../growth/result.js";
import { type LesionNote, unfit } from "./notes.js";
import type { Candidate } from "./targets.js";
import { isNormalNode } from "./verdict.js";

/** Notes on several marks of a sequence are taken together. */
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
    noteOf.set(sequence, before === undefined ? note : together(before, note, patient, sequenceOf));
  }
  return noteOf;
}

function together(
  a: LesionNote,
  b: LesionNote,
  patient: string,
  sequenceOf: SequencesByRow,
): LesionNote {
  for (const name of ["organ", "node", "role", "partOf"] as const) {
    if (a[name] === undefined || b[name] === undefined || a[name] === b[name]) continue;
    if (name === "partOf" && isSame(sequenceOf, a.partOf, b.partOf)) continue;
    const received = `${name} ${a[name]} on row ${a.row} and ${b[name]} on row ${b.row}`;
    throw unfit("notes on one sequence to agree", received, patient, b.row);
  }
  return {
    row: a.row,
    organ: a.organ ?? b.organ,
    node: a.node ?? b.node,
    role: a.role ?? b.role,
    partOf: a.partOf ?? b.partOf,
  };
}

/** Whether two rows are marks of one sequence. */
function isSame(sequenceOf: SequencesByRow, a = 0, b = 0): boolean {
  const sequence = sequenceOf.get(a);
  return sequence !== undefined && sequence === sequenceOf.get(b);
}

/** @throws LesionGraphError BAD_RESPONSE for a note that contradicts what was measured at baseline. */
export function assertFit(
  { sequence, note, baseline }: Candidate,
  patient: string,
  study: number,
): void {
  if (note === undefined) return;
  const { role, partOf, row } = note;
  if ((role === "target" || role === "non-target") && baseline === undefined) {
    throw unfit(`a ${role} to be measured at baseline, study ${study}`, "no mark", patient, row);
  }
  const isNormal = sequence.node && isNormalNode(baseline?.diameterMm ?? 0);
  if (role === "new" && baseline !== undefined && !isNormal) {
    throw unfit("a new lesion not to be there at baseline", "a mark", patient, row);
  }
  if (partOf !== undefined && role !== undefined) {
    throw unfit("a part of a target to have no role of its own", role, patient, row);
  }
  if (partOf !== undefined && baseline !== undefined) {
    throw unfit("a part not to be there before the split", "a mark at baseline", patient, row);
  }
  if (note.node === true && !sequence.node) {
    const received = "a node that was not named when growth was computed";
    const remedy = "give its row to grow() as one of nodes";
    throw unfit("nodes to be measured by the short axis", received, patient, row, remedy);
  }
  if (note.node === false && sequence.node) {
    throw unfit("a lesion that is no node to be none of grow()'s nodes", "one", patient, row);
  }
}

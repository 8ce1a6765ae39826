/** Parts that split from a target: their diameters are added to it (rule 3). */
import type { SequenceGrowth } from "../growth/growth-result.js";
import type { SequencesByRow } from "../growth/sequence-rows.js";
import { type LesionNote, noteFault } from "./reader-notes.js";

/** A target lesion with the parts that split from it. */
export interface Target {
  readonly sequence: SequenceGrowth;
  readonly parts: readonly SequenceGrowth[];
}

/**
 * Returns the targets with their parts by the reader's notes; each part once, however many notes name it.
 *
 * @throws LesionGraphError BAD_RESPONSE for a part of itself, of a lesion that is not a target, or of a
 * target that is followed by the other axis.
 */
export function targetsWithParts(
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly LesionNote[],
  targets: readonly SequenceGrowth[],
): Target[] {
  const partsOf = new Map(targets.map((target) => [target, new Set<SequenceGrowth>()]));
  for (const { row, partOf } of notes) {
    const part = sequenceOf.get(row);
    if (partOf === undefined || part === undefined) continue;
    const target = sequenceOf.get(partOf);
    const parts = target && partsOf.get(target);
    // A part is no target, so that a part of itself is an error too.
    if (target === undefined || parts === undefined) {
      const expected = "a part of another sequence that is a target";
      throw noteFault(expected, `part of row ${partOf}`, patient, row);
    }
    assertSameAxis(target, part, patient, row);
    parts.add(part);
  }
  return [...partsOf].map(([sequence, parts]) => ({ sequence, parts: [...parts] }));
}

function assertSameAxis(
  target: SequenceGrowth,
  part: SequenceGrowth,
  patient: string,
  row: number,
): void {
  if (target.isLymphNode === part.isLymphNode) return;
  throw noteFault(
    `a part of a ${target.isLymphNode ? "lymph node" : "lesion"} to be followed by the same axis`,
    part.isLymphNode ? "a lymph node" : "no lymph node",
    patient,
    row,
    "name the rows of both, or of neither, in the lymphNodeRows of grow",
  );
}

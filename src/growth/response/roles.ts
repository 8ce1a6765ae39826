/** What every sequence is taken for: target, non-target, new lesion. */
import { LesionGraphError } from "../../errors.js";
import type { PatientGrowth, SequenceGrowth } from "../grow.js";
import type { SequencesByRow } from "../known-rows.js";
import { type LesionNote, type Role, unfit } from "./notes.js";
import { type Candidate, isMeasurable, largest, remarksOn, type UnknownOrgan } from "./targets.js";
import { inMm, isNormalNode } from "./verdict.js";

/** A target lesion with the parts that split off it. */
export interface Target {
  readonly sequence: SequenceGrowth;
  readonly parts: readonly SequenceGrowth[];
}

/** What a sequence is taken for, and by which rule. */
export interface Assignment {
  readonly sequence: number;
  readonly role: Role | "part" | "first measured later";
  readonly organ: string | undefined;
  readonly baselineMm: number | undefined;
  readonly rule: number;
  readonly why: string;
}

export interface Roles {
  readonly targets: readonly Target[];
  readonly nonTargets: readonly SequenceGrowth[];
  /** Those that count as new lesions. */
  readonly fresh: readonly SequenceGrowth[];
  /** One for every sequence of the patient, in order. */
  readonly assignments: readonly Assignment[];
  /** Where given targets do not keep rules 1 and 2. */
  readonly remarks: readonly string[];
}

/**
 * The role of every sequence. Given targets are taken as given; where no note names one, targets are the
 * largest measurable lesions that were measured (or known to be absent) again, then the largest others.
 * Every other lesion of the baseline is a non-target, but for normal nodes.
 *
 * @throws LesionGraphError MISSING_ORGAN for a measurable lesion whose organ is not known; BAD_RESPONSE for
 * a note that does not fit.
 */
export function rolesOf(
  growth: PatientGrowth,
  sequenceOf: SequencesByRow,
  baselineStudy: number,
  notes: readonly LesionNote[],
  unknownOrgan: UnknownOrgan,
): Roles {
  const noteOf = notesBySequence(growth.patient, sequenceOf, notes);
  const candidates = growth.sequences.map((sequence): Candidate => {
    const note = noteOf.get(sequence);
    const organ = sequence.node ? NODES : (note?.organ ?? sequence.type);
    const point = sequence.points.find(({ study }) => study === baselineStudy);
    return { sequence, note, organ, baseline: point?.status === "measured" ? point : undefined };
  });
  for (const candidate of candidates) refuseUnfit(candidate, growth.patient, baselineStudy);
  const given = candidates.filter(({ note }) => note?.role === "target");
  const chosen = new Set(
    given.length > 0 ? given : largest(candidates, baselineStudy, growth.patient, unknownOrgan),
  );
  const assignments = candidates.map((candidate) =>
    assign(candidate, chosen, given.length > 0, growth, baselineStudy),
  );
  const withRole = (role: Assignment["role"]): SequenceGrowth[] =>
    growth.sequences.filter((_, i) => assignments[i]?.role === role);
  const parts = partsByTarget(growth.patient, sequenceOf, notes, withRole("target"));
  return {
    targets: [...parts].map(([sequence, own]) => ({ sequence, parts: own })),
    nonTargets: withRole("non-target"),
    fresh: withRole("new"),
    assignments,
    remarks: given.length > 0 ? remarksOn(given) : [],
  };
}

/** All lymph nodes are one organ. */
const NODES = "lymph nodes";

/** Notes on several marks of a sequence are taken together. */
function notesBySequence(
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly LesionNote[],
): Map<SequenceGrowth, LesionNote> {
  const noteOf = new Map<SequenceGrowth, LesionNote>();
  for (const note of notes) {
    const sequence = sequenceOf.get(note.row);
    if (sequence === undefined) continue;
    const before = noteOf.get(sequence);
    noteOf.set(sequence, before === undefined ? note : together(before, note, patient));
  }
  return noteOf;
}

function together(a: LesionNote, b: LesionNote, patient: string): LesionNote {
  for (const name of ["organ", "node", "role", "partOf"] as const) {
    if (a[name] === undefined || b[name] === undefined || a[name] === b[name]) continue;
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

function refuseUnfit(
  { sequence, note, baseline }: Candidate,
  patient: string,
  study: number,
): void {
  if (note === undefined) return;
  const { role, partOf, row } = note;
  if ((role === "target" || role === "non-target") && baseline === undefined) {
    throw unfit(`a ${role} to be measured at baseline, study ${study}`, "no mark", patient, row);
  }
  if (role === "new" && baseline !== undefined) {
    throw unfit("a new lesion not to be there at baseline", `a mark`, patient, row);
  }
  if (partOf !== undefined && role !== undefined) {
    throw unfit("a part of a target to have no role of its own", role, patient, row);
  }
  if (partOf !== undefined && baseline !== undefined) {
    throw unfit("a part not to be there before the split", "a mark at baseline", patient, row);
  }
  if (note.node === true && !sequence.node) {
    throw new LesionGraphError(
      "BAD_RESPONSE",
      {
        expected: "nodes to be measured by the short axis",
        received: "a node that was not named when growth was computed",
        remedy: "give its row to grow() as one of nodes",
      },
      { patient, row },
    );
  }
}

function assign(
  candidate: Candidate,
  chosen: ReadonlySet<Candidate>,
  given: boolean,
  { annotation }: PatientGrowth,
  study: number,
): Assignment {
  const { sequence, note, organ, baseline } = candidate;
  const baselineMm = baseline?.diameterMm;
  const as = (role: Assignment["role"], rule: number, why: string): Assignment => ({
    sequence: sequence.sequence,
    role,
    organ,
    baselineMm,
    rule,
    why,
  });
  if (note?.partOf !== undefined)
    return as("part", 3, `split off the lesion of row ${note.partOf}`);
  if (note?.role === "ignored") return as("ignored", 2, "left out by the reader");
  if (note?.role === "new") return as("new", 10, "new by the reader");
  if (baseline === undefined || baselineMm === undefined) {
    const { first } = sequence.presence;
    if (first < study) return as("ignored", 2, `measured in study ${first}, but not at baseline`);
    const why = `first measured at study ${first}`;
    if (annotation === "complete") return as("new", 10, `${why}, and all lesions were marked`);
    return as("first measured later", 10, `${why}; not marked before is no proof of absence`);
  }
  const size = `${inMm(baselineMm)} at baseline`;
  if (chosen.has(candidate)) {
    return as("target", 2, given ? `named by the reader; ${size}` : `${size}, among the largest`);
  }
  if (sequence.node && isNormalNode(baselineMm)) {
    return as("ignored", 1, `a normal node: short axis ${size}`);
  }
  const measurable = isMeasurable(sequence.node, baseline);
  if (!measurable) return as("non-target", 1, `not measurable: ${size}`);
  return as(
    "non-target",
    2,
    given ? `not named as a target; ${size}` : `${size}, beyond the limits`,
  );
}

/** The sequences that notes call parts of a target, by target. */
function partsByTarget(
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly LesionNote[],
  targets: readonly SequenceGrowth[],
): Map<SequenceGrowth, SequenceGrowth[]> {
  const parts = new Map(targets.map((target) => [target, [] as SequenceGrowth[]]));
  for (const { row, partOf } of notes) {
    const part = sequenceOf.get(row);
    if (partOf === undefined || part === undefined) continue;
    const target = sequenceOf.get(partOf);
    const own = target && parts.get(target);
    if (own === undefined || target === part) {
      throw unfit(
        "a part of another sequence that is a target",
        `part of row ${partOf}`,
        patient,
        row,
      );
    }
    own.push(part);
  }
  return parts;
}

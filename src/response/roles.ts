/** What every sequence is taken for: target, non-target, new lesion. */
import type { SequencesByRow } from "../growth/known-rows.js";
import type { PatientGrowth, SequenceGrowth } from "../growth/result.js";
import { assertFit, notesBySequence } from "./noted.js";
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
  /** Those that were no disease at baseline, or not measured there, and are not said to be new. */
  readonly unplaced: readonly SequenceGrowth[];
  /** One for every sequence of the patient, in order. */
  readonly assignments: readonly Assignment[];
  /** Where given targets do not keep rules 1 and 2. */
  readonly remarks: readonly string[];
}

/**
 * The role of every sequence. Given targets are taken as given; where no note names one, targets are the
 * largest measurable lesions that have a figure in a later study, then the largest others. Every other
 * lesion of the baseline is a non-target, but for normal nodes.
 *
 * @param hasFigure whether a sequence was measured in a study, or what was seen of it stands for a figure.
 * @throws LesionGraphError MISSING_ORGAN for a measurable lesion whose organ is not known; BAD_RESPONSE for
 * a note that does not fit.
 */
export function rolesOf(
  growth: PatientGrowth,
  sequenceOf: SequencesByRow,
  baselineStudy: number,
  notes: readonly LesionNote[],
  unknownOrgan: UnknownOrgan,
  hasFigure: (sequence: SequenceGrowth, study: number) => boolean,
): Roles {
  const noteOf = notesBySequence(growth.patient, sequenceOf, notes);
  const candidates = growth.sequences.map((sequence): Candidate => {
    const note = noteOf.get(sequence);
    const organ = sequence.node ? NODES : (note?.organ ?? sequence.type);
    const point = sequence.points.find(({ study }) => study === baselineStudy);
    const baseline = point?.status === "measured" ? point : undefined;
    const again = sequence.points.some(
      ({ study }) => study > baselineStudy && hasFigure(sequence, study),
    );
    return { sequence, note, organ, baseline, again };
  });
  for (const candidate of candidates) assertFit(candidate, growth.patient, baselineStudy);
  const given = candidates.filter(({ note }) => note?.role === "target");
  const chosen = new Set(
    given.length > 0 ? given : largest(candidates, baselineStudy, growth.patient, unknownOrgan),
  );
  const assignments = candidates.map((candidate) =>
    assign(candidate, chosen, given.length > 0, growth, baselineStudy),
  );
  const withRole = (role: Assignment["role"]): SequenceGrowth[] =>
    growth.sequences.filter((_, i) => assignments[i]?.role === role);
  const unplaced = candidates
    .filter(({ note }, i) => note?.role !== "ignored" && isUnplaced(assignments[i]?.role))
    .map(({ sequence }) => sequence);
  const parts = partsByTarget(growth.patient, sequenceOf, notes, withRole("target"));
  return {
    targets: [...parts].map(([sequence, own]) => ({ sequence, parts: [...own] })),
    nonTargets: withRole("non-target"),
    fresh: withRole("new"),
    unplaced,
    assignments,
    remarks: [
      ...(given.length > 0 ? remarksOn(given) : []),
      ...remarksOnGrown(unplaced, baselineStudy),
    ],
  };
}

/** All lymph nodes are one organ. */
const NODES = "lymph nodes";

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

const isUnplaced = (role: Assignment["role"] | undefined): boolean =>
  role === "ignored" || role === "first measured later";

/** Nodes that were normal at baseline and are no longer: only a reader can call them new. */
function remarksOnGrown(unplaced: readonly SequenceGrowth[], study: number): string[] {
  return unplaced.flatMap(({ sequence, node, points }) => {
    const before = points.find((point) => point.study === study);
    const grown = points.find(
      (point) => point.study > study && !isNormalNode(point.diameterMm ?? 0),
    );
    if (!node || before?.status !== "measured" || grown === undefined) return [];
    const size = `${inMm(grown.diameterMm ?? 0)} in study ${grown.study}`;
    return [
      `node sequence ${sequence}, normal at baseline, is ${size}: new only where the reader says so`,
    ];
  });
}

/** The sequences that notes call parts of a target, by target; each once, however many notes say so. */
function partsByTarget(
  patient: string,
  sequenceOf: SequencesByRow,
  notes: readonly LesionNote[],
  targets: readonly SequenceGrowth[],
): Map<SequenceGrowth, Set<SequenceGrowth>> {
  const parts = new Map(targets.map((target) => [target, new Set<SequenceGrowth>()]));
  for (const { row, partOf } of notes) {
    const part = sequenceOf.get(row);
    if (partOf === undefined || part === undefined) continue;
    const target = sequenceOf.get(partOf);
    const own = target && parts.get(target);
    if (own === undefined || target === part) {
      const expected = "a part of another sequence that is a target";
      throw unfit(expected, `part of row ${partOf}`, patient, row);
    }
    if (target?.node !== part.node) {
      const [expected, received] = part.node ? ["no node", "one"] : ["a node", "none"];
      throw unfit(
        `a part to be ${expected}, as its target is`,
        received,
        patient,
        row,
        "name the rows of both among the nodes of grow(), or of none",
      );
    }
    own.add(part);
  }
  return parts;
}

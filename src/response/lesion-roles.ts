/** The role of every sequence: target, non-target, new lesion. */
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../growth/growth-result.js";
import type { SequencesByRow } from "../growth/sequence-rows.js";
import type { LesionNote, Role } from "./reader-notes.js";
import { isNormalLymphNode, mmText } from "./response-criteria.js";
import type { ResponseOptions } from "./response-schema.js";
import { assertNoteFits, notesBySequence } from "./sequence-notes.js";
import { type Target, targetsWithParts } from "./target-parts.js";
import { isMeasurable, selectTargets, type TargetCandidate } from "./target-selection.js";

/** The role of a sequence and the rule that decided it. */
export interface Assignment {
  readonly sequence: number;
  readonly role: Role | "part" | "first measured later";
  readonly organ: string | undefined;
  /** Diameter at baseline in mm. */
  readonly baselineMm: number | undefined;
  /** First study with an annotation. */
  readonly firstMeasuredStudy: number;
  readonly rule: number;
  readonly reason: string;
}

/** The sequences of a patient by role. */
export interface Roles {
  readonly targets: readonly Target[];
  readonly nonTargets: readonly SequenceGrowth[];
  readonly newLesions: readonly SequenceGrowth[];
  /** Neither disease at baseline nor new: normal lymph nodes, and lesions first measured later. */
  readonly unassigned: readonly SequenceGrowth[];
  /** One for every sequence of the patient, in order. */
  readonly assignments: readonly Assignment[];
  readonly candidates: readonly TargetCandidate[];
  /** Whether the reader's notes name targets. */
  readonly targetsNamed: boolean;
}

/** What the roles follow from. */
export interface RoleContext {
  readonly growth: PatientGrowth;
  readonly sequenceOf: SequencesByRow;
  readonly baselineStudy: number;
  readonly notes: readonly LesionNote[];
  readonly unknownOrgan: ResponseOptions["unknownOrgan"];
  /** Whether a sequence has a value in a study: measured, or one that follows from a status. */
  readonly hasValue: (sequence: SequenceGrowth, study: number) => boolean;
}

/**
 * Returns the role of every sequence. Targets that notes name are taken as they are. Where no note names one,
 * the largest measurable lesions that also have a value in a later study are selected, then the largest
 * others. Every other lesion at baseline is a non-target, except normal lymph nodes.
 *
 * @throws LesionGraphError MISSING_ORGAN for a measurable lesion of unknown organ; BAD_RESPONSE for a note
 * that does not fit.
 */
export function rolesOf(context: RoleContext): Roles {
  const { growth, sequenceOf, baselineStudy, notes, unknownOrgan } = context;
  const candidates = candidatesOf(context);
  for (const one of candidates) assertNoteFits(one, growth.patient, baselineStudy);
  const named = candidates.filter(({ note }) => note?.role === "target");
  const selected = new Set(
    named.length > 0
      ? named
      : selectTargets(candidates, baselineStudy, growth.patient, unknownOrgan),
  );
  const targetsNamed = named.length > 0;
  const assignments = candidates.map((one) => assign(one, selected, targetsNamed, context));
  const withRole = (role: Assignment["role"]): SequenceGrowth[] =>
    growth.sequences.filter((_, i) => assignments[i]?.role === role);
  return {
    targets: targetsWithParts(growth.patient, sequenceOf, notes, withRole("target")),
    nonTargets: withRole("non-target"),
    newLesions: withRole("new"),
    unassigned: candidates
      .filter(({ note }, i) => note?.role !== "ignored" && isUnassigned(assignments[i]?.role))
      .map(({ sequence }) => sequence),
    assignments,
    candidates,
    targetsNamed,
  };
}

/** All lymph nodes are one organ. */
const LYMPH_NODES = "lymph nodes";

function candidatesOf({
  growth,
  sequenceOf,
  notes,
  baselineStudy,
  hasValue,
}: RoleContext): TargetCandidate[] {
  const noteOf = notesBySequence(growth.patient, sequenceOf, notes);
  return growth.sequences.map((sequence) => {
    const note = noteOf.get(sequence);
    const point = sequence.points.find(({ study }) => study === baselineStudy);
    return {
      sequence,
      note,
      organ: sequence.isLymphNode ? LYMPH_NODES : (note?.organ ?? sequence.type),
      baseline: point?.status === "measured" ? point : undefined,
      hasLaterValue: sequence.points.some(
        ({ study }) => study > baselineStudy && hasValue(sequence, study),
      ),
    };
  });
}

type RoleReason = readonly [role: Assignment["role"], rule: number, reason: string];

function assign(
  candidate: TargetCandidate,
  selected: ReadonlySet<TargetCandidate>,
  targetsNamed: boolean,
  context: RoleContext,
): Assignment {
  const { sequence, organ, baseline } = candidate;
  const [role, rule, reason] =
    roleByNote(candidate.note) ??
    (baseline === undefined
      ? roleWithoutBaseline(sequence, context)
      : roleAtBaseline(sequence, baseline, selected.has(candidate), targetsNamed));
  return {
    sequence: sequence.sequence,
    role,
    organ,
    baselineMm: baseline?.diameterMm,
    firstMeasuredStudy: sequence.presence.first,
    rule,
    reason,
  };
}

function roleByNote(note: LesionNote | undefined): RoleReason | undefined {
  if (note?.partOf !== undefined) return ["part", 3, `split from the lesion of row ${note.partOf}`];
  if (note?.role === "ignored") return ["ignored", 2, "ignored by the reader"];
  if (note?.role === "new") return ["new", 10, "new by the reader"];
  if (note?.role === "non-target") return ["non-target", 2, "non-target by the reader"];
  return undefined;
}

function roleWithoutBaseline(
  { presence: { first } }: SequenceGrowth,
  { growth, baselineStudy }: RoleContext,
): RoleReason {
  if (first < baselineStudy) {
    return ["ignored", 2, `measured in study ${first}, but not at baseline`];
  }
  const reason = `first measured at study ${first}`;
  return growth.annotationCompleteness === "complete"
    ? ["new", 10, `${reason}; annotation is complete`]
    : ["first measured later", 10, `${reason}; annotation is partial`];
}

function roleAtBaseline(
  { isLymphNode }: SequenceGrowth,
  baseline: GrowthPoint,
  isSelected: boolean,
  targetsNamed: boolean,
): RoleReason {
  const baselineMm = baseline.diameterMm ?? 0;
  const size = `${mmText(baselineMm)} at baseline`;
  if (isSelected) {
    return [
      "target",
      2,
      targetsNamed ? `named by the reader; ${size}` : `${size}, among the largest`,
    ];
  }
  if (isLymphNode && isNormalLymphNode(baselineMm)) {
    return ["ignored", 1, `a normal lymph node: short axis ${size}`];
  }
  if (!isMeasurable(isLymphNode, baseline)) {
    return ["non-target", 1, `not measurable: ${size}`];
  }
  return [
    "non-target",
    2,
    targetsNamed ? `not named as a target; ${size}` : `${size}, beyond the limits`,
  ];
}

const isUnassigned = (role: Assignment["role"] | undefined): boolean =>
  role === "ignored" || role === "first measured later";

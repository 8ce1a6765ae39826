/** Assumptions behind a response, as data: what a table or figure of the response should print. */
import type { PatientGrowth, SequenceGrowth } from "../growth/growth-result.js";
import type { Roles } from "./lesion-roles.js";
import { isNormalLymphNode, mmText, sequencesText } from "./response-criteria.js";
import { limitsExceeded, selectable } from "./target-selection.js";

/**
 * The kinds of assumptions. `"partialAnnotation"`: new lesions count only by a note. `"unknownOrgans"`:
 * lesions of unknown organ are treated as one organ. `"coarseOrgans"`: organs of targets are coarse types.
 * `"noDates"`: no minimum interval for stable disease. `"baseline"`: the baseline is not the first study.
 * `"noTargets"`: no measurable lesion at baseline. `"targetLimits"`: named targets exceed rules 1 and 2.
 * `"lymphNode"`: a lymph node that was normal at baseline has grown, or is a non-target by a note.
 * `"measurement"`: a measurement of a target is implausible or ambiguous.
 */
export type AssumptionKind =
  | "partialAnnotation"
  | "unknownOrgans"
  | "coarseOrgans"
  | "noDates"
  | "baseline"
  | "noTargets"
  | "targetLimits"
  | "lymphNode"
  | "measurement";

/** One assumption. */
export interface Assumption {
  readonly kind: AssumptionKind;
  /** A short sentence without a full stop. */
  readonly text: string;
}

/** Returns the assumptions behind the response of a patient. O(sequences x studies). */
export function assumptionsOf(
  growth: PatientGrowth,
  roles: Roles,
  baselineStudy: number,
  reviews: readonly string[],
): Assumption[] {
  const as = (kind: AssumptionKind, texts: readonly string[]): Assumption[] =>
    texts.map((text) => ({ kind, text }));
  return [
    ...as("baseline", baselineText(growth, baselineStudy)),
    ...as("partialAnnotation", partialText(growth, roles)),
    ...as("unknownOrgans", unknownOrganText(roles)),
    ...as("coarseOrgans", coarseOrganText(roles)),
    ...as("noTargets", noTargetText(roles)),
    ...as("targetLimits", roles.targetsNamed ? limitsExceeded(namedTargets(roles)) : []),
    ...as("lymphNode", [
      ...normalNonTargets(roles),
      ...grownLymphNodes(roles.unassigned, baselineStudy),
    ]),
    ...as(
      "noDates",
      growth.unit === "day" ? [] : ["No dates: no minimum interval for stable disease"],
    ),
    ...as("measurement", reviews),
  ];
}

const baselineText = ({ studies }: PatientGrowth, baselineStudy: number): string[] =>
  studies[0]?.study === baselineStudy ? [] : [`Baseline is study ${baselineStudy}`];

function partialText({ annotationCompleteness }: PatientGrowth, { assignments }: Roles): string[] {
  if (annotationCompleteness === "complete") return [];
  const later = assignments.filter(({ role }) => role === "first measured later");
  const named = assignments.some(({ role }) => role === "new");
  const counted = named
    ? "Only new lesions named by the reader are counted"
    : "New lesions not counted";
  const which =
    later.length === 0
      ? ""
      : `: ${sequencesText(later.map(({ sequence }) => sequence))} first measured later`;
  return [`${counted} (partial annotation)${which}`];
}

function unknownOrganText(roles: Roles): string[] {
  if (roles.targetsNamed) return [];
  const unknown = selectable(roles.candidates).filter(({ organ }) => organ === undefined);
  return unknown.length === 0 ? [] : ["Organs unknown: treated as one organ"];
}

function coarseOrganText({ candidates, assignments }: Roles): string[] {
  const isCoarse = candidates.some(
    ({ note, sequence }, i) =>
      assignments[i]?.role === "target" &&
      note?.organ === undefined &&
      !sequence.isLymphNode &&
      sequence.type !== undefined,
  );
  return isCoarse ? ["Organs of targets are coarse lesion types"] : [];
}

function noTargetText({ targets, candidates }: Roles): string[] {
  const sizes = candidates.flatMap(({ baseline }) => baseline?.diameterMm ?? []);
  if (targets.length > 0 || sizes.length === 0) return [];
  return [`No measurable lesion at baseline: largest diameter ${mmText(Math.max(...sizes))}`];
}

const namedTargets = ({ candidates }: Roles) =>
  candidates.filter(({ note }) => note?.role === "target");

/** Lymph nodes that are non-targets by the reader alone: by their size they are no disease at baseline. */
const normalNonTargets = ({ candidates }: Roles): string[] =>
  candidates.flatMap(({ note, sequence: { sequence, isLymphNode }, baseline }) => {
    const mm = baseline?.diameterMm;
    if (note?.role !== "non-target" || !isLymphNode) return [];
    if (mm === undefined || !isNormalLymphNode(mm)) return [];
    return [`Non-target sequence ${sequence} is a normal lymph node at baseline: ${mmText(mm)}`];
  });

/** Lymph nodes that were normal at baseline and have grown: only a reader can call them new. */
const grownLymphNodes = (unassigned: readonly SequenceGrowth[], baselineStudy: number): string[] =>
  unassigned.flatMap(({ sequence, isLymphNode, points }) => {
    const baseline = points.find(({ study }) => study === baselineStudy);
    const grown = points.find(
      ({ study, diameterMm = 0 }) => study > baselineStudy && !isNormalLymphNode(diameterMm),
    );
    if (!isLymphNode || baseline?.status !== "measured" || grown === undefined) return [];
    const size = `${mmText(grown.diameterMm ?? 0)} in study ${grown.study}`;
    return [`Lymph node sequence ${sequence}, normal at baseline, ${size}: not counted as new`];
  });

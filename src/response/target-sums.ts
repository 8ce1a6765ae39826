/** The sum of target diameters of a study: rule 3. */
import type { SequenceGrowth } from "../growth/growth-result.js";
import type { StatusOf } from "./lesion-statuses.js";
import { isNormalLymphNode } from "./response-criteria.js";
import type { Target } from "./target-parts.js";

/** What a target adds to the sum, and on what basis. */
export interface TargetValue {
  readonly sequence: number;
  /** None where it was not evaluable. */
  readonly mm: number | undefined;
  /** Input rows of the value. */
  readonly rows: readonly number[];
  readonly basis: "measured" | "absent" | "too small" | "merged" | "parts" | "not evaluable";
}

/** The targets of a study together. */
export interface TargetSum {
  readonly study: number;
  readonly values: readonly TargetValue[];
  /** Sum of all targets in mm; none without targets, and where one is not evaluable. */
  readonly sumMm: number | undefined;
  /** Sum of the evaluable targets in mm. */
  readonly evaluableMm: number;
  /** All non-nodal targets are absent and all lymph nodes below 10 mm (rule 4). */
  readonly isComplete: boolean;
  /** An evaluable target shows disease: present, or a lymph node of 10 mm or more. */
  readonly showsDisease: boolean;
}

/** Present but too small to measure counts as this, mm (rule 3). */
const TOO_SMALL_MM = 5;

/** Returns the sum of long axes, and of short axes of lymph nodes, of one study. O(targets x studies). */
export function targetSum(
  targets: readonly Target[],
  study: number,
  statusOf: StatusOf,
): TargetSum {
  const values = withoutOrphanedMerges(targets.map((one) => valueWithParts(one, study, statusOf)));
  const isEvaluable = values.length > 0 && values.every(({ mm }) => mm !== undefined);
  const evaluableMm = values.reduce((sum, { mm = 0 }) => sum + mm, 0);
  const states = values.map((value, i) =>
    stateOf(value, targets[i]?.sequence.isLymphNode === true),
  );
  return {
    study,
    values,
    sumMm: isEvaluable ? evaluableMm : undefined,
    evaluableMm,
    isComplete: states.every((state) => state === "gone"),
    showsDisease: states.includes("present"),
  };
}

/** A merged target adds nothing only where another target has the diameter of both. */
function withoutOrphanedMerges(values: readonly TargetValue[]): readonly TargetValue[] {
  if (values.some(({ mm = 0 }) => mm > 0)) return values;
  return values.map((value) =>
    value.basis === "merged" ? { ...value, mm: undefined, basis: "not evaluable" } : value,
  );
}

function stateOf({ mm, basis }: TargetValue, isLymphNode: boolean): "gone" | "present" | "unknown" {
  if (mm === undefined || basis === "merged") return "unknown";
  const isGone = isLymphNode ? isNormalLymphNode(mm) : mm === 0;
  return isGone ? "gone" : "present";
}

/** A target with the parts that split from it; a part counts from its first annotation on. */
function valueWithParts(
  { sequence, parts }: Target,
  study: number,
  statusOf: StatusOf,
): TargetValue {
  const own = targetValue(sequence, study, statusOf);
  const split = parts
    .filter(({ presence }) => presence.first <= study)
    .map((part) => targetValue(part, study, statusOf));
  if (split.length === 0) return own;
  const all = [own, ...split];
  const rows = all.flatMap((value) => value.rows);
  if (all.some(({ mm }) => mm === undefined)) {
    return { sequence: own.sequence, mm: undefined, rows, basis: "not evaluable" };
  }
  const mm = all.reduce((sum, value) => sum + (value.mm ?? 0), 0);
  return { sequence: own.sequence, mm, rows, basis: "parts" };
}

/** Returns the value of a sequence in a study. A measurement outranks every status but "not evaluable". */
export function targetValue(
  sequence: SequenceGrowth,
  study: number,
  statusOf: StatusOf,
): TargetValue {
  const point = sequence.points.find((one) => one.study === study);
  const status = statusOf(sequence, study);
  const as = (basis: TargetValue["basis"], mm: number | undefined): TargetValue => ({
    sequence: sequence.sequence,
    mm,
    rows: point?.rows ?? [],
    basis,
  });
  if (status === "not evaluable") return as("not evaluable", undefined);
  if (point?.status === "measured") return as("measured", point.diameterMm);
  if (status === "absent") return as("absent", 0);
  if (status === "too small") return as("too small", TOO_SMALL_MM);
  if (status === "merged") return as("merged", 0);
  if (status === undefined && point?.status === "absent") return as("absent", 0);
  return as("not evaluable", undefined);
}

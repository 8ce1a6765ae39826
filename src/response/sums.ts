/** The sum of target diameters of a study: rule 3. */
import type { SequenceGrowth } from "../growth/result.js";
import type { Target } from "./roles.js";
import type { SeenStatus } from "./seen.js";
import { isNormalNode } from "./verdict.js";

/** What a target adds to the sum, and why. */
export interface TargetValue {
  /** The sequence. */
  readonly sequence: number;
  /** None where it was not evaluable. */
  readonly mm: number | undefined;
  /** Marks behind the figure. */
  readonly rows: readonly number[];
  readonly basis: "measured" | "absent" | "too small" | "merged" | "parts" | "not evaluable";
}

/** The targets of a study together. */
export interface TargetSum {
  readonly study: number;
  readonly values: readonly TargetValue[];
  /** Of all targets; none where one is not evaluable. */
  readonly sumMm: number | undefined;
  /** Of the targets that were evaluable. */
  readonly partMm: number;
  /** All non-nodal targets are gone and all nodes below 10 mm (rule 4). */
  readonly gone: boolean;
}

/** Visible but too small to measure counts as this, mm (rule 3). */
export const TOO_SMALL_MM = 5;

/** The sum of long axes, and short axes of nodes, of one study. O(targets x studies). */
export function targetSum(targets: readonly Target[], study: number, seen: SeenStatus): TargetSum {
  const values = carried(targets.map((target) => valueWithParts(target, study, seen)));
  const evaluable = values.every(({ mm }) => mm !== undefined);
  const partMm = values.reduce((sum, { mm = 0 }) => sum + mm, 0);
  return {
    study,
    values,
    sumMm: evaluable ? partMm : undefined,
    partMm,
    gone: targets.every(({ sequence }, i) => isGone(values[i] as TargetValue, sequence.node)),
  };
}

/** A lesion adds nothing by merging only where another target has the diameter of both. */
function carried(values: readonly TargetValue[]): readonly TargetValue[] {
  if (values.some(({ basis, mm = 0 }) => basis !== "merged" && mm > 0)) return values;
  return values.map((value) =>
    value.basis === "merged" ? { ...value, mm: undefined, basis: "not evaluable" } : value,
  );
}

function isGone({ mm, basis }: TargetValue, node: boolean): boolean {
  if (mm === undefined || basis === "merged") return false;
  return node ? isNormalNode(mm) : mm === 0;
}

/** A target with the parts that split off it; a part is nothing before its first mark. */
function valueWithParts({ sequence, parts }: Target, study: number, seen: SeenStatus): TargetValue {
  const own = ownValue(sequence, study, seen);
  const split = parts
    .filter(({ presence }) => presence.first <= study)
    .map((part) => ownValue(part, study, seen));
  if (split.length === 0) return own;
  const all = [own, ...split];
  const rows = all.flatMap((value) => value.rows);
  if (all.some(({ mm }) => mm === undefined)) {
    return { sequence: own.sequence, mm: undefined, rows, basis: "not evaluable" };
  }
  const mm = all.reduce((sum, value) => sum + (value.mm as number), 0);
  return { sequence: own.sequence, mm, rows, basis: "parts" };
}

/** A measured diameter wins over everything but the reader's word that it is not evaluable. */
export function ownValue(sequence: SequenceGrowth, study: number, seen: SeenStatus): TargetValue {
  const point = sequence.points.find((one) => one.study === study);
  const status = seen(sequence, study);
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

/** Must-link and cannot-link constraints: what the user knows about pairs of lesions, by row. */
import { fail, fault, type LesionGraphError } from "../core/errors.js";
import type { Lesion, Patient } from "../core/lesion.js";
import { defaultsOf, type OptionSchema, value } from "../core/options.js";
import { trackedPairs } from "../core/tracked-pairs.js";
import { membersOf, UnionFind } from "../core/union-find.js";
import type { Pair } from "./node-pairs.js";

/** Two data rows. */
export type RowPair = readonly [row: number, row2: number];

/** Must-link and cannot-link constraints on pairs of input rows. */
export interface ConstraintOptions {
  /**
   * Pairs of rows that are the same lesion: linked where they are of two studies, merged as duplicates
   * where they are of one. @defaultValue []
   */
  readonly mustLink: readonly RowPair[];
  /** Pairs of rows that are different lesions and never come into one sequence. @defaultValue [] */
  readonly cannotLink: readonly RowPair[];
}

/** The options of constraints, declared once. */
export const CONSTRAINT_OPTIONS: OptionSchema<ConstraintOptions> = Object.freeze({
  mustLink: rowPairs("Pairs of rows that are the same lesion"),
  cannotLink: rowPairs("Pairs of rows that are different lesions"),
});

function rowPairs(help: string) {
  const none: readonly RowPair[] = Object.freeze([]);
  return value(none, help, "a list of pairs of rows", Array.isArray);
}

export const DEFAULT_CONSTRAINT_OPTIONS: ConstraintOptions = defaultsOf(CONSTRAINT_OPTIONS);

/**
 * Asserts that constraints are pairs of two different rows. O(constraints).
 *
 * @throws LesionGraphError BAD_OPTION with the pair that is none.
 */
export function assertPairs({ mustLink, cannotLink }: ConstraintOptions): void {
  for (const [option, pairs] of Object.entries({ mustLink, cannotLink })) {
    const isList: boolean = Array.isArray(pairs);
    const wrong = isList ? Array.from(pairs).findIndex((pair) => !isRowPair(pair)) : undefined;
    if (wrong === -1) continue;
    const received = (wrong === undefined ? pairs : pairs[wrong]) ?? "nothing";
    fail("BAD_OPTION", `${option} to be a list of pairs of two different rows`, received, {
      option,
    });
  }
}

const isRowPair = (given: unknown): boolean =>
  Array.isArray(given) &&
  given.length === 2 &&
  Number.isSafeInteger(given[0]) &&
  Number.isSafeInteger(given[1]) &&
  given[0] !== given[1];

/** Constraints as pairs of indices of lesions. */
export interface Constraints {
  /** Every two lesions that must-links make one, directly or through others. */
  readonly must: readonly Pair[];
  readonly cannot: readonly Pair[];
}

/** No constraints. */
export const NO_CONSTRAINTS: Constraints = Object.freeze({ must: [], cannot: [] });

/**
 * Constraints of one patient's lesions, checked against each other. O(lesions + constraints).
 *
 * @throws LesionGraphError BAD_OPTION as {@link assertPairs}; UNKNOWN_ROW for a row that is none of the lesions';
 * CONTRADICTION where must-links chain two rows that a cannot-link separates, or two lesions of one study without a
 * must-link.
 */
export function resolveConstraints(
  ordered: readonly Lesion[],
  { mustLink, cannotLink }: ConstraintOptions,
): Constraints {
  const tracked = trackedPairs(ordered);
  assertPairs({ mustLink, cannotLink });
  if (tracked.length + mustLink.length + cannotLink.length === 0) return NO_CONSTRAINTS;
  const indexOf = new Map(ordered.map(({ row }, i) => [row, i]));
  const indices = (pairs: readonly RowPair[], option: string) =>
    pairs.map((pair) => {
      const [i, j] = pair.map((row) => found(indexOf, row, option)) as [number, number];
      return i < j ? ([i, j] as const) : ([j, i] as const);
    });
  const must = indices([...mustLink, ...tracked], "mustLink");
  const cannot = indices(cannotLink, "cannotLink");

  const together = new UnionFind(ordered.length);
  const asDuplicates = new UnionFind(ordered.length);
  for (const [i, j] of must) {
    together.join(i, j);
    if (ordered[i]!.study === ordered[j]!.study) asDuplicates.join(i, j);
  }
  for (const [i, j] of cannot) {
    if (together.find(i) !== together.find(j)) continue;
    throw contradiction(ordered, i, j, "must-links join them and a cannot-link separates them");
  }
  assertNoChainedAnnotations(ordered, together, asDuplicates);
  const groups = membersOf(together.labels());
  return {
    must: groups.flatMap((group) =>
      group.flatMap((j, at) => group.slice(0, at).map((i) => [i, j] as const)),
    ),
    cannot,
  };
}

/** The constraints of a patient. A pair of rows of two patients is an error. */
export function constraintsOf(
  { lesions }: Patient,
  constraints: ConstraintOptions,
): ConstraintOptions {
  const rows = new Set(lesions.map(({ row }) => row));
  const own = (pairs: readonly RowPair[], option: string): readonly RowPair[] =>
    pairs.filter(([a, b]) => {
      if (rows.has(a) === rows.has(b)) return rows.has(a);
      return fail("CONTRADICTION", "rows of one patient", [a, b], { option });
    });
  return {
    mustLink: own(constraints.mustLink, "mustLink"),
    cannotLink: own(constraints.cannotLink, "cannotLink"),
  };
}

/** Asserts that the rows of all constraints are rows of the input. @throws LesionGraphError UNKNOWN_ROW. */
export function assertRowsExist(
  { mustLink, cannotLink }: ConstraintOptions,
  rows: ReadonlySet<number>,
) {
  for (const [option, pairs] of Object.entries({ mustLink, cannotLink })) {
    for (const row of pairs.flat()) if (!rows.has(row)) throw unknownRow(row, option);
  }
}

function found(indexOf: ReadonlyMap<number, number>, row: number, option: string): number {
  const index = indexOf.get(row);
  if (index === undefined) throw unknownRow(row, option);
  return index;
}

const unknownRow = (row: number, option: string): LesionGraphError =>
  fault("UNKNOWN_ROW", `${option} to name rows of the lesions`, row, { option, row });

/** Annotations of one study come together as duplicates only where that was said of them directly. */
function assertNoChainedAnnotations(
  ordered: readonly Lesion[],
  together: UnionFind,
  asDuplicates: UnionFind,
): void {
  const first = new Map<string, number>();
  ordered.forEach(({ study }, i) => {
    const key = `${together.find(i)} ${study}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, i);
    else if (asDuplicates.find(before) !== asDuplicates.find(i)) {
      throw contradiction(
        ordered,
        before,
        i,
        "must-links that chain two lesions of one study",
        "add a must-link between them if they are duplicates",
      );
    }
  });
}

function contradiction(
  ordered: readonly Lesion[],
  i: number,
  j: number,
  received: string,
  remedy?: string,
): LesionGraphError {
  const [a, b] = [ordered[i] as Lesion, ordered[j] as Lesion];
  return fault(
    "CONTRADICTION",
    `constraints that can all hold for rows ${a.row} and ${b.row}`,
    received,
    { ...(remedy === undefined ? {} : { remedy }), patient: a.patient, study: a.study },
  );
}

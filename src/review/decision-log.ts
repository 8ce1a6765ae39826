/**
 * The state of a review as an append-only log of events. Undo and redo are events too, so no
 * decision is lost and everything can be undone. All other state (decisions, answered questions, reviewed
 * patients) is computed by replaying the log.
 */

/** A reviewer's decision on two lesions. */
export type DecisionKind = "must-link" | "cannot-link";

/** Two data rows, the smaller first. */
export type Pair = readonly [row: number, row2: number];

/** A change that undo can take back. */
export type Action =
  | {
      readonly type: "decide";
      readonly patient: string;
      readonly kind: DecisionKind;
      readonly pair: Pair;
      /** ISO 8601. */
      readonly at: string;
    }
  | { readonly type: "remove"; readonly patient: string; readonly pair: Pair; readonly at: string }
  | { readonly type: "skip"; readonly patient: string; readonly pair: Pair; readonly at: string }
  | {
      readonly type: "reviewed";
      readonly patient: string;
      readonly reviewed: boolean;
      readonly at: string;
    };

export type ReviewEvent = Action | { readonly type: "undo" } | { readonly type: "redo" };

/** A decision in force. */
export interface Decision {
  readonly patient: string;
  readonly kind: DecisionKind;
  readonly pair: Pair;
  readonly at: string;
}

/** The state that a log describes. */
export interface ReviewState {
  readonly log: readonly ReviewEvent[];
  /** Actions in force, oldest first. */
  readonly actions: readonly Action[];
  /** Actions that redo brings back, the next one last. */
  readonly undone: readonly Action[];
}

export const EMPTY_REVIEW: ReviewState = Object.freeze({
  log: Object.freeze([]),
  actions: Object.freeze([]),
  undone: Object.freeze([]),
});

/** Two rows as a pair, the smaller first. */
export const pairOf = (row: number, row2: number): Pair => (row < row2 ? [row, row2] : [row2, row]);

/** One text per pair. */
export const pairKey = ([row, row2]: Pair): string => `${row}-${row2}`;

/**
 * The state after one more event. An undo without an action, or a redo without an undone one, changes nothing
 * and is not logged. A new action discards what redo could bring back; the log keeps it. O(log length).
 */
export function append(state: ReviewState, event: ReviewEvent): ReviewState {
  const { log, actions, undone } = state;
  if (event.type === "undo") {
    const last = actions.at(-1);
    if (last === undefined) return state;
    return { log: [...log, event], actions: actions.slice(0, -1), undone: [...undone, last] };
  }
  if (event.type === "redo") {
    const next = undone.at(-1);
    if (next === undefined) return state;
    return { log: [...log, event], actions: [...actions, next], undone: undone.slice(0, -1) };
  }
  return { log: [...log, event], actions: [...actions, event], undone: [] };
}

/** The state of a whole log. */
export const replay = (log: readonly ReviewEvent[]): ReviewState =>
  log.reduce(append, EMPTY_REVIEW);

/** The decisions in force, oldest first; the latest on a pair counts. O(actions). */
export function decisionsOf({ actions }: ReviewState, patient?: string): Decision[] {
  const byPair = new Map<string, Decision>();
  for (const action of actions) {
    if (patient !== undefined && action.patient !== patient) continue;
    if (action.type !== "decide" && action.type !== "remove") continue;
    const key = `${action.patient}:${pairKey(action.pair)}`;
    // A changed decision is ordered by its latest change.
    byPair.delete(key);
    if (action.type === "decide") {
      const { patient, kind, pair, at } = action;
      byPair.set(key, { patient, kind, pair, at });
    }
  }
  return [...byPair.values()];
}

/** Reviewed patients. */
export function reviewedPatients({ actions }: ReviewState): Set<string> {
  const reviewed = new Set<string>();
  for (const action of actions) {
    if (action.type !== "reviewed") continue;
    if (action.reviewed) reviewed.add(action.patient);
    else reviewed.delete(action.patient);
  }
  return reviewed;
}

/** The part of a lesion that contradictions depend on. */
interface RowInStudy {
  readonly row: number;
  readonly study: number;
}

/**
 * Contradictory decisions of one patient, oldest first; empty without contradiction. Two cases: a chain of
 * must-links joins two lesions that a cannot-link separates, or joins two lesions of one study that no
 * must-link declares to be duplicates.
 *
 * O(decisions × lesions).
 */
export function contradiction(
  decisions: readonly Decision[],
  lesions: readonly RowInStudy[],
): Decision[] {
  const study = new Map(lesions.map((lesion) => [lesion.row, lesion.study]));
  const links = decisions.filter(({ kind }) => kind === "must-link");
  const found = separatedChain(decisions, links) ?? chainInStudy(links, study) ?? [];
  return decisions.filter((one) => found.includes(one));
}

/** A chain of must-links between two lesions that a cannot-link separates, with the cannot-link. */
function separatedChain(
  decisions: readonly Decision[],
  links: readonly Decision[],
): Decision[] | undefined {
  for (const one of decisions) {
    const chain = one.kind === "cannot-link" ? chainBetween(links, ...one.pair) : undefined;
    if (chain !== undefined) return [...chain, one];
  }
  return undefined;
}

/** A chain of must-links between two lesions of one study that are not declared to be duplicates. */
function chainInStudy(
  links: readonly Decision[],
  study: ReadonlyMap<number, number>,
): Decision[] | undefined {
  const sameStudy = links.filter(({ pair: [a, b] }) => study.get(a) === study.get(b));
  const rows = [...new Set(links.flatMap(({ pair }) => pair))];
  for (const [i, a] of rows.entries()) {
    for (const b of rows.slice(i + 1)) {
      if (study.get(a) !== study.get(b) || chainBetween(sameStudy, a, b) !== undefined) continue;
      const chain = chainBetween(links, a, b);
      if (chain !== undefined) return chain;
    }
  }
  return undefined;
}

/** The shortest chain of links from one row to another. */
function chainBetween(
  links: readonly Decision[],
  from: number,
  to: number,
): Decision[] | undefined {
  const reached = new Map<number, Decision[]>([[from, []]]);
  for (const [row, chain] of reached) {
    if (row === to) return chain;
    for (const link of links.filter(({ pair }) => pair.includes(row))) {
      const next = link.pair[0] === row ? link.pair[1] : link.pair[0];
      if (!reached.has(next)) reached.set(next, [...chain, link]);
    }
  }
  return undefined;
}

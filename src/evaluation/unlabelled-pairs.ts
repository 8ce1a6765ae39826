/** Predicted pairs that the ground truth cannot judge, and how many of them other columns contradict. */
import type { Lesion } from "../core/lesion.js";
import type { PatientMatch } from "../matching/result.js";
import { labelledLesions } from "./labelled.js";
import { pairJudge } from "./pairs.js";
import type { Truth } from "./truth.js";

/** Lesions of one type and of close normalised locations may be the same; these differ. */
export interface UnlabelledPairs {
  /** Pairs of lesions of two studies in one sequence that the truth cannot judge. */
  readonly pairs: number;
  /** Those for which both lesions have a type or a normalised location. */
  readonly comparable: number;
  /** Those of two types, or more than 0.1 apart in normalised location. */
  readonly contradicted: number;
}

/** A tenth of the body: farther apart than two annotations of one lesion. */
const FAR = 0.1;

/**
 * Counts predicted pairs that truth cannot judge: with a lesion without truth, or with partial truth pairs of two
 * groups of which neither has a known partner in the other's study. Over-linking shows here and not in pair F1. Type
 * and normalised location are those of `heldBack` (lesions of the same rows), or of the matched lesions. O(n²) per
 * sequence.
 */
export function unlabelledPairs(
  matches: readonly PatientMatch[],
  truth: Truth,
  { partial, heldBack = [] }: { readonly partial: boolean; readonly heldBack?: Iterable<Lesion> },
): UnlabelledPairs {
  const reference = new Map(Array.from(heldBack, (lesion) => [lesion.row, lesion]));
  const counts = { pairs: 0, comparable: 0, contradicted: 0 };
  for (const { sequences } of matches) {
    const labelled = labelledLesions({ sequences }, truth);
    const labelOf = new Map(labelled.map((one) => [one.lesion, one]));
    const judge = pairJudge(labelled, partial);
    const isUnlabelled = (a: Lesion, b: Lesion): boolean => {
      const [p, q] = [labelOf.get(a), labelOf.get(b)];
      return p === undefined || q === undefined || judge(p, q) === "unknown";
    };
    for (const { lesions } of sequences) {
      lesions.forEach((b, j) => {
        for (const a of lesions.slice(0, j)) {
          if (a.study === b.study || !isUnlabelled(a, b)) continue;
          counts.pairs++;
          const agree = agreement(reference.get(a.row) ?? a, reference.get(b.row) ?? b);
          if (agree !== undefined) counts.comparable++;
          if (agree === false) counts.contradicted++;
        }
      });
    }
  }
  return counts;
}

/** Whether type and normalised location allow two lesions to be the same; `undefined` where both are missing. */
function agreement(a: Lesion, b: Lesion): boolean | undefined {
  const byType = a.type && b.type ? a.type === b.type : undefined;
  const byLocation = a.location && b.location ? !isFar(a.location, b.location) : undefined;
  if (byType === undefined && byLocation === undefined) return undefined;
  return byType !== false && byLocation !== false;
}

function isFar(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let squares = 0;
  for (let k = 0; k < 3; k++) squares += (a[k]! - b[k]!) ** 2;
  return squares > FAR * FAR;
}

/** What truth says about the pairs of a patient's marks and lesions. */

import { inOrder, type Lesion } from "../../core/lesion.js";
import { FEATURES } from "../../features/matrix.js";
import { type Marks, marksOf, mergeMarks } from "../../matching/joint/marks.js";
import type { Truth } from "../truth.js";

/** A number needs at least this many observations; with fewer, that of `start` stays. */
export const ENOUGH = 10;

/** A patient's marks with their true groups, and the lesions they are. */
export interface Sample {
  readonly marks: Marks;
  readonly lesions: Marks;
  /** Marks of one study and one group. */
  readonly duplicates: readonly IndexPair[];
  /** Marks of one study and two groups that may have been taken for duplicates. */
  readonly neighbours: readonly IndexPair[];
  /** Lesions of two studies and one group. */
  readonly same: readonly IndexPair[];
  /** Lesions of two studies that are known to be of two groups. */
  readonly different: readonly IndexPair[];
}

export type IndexPair = readonly [i: number, j: number];

export function sampleOf(own: readonly Lesion[], truth: Truth, partial: boolean): Sample {
  const ordered = inOrder(own);
  const marks = marksOf(ordered, FEATURES, "auto");
  const groupOfMark = ordered.map(({ row }) => truth.get(row) as string);
  const members = new Map<string, number[]>();
  groupOfMark.forEach((group, mark) => {
    const key = `${marks.study[mark]} ${group}`;
    members.set(key, [...(members.get(key) ?? []), mark]);
  });
  const lesions = mergeMarks(marks, [...members.values()]);
  const group = [...members.values()].map(([first]) => groupOfMark[first as number]!);
  const seen = (i: number, j: number): boolean => members.has(`${lesions.study[j]} ${group[i]}`);
  const markPairs = pairsOf(marks, (i, j) => marks.study[i] === marks.study[j]);
  const lesionPairs = pairsOf(lesions, (i, j) => lesions.study[i] !== lesions.study[j]);
  return {
    marks,
    lesions,
    duplicates: markPairs.filter(([i, j]) => groupOfMark[i] === groupOfMark[j]),
    neighbours: markPairs.filter(
      ([i, j]) => groupOfMark[i] !== groupOfMark[j] && marks.series[i] !== marks.series[j],
    ),
    same: lesionPairs.filter(([i, j]) => group[i] === group[j]),
    different: lesionPairs.filter(
      ([i, j]) => group[i] !== group[j] && (!partial || seen(i, j) || seen(j, i)),
    ),
  };
}

function pairsOf({ count }: Marks, takes: (i: number, j: number) => boolean): IndexPair[] {
  const pairs: IndexPair[] = [];
  for (let j = 1; j < count; j++) for (let i = 0; i < j; i++) if (takes(i, j)) pairs.push([i, j]);
  return pairs;
}

/** Which marks of a study are one lesion marked twice. */
import { type Constraints, DuplicateGroups } from "../constraints.js";
import { Odds } from "./evidence.js";
import { differenceOf, type Marks, relativeDistance, sizeDifference } from "./marks.js";
import type { JointModel } from "./model.js";

/** Two marks of a study. */
interface Candidate {
  readonly i: number;
  readonly j: number;
  readonly logOdds: number;
}

/**
 * For each mark the number of the lesion it marks, in the order of the lesions' first marks. Pairs of
 * marks of a study become one lesion by decreasing log-odds as long as these are positive, as far as
 * pins and forbids allow; two marks of one series are two lesions unless they are identical.
 * O(sum of squares of marks per study).
 */
export function groupDuplicates(
  marks: Marks,
  model: JointModel,
  constraints: Constraints,
): Int32Array {
  const groups = new DuplicateGroups(marks.study, constraints);
  const membersOf = Array.from(marks.series, (_, mark) => [mark]);
  for (const { i, j } of candidates(marks, model)) {
    const [a, b] = [membersOf[i] as number[], membersOf[j] as number[]];
    if (a === b || clash(marks, a, b) || !groups.join(i, j)) continue;
    const joined = [...a, ...b];
    for (const mark of joined) membersOf[mark] = joined;
  }
  return groups.labels();
}

/** Pairs of marks of a study that are rather one lesion than two, the surest first. */
function candidates(marks: Marks, model: JointModel): Candidate[] {
  const odds = new Odds(model, marks.kind);
  const found: Candidate[] = [];
  for (let j = 1; j < marks.count; j++) {
    for (let i = j - 1; i >= 0 && marks.study[i] === marks.study[j]; i--) {
      const logOdds = duplicateOdds(marks, odds, i, j) + model.prior.duplicate;
      if (logOdds > 0) found.push({ i, j, logOdds });
    }
  }
  return found.sort((a, b) => b.logOdds - a.logOdds || a.i - b.i || a.j - b.j);
}

function duplicateOdds(marks: Marks, odds: Odds, i: number, j: number): number {
  const [long, short] = sizeDifference(marks, i, j);
  return [
    odds.duplicateLocation(...differenceOf(marks, i, j)),
    odds.size(long, short, "duplicate"),
    odds.type(marks.type[i]!, marks.type[j]!),
    odds.appearance(relativeDistance(marks, i, j)),
  ].reduce((sum, part) => sum + (part || 0), 0);
}

/** True where marks of both groups are of one series and not identical. */
const clash = (marks: Marks, a: readonly number[], b: readonly number[]): boolean =>
  a.some((i) => b.some((j) => marks.series[i] === marks.series[j] && !identical(marks, i, j)));

const identical = (marks: Marks, i: number, j: number): boolean =>
  [...differenceOf(marks, i, j), ...sizeDifference(marks, i, j)].every((part) => part === 0);

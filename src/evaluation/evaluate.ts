/** Sequences against truth: scores of a cohort, patient by patient, with confidence intervals. */

import type { Lesion } from "../core/lesion.js";
import { assertInteger, assertNumber, type NumberLimits } from "../core/option-checks.js";
import { completeOptions } from "../core/options.js";
import { assertPatientList } from "../core/patient-list.js";
import { type ProgressOptions, progressCounter, splitProgress } from "../core/progress.js";
import type { PatientMatch } from "../matching/result.js";
import { MATCH_KIND } from "../matching/result.js";
import { type Interval, intervals } from "./bootstrap.js";
import { type Labelled, labelledLesions } from "./labelled.js";
import {
  addPairs,
  forEachPair,
  NO_PAIRS,
  type PairCounts,
  type PairScores,
  pairJudge,
  scorePairs,
} from "./pairs.js";
import { comparePartitions, type PartitionScores } from "./partition.js";
import { type GivenTruth, truthAbout } from "./truth.js";
import { type UnlabelledPairs, unlabelledPairs } from "./unlabelled-pairs.js";

/** Options of {@link evaluate}. */
export interface EvaluationOptions {
  /**
   * True where the truth links neighbouring studies only, so that two groups that share no study may be
   * the same lesion (the DLS benchmark). @defaultValue false
   */
  readonly partial: boolean;
  /** Resamples of patients for confidence intervals, at most 1,000,000; 0 for none. @defaultValue 1000 */
  readonly resamples: number;
  /** Seed of the resampling. @defaultValue 1 */
  readonly seed: number;
  /**
   * The same rows with types and normalised locations that the matcher did not see, to check pairs that truth cannot
   * judge. @defaultValue [] (those of the matched lesions)
   */
  readonly heldBack: readonly Lesion[];
}

export const DEFAULT_EVALUATION_OPTIONS: EvaluationOptions = Object.freeze({
  partial: false,
  resamples: 1000,
  seed: 1,
  heldBack: Object.freeze([]),
});

/** Limits of {@link EvaluationOptions.resamples}: all resamples are in memory at once. */
export const RESAMPLES: NumberLimits = Object.freeze({ min: 0, max: 1_000_000, integer: true });

/** How many of the true groups came out as they are. */
export interface ExactScores {
  readonly groups: number;
  readonly exact: number;
  readonly share: number;
}

/** How a patient was matched. */
export interface PatientScores {
  readonly patient: string;
  readonly lesions: number;
  readonly studies: number;
  readonly pairs: PairScores;
}

/** Result of {@link evaluate}. */
export interface Evaluation {
  readonly partial: boolean;
  /** Patients with a lesion whose truth is known; the others are left out. */
  readonly patients: number;
  /** Lesions whose truth is known. */
  readonly lesions: number;
  /** Lesions that the truth does not know; they are left out. */
  readonly unlabelled: number;
  /** Predicted pairs that truth cannot judge: where they are many, or contradicted, the matcher links too much. */
  readonly unlabelledPairs: UnlabelledPairs;
  /** All pairs of lesions of a patient. */
  readonly pairs: PairScores;
  /** Pairs of lesions of two studies that follow each other. */
  readonly links: PairScores;
  readonly exact: ExactScores;
  /** Scores of the whole partition; absent with partial truth, which knows no whole partition. */
  readonly partition: PartitionScores | undefined;
  /** 95 % confidence intervals by resampling patients; absent where none were asked for. */
  readonly intervals:
    | {
        readonly precision: Interval;
        readonly recall: Interval;
        readonly f1: Interval;
        readonly linkF1: Interval;
        readonly exact: Interval;
      }
    | undefined;
  /** Patients, those with most wrong and missed pairs first. */
  readonly byPatient: readonly PatientScores[];
}

/** What is counted for a patient; everything adds up. */
interface PatientCounts {
  readonly pairs: PairCounts;
  readonly links: PairCounts;
  readonly groups: number;
  readonly exact: number;
}

/**
 * Scores of matches against truth. `onProgress` counts patients, then resamples. O(sum of squares of lesions per
 * patient, resamples x patients).
 *
 * @param givenTruth a map from row to group, or a list such as that of a simulated cohort
 * @throws LesionGraphError BAD_TRUTH where the truth does not fit the lesions or judges none; UNKNOWN_OPTION,
 * BAD_OPTION.
 */
export function evaluate(
  matches: readonly PatientMatch[],
  givenTruth: GivenTruth,
  given?: Partial<EvaluationOptions & ProgressOptions>,
): Evaluation {
  assertPatientList(matches, MATCH_KIND);
  const [progress, own] = splitProgress("evaluate", given);
  const options = completeOptions("evaluate", DEFAULT_EVALUATION_OPTIONS, own);
  assertNumber("resamples", options.resamples, RESAMPLES);
  assertInteger("seed", options.seed, 0);
  const { partial } = options;
  const lesions = matches.flatMap(({ sequences }) => sequences.flatMap((one) => one.lesions));
  const truth = truthAbout(lesions, givenTruth);

  const labelled = matches
    .map((match) => labelledLesions(match, truth))
    .filter(({ length }) => length > 0);
  const count = progressCounter(progress, "patients", labelled.length);
  const counts = labelled.map((own) => {
    const counted = countPatient(own, partial);
    count();
    return counted;
  });
  const { pairs, links, groups, exact } = totalOf(counts);
  const total = labelled.reduce((sum, own) => sum + own.length, 0);
  return {
    partial,
    patients: labelled.length,
    lesions: total,
    unlabelled: lesions.length - total,
    unlabelledPairs: unlabelledPairs(matches, truth, options),
    pairs: scorePairs(pairs),
    links: scorePairs(links),
    exact: { groups, exact, share: exact / groups },
    partition: partial ? undefined : comparePartitions(labelled.flatMap(labelsOf)),
    intervals: intervals(counts, statisticsOf, options, progress),
    byPatient: labelled
      .map((own, i) => patientScores(own, counts[i] as PatientCounts))
      .sort((a, b) => faults(b) - faults(a)),
  };
}

/** Called for every resample: one pass, no lists in between. */
function totalOf(counts: readonly PatientCounts[]): PatientCounts {
  const [pairs, links] = [{ ...NO_PAIRS }, { ...NO_PAIRS }];
  let [groups, exact] = [0, 0];
  for (const one of counts) {
    addPairs(pairs, one.pairs);
    addPairs(links, one.links);
    groups += one.groups;
    exact += one.exact;
  }
  return { pairs, links, groups, exact };
}

/** A group is exact where all its lesions are in one sequence, and none there is known to be of another group. */
function countPatient(labelled: readonly Labelled[], partial: boolean): PatientCounts {
  const studies = [...new Set(labelled.map(({ lesion }) => lesion.study))].sort((a, b) => a - b);
  const orderOf = new Map(studies.map((study, i) => [study, i]));
  const order = ({ lesion }: Labelled): number => orderOf.get(lesion.study) as number;
  const [pairs, links] = [{ ...NO_PAIRS }, { ...NO_PAIRS }];
  const groups = new Set(labelled.map(({ group }) => group));
  const faulty = new Set<string>();
  const judge = pairJudge(labelled, partial);
  forEachPair(labelled, (a, b) => {
    const judged = judge(a, b);
    if (judged === undefined) return;
    pairs[judged]++;
    if (Math.abs(order(a) - order(b)) === 1) links[judged]++;
    if (judged === "falseNegatives" || judged === "falsePositives") {
      faulty.add(a.group).add(b.group);
    }
  });
  return { pairs, links, groups: groups.size, exact: groups.size - faulty.size };
}

const labelsOf = (labelled: readonly Labelled[]) =>
  labelled.map(({ lesion, group, sequence }) => ({
    group,
    sequence: `${lesion.patient} ${sequence}`,
  }));

function statisticsOf(drawn: readonly PatientCounts[]) {
  const { pairs, links, groups, exact } = totalOf(drawn);
  const { precision, recall, f1 } = scorePairs(pairs);
  const linkF1 = scorePairs(links).f1;
  return { precision, recall, f1, linkF1, exact: exact / groups };
}

const patientScores = (labelled: readonly Labelled[], { pairs }: PatientCounts): PatientScores => ({
  patient: (labelled[0] as Labelled).lesion.patient,
  lesions: labelled.length,
  studies: new Set(labelled.map(({ lesion }) => lesion.study)).size,
  pairs: scorePairs(pairs),
});

const faults = ({ pairs }: PatientScores): number => pairs.falsePositives + pairs.falseNegatives;

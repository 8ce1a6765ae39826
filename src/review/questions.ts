/** Questions for a reviewer: pairs of lesions about which the matcher may be wrong. */
import type { Edge, Link, LinkEvidence, PatientMatch } from "../matching/result.js";
import { type QuestionKind, reviewQuestions } from "../matching/review-questions.js";
import { type Pair, pairOf } from "./decision-log.js";

/** One question "same lesion or different?". */
export interface Question {
  readonly kind: QuestionKind;
  readonly pair: Pair;
  /** What the matcher answered: one lesion, or two. */
  readonly same: boolean;
  /** Probability that the two are the same lesion; the joint matcher only. */
  readonly probability: number | undefined;
  readonly evidence: LinkEvidence | undefined;
  readonly competitor: Edge | undefined;
  /** The change made by the other answer, as text. */
  readonly change: string | undefined;
}

/** Margin below which a link of Algorithm 1 becomes a question, in feature distance. */
const SMALL_MARGIN = 0.02;

/**
 * Questions of one patient, the most useful first. The joint matcher has calibrated probabilities
 * ({@link reviewQuestions}); of Algorithm 1, conflicts come first, then links by margin.
 */
export function questionsOf(match: PatientMatch): Question[] {
  if (match.method !== "joint") return questionsOfAlgorithm1(match);
  return reviewQuestions(match).map(
    ({ kind, rows, answer, probability, evidence, competitor, change }) => ({
      kind,
      pair: pairOf(...rows),
      same: answer === "same",
      probability,
      evidence,
      competitor,
      change,
    }),
  );
}

function questionsOfAlgorithm1({ conflicts, links }: PatientMatch): Question[] {
  const question = (kind: QuestionKind, pair: Pair, link?: Link): Question => ({
    kind,
    pair,
    same: true,
    probability: undefined,
    evidence: undefined,
    competitor: link?.runnerUp,
    change: undefined,
  });
  const ofConflicts = conflicts.flatMap(({ rows }) =>
    rows.slice(1).map((row) => question("split", pairOf(rows[0] ?? row, row))),
  );
  const ofLinks = links
    .filter(({ margin, constrained }) => !constrained && (margin ?? Infinity) < SMALL_MARGIN)
    .sort((a, b) => (a.margin ?? 0) - (b.margin ?? 0) || a.from - b.from || a.to - b.to)
    .map((link) => question("link", pairOf(link.from, link.to), link));
  return [...ofConflicts, ...ofLinks];
}

/** Probability that the matcher's answer is wrong; one half where it has no probability. */
export const errorProbability = ({ probability, same }: Question): number =>
  probability === undefined ? 0.5 : same ? 1 - probability : probability;

/** Expected number of wrong answers among questions. */
export const expectedWrong = (questions: readonly Question[]): number =>
  questions.reduce((sum, question) => sum + errorProbability(question), 0);

/** Questions for a reviewer: pairs of lesions about which the matcher may be wrong. */
import type { Edge, LinkEvidence, PatientMatch } from "../matching/result.js";
import { type Pair, pairOf } from "./decision-log.js";

/** One question "same lesion or different?". */
export interface Question {
  readonly kind: "link" | "merge" | "duplicate" | "split";
  readonly pair: Pair;
  /** Probability that the two are the same lesion. */
  readonly probability: number | undefined;
  /** What the matcher answered: one sequence, or two. */
  readonly same: boolean;
  readonly distance: number | undefined;
  readonly logOdds: number | undefined;
  readonly margin: number | undefined;
  readonly runnerUp: Edge | undefined;
  readonly evidence: LinkEvidence | undefined;
}

/** Questions of one patient, the least certain answer first. */
export function questionsOf(match: PatientMatch): Question[] {
  const sequence = new Map(
    match.sequences.flatMap(({ id, lesions }) => lesions.map(({ row }) => [row, id] as const)),
  );
  const links = match.links
    .filter(({ uncertain }) => uncertain)
    .map((link) => questionOf("link", link, sequence));
  const merges = match.rejectedPairs.map((pair) =>
    questionOf(pair.step === "duplicate" ? "duplicate" : "merge", pair, sequence),
  );
  return [...links, ...merges].sort((a, b) => wrong(b) - wrong(a) || a.pair[0] - b.pair[0]);
}

function questionOf(
  kind: Question["kind"],
  edge: Edge & Partial<Pick<Question, "margin" | "runnerUp" | "evidence">>,
  sequence: ReadonlyMap<number, number>,
): Question {
  const { from, to, distance, logOdds, probability, margin, runnerUp, evidence } = edge;
  return {
    kind,
    pair: pairOf(from, to),
    probability,
    same: sequence.get(from) === sequence.get(to),
    distance,
    logOdds,
    margin,
    runnerUp,
    evidence,
  };
}

/** Probability that the matcher's answer is wrong; one half where nothing is known. */
const wrong = ({ probability, same }: Question): number =>
  probability === undefined ? 0.5 : same ? 1 - probability : probability;

/** Expected number of wrong answers among questions. */
export const expectedWrong = (questions: readonly Question[]): number =>
  questions.reduce((sum, question) => sum + wrong(question), 0);

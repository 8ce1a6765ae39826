/**
 * Key presses that a reviewer needs until a simulated cohort is entirely right: by questions, and lesion by
 * lesion in board order. The reviewer knows the truth and makes no mistakes. Writes the table of
 * docs/review.md.
 *
 * One key answers a question. A correction by hand takes the arrow keys from one lesion of the board to the
 * other (columns and lanes between them), Enter on each, and L or X. In board order one arrow key brings each
 * lesion into view. D ends each patient in both.
 */
import type { Lesion, PatientMatch } from "../src/index.js";
import { groupByPatient, matchPatient } from "../src/index.js";
import { type Decision, type Pair, pairKey, pairOf } from "../src/review/decision-log.js";
import { questionsOf } from "../src/review/questions.js";
import { DEFAULT_REVIEW_SETTINGS, matchOptionsOf } from "../src/review/settings.js";
import { simulateCohort } from "../src/simulation/index.js";
import { putBetween, stamp, table } from "./markdown.js";

const PATIENTS = 300;
const SEED = 404;
/** The longest review of a patient; a reviewer who knows the truth is done long before. */
const MOST_STEPS = 2000;

interface Count {
  readonly keys: number;
  readonly byHand: number;
}

const { lesions, truth } = simulateCohort({ patients: PATIENTS, seed: SEED });
const group = new Map(truth.map(({ row, group }) => [row, group]));
const same = (a: number, b: number): boolean =>
  a === b || (group.has(a) && group.get(a) === group.get(b));

function review(own: readonly Lesion[], withQuestions: boolean): Count {
  const decisions: Decision[] = [];
  const answered = new Set<string>();
  let keys = withQuestions ? 0 : own.length;
  let byHand = 0;
  const decide = (pair: Pair): void => {
    const kind = same(...pair) ? "must-link" : "cannot-link";
    decisions.push({ patient: own[0]?.patient ?? "", kind, pair, at: "" });
  };
  for (let step = 0; step < MOST_STEPS; step++) {
    const match = matchPatient(own, matchOptionsOf(DEFAULT_REVIEW_SETTINGS, decisions));
    const question = withQuestions
      ? questionsOf(match).find(({ pair }) => !answered.has(pairKey(pair)))
      : undefined;
    if (question !== undefined) {
      answered.add(pairKey(question.pair));
      decide(question.pair);
      keys++;
      continue;
    }
    const wrong = wrongPair(match);
    if (wrong === undefined) return { keys: keys + 1, byHand };
    decide(wrong.pair);
    keys += wrong.arrows + 3;
    byHand++;
  }
  throw new Error("the review does not end");
}

/** A pair that the match answers wrongly, with its distance on the board. */
function wrongPair({ sequences }: PatientMatch): { pair: Pair; arrows: number } | undefined {
  const cells = sequences.flatMap(({ lesions: own }, lane) =>
    own.map(({ row, study }) => ({ row, study, lane })),
  );
  const studies = [...new Set(cells.map(({ study }) => study))].sort((a, b) => a - b);
  for (const [i, a] of cells.entries()) {
    for (const b of cells.slice(i + 1)) {
      if ((a.lane === b.lane) === same(a.row, b.row)) continue;
      const columns = Math.abs(studies.indexOf(a.study) - studies.indexOf(b.study));
      return { pair: pairOf(a.row, b.row), arrows: columns + Math.abs(a.lane - b.lane) };
    }
  }
  return undefined;
}

const patients = groupByPatient(lesions);
const sums = [true, false].map((withQuestions) =>
  patients
    .map((patient) => review(patient.lesions, withQuestions))
    .reduce((a, b) => ({ keys: a.keys + b.keys, byHand: a.byHand + b.byHand })),
);
const [asked = { keys: 0, byHand: 0 }, board = { keys: 0, byHand: 0 }] = sums;
const text = [
  table(
    ["way", "key presses", "per patient", "corrections by hand"],
    [
      ["questions first", asked.keys, (asked.keys / patients.length).toFixed(1), asked.byHand],
      ["board order", board.keys, (board.keys / patients.length).toFixed(1), board.byHand],
    ],
  ),
  `${patients.length} simulated patients, ${lesions.length} lesions, until every sequence is right: questions need ${(asked.keys / board.keys).toFixed(2)} of the key presses of board order. ${stamp()}, \`npm run bench:review\`.`,
].join("\n\n");
putBetween(new URL("../docs/review.md", import.meta.url), "review-keys", text);
process.stdout.write(`${text}\n`);

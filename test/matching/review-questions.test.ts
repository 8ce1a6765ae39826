import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { match } from "../../src/matching/match.js";
import type { PatientMatch, RejectedPair } from "../../src/matching/result.js";
import { reviewQuestions } from "../../src/matching/review-questions.js";

import { reviewTable } from "../../src/matching/review-table.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { DEEPLESION_COHORT } from "../../src/simulation/simulation-options.js";
import { at } from "../support/lesions.js";

const { lesions, truth } = simulateCohort({
  ...DEEPLESION_COHORT,
  patients: 40,
  seed: 5,
  meanStudies: 4,
  unannotated: 0.4,
});
const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
const matches = match(physical, { method: "joint" });
const groupOf = new Map(truth.map(({ row, group }) => [row, group]));
const isWrong = ({ rows: [a, b], answer }: ReturnType<typeof reviewQuestions>[number]): boolean =>
  (groupOf.get(a) === groupOf.get(b)) !== (answer === "same");

describe("reviewQuestions", () => {
  const questions = reviewQuestions(matches);

  it("ranks by probability of an error times the root of the pairs affected, over the cohort", () => {
    const gains = questions.map((one) => one.errorProbability * Math.sqrt(one.pairsAffected));
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    expect(new Set(questions.map(({ patient }) => patient)).size).toBeGreaterThan(5);
  });

  it("asks about rows of the sequences it names, with the answer that the result has", () => {
    const sequenceOf = new Map(
      matches.flatMap(({ patient, sequences }) =>
        sequences.flatMap(({ id, lesions: own }) =>
          own.map(({ row }) => [row, `${patient} ${id}`]),
        ),
      ),
    );
    for (const { patient, rows, sequences, answer } of questions) {
      const ids = rows.map((row) => sequenceOf.get(row));
      expect(ids).toEqual(sequences.map((id) => `${patient} ${id}`));
      expect(answer).toBe(ids[0] === ids[1] ? "same" : "different");
    }
  });

  it("finds most wrong pairs in its first fifth", () => {
    const all = reviewQuestions(matches, { errorAtLeast: 0 });
    const fifth = Math.ceil(all.length / 5);
    const wrongIn = (some: typeof questions) =>
      some.filter(isWrong).reduce((sum, { pairsAffected }) => sum + pairsAffected, 0);
    expect(wrongIn(all.slice(0, fifth))).toBeGreaterThan(wrongIn(all.slice(fifth)));
  });

  it("means what its probabilities say, within 0.1", () => {
    const predicted = questions.reduce((sum, { errorProbability }) => sum + errorProbability, 0);
    const observed = questions.filter(isWrong).length;
    expect(Math.abs(predicted - observed) / questions.length).toBeLessThan(0.1);
  });

  it("right answers as constraints make the result better", () => {
    const asked = reviewQuestions(matches, { limit: 20 });
    const [mustLink, cannotLink] = [true, false].map((same) =>
      asked.flatMap(({ rows }) =>
        (groupOf.get(rows[0]) === groupOf.get(rows[1])) === same ? [rows] : [],
      ),
    ) as [[number, number][], [number, number][]];
    const studyOf = new Map(lesions.map(({ row, study }) => [row, study]));
    const across = mustLink.filter(([a, b]) => studyOf.get(a) !== studyOf.get(b));
    const reviewed = match(physical, { method: "joint", mustLink: across, cannotLink });
    const f1 = (some: typeof matches) => evaluate(some, truth, { resamples: 0 }).pairs.f1;
    expect(f1(reviewed)).toBeGreaterThan(f1(matches));
  });

  it("does not ask again whether two sequences are one lesion that an answer keeps apart", () => {
    const merges = questions.filter(
      ({ kind, competitor }) => kind === "merge" && competitor === undefined,
    );
    expect(merges.length).toBeGreaterThan(5);
    const keyOf = ({ patient, sequences }: (typeof questions)[number]): string =>
      `${patient} ${[...sequences].sort((a, b) => a - b)}`;
    const asked = new Set(merges.map(keyOf));
    const cannotLink = merges.map(({ rows }) => rows);
    const answered = match(physical, { method: "joint", cannotLink, previous: matches });
    const again = reviewQuestions(answered).filter(
      (one) => one.kind === "merge" && one.competitor === undefined && asked.has(keyOf(one)),
    );
    expect(again).toEqual([]);
  });

  it("takes one match, and limits", () => {
    const [one] = matches.filter(({ links }) => links.length > 3);
    expect(reviewQuestions(one!).every(({ patient }) => patient === one!.patient)).toBe(true);
    expect(reviewQuestions(matches, { limit: 3 })).toEqual(questions.slice(0, 3));
    expect(
      reviewQuestions(matches, { errorAtLeast: 0.3 }).every(
        ({ errorProbability }) => errorProbability >= 0.3,
      ),
    ).toBe(true);
  });

  it("has no questions without matches, and rejects matches without probabilities", () => {
    expect(reviewQuestions([])).toEqual([]);
    const algorithm1 = match([at(1, 1, 0), at(2, 2, 0)], { method: "algorithm1" });
    expect(() => reviewQuestions(algorithm1)).toThrowError(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  });

  it("as a table has one row per question, in the declared columns", () => {
    const table = reviewTable(questions);
    expect(table.rows.map(({ fromRow, toRow }) => [fromRow, toRow])).toEqual(
      questions.map(({ rows }) => rows),
    );
    for (const row of table) expect(Object.keys(row)).toEqual(Object.keys(table.columns));
  });

  it.each([
    ["no list", undefined],
    ["matches", [{ patient: "p", links: [] }]],
    ["null in a list", [null]],
  ])("rejects %s in place of questions", (_, given) => {
    expect(() => reviewTable(given as never)).toThrowError(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  });
});

describe("reviewQuestions of a match made by hand", () => {
  const lesion = (row: number, study: number) => at(row, study, 0);
  const edge = (from: number, to: number, probability: number) => ({ from, to, probability });
  const rejected = (
    step: RejectedPair["step"],
    pair: ReturnType<typeof edge>,
    competitor?: RejectedPair["competitor"],
  ): RejectedPair => ({ ...pair, step, ...(competitor && { competitor }) });
  /** Sequences of 5, 3 and 1 lesions; rows 2 and 3, and 6 and 9, are duplicates. */
  const byHand: PatientMatch = {
    patient: "p",
    method: "joint",
    sequences: [
      { id: 1, lesions: [lesion(1, 1), lesion(2, 2), lesion(3, 2), lesion(4, 3), lesion(5, 4)] },
      { id: 2, lesions: [lesion(6, 1), lesion(9, 1), lesion(7, 2)] },
      { id: 3, lesions: [lesion(8, 3)] },
    ],
    links: [
      { ...edge(1, 2, 0.875), accepted: true },
      { ...edge(2, 4, 0.75), accepted: true },
      { ...edge(4, 5, 0.625), accepted: true, runnerUp: edge(4, 8, 0.25) },
      { ...edge(6, 7, 0.5), accepted: true, constrained: true },
    ],
    acceptedPairs: [],
    duplicates: [
      { study: 2, rows: [2, 3], probability: 0.8125 },
      { study: 1, rows: [6, 9] },
    ],
    conflicts: [],
    rejectedPairs: [
      rejected("duplicate", edge(2, 7, 0.0625)),
      // Of the pairs of sequences 1 and 3 the likeliest is asked.
      rejected("odds", edge(2, 8, 0.0625)),
      rejected("odds", edge(8, 5, 0.125)),
      rejected("conflict", edge(1, 8, 0.09375)),
      // Sequences 1 and 2 are different, and rows 9 and 2 stay where they are; rows 6 and 4 could be one lesion.
      rejected("cannot-link", edge(9, 2, 0.5)),
      rejected("conflict", edge(6, 2, 0.90625), edge(1, 2, 0.875)),
      rejected("odds", edge(7, 4, 0.96875)),
      rejected("conflict", edge(9, 4, 0.9375), edge(2, 4, 0.75)),
      rejected("conflict", edge(6, 4, 0.34375), edge(2, 4, 0.75)),
      rejected("odds", edge(7, 8, 0.0078125)),
    ],
    warnings: [],
  };

  it("gives kinds, answers, probabilities and affected pairs, the most useful first", () => {
    const questions = reviewQuestions(byHand);
    expect(
      questions.map(({ kind, rows, answer, probability, errorProbability, pairsAffected }) => [
        kind,
        ...rows,
        answer,
        probability,
        errorProbability,
        pairsAffected,
      ]),
    ).toEqual([
      // The last lesion against the 4 before it: 0.375 x 2.
      ["link", 4, 5, "same", 0.625, 0.375, 4],
      // 3 lesions before (2 studies), 2 after (2 studies), 3 x 2 pairs: 0.25 x 2.45.
      ["split", 2, 4, "same", 0.75, 0.25, 6],
      // One lesion moves between sequences of 5 and 3: 0.34 x 1.73.
      ["merge", 6, 4, "different", 0.34375, 0.34375, 3],
      // A lesion less in a sequence of 5: 0.1875 x 2.
      ["duplicate", 2, 3, "same", 0.8125, 0.1875, 4],
      // 0.125 x 2.24.
      ["merge", 8, 5, "different", 0.125, 0.125, 5],
      // The first lesion against the 4 after it: 0.125 x 2.
      ["link", 1, 2, "same", 0.875, 0.125, 4],
      // 5 x 3 pairs: 0.0625 x 3.87.
      ["duplicate", 2, 7, "different", 0.0625, 0.0625, 15],
    ]);
    expect(questions[1]).toMatchObject({ patient: "p", studies: [2, 3], sequences: [1, 1] });
    expect(questions[4]).toMatchObject({ studies: [3, 4], sequences: [3, 1] });
    expect(questions[0]?.competitor).toEqual(edge(4, 8, 0.25));
    const [moves, joins] = [questions[2]!, questions[4]!];
    expect(moves.competitor).toEqual(edge(2, 4, 0.75));
    expect(moves.change).toMatch(/\b6\b.*\b4\b.*\b2\b.*\b4\b/);
    expect(joins.change).toMatch(/\b3\b.*\b1\b/);
  });

  it("as a table leaves the evidence empty where there is none, and takes nothing but questions", () => {
    const questions = reviewQuestions(byHand);
    const { rows } = reviewTable(questions);
    expect(rows.map(({ kind, prior, appearance }) => [kind, prior, appearance])).toEqual(
      questions.map(({ kind }) => [kind, undefined, undefined]),
    );
    for (const bad of [{}, null, "x", 3]) {
      expect(() => reviewTable([...questions, bad] as never)).toThrowError(
        expect.objectContaining({ code: "BAD_VALUE" }),
      );
    }
  });

  it("asks from a probability of an error on, which is among them", () => {
    const asked = (errorAtLeast: number) =>
      reviewQuestions(byHand, { errorAtLeast }).map(({ rows }) => rows.join("-"));
    expect(asked(0.25)).toEqual(["4-5", "2-4", "6-4"]);
    expect(asked(0.0078125)).toHaveLength(8);
    expect(asked(0.0078125).at(-1)).toBe("7-8");
    expect(asked(0.008)).toHaveLength(7);
  });

  it("counts one pair where the two of a sequence are duplicates", () => {
    const two: PatientMatch = {
      ...byHand,
      sequences: [{ id: 4, lesions: [lesion(2, 2), lesion(3, 2)] }],
      links: [],
      rejectedPairs: [],
    };
    expect(reviewQuestions(two)).toMatchObject([
      { kind: "duplicate", rows: [2, 3], sequences: [4, 4], pairsAffected: 1 },
    ]);
  });
});

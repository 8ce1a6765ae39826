import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { match } from "../../src/matching/match.js";
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

  it("ranks by probability of an error times pairs affected, over the cohort", () => {
    const gains = questions.map((one) => one.errorProbability * one.pairsAffected);
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

  it("finds more wrong pairs in its first half than in the second", () => {
    const half = questions.length >> 1;
    const wrongIn = (some: typeof questions) =>
      some.filter(isWrong).reduce((sum, { pairsAffected }) => sum + pairsAffected, 0);
    expect(wrongIn(questions.slice(0, half))).toBeGreaterThan(wrongIn(questions.slice(half)));
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

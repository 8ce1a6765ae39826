import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { comparePartitions } from "../../src/evaluation/partition.js";
import { readTruth } from "../../src/evaluation/truth.js";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { freshFolder } from "../support/cli.js";
import { errorOf } from "../support/errors.js";
import { matchOf, truthOf } from "../support/matches.js";
import { describeReal, sharedPath, sharedText } from "../support/shared-data.js";

const quick = { resamples: 0 };

/**
 * Counted by hand. Rows 1-3 in study 1, 4-5 in study 2, 6-7 in study 3.
 * Truth: A = {1, 4, 6}, B = {2, 5}, C = {3}, D = {7}. Sequences: {1, 4}, {2, 5, 7}, {3, 6}.
 */
const byHand = {
  match: matchOf([
    [
      [1, 1],
      [4, 2],
    ],
    [
      [2, 1],
      [5, 2],
      [7, 3],
    ],
    [
      [3, 1],
      [6, 3],
    ],
  ]),
  truth: truthOf(["A", "B", "C", "A", "B", "A", "D"]),
};

describe("evaluate, counted by hand", () => {
  it("full truth: pairs 1-4, 2-5 right; 2-7, 5-7, 3-6 wrong; 1-6, 4-6 missed", () => {
    const { pairs } = evaluate([byHand.match], byHand.truth, quick);
    expect(pairs).toMatchObject({
      truePositives: 2,
      falsePositives: 3,
      falseNegatives: 2,
      unknown: 0,
      precision: 2 / 5,
      recall: 2 / 4,
    });
    expect(pairs.f1).toBeCloseTo((2 * 0.4 * 0.5) / 0.9, 12);
  });

  /**
   * Partial: 2-7 (B, D): B has no annotation in study 3, D none in study 1: unknown. 5-7: D none in study 2, B
   * none in study 3: unknown. 3-6 (C, A): A has row 1 in study 1: wrong.
   */
  it("partial truth: what the truth cannot tell is left out", () => {
    expect(evaluate([byHand.match], byHand.truth, { ...quick, partial: true }).pairs).toMatchObject(
      {
        truePositives: 2,
        falsePositives: 1,
        falseNegatives: 2,
        unknown: 2,
      },
    );
  });

  it("links: pairs of studies 1-2 and 2-3 only", () => {
    // Right 1-4, 2-5; wrong 5-7; missed 4-6. Pairs 2-7, 3-6, 1-6 are of studies 1 and 3.
    expect(evaluate([byHand.match], byHand.truth, quick).links).toMatchObject({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
    });
  });

  it("exact sequences: none of A, B, C, D with full truth; B with partial truth", () => {
    expect(evaluate([byHand.match], byHand.truth, quick).exact).toEqual({
      groups: 4,
      exact: 0,
      share: 0,
    });
    const partial = evaluate([byHand.match], byHand.truth, { ...quick, partial: true });
    // D too: its pairs with 2 and 5 are not known to be wrong.
    expect(partial.exact).toEqual({ groups: 4, exact: 2, share: 0.5 });
  });

  it("gives no scores of the whole partition with partial truth", () => {
    expect(
      evaluate([byHand.match], byHand.truth, { ...quick, partial: true }).partition,
    ).toBeUndefined();
  });

  it("leaves out lesions without truth, and counts them", () => {
    const truth = new Map([...byHand.truth].filter(([row]) => row !== 7));
    const { lesions, unlabelled, pairs } = evaluate([byHand.match], truth, quick);
    expect([lesions, unlabelled]).toEqual([6, 1]);
    expect(pairs.falsePositives).toBe(1);
  });

  it("leaves out patients without truth: not one more that was matched well", () => {
    const silent = matchOf([[[8, 1]], [[9, 2]]], "silent");
    const with1000 = { resamples: 1000 };
    const alone = evaluate([byHand.match], byHand.truth, with1000);
    const both = evaluate([byHand.match, silent], byHand.truth, with1000);
    expect(both).toEqual({ ...alone, unlabelled: 2 });
    expect([both.patients, both.byPatient.length]).toEqual([1, 1]);
  });

  it("takes a list of rows and groups, as simulateCohort gives it", () => {
    const list = Array.from(byHand.truth, ([row, group]) => ({ row, group }));
    expect(evaluate([byHand.match], list, quick)).toEqual(
      evaluate([byHand.match], byHand.truth, quick),
    );
  });

  it("gives scores per patient, the worst first", () => {
    const good = matchOf(
      [
        [
          [8, 1],
          [9, 2],
        ],
      ],
      "good",
    );
    const truth = new Map([...byHand.truth, [8, "E"], [9, "E"]]);
    const { byPatient } = evaluate([good, byHand.match], truth, quick);
    expect(
      byPatient.map(({ patient, lesions, studies, pairs }) => [
        patient,
        lesions,
        studies,
        pairs.f1,
      ]),
    ).toEqual([
      ["p", 7, 3, expect.closeTo(4 / 9, 12)],
      ["good", 2, 2, 1],
    ]);
  });
});

describe("comparePartitions", () => {
  /** scikit-learn's adjusted_rand_score and normalized_mutual_info_score, Debian's python3-sklearn 1.2.1. */
  it.each([
    [[1, 1, 1, 2, 2, 3], [1, 1, 2, 2, 2, 3], 0.3181818181818182, 0.6853314789615867, 5 / 6],
    [[1, 1, 2, 2, 3, 3, 3], [1, 2, 1, 2, 3, 3, 4], 0.08695652173913043, 0.5618848037853958, 5 / 7],
    [[1, 2, 3, 4], [1, 1, 1, 1], 0, 0, 1 / 4],
    [[1, 1, 1, 1], [1, 1, 1, 1], 1, 1, 1],
    [[1, 2, 3], [3, 1, 2], 1, 1, 1],
  ])("of %j and %j is that of scikit-learn", (groups, sequences, rand, information, purity) => {
    const scores = comparePartitions(
      groups.map((group, i) => ({ group: String(group), sequence: String(sequences[i]) })),
    );
    expect(scores.adjustedRand).toBeCloseTo(rand, 12);
    expect(scores.normalisedMutualInformation).toBeCloseTo(information, 12);
    expect(scores.purity).toBeCloseTo(purity, 12);
  });
});

/** Annotations of a patient with a true group and a sequence each, by label. */
const labelled = fc.array(
  fc.record({
    study: fc.integer({ min: 1, max: 4 }),
    group: fc.integer({ min: 0, max: 4 }),
    sequence: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 14 },
);
type Labelled = { study: number; group: number; sequence: number }[];
const asMatch = (annotations: Labelled, label: (sequence: number) => number = (one) => one) => {
  const labels = [...new Set(annotations.map(({ sequence }) => label(sequence)))].sort(
    (a, b) => a - b,
  );
  return matchOf(
    labels.map((own) =>
      annotations.flatMap(({ study, sequence }, i) =>
        label(sequence) === own ? [[i + 1, study] as const] : [],
      ),
    ),
  );
};

describe("scores", () => {
  it("are between 0 and 1 (adjusted Rand between -1 and 1)", () => {
    fc.assert(
      fc.property(labelled, fc.boolean(), (annotations, partial) => {
        const truth = truthOf(annotations.map(({ group }) => group));
        const { pairs, links, exact, partition } = evaluate([asMatch(annotations)], truth, {
          ...quick,
          partial,
        });
        const shares = [pairs, links].flatMap(({ precision, recall, f1 }) => [
          precision,
          recall,
          f1,
        ]);
        const { purity = 0, normalisedMutualInformation = 0, adjustedRand = 0 } = partition ?? {};
        for (const value of [...shares, exact.share, purity, normalisedMutualInformation]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(Math.abs(adjustedRand)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it("of the truth itself are 1", () => {
    fc.assert(
      fc.property(labelled, fc.boolean(), (annotations, partial) => {
        const truth = truthOf(annotations.map(({ group }) => group));
        const perfect = asMatch(
          annotations.map((annotation) => ({ ...annotation, sequence: annotation.group })),
        );
        const { pairs, links, exact, partition } = evaluate([perfect], truth, {
          ...quick,
          partial,
        });
        expect([pairs.f1, links.f1, exact.share]).toEqual([1, 1, 1]);
        if (!partial) {
          expect(partition?.purity).toBe(1);
          expect(partition?.adjustedRand).toBe(1);
          expect(partition?.normalisedMutualInformation).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it("do not care what groups and sequences are called", () => {
    fc.assert(
      fc.property(labelled, (annotations) => {
        const plain = evaluate(
          [asMatch(annotations)],
          truthOf(annotations.map(({ group }) => group)),
          quick,
        );
        const renamed = evaluate(
          [asMatch(annotations, (sequence) => 10 - sequence)],
          truthOf(annotations.map(({ group }) => `group ${9 - group}`)),
          quick,
        );
        expect(renamed.pairs).toEqual(plain.pairs);
        expect(renamed.links).toEqual(plain.links);
        expect(renamed.exact).toEqual(plain.exact);
        expect(renamed.partition?.adjustedRand).toBeCloseTo(plain.partition?.adjustedRand ?? 0, 12);
      }),
    );
  });

  it("with partial truth equal those with full truth where every group is in every study", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 16, maxLength: 16 }),
        (studies, groups, sequences) => {
          const annotations = Array.from({ length: studies * groups }, (_, i) => ({
            study: 1 + (i % studies),
            group: Math.floor(i / studies),
            sequence: sequences[i]!,
          }));
          const truth = truthOf(annotations.map(({ group }) => group));
          const of = (partial: boolean) =>
            evaluate([asMatch(annotations)], truth, { ...quick, partial });
          expect(of(true).pairs).toEqual(of(false).pairs);
          expect(of(true).links).toEqual(of(false).links);
          expect(of(true).exact).toEqual(of(false).exact);
        },
      ),
    );
  });

  it("of one lesion: nothing to find and nothing found is 1, something missed is 0", () => {
    const one = evaluate([matchOf([[[1, 1]]])], truthOf(["A"]), quick);
    expect(one).toMatchObject({ pairs: { f1: 1 }, exact: { share: 1 } });
    const apart = matchOf([[[1, 1]], [[2, 2]]]);
    expect(evaluate([apart], truthOf(["A", "A"]), quick).pairs).toMatchObject({
      precision: 0,
      recall: 0,
      f1: 0,
    });
  });
});

describe("confidence intervals", () => {
  const { lesions, truth } = simulateCohort({ patients: 60, seed: 9 });
  const matches = match(lesions, { method: "algorithm1" });

  it("hold the value, and are the same for the same seed", () => {
    const one = evaluate(matches, truth, { resamples: 400 });
    expect(one.intervals?.f1.low).toBeLessThan(one.pairs.f1);
    expect(one.intervals?.f1.high).toBeGreaterThan(one.pairs.f1);
    expect(evaluate(matches, truth, { resamples: 400 })).toEqual(one);
    expect(evaluate(matches, truth, { resamples: 400, seed: 2 }).intervals).not.toEqual(
      one.intervals,
    );
  });

  it("are as wide as chance makes them: of identical patients they are points", () => {
    const same = Array.from({ length: 20 }, (_, i) =>
      matchOf(
        [
          [
            [2 * i + 1, 1],
            [2 * i + 2, 2],
          ],
        ],
        `patient ${i}`,
      ),
    );
    const truths = new Map(
      same.flatMap(
        (_, i) =>
          [
            [2 * i + 1, `${i}`],
            [2 * i + 2, `${i}`],
          ] as const,
      ),
    );
    expect(evaluate(same, truths, { resamples: 50 }).intervals?.f1).toEqual({ low: 1, high: 1 });
  });

  it("rejects bad numbers of resamples", () => {
    for (const resamples of [-1, 1_000_001, 5e9]) {
      errorOf("BAD_OPTION", () => evaluate(matches, truth, { resamples }), {
        option: "resamples",
      });
    }
  });
});

describeReal("partial truth on the DLS lesions", () => {
  const lesionsFile = sharedPath("dls/valid_lesions.csv");
  const truthFile = sharedPath("dls/valid_truth.csv");
  const scorer = sharedPath("../tools/score_partial.py");
  const python = spawnSync("python3", ["--version"]).status === 0;

  it.skipIf(!python)("agrees with the independent scorer to the last digit", () => {
    const { lesions } = readDlInfo(sharedText("dls/valid_lesions.csv"));
    const truth = readTruth(sharedText("dls/valid_truth.csv"));
    for (const method of ["algorithm1", "joint"] as const) {
      const matches = match(lesions, { method });
      const file = join(freshFolder(), "predicted.json");
      writeFileSync(file, JSON.stringify({ patients: matches.map(matchToJson) }));
      const printed = execFileSync("python3", [scorer, lesionsFile, truthFile, file], {
        encoding: "utf8",
      });
      const { precision, recall, f1, unknown } = evaluate(matches, truth, {
        ...quick,
        partial: true,
      }).pairs;
      const ours = [precision, recall, f1].map((value) => value.toFixed(4));
      expect(printed).toBe(`P ${ours[0]} R ${ours[1]} F1 ${ours[2]} unknown ${unknown}\n`);
    }
  });

  it.skipIf(!python)("agrees with it on simulated patients whose truth is thinned out", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { lesions, truth } = simulateCohort({ seed, patients: 3, meanStudies: 4 });
        const folder = freshFolder();
        const matches = match(lesions, { method: "algorithm1", t2: 0.2 });
        writeFileSync(join(folder, "lesions.csv"), writeDlInfo(lesions));
        writeFileSync(
          join(folder, "truth.csv"),
          `row,group\n${truth.map(({ row, group }) => `${row},${group}`).join("\n")}\n`,
        );
        writeFileSync(
          join(folder, "match.jsonl"),
          matches.map((one) => JSON.stringify(matchToJson(one))).join("\n"),
        );
        const files = ["lesions.csv", "truth.csv", "match.jsonl"].map((name) => join(folder, name));
        const printed = execFileSync("python3", [scorer, ...files], { encoding: "utf8" });
        const { pairs } = evaluate(matches, truth, { ...quick, partial: true });
        if (pairs.truePositives + pairs.falsePositives + pairs.falseNegatives === 0) return;
        const ours = [pairs.precision, pairs.recall, pairs.f1].map((value) => value.toFixed(4));
        expect(printed).toBe(`P ${ours[0]} R ${ours[1]} F1 ${ours[2]} unknown ${pairs.unknown}\n`);
      }),
      { numRuns: 15 },
    );
  });
});

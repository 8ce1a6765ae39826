import { describe, expect, it } from "vitest";
import { LESION_TYPES } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import {
  crossValidate,
  DEFAULT_GRID,
  selectSettings,
} from "../../../src/evaluation/cross-validation.js";
import { precisionRecallCurve } from "../../../src/evaluation/curve.js";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { fitJointModel } from "../../../src/evaluation/fit/fit-joint-model.js";
import { logisticWeights } from "../../../src/evaluation/fit/logistic.js";
import { readTruth, truthAbout } from "../../../src/evaluation/truth.js";
import type { Algorithm1Options } from "../../../src/matching/algorithm1/algorithm1-options.js";
import { JOINT_MODEL, type JointModel } from "../../../src/matching/joint/joint-model.js";
import { match } from "../../../src/matching/match.js";
import { readDlInfo } from "../../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { errorOf } from "../../support/errors.js";
import { describeReal, sharedText } from "../../support/shared-data.js";

const cohort = simulateCohort({ patients: 250, seed: 31 });
const truth = truthAbout(cohort.lesions, cohort.truth);
const physical = cohort.lesions.map((lesion) => ({ ...lesion, location: undefined }));

describe("logisticWeights", () => {
  it("finds the weights that made the cases", () => {
    const random = randomSource(3, 0);
    const cases = Array.from({ length: 20_000 }, () => {
      const features = [random.normal(0, 1), random.normal(0, 1)];
      const logOdds = -0.5 + 2 * features[0]! - features[1]!;
      return { features, holds: random.happens(1 / (1 + Math.exp(-logOdds))), count: 1 };
    });
    const weights = logisticWeights(cases, [1, 1], 0.001);
    expect(weights[0]).toBeCloseTo(-0.5, 1);
    expect(weights[1]).toBeCloseTo(2, 1);
    expect(weights[2]).toBeCloseTo(-1, 1);
  });

  it("stays at what is expected where a feature says nothing", () => {
    const cases = [true, false].map((holds) => ({ features: [0], holds, count: 1 }));
    expect(logisticWeights(cases, [0.7], 1)).toEqual([0, 0.7]);
  });
});

describe("fitJointModel", () => {
  const model = fitJointModel(physical, truth, { fittedOn: "a simulated cohort" });

  it("finds what the simulation put in, robustly: √2 times the noise of an annotation", () => {
    const { same, shift } = model.location.physical;
    // Annotations are placed with 1.8, 1.8 and 3.5 mm, and one in ten with three times that; z is rounded to slices.
    expect(same[0]).toBeGreaterThan(1.8 * Math.SQRT2);
    expect(same[0]).toBeLessThan(1.35 * 1.8 * Math.SQRT2);
    expect(same[2]).toBeLessThan(1.5 * 3.5 * Math.SQRT2);
    // Studies shift by 7.5, 14 and 12 mm.
    expect(shift[0]).toBeGreaterThan(0.8 * 7.5 * Math.SQRT2);
    expect(shift[0]).toBeLessThan(1.25 * 7.5 * Math.SQRT2);
    expect(shift[1]).toBeGreaterThan(0.8 * 14 * Math.SQRT2);
    expect(shift[1]).toBeLessThan(1.25 * 14 * Math.SQRT2);
  });

  it("keeps what the truth does not tell", () => {
    expect(model.location.normalised).toEqual(JOINT_MODEL.location.normalised);
    expect(model.appearance).toEqual(JOINT_MODEL.appearance);
    expect(model.fittedOn).toBe("a simulated cohort");
    const few = fitJointModel(physical.slice(0, 3), [
      { row: 1, group: 1 },
      { row: 2, group: 1 },
    ]);
    expect({ ...few, fittedOn: "" }).toEqual({ ...JOINT_MODEL, fittedOn: "", prior: few.prior });
  });

  it("does no worse on other patients than the model it started from", () => {
    const other = simulateCohort({ patients: 250, seed: 32 });
    const lesions = other.lesions.map((lesion) => ({ ...lesion, location: undefined }));
    const f1 = (own: typeof model) =>
      evaluate(match(lesions, { method: "joint", model: own }), other.truth, { resamples: 0 }).pairs
        .f1;
    expect(f1(model)).toBeGreaterThan(f1(JOINT_MODEL) - 0.01);
  });

  it("fits the distances of appearance vectors to the noise that was put in", () => {
    // Vectors of 20 standard normals per lesion, with noise of 0.3 per annotation: pairs of one lesion are 0.3
    // times as far apart as others, half of the pairs within a factor of about exp(0.16) (spread of a chi of 20).
    const vectors = physical
      .filter(({ patient }) => Number(patient) <= 80)
      .map((lesion) => {
        const look = randomSource(7, Number(truth.get(lesion.row)));
        const noise = randomSource(8, lesion.row);
        return {
          ...lesion,
          vector: Array.from({ length: 20 }, () => look.normal(0, 1) + noise.normal(0, 0.3)),
        };
      });
    const own = vectors.map(({ row }) => ({ row, group: String(truth.get(row)) }));
    const { appearance } = fitJointModel(vectors, own);
    expect(appearance.same).toBeCloseTo(Math.log(0.3), 0);
    expect(appearance.different).toBeCloseTo(0, 0);
    expect(appearance.different - appearance.same).toBeCloseTo(-Math.log(0.3), 0);
    expect(appearance.deviation).toBeGreaterThan(0.05);
    expect(appearance.deviation).toBeLessThan(0.3);
  });

  it("rejects truth of other lesions, unknown options and invalid models", () => {
    errorOf("BAD_TRUTH", () => fitJointModel(physical, new Map([[99999, "1"]])), { row: 99999 });
    errorOf("UNKNOWN_OPTION", () => fitJointModel(physical, truth, { fitedOn: "" } as never), {
      option: "fitedOn",
    });
    errorOf("BAD_MODEL", () =>
      fitJointModel(physical, truth, { start: { ...JOINT_MODEL, size: undefined } as never }),
    );
  });
});

describe("crossValidate", () => {
  it("never has a patient on both sides, and judges every patient once", () => {
    const { folds, evaluation } = crossValidate(cohort.lesions, truth, 4, {
      method: "algorithm1",
      resamples: 0,
    });
    const held = folds.flatMap(({ patients }) => patients);
    expect(new Set(held).size).toBe(held.length);
    expect(held).toHaveLength(250);
    expect(evaluation.patients).toBe(250);
    const sizes = folds.map(({ patients }) => patients.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it("checks pairs that truth cannot judge by what was held back", () => {
    const types = LESION_TYPES.slice(0, 2);
    const heldBack = cohort.lesions.map((lesion) => ({ ...lesion, type: types[lesion.study % 2] }));
    const some = new Map([...truth].filter((_, at) => at % 2 === 0));
    const grid = { t1: [0.02], t2: [0.1], weights: [{}] };
    const options = { method: "algorithm1", resamples: 0, grid } as const;
    const judged = (given: object) =>
      crossValidate(cohort.lesions, some, 2, { ...options, ...given }).evaluation.unlabelledPairs;
    const [plain, told] = [judged({}), judged({ heldBack })];
    expect(told.pairs).toBe(plain.pairs);
    expect(told.contradicted).toBeGreaterThan(plain.contradicted);
  });

  it("chooses on the others: settings of a fold do not depend on its own truth", () => {
    const options = { method: "algorithm1", resamples: 0, seed: 3 } as const;
    const { folds } = crossValidate(cohort.lesions, truth, 3, options);
    const own = new Set(folds[0]?.patients);
    // The truth of the first fold's patients turned upside down: every annotation a lesion of its own.
    const spoilt = new Map(
      cohort.lesions.map(({ row, patient }) => [
        row,
        own.has(patient) ? `x${row}` : (truth.get(row) as string),
      ]),
    );
    const again = crossValidate(cohort.lesions, spoilt, 3, options);
    expect(again.folds[0]?.settings).toEqual(folds[0]?.settings);
  });

  it("fits a model per fold for the joint matcher", () => {
    const few = new Set(Array.from({ length: 60 }, (_, i) => String(i + 1)));
    const lesions = physical.filter(({ patient }) => few.has(patient));
    const own = new Map(lesions.map(({ row }) => [row, truth.get(row) as string]));
    const { folds, evaluation } = crossValidate(lesions, own, 3, { method: "joint", resamples: 0 });
    const models = folds.map(({ settings }) => settings.method === "joint" && settings.model);
    expect(new Set(models.map((model) => JSON.stringify(model))).size).toBe(3);
    expect(evaluation.pairs.f1).toBeGreaterThan(0.9);
  });

  it("takes further options of the matcher, and constraints of any patient", () => {
    const grid = { t1: [0.02], t2: [0.1], weights: [{}] };
    const of = (matcher: Partial<Algorithm1Options>) =>
      crossValidate(cohort.lesions, truth, 3, { resamples: 0, method: "algorithm1", grid, matcher })
        .evaluation.pairs;
    const score = (options: Partial<Algorithm1Options>) =>
      evaluate(match(cohort.lesions, { ...options, method: "algorithm1" }), truth, { resamples: 0 })
        .pairs;
    const [a = 0, b = 0] = cohort.lesions.flatMap(({ patient, row }) =>
      patient === "7" ? [row] : [],
    );
    for (const options of [
      { features: ["location"] },
      { exclusion: "one-sided" },
      { weights: { z: 3 } },
      { cannotLink: [[a, b]] },
    ] as const) {
      expect(of(options)).toEqual(score(options));
    }
    expect(of({ weights: { z: 3 } })).not.toEqual(of({}));
  });

  it("rejects invalid numbers of folds", () => {
    for (const folds of [1, 0, 2.5]) {
      errorOf("BAD_OPTION", () => crossValidate(cohort.lesions, truth, folds), { option: "folds" });
    }
    errorOf("BAD_OPTION", () => crossValidate(cohort.lesions, truth, 251), { option: "folds" });
  });
});

describe("selectSettings", () => {
  it("takes the combination of the grid with the best F1", () => {
    const grid = { t1: [0.02], t2: [0.001, 0.1], weights: [{ size: 0.025 }] };
    expect(selectSettings(cohort.lesions, truth, { method: "algorithm1", grid })).toEqual({
      method: "algorithm1",
      t1: 0.02,
      t2: 0.1,
      weights: { size: 0.025 },
    });
  });

  it("rejects truth without a pair to fit, as fitting does", () => {
    const messages = (calls: readonly (() => unknown)[]) =>
      new Set(calls.map((call) => errorOf("BAD_TRUTH", call).message));
    const alone = cohort.lesions.map(({ row }) => ({ row, group: row }));
    const unlinked = messages([
      () => selectSettings(cohort.lesions, alone),
      () => selectSettings(cohort.lesions, alone, { method: "algorithm1" }),
      () => fitJointModel(cohort.lesions, alone),
      () => crossValidate(cohort.lesions, alone, 2),
    ]);
    const empty = messages([
      () => selectSettings(cohort.lesions, new Map()),
      () => fitJointModel([], new Map()),
      () => crossValidate(cohort.lesions, [], 2),
      () => precisionRecallCurve(cohort.lesions, new Map(), [0.1]),
    ]);
    expect([[...unlinked], [...empty]]).toMatchSnapshot();
  });

  it("rejects folds whose other patients have no pair", () => {
    const [first] = cohort.truth.filter(
      ({ group }, i) => cohort.truth.findIndex((one) => one.group === group) < i,
    );
    const one = cohort.truth.filter(({ group }) => group === first?.group);
    errorOf("BAD_TRUTH", () => crossValidate(cohort.lesions, one, 2));
  });

  it("completes a grid from the usual one", () => {
    const few = cohort.lesions.slice(0, 60);
    const own = cohort.truth.slice(0, 60);
    const whole = selectSettings(few, own, {
      method: "algorithm1",
      grid: { ...DEFAULT_GRID, t1: [0.02] },
    });
    expect(selectSettings(few, own, { method: "algorithm1", grid: { t1: [0.02] } })).toEqual(whole);
    for (const t1 of [[], 0.02]) {
      errorOf(
        "BAD_OPTION",
        () => selectSettings(few, own, { method: "algorithm1", grid: { t1 } as never }),
        {
          option: "grid",
        },
      );
    }
  });

  it("rejects options that the matcher does not know, of either method", () => {
    for (const method of ["algorithm1", "joint"] as const) {
      errorOf(
        "UNKNOWN_OPTION",
        () =>
          selectSettings(cohort.lesions, cohort.truth, { method, matcher: { bogus: 1 } as never }),
        { option: "bogus" },
      );
    }
    errorOf(
      "UNKNOWN_OPTION",
      () => selectSettings(cohort.lesions, cohort.truth, { method: "joint", matcher: { t2: 0.1 } }),
      { option: "t2" },
    );
  });

  it("rejects unknown parts of a grid", () => {
    errorOf(
      "UNKNOWN_OPTION",
      () => selectSettings(cohort.lesions, truth, { grid: { t3: [1] } as never }),
      { option: "t3" },
    );
  });
});

describe("precisionRecallCurve", () => {
  it("takes constraints", () => {
    const options = { mustLink: [[1, 2]] } as const;
    const constrained = precisionRecallCurve(cohort.lesions, truth, [0.1], options).points[0]?.f1;
    const { pairs } = evaluate(match(cohort.lesions, { ...options, method: "algorithm1" }), truth, {
      resamples: 0,
    });
    expect(constrained).toBe(pairs.f1);
  });

  const { points, area } = precisionRecallCurve(cohort.lesions, truth, [0.4, 0.01, 0.1]);

  it("goes by growing T2, and recall never falls", () => {
    expect(points.map(({ t2 }) => t2)).toEqual([0.01, 0.1, 0.4]);
    const recalls = points.map(({ recall }) => recall);
    expect(recalls).toEqual([...recalls].sort((a, b) => a - b));
  });

  it("has the area of its steps", () => {
    let before = 0;
    const steps = points.map(({ precision, recall }) => {
      const step = (recall - before) * precision;
      before = recall;
      return step;
    });
    expect(area).toBeCloseTo(
      steps.reduce((sum, step) => sum + step, 0),
      12,
    );
    expect(area).toBeGreaterThan(0.5);
    expect(area).toBeLessThan(1);
  });
});

describeReal("the shipped model on the DLS lesions", () => {
  const { lesions } = readDlInfo(sharedText("dls/valid_lesions.csv"));
  const groups = readTruth(sharedText("dls/valid_truth.csv"));
  const options = { partial: true, resamples: 0 } as const;

  it("is what fitting on them gives, to the digits it is written with", () => {
    const fitted = fitJointModel(lesions, groups, { partial: true });
    const numbers = (value: unknown): number[] =>
      typeof value === "number" ? [value] : Object.values(value as object).flatMap(numbers);
    for (const part of [
      ({ location }: JointModel) => location.physical,
      ({ size }: JointModel) => size,
    ]) {
      const shipped = numbers(part(JOINT_MODEL));
      const anew = numbers(part(fitted));
      expect(anew).toHaveLength(shipped.length);
      shipped.forEach((value, i) => {
        expect(Math.abs(anew[i]! / value - 1)).toBeLessThan(0.01);
      });
    }
    expect(fitted.weights.location).toBeCloseTo(JOINT_MODEL.weights.location, 2);
    expect(fitted.weights.size).toBeCloseTo(JOINT_MODEL.weights.size, 2);
    // Partial truth does not see over-linking, so priors and calibration stay those of the start.
    expect(fitted.prior).toEqual(JOINT_MODEL.prior);
    expect(fitted.calibration).toEqual(JOINT_MODEL.calibration);
  });

  it("reaches a pair F1 of 0.97 on patients it was not fitted on (5 folds)", () => {
    const { evaluation } = crossValidate(lesions, groups, 5, { ...options, method: "joint" });
    expect(evaluation.pairs.f1).toBeGreaterThanOrEqual(0.97);
  });

  it("beats tuned Algorithm 1 on the same folds", () => {
    const [joint, algorithm1] = (["joint", "algorithm1"] as const).map(
      (method) => crossValidate(lesions, groups, 5, { ...options, method }).evaluation.pairs.f1,
    );
    expect(joint).toBeGreaterThan((algorithm1 as number) + 0.05);
  });
});

import { describe, expect, it } from "vitest";
import { SCORE_PER_MM } from "../../src/bodypart/losses.js";
import { writeBodyPartModel } from "../../src/bodypart/read-model.js";
import { scoreVolume, sliceScore } from "../../src/bodypart/score.js";
import { trainBodyPartRegressor } from "../../src/bodypart/train.js";
import type { TrainingOptions } from "../../src/bodypart/training-options.js";
import { errorOf } from "../support/errors.js";
import { bodySlice, bodyVolume } from "../support/synthetic-body.js";

const volumes = [
  bodyVolume("a", 0, 0.6),
  bodyVolume("b", 0.3, 1, { size: 1.08 }),
  bodyVolume("c", 0.1, 0.8, { size: 0.93 }),
];
const quick: Partial<TrainingOptions> = { steps: 150, networks: 1, variants: 1, seed: 3 };
const model = trainBodyPartRegressor(volumes, quick);

describe("trainBodyPartRegressor", () => {
  it("orders the slices of a body it was not trained on, at even steps", () => {
    const { slices } = scoreVolume(model, bodyVolume("d", 0.05, 0.95, { size: 1.03 }));
    const raw = slices.map((one) => one!.rawScore);
    // Slices 80 mm apart.
    const pairs = raw.slice(4).map((score, i) => score - raw[i]!);
    expect(pairs.filter((rise) => rise > 0).length / pairs.length).toBeGreaterThan(0.9);
    const n = raw.length;
    const mean = raw.reduce((sum, one) => sum + one, 0) / n;
    const middle = (n - 1) / 2;
    let [xy, xx, yy] = [0, 0, 0];
    raw.forEach((score, i) => {
      xy += (i - middle) * (score - mean);
      xx += (i - middle) ** 2;
      yy += (score - mean) ** 2;
    });
    expect((xy * xy) / (xx * yy)).toBeGreaterThan(0.85);
    // The scale that the spacing loss sets.
    expect(xy / xx / 20 / SCORE_PER_MM).toBeGreaterThan(0.67);
    expect(xy / xx / 20 / SCORE_PER_MM).toBeLessThan(1.34);
  });

  it("says the slope of its scores along the training volumes", () => {
    const short = { ...quick, steps: 60, loss: "paper" } as const;
    const [first, second] = volumes.map((volume) => {
      const own = trainBodyPartRegressor([volume], short);
      const scores = scoreVolume(own, volume).slices.map((one) => one!.rawScore);
      // The mean slope of all pairs, weighted by their squared distance, is that of least squares.
      let [rises, distances] = [0, 0];
      for (const [i, low] of scores.entries()) {
        for (const [j, high] of scores.entries()) {
          rises += (high - low) * (j - i) * 20;
          distances += ((j - i) * 20) ** 2;
        }
      }
      expect(own.scorePerMm).toBeCloseTo(rises / distances, 10);
      return own.scorePerMm;
    });
    expect(first).not.toBe(second);
  });

  it("gives the same bytes for the same seed, others for another", () => {
    const short = { ...quick, steps: 12 };
    const bytes = (seed: number): string =>
      writeBodyPartModel(trainBodyPartRegressor(volumes, { ...short, seed }));
    expect(bytes(3)).toBe(bytes(3));
    expect(bytes(4)).not.toBe(bytes(3));
  });

  it("takes the zero of its scale from anchors", () => {
    const anchors = [0.2, 0.5, 0.8].map((along) => ({
      slice: bodySlice(along),
      pixelMm: 4,
      score: 20 + along * 13.5,
    }));
    const anchored = trainBodyPartRegressor(volumes, { ...quick, anchors });
    const found = sliceScore(anchored, bodySlice(0.5), 4)!.score;
    expect(Math.abs(found - 26.75)).toBeLessThan(1.5);
  });

  it("has no calibration without anchors", () => {
    expect(model.calibration).toBeNull();
    expect(sliceScore(model, bodySlice(0.5), 4)!.z).toBeUndefined();
  });

  it("orders by the paper's losses too", () => {
    const byPaper = trainBodyPartRegressor(volumes, { ...quick, loss: "paper" });
    const at = (along: number): number => sliceScore(byPaper, bodySlice(along), 4)!.score;
    expect(at(0.35)).toBeGreaterThan(at(0.1));
    expect(at(0.7)).toBeGreaterThan(at(0.35));
  });

  it("says what it was fitted on", () => {
    expect(model.fittedOn).toEqual(["a: 16 slices", "b: 19 slices", "c: 19 slices"]);
  });

  it("rejects input without anything to train on", () => {
    errorOf("BAD_VALUE", () => trainBodyPartRegressor([], quick));
    const [first] = volumes as [(typeof volumes)[number]];
    const few = { ...first, slices: first.slices.slice(0, 7) };
    expect(errorOf("BAD_SERIES", () => trainBodyPartRegressor([few], quick)).where.file).toBe("a");
    const flat = { ...first, spacingMm: [4, 4, 0] as const };
    errorOf("BAD_SERIES", () => trainBodyPartRegressor([flat], quick));
    errorOf("UNKNOWN_OPTION", () => trainBodyPartRegressor(volumes, { step: 3 } as object));
    errorOf("BAD_OPTION", () => trainBodyPartRegressor(volumes, { steps: 0 }));
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrate, fitCalibration, zOfScore } from "../../src/bodypart/calibrate.js";
import { DEEPLESION_Z } from "../../src/bodypart/model.js";
import { sliceScore } from "../../src/bodypart/score.js";
import { errorOf } from "../support/errors.js";
import { smallModel } from "../support/small-model.js";
import { bodySlice } from "../support/synthetic-body.js";

describe("fitCalibration", () => {
  it("recovers a known line", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.05, noNaN: true }),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        fc.uniqueArray(fc.integer({ min: -12, max: 11 }), { minLength: 3, maxLength: 20 }),
        (slope, intercept, scores) => {
          const line = fitCalibration(
            scores.map((score) => ({ score, z: intercept + slope * score })),
          );
          expect(line.slope).toBeCloseTo(slope, 10);
          expect(line.intercept).toBeCloseTo(intercept, 10);
          expect(line.residualError).toBeCloseTo(0, 8);
        },
      ),
      { seed: 5, numRuns: 50 },
    );
  });

  it("gives the standard error of a prediction, by hand", () => {
    // Scores 0, 1, 2, 3; z 0, 2, 1, 3: slope 0.8, intercept 0.3, residuals -0.3, 0.9, -0.9, 0.3, sum of
    // squares 1.8, residual error √0.9. At score 5: √(0.9 (1 + 1/4 + 3.5²/5)) = 1.82483.
    const line = fitCalibration([0, 2, 1, 3].map((z, score) => ({ score, z })));
    expect(line.slope).toBeCloseTo(0.8, 12);
    expect(line.residualError).toBeCloseTo(Math.sqrt(0.9), 12);
    const { z, zStandardError } = zOfScore(line, 5);
    expect(z).toBeCloseTo(4.3, 12);
    expect(zStandardError).toBeCloseTo(1.82483, 5);
  });

  it("gives z along a curve, by hand", () => {
    // 0.5 + 0.02 * 3 - 0.001 * 9 + 0.0001 * 27 = 0.5537
    const line = { intercept: 0.5, slope: 0.02, curvature: [-0.001, 0.0001] } as const;
    const exact = { residualError: 0, count: 0, meanScore: 0, scoreSquares: 0 };
    expect(zOfScore({ ...line, ...exact }, 3).z).toBeCloseTo(0.5537, 12);
  });

  it.each([undefined, 5, [0.001], ["a", 0]])("rejects a curvature of %j", (curvature) => {
    const line = fitCalibration([0, 2, 1, 3].map((z, score) => ({ score, z })));
    errorOf("BAD_VALUE", () => zOfScore({ ...line, curvature } as never, 3));
  });

  it("rejects input without a rising line", () => {
    const pair = (score: number, z: number) => ({ score, z });
    errorOf("BAD_VALUE", () => fitCalibration([pair(0, 0), pair(1, 1)]));
    errorOf("BAD_VALUE", () => fitCalibration([pair(2, 0), pair(2, 1), pair(2, 2)]));
    errorOf("BAD_VALUE", () => fitCalibration([pair(0, 3), pair(1, 2), pair(2, 1)]));
    errorOf("BAD_VALUE", () => fitCalibration([pair(0, 3), pair(1, Number.NaN), pair(2, 1)]));
  });
});

describe("calibrate", () => {
  it("puts a model's scores on the scale of the slices it is given", () => {
    const model = smallModel();
    const zOf = (along: number): number =>
      0.2 + 0.05 * sliceScore(model, bodySlice(along), 4)!.score;
    const slices = [0.2, 0.4, 0.6, 0.8].map((along) => ({
      slice: bodySlice(along),
      pixelMm: 4,
      z: zOf(along),
    }));
    const calibrated = calibrate(model, slices);
    expect(calibrated.calibration!.slope).toBeCloseTo(0.05, 8);
    expect(sliceScore(calibrated, bodySlice(0.5), 4)!.z).toBeCloseTo(zOf(0.5), 8);
    expect(model.calibration).toBe(DEEPLESION_Z);
  });
});

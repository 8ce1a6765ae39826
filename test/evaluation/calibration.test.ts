import { describe, expect, it } from "vitest";
import { judgedPairs, reliability } from "../../src/evaluation/calibration.js";
import type { PatientMatch } from "../../src/matching/result.js";
import { errorOf } from "../support/errors.js";
import { matchOf, truthOf } from "../support/matches.js";

describe("reliability", () => {
  const pair = (probability: number, same: boolean) => ({
    kind: "link" as const,
    logOdds: 0,
    probability,
    same,
  });

  it("compares predicted and observed shares by bin, worked by hand", () => {
    const pairs = [pair(0.1, false), pair(0.15, true), pair(0.95, true), pair(1, true)];
    const { bins, expectedCalibrationError } = reliability(pairs);
    expect(bins.map(({ from, to, pairs: count, observed }) => [from, to, count, observed])).toEqual(
      [
        [0.1, 0.2, 2, 0.5],
        [0.9, 1, 2, 1],
      ],
    );
    expect(bins[0]?.predicted).toBeCloseTo(0.125, 12);
    expect(bins[1]?.predicted).toBeCloseTo(0.975, 12);
    // (2 x |0.125 - 0.5| + 2 x |0.975 - 1|) / 4
    expect(expectedCalibrationError).toBeCloseTo(0.2, 12);
  });

  it("has no bins and no error without pairs", () => {
    expect(reliability([])).toEqual({ bins: [], expectedCalibrationError: 0 });
  });

  it("rejects numbers of bins below 1 and above a million", () => {
    for (const bins of [0, 5e9]) {
      errorOf("BAD_OPTION", () => reliability([], bins), { option: "bins" });
    }
  });
});

describe("judgedPairs", () => {
  it("takes labelled pairs with a probability, without constraints and thresholds", () => {
    const link = { from: 1, to: 2, logOdds: 2, probability: 0.9, accepted: true };
    const rejected = { from: 1, to: 3, distance: 1, logOdds: -2, probability: 0.1 };
    const match = {
      ...matchOf([
        [
          [1, 1],
          [2, 2],
        ],
        [[3, 2]],
        [[4, 3]],
      ]),
      method: "joint",
      links: [link, { ...link, to: 3, constrained: true }, { ...link, to: 4 }],
      duplicates: [{ study: 2, rows: [2, 3], logOdds: 1, probability: 0.7 }],
      rejectedPairs: [
        { ...rejected, step: "odds" },
        { ...rejected, step: "threshold" },
        { ...rejected, step: "conflict", probability: undefined },
      ],
    } as unknown as PatientMatch;
    // Row 4 is unlabelled.
    const truth = truthOf(["a", "a", "b"]);
    expect(judgedPairs([match], truth)).toEqual([
      { kind: "link", logOdds: 2, probability: 0.9, same: true },
      { kind: "duplicate", logOdds: 1, probability: 0.7, same: false },
      { kind: "odds", logOdds: -2, probability: 0.1, same: false },
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zOfScore } from "../../src/bodypart/calibrate.js";
import { defaultBodyPartModel } from "../../src/bodypart/default-model.js";
import { SCORE_PER_MM } from "../../src/bodypart/losses.js";
import { DEEPLESION_Z } from "../../src/bodypart/model.js";
import { writeBodyPartModel } from "../../src/bodypart/read-model.js";
import { REGION_LIMITS, regionOf } from "../../src/bodypart/region.js";
import { isotonic, scoreVolume, sliceScore, smoothed } from "../../src/bodypart/score.js";
import type { StoredLayer } from "../../src/bodypart/stored-network.js";
import { errorOf } from "../support/errors.js";
import { paint } from "../support/slices.js";
import { smallModel } from "../support/small-model.js";
import { bodySlice, bodyVolume } from "../support/synthetic-body.js";

const model = smallModel();

describe("isotonic", () => {
  it("gives the values of a hand calculation", () => {
    expect(isotonic([1, 3, 2, 4, 3.5, 3])).toEqual([1, 2.5, 2.5, 3.5, 3.5, 3.5]);
  });

  it("never falls, keeps the mean, and leaves rising values alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 30 }), (values) => {
        const found = isotonic(values);
        found.slice(1).forEach((one, i) => {
          expect(one).toBeGreaterThanOrEqual(found[i]!);
        });
        const sum = (list: readonly number[]): number => list.reduce((s, one) => s + one, 0);
        expect(sum(found)).toBeCloseTo(sum(values), 8);
        const sorted = [...values].sort((a, b) => a - b);
        expect(isotonic(sorted)).toEqual(sorted);
      }),
      { seed: 6, numRuns: 100 },
    );
  });
});

describe("smoothed", () => {
  const line = Array.from({ length: 30 }, (_, i) => ({
    position: 5 * i,
    score: -4 + SCORE_PER_MM * 5 * i,
  }));

  it("leaves a line of the usual slope as it is", () => {
    smoothed(line, SCORE_PER_MM).forEach(({ score, outlier }, i) => {
      expect(score).toBeCloseTo(line[i]!.score, 10);
      expect(outlier).toBe(false);
    });
  });

  it("takes the slope of another scale", () => {
    const doubled = line.map(({ position, score }) => ({ position, score: 2 * score }));
    smoothed(doubled, 2 * SCORE_PER_MM).forEach(({ score }, i) => {
      expect(score).toBeCloseTo(doubled[i]!.score, 10);
    });
  });

  it("flags a slice far from its neighbours, and keeps it out of theirs", () => {
    const wrong = line.map((one, i) => (i === 12 ? { ...one, score: one.score + 5 } : one));
    const found = smoothed(wrong, SCORE_PER_MM);
    expect(found.filter(({ outlier }) => outlier).length).toBe(1);
    found.forEach(({ score, outlier }, i) => {
      expect(outlier).toBe(i === 12);
      expect(score).toBeCloseTo(line[i]!.score, 10);
    });
  });
});

/** A stored layer with three times its factors and biases. */
function timesThree(layer: StoredLayer): StoredLayer {
  const bytes = Buffer.from(layer.scales, "base64");
  for (let at = 0; at < bytes.length; at += 4) {
    bytes.writeFloatLE(3 * bytes.readFloatLE(at), at);
  }
  return { ...layer, scales: bytes.toString("base64") };
}

describe("scoreVolume", () => {
  const volume = bodyVolume("v", 0.1, 0.9);
  const { slices, reversed } = scoreVolume(model, volume);

  it("never falls from head to feet", () => {
    expect(reversed).toBe(false);
    const scores = slices.map((one) => one!.score);
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
  });

  it("gives the slice's own score beside the smoothed one", () => {
    expect(slices[3]!.rawScore).toBe(sliceScore(model, volume.slices[3]!, 4)!.score);
  });

  it("recognises the reversed order, with the same scores for the same slices", () => {
    const upside = scoreVolume(model, { ...volume, slices: [...volume.slices].reverse() });
    expect(upside.reversed).toBe(true);
    upside.slices.toReversed().forEach((one, i) => {
      expect(one!.score).toBeCloseTo(slices[i]!.score, 10);
    });
  });

  it("smooths and flags the same on another scale", () => {
    // Every score times 3, by the weights' last layer.
    const networks = model.networks.map((layers) => layers.with(-1, timesThree(layers.at(-1)!)));
    const scorePerMm = 3 * model.scorePerMm;
    const other = scoreVolume({ ...model, networks, scorePerMm, calibration: null }, volume);
    other.slices.forEach((one, i) => {
      expect(one!.score).toBeCloseTo(3 * slices[i]!.score, 4);
      expect(one!.outlier).toBe(slices[i]!.outlier);
    });
  });

  it("takes no slope from a line to z, which few slices may make steep", () => {
    const calibration = { ...model.calibration!, slope: 3 * model.calibration!.slope };
    const other = scoreVolume({ ...model, calibration }, volume);
    other.slices.forEach((one, i) => {
      expect(one!.score).toBe(slices[i]!.score);
    });
  });

  it("leaves slices without a body unknown", () => {
    const air = paint(120, 120, () => -1000);
    const found = scoreVolume(model, { ...volume, slices: [air, ...volume.slices, air] });
    expect([found.slices[0], found.slices.at(-1)]).toEqual([undefined, undefined]);
    expect(found.slices[1]!.score).toBeCloseTo(slices[0]!.score, 10);
    const nothing = scoreVolume(model, { ...volume, slices: [air, air] });
    expect(nothing.slices).toEqual([undefined, undefined]);
  });

  it("rejects a volume without slices or spacing", () => {
    errorOf("BAD_SERIES", () => scoreVolume(model, { ...volume, slices: [] }));
    errorOf("BAD_SERIES", () => scoreVolume(model, { ...volume, spacingMm: [4, 4, Number.NaN] }));
  });
});

describe("sliceScore", () => {
  it("is not reliable where the slice cuts the body", () => {
    expect(sliceScore(model, bodySlice(0.5), 4)!.reliable).toBe(true);
    expect(sliceScore(model, bodySlice(0.5, { shiftMm: [150, 0] }), 4)!.reliable).toBe(false);
  });

  it("is unknown without a body", () => {
    expect(
      sliceScore(
        model,
        paint(64, 64, () => -1000),
        4,
      ),
    ).toBeUndefined();
  });
});

describe("a model without a calibration", () => {
  it("gives scores, but neither z nor a region", () => {
    const found = sliceScore({ ...model, calibration: null }, bodySlice(0.5), 4)!;
    expect(found.score).toBe(sliceScore(model, bodySlice(0.5), 4)!.score);
    expect([found.z, found.zStandardError, found.region]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the region of a slice", () => {
  it("follows from z, whatever the model's own scale", () => {
    const { score, region } = sliceScore(model, bodySlice(0.9), 4)!;
    expect(region).toBe(regionOf(score));
    // A line that gives this slice the z of a score 20 units lower.
    const { z } = zOfScore(DEEPLESION_Z, score - 20);
    const moved = { ...DEEPLESION_Z, intercept: z - score, slope: 1, curvature: [0, 0] } as const;
    const at = sliceScore({ ...model, calibration: moved }, bodySlice(0.9), 4)!;
    expect(at.region).toBe(regionOf(score - 20));
  });
});

describe("regionOf", () => {
  it("changes at its limits", () => {
    const [chest, abdomen, pelvis] = REGION_LIMITS;
    expect([chest - 1e-9, chest, abdomen, pelvis].map(regionOf)).toEqual([
      "head/neck",
      "chest",
      "abdomen",
      "pelvis",
    ]);
  });
});

describe("defaultBodyPartModel", () => {
  it("is loaded once, and says what it was fitted on and under which terms", async () => {
    const shipped = await defaultBodyPartModel();
    expect(await defaultBodyPartModel()).toBe(shipped);
    expect(shipped.fittedOn.length).toBe(10);
    expect(shipped.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    const terms = shipped.attribution.join("\n");
    for (const one of ["CC BY 3.0", "CC BY 4.0", "Apache-2.0", "MIT"]) expect(terms).toContain(one);
  });

  it("is what the training command writes, with the curve to z and its measured error", async () => {
    const { DEFAULT_MODEL_JSON } = await import("../../src/bodypart/default-model-json.js");
    const shipped = await defaultBodyPartModel();
    expect(writeBodyPartModel(shipped)).toBe(DEFAULT_MODEL_JSON);
    expect(shipped.calibration).toEqual(DEEPLESION_Z);
  });

  it("is at most 200 kB", async () => {
    const { DEFAULT_MODEL_JSON } = await import("../../src/bodypart/default-model-json.js");
    expect(DEFAULT_MODEL_JSON.length).toBeLessThan(200_000);
  });
});

import { describe, expect, it } from "vitest";
import { FEATURE_COUNT, sliceFeatures } from "../../src/bodypart/features.js";
import { decodeWindowedSlice } from "../../src/bodypart/windowed-slice.js";
import { greyPicture, pngOf } from "../../src/images/picture.js";
import type { CtSlice } from "../../src/images/slice.js";
import { errorOf } from "../support/errors.js";
import { inEllipse, paint } from "../support/slices.js";
import { bodySlice } from "../support/synthetic-body.js";

const featuresOf = (slice: CtSlice, pixelMm = 4): Float32Array =>
  sliceFeatures(slice, pixelMm)!.values;

/** Root mean square difference. */
const apart = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);

const lungs = featuresOf(bodySlice(0.1));
/** How much 10 cm of body change the features: the scale for what may change them. */
const TEN_CM = apart(lungs, featuresOf(bodySlice(0.3)));

describe("sliceFeatures", () => {
  it("gives as many finite numbers as the models need", () => {
    expect(lungs.length).toBe(FEATURE_COUNT);
    expect(lungs.every(Number.isFinite)).toBe(true);
  });

  it("does not change when the slice is mirrored left-right", () => {
    const slice = bodySlice(0.4);
    const mirrored = paint(slice.width, slice.height, (x, y) => {
      return slice.hu[y * slice.width + slice.width - 1 - x]!;
    });
    expect(apart(featuresOf(slice), featuresOf(mirrored))).toBeLessThan(0.01 * TEN_CM);
  });

  it("does not change when the body is shifted by whole 3 mm", () => {
    const [a, b] = ([0, 15] as const).map((mm) =>
      featuresOf(bodySlice(0.1, { pixelMm: 3, sidePx: 150, shiftMm: [mm, -mm] }), 3),
    );
    expect(apart(a!, b!)).toBeLessThan(1e-6);
  });

  it("changes little when the body is shifted by parts of a pixel, or sampled more finely", () => {
    const shifted = featuresOf(bodySlice(0.1, { shiftMm: [7, 5] }));
    const finer = featuresOf(bodySlice(0.1, { pixelMm: 1, sidePx: 480 }), 1);
    expect(apart(lungs, shifted)).toBeLessThan(0.2 * TEN_CM);
    expect(apart(lungs, finer)).toBeLessThan(0.2 * TEN_CM);
  });

  it("changes less by 10 % of size than by 10 cm of body", () => {
    expect(apart(lungs, featuresOf(bodySlice(0.1, { size: 1.1 })))).toBeLessThan(TEN_CM);
  });

  it("is the same from an 8-bit picture of the soft-tissue window", () => {
    const slice = bodySlice(0.1);
    const picture = pngOf(greyPicture(slice, [-175, 275]));
    const decoded = decodeWindowedSlice(picture, [-175, 275]);
    expect(apart(lungs, featuresOf(decoded))).toBeLessThan(0.01 * TEN_CM);
  });

  it("is unknown where there is no body, or hardly any", () => {
    expect(
      sliceFeatures(
        paint(200, 200, () => -1000),
        1,
      ),
    ).toBeUndefined();
    // A cylinder of 6 cm across: 28 cm².
    const finger = inEllipse(100, 100, 30, 30);
    expect(
      sliceFeatures(
        paint(200, 200, (x, y) => (finger(x, y) ? 40 : -1000)),
        1,
      ),
    ).toBeUndefined();
  });

  it("is unknown without any bone: water", () => {
    const water = inEllipse(60, 60, 40, 28);
    expect(
      sliceFeatures(
        paint(120, 120, (x, y) => (water(x, y) ? 0 : -1000)),
        4,
      ),
    ).toBeUndefined();
  });

  it("tells whether the body reaches the edge of the slice", () => {
    expect(sliceFeatures(bodySlice(0.1), 4)!.touchesEdge).toBe(false);
    expect(sliceFeatures(bodySlice(0.1, { shiftMm: [120, 0] }), 4)!.touchesEdge).toBe(true);
  });

  it("does not count a table below the body", () => {
    const slice = bodySlice(0.1);
    const onTable = paint(slice.width, slice.height, (x, y) =>
      y >= 100 && y < 102 ? 200 : slice.hu[y * slice.width + x]!,
    );
    expect(apart(lungs, featuresOf(onTable))).toBeLessThan(1e-6);
  });

  it.each([0, 0.05, 11, Number.NaN])("rejects pixels of %d mm", (pixelMm) => {
    errorOf("BAD_OPTION", () => sliceFeatures(bodySlice(0.1), pixelMm));
  });
});

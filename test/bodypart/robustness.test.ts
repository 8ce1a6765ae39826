/** What a scan may show beside an ordinary body: the score stays within 5 cm of body, is flagged, or is unknown. */
import { describe, expect, it } from "vitest";
import { defaultBodyPartModel } from "../../src/bodypart/default-model.js";
import { sliceFeatures } from "../../src/bodypart/features.js";
import { SCORE_PER_MM } from "../../src/bodypart/losses.js";
import { scoreVolume, sliceScore } from "../../src/bodypart/score.js";
import { trainBodyPartRegressor } from "../../src/bodypart/train.js";
import { randomSource } from "../../src/core/random.js";
import type { CtSlice } from "../../src/images/slice.js";
import { decodeSlice } from "../../src/images/slice.js";
import { readDlInfo } from "../../src/index.js";
import { describeReal, sharedBytes, sharedFiles, sharedText } from "../support/shared-data.js";
import { inEllipse, paint } from "../support/slices.js";
import { bodySlice, bodyVolume } from "../support/synthetic-body.js";

const FIVE_CM = 50 * SCORE_PER_MM;
const PIXEL_MM = 4;
const model = trainBodyPartRegressor(
  [bodyVolume("a", 0, 0.8), bodyVolume("b", 0.2, 1, { size: 1.08 })],
  { steps: 200, networks: 1, variants: 6 },
);
const scoreOf = (slice: CtSlice, pixelMm = PIXEL_MM): number =>
  sliceScore(model, slice, pixelMm)!.score;

/** A slice changed pixel by pixel; x and y in mm from the middle. */
const changed = (slice: CtSlice, hu: (value: number, x: number, y: number) => number): CtSlice =>
  paint(slice.width, slice.height, (px, py) =>
    hu(
      slice.hu[py * slice.width + px]!,
      (px + 0.5 - slice.width / 2) * PIXEL_MM,
      (py + 0.5 - slice.height / 2) * PIXEL_MM,
    ),
  );

const ALONG = [0.15, 0.5, 0.85];
/** Checks a change at three heights. */
function expectSteady(change: (slice: CtSlice) => CtSlice): void {
  for (const along of ALONG) {
    const slice = bodySlice(along);
    expect(Math.abs(scoreOf(change(slice)) - scoreOf(slice))).toBeLessThan(FIVE_CM);
  }
}

describe("the score changes by less than 5 cm", () => {
  it.each([
    ["beside the body", 205, 10],
    ["that touch the body", 180, 10],
    ["raised, above the body", 150, -130],
  ])("with arms %s", (_, atX, atY) => {
    const bone = inEllipse(atX, atY, 8, 8);
    const arm = inEllipse(atX, atY, 26, 30);
    expectSteady((slice) =>
      changed(slice, (value, x, y) =>
        bone(Math.abs(x), y) ? 600 : arm(Math.abs(x), y) ? 40 : value,
      ),
    );
  });

  it("on a noisy kernel", () => {
    const random = randomSource(1, 1);
    expectSteady((slice) => changed(slice, (value) => value + Math.round(random.normal(0, 30))));
  });

  it("with contrast medium in the large vessels", () => {
    const vessel = inEllipse(8, 25, 14, 14);
    expectSteady((slice) => changed(slice, (value, x, y) => (vessel(x, y) ? 350 : value)));
  });

  it("in a large field of view", () => {
    for (const along of ALONG) {
      const large = bodySlice(along, { sidePx: 200, shiftMm: [60, -40] });
      expect(Math.abs(scoreOf(large) - scoreOf(bodySlice(along)))).toBeLessThan(FIVE_CM);
    }
  });

  it("where the pixel size is 5 % off", () => {
    for (const along of ALONG) {
      const slice = bodySlice(along);
      for (const factor of [0.95, 1.05]) {
        const off = scoreOf(slice, PIXEL_MM * factor) - scoreOf(slice);
        expect(Math.abs(off)).toBeLessThan(FIVE_CM);
      }
    }
  });

  it("where the image cuts a tenth off each side, and the slice is flagged", () => {
    for (const along of ALONG) {
      const slice = bodySlice(along);
      // The body is 330 mm wide; 66 pixels of 4 mm show the middle 264 mm of it.
      const narrow = paint(66, slice.height, (x, y) => slice.hu[y * slice.width + x + 27]!);
      const found = sliceScore(model, narrow, PIXEL_MM)!;
      expect(found.reliable).toBe(false);
      expect(Math.abs(found.score - scoreOf(slice))).toBeLessThan(FIVE_CM);
    }
  });
});

describe("a volume", () => {
  /** Slices of the same body at another distance. */
  const resampled = (mm: number) => ({
    name: "v",
    slices: Array.from({ length: Math.floor(300 / mm) + 1 }, (_, i) =>
      bodySlice(0.2 + (i * mm) / 500),
    ),
    spacingMm: [PIXEL_MM, PIXEL_MM, mm] as const,
  });
  const usual = scoreVolume(model, resampled(20)).slices.map((one) => one!.score);

  it.each([1, 8])("has the same scores with slices every %d mm", (mm) => {
    const { slices, reversed } = scoreVolume(model, resampled(mm));
    expect(reversed).toBe(false);
    // Positions that both have: every 40 mm.
    for (let at = 0; at <= 300; at += 40) {
      const score = slices[Math.round(at / mm)]!.score;
      expect(Math.abs(score - usual[at / 20]!)).toBeLessThan(FIVE_CM / 2);
    }
  });

  it("is recognised as reversed with slices every 8 mm", () => {
    const volume = resampled(8);
    const upside = { ...volume, slices: volume.slices.toReversed() };
    expect(scoreVolume(model, upside).reversed).toBe(true);
  });
});

describe("the shipped model, trained on trunks", () => {
  /** A skull of 6 mm around a brain, pixels of 2 mm. */
  const head = paint(120, 120, (x, y) => {
    const at = (rx: number, ry: number): boolean => inEllipse(60, 60, rx / 2, ry / 2)(x, y);
    return at(66, 86) ? 35 : at(72, 92) ? 900 : at(78, 98) ? 20 : -1000;
  });
  /** A thigh around its bone. */
  const thigh = paint(120, 120, (x, y) => {
    const at = (r: number): boolean => inEllipse(60, 60, r / 2, r / 2)(x, y);
    return at(14) ? 800 : at(60) ? 50 : at(75) ? -100 : -1000;
  });

  it.each([
    ["head", head],
    ["thigh", thigh],
  ])("has no score for a %s", async (_, slice) => {
    // Both show body and bone, but no trunk.
    expect(sliceFeatures(slice, 2)).toBeDefined();
    expect(sliceScore(await defaultBodyPartModel(), slice, 2)).toBeUndefined();
  });
});

describe("a slice that cannot be scored is unknown", () => {
  const unknown: readonly (readonly [string, CtSlice])[] = [
    ["air", paint(120, 120, () => -1000)],
    ["an arm alone", paint(120, 120, (x, y) => (inEllipse(60, 60, 7, 7)(x, y) ? 40 : -1000))],
    ["a water phantom", paint(120, 120, (x, y) => (inEllipse(60, 60, 40, 28)(x, y) ? 0 : -1000))],
    ["a table alone", paint(120, 120, (_, y) => (y > 100 && y < 103 ? 200 : -1000))],
    ["padding", paint(120, 120, () => -2000)],
  ];
  it.each(unknown)("%s", (_, slice) => {
    expect(sliceScore(model, slice, PIXEL_MM)).toBeUndefined();
  });
});

describeReal("the shipped model on key slices of DeepLesion, which it was not trained on", () => {
  it("gives their z within the stated error", async () => {
    const shipped = await defaultBodyPartModel();
    const { lesions } = readDlInfo(sharedText("deeplesion/DL_info_liver_23_extra_columns.csv"));
    const errors = sharedFiles("deeplesion/key_slices").map((file) => {
      const { location, spacingMm } = lesions.find(({ fileName }) => fileName === file)!;
      const slice = decodeSlice(sharedBytes(`deeplesion/key_slices/${file}`));
      return sliceScore(shipped, slice, spacingMm[0])!.z! - location![2];
    });
    expect(errors.length).toBe(15);
    const squares = errors.reduce((sum, error) => sum + error * error, 0);
    const { residualError } = shipped.calibration!;
    expect(Math.sqrt(squares / errors.length)).toBeLessThan(1.5 * residualError);
  });
});

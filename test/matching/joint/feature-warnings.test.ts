import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import {
  appearanceWarnings,
  locationWarnings,
} from "../../../src/matching/joint/feature-warnings.js";
import { JOINT_FEATURES, type JointFeature } from "../../../src/matching/joint/joint-model.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { bare as lesion } from "../../support/lesions.js";

describe("appearanceWarnings", () => {
  const warned = (
    lesions: readonly Lesion[],
    features: readonly JointFeature[] = JOINT_FEATURES,
  ): number[] =>
    appearanceWarnings(lesions, lesionFeatures(lesions, features, "auto"), features).map(
      ({ row }) => row!,
    );
  const v = (row: number, study: number, value: number, more: Partial<Lesion> = {}): Lesion =>
    lesion(row, study, { vector: [value], ...more });
  const place = { centreMm: [0, 0, 0] } as const;

  it("names the first lesion without a vector among others with one", () => {
    expect(warned([v(1, 1, 0), lesion(2, 1, place), lesion(3, 2, place)])).toEqual([2]);
    expect(warned([lesion(1, 1, place), lesion(2, 2, place)])).toEqual([]);
  });

  it("says that nothing is linked where vectors are all there is and no study has two different ones", () => {
    expect(warned([v(1, 1, 0), v(2, 2, 5)])).toEqual([1]);
    expect(warned([v(1, 1, 3), v(2, 1, 3), v(3, 2, 5)])).toEqual([1]);
    expect(warned([v(1, 1, 0), v(2, 1, 3), v(3, 2, 5)])).toEqual([]);
    expect(warned([v(1, 1, 0, place), v(2, 2, 5)])).toEqual([]);
    expect(warned([v(1, 1, 3), v(2, 1, 3)])).toEqual([]);
  });

  it("says nothing where appearance is not asked for", () => {
    const given = [v(1, 1, 0, place), v(2, 2, 5)];
    expect(warned(given, ["location"])).toEqual([]);
  });
});

describe("locationWarnings", () => {
  const warned = (lesions: readonly Lesion[], features: readonly JointFeature[]) =>
    locationWarnings(lesions, lesionFeatures(lesions, features, "auto"), features);
  const placed = lesion(1, 1, { centreMm: [0, 0, 0] });
  const elsewhere = lesion(2, 2, { location: [0.5, 0.5, 0.5] });
  const unplaced = lesion(3, 2, { longAxisMm: 10 });

  it("counts lesions whose location is of the other kind, and names the first", () => {
    const [warning, ...others] = warned([placed, unplaced, elsewhere], ["location", "size"]);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ kind: "location", row: 2, patient: "p" });
    expect(warning?.message).toMatch(/^1 of 3 lesions have no physical location/);
  });

  it("says nothing of lesions without any location, and where location is not asked for", () => {
    expect(warned([placed, unplaced], ["location", "size"])).toEqual([]);
    expect(warned([placed, elsewhere], ["size"])).toEqual([]);
  });
});

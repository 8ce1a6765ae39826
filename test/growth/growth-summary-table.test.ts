/** Rows of the summary against values worked by hand. */
import { expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import { growthSummaryTable } from "../../src/growth/growth-summary-table.js";
import { type LesionSpec, measuredMatch } from "../support/growth.js";

const rowOf = (lesions: readonly LesionSpec[]) =>
  growthSummaryTable([growPatient(measuredMatch([[...lesions]]))]).rows[0];

it("fits three measurements or more", () => {
  const row = rowOf([
    { study: 1, long: 20, volumeMl: 4 },
    { study: 2, long: 21, volumeMl: 8 },
    { study: 3, long: 22 },
    { study: 4, long: 19, volumeMl: 2 },
  ]);
  expect(row).toMatchObject({
    measurements: 4,
    firstStudy: 1,
    lastStudy: 4,
    firstMm: 20,
    nadirMm: 19,
    lastMm: 19,
    changePercent: -5,
    timeUnit: "study",
    timeSpan: 3,
    fitPoints: 4,
    firstVolumeMl: 4,
    lastVolumeMl: 2,
    volumeChangePercent: -50,
  });
  // Slope of ln(diameter) at times -1.5, -0.5, 0.5, 1.5, whose squares add up to 5; three times for a volume.
  const slope = (1.5 * Math.log(19 / 20) + 0.5 * Math.log(22 / 21)) / 5;
  expect(row?.specificGrowthRate).toBeCloseTo(3 * slope, 12);
  expect(row?.fitVolumeDoubling).toBeCloseTo(Math.LN2 / (3 * slope), 9);
  // ln(19 / 20) in three studies.
  expect(row?.twoPointVolumeDoubling).toBeCloseTo(Math.LN2 / Math.log(19 / 20), 9);
  // Volumes of 2^2, 2^3 and 2^1 ml at -4/3, -1/3 and 5/3: -3/7 doublings per study.
  expect(row?.measuredVolumeDoubling).toBeCloseTo(-7 / 3, 9);
});

it("has the interval of a doubling time that is certain enough", () => {
  const row = rowOf([10, 20, 40.5, 80].map((long, i) => ({ study: i + 1, long })));
  const doubling = row?.fitVolumeDoubling ?? Number.NaN;
  expect(doubling).toBeCloseTo(1 / 3, 2);
  expect(row?.fitVolumeDoublingLow).toBeLessThan(doubling);
  expect(row?.fitVolumeDoublingHigh).toBeGreaterThan(doubling);
  expect(row?.robustVolumeDoubling).toBeCloseTo(1 / 3, 2);
});

it("takes the rate of two points where there are no more", () => {
  const row = rowOf([
    { study: 1, long: 10 },
    { study: 3, long: 20 },
  ]);
  // 2^3 times the volume in two studies.
  expect(row?.specificGrowthRate).toBeCloseTo((3 * Math.LN2) / 2, 12);
  expect(row?.twoPointVolumeDoubling).toBeCloseTo(2 / 3, 12);
  expect(row).toMatchObject({ mmPerUnit: 5, timeSpan: 2, changePercent: 100, nadirMm: 10 });
  expect(row).toMatchObject({
    fitPoints: undefined,
    fitVolumeDoubling: undefined,
    firstVolumeMl: undefined,
    lastVolumeMl: undefined,
    volumeChangePercent: undefined,
    measuredVolumeDoubling: undefined,
  });
});

it("has no change and no rate of a lesion measured once", () => {
  const row = rowOf([{ study: 2, long: 10, volumeMl: 0.5 }]);
  expect(row).toMatchObject({
    measurements: 1,
    firstMm: 10,
    nadirMm: 10,
    lastMm: 10,
    changePercent: undefined,
    timeSpan: undefined,
    specificGrowthRate: undefined,
    twoPointVolumeDoubling: undefined,
    fitPoints: undefined,
    robustVolumeDoubling: undefined,
    firstVolumeMl: 0.5,
    lastVolumeMl: 0.5,
    volumeChangePercent: undefined,
    flags: undefined,
  });
});

it("lists the messages of all flags", () => {
  // Three times the diameter, on both sides of the midline.
  const row = rowOf([
    { study: 1, long: 10, location: [0.2, 0.5, 0.5] },
    { study: 2, long: 60, location: [0.8, 0.5, 0.5] },
  ]);
  expect(row?.flags?.split("; ").length).toBeGreaterThanOrEqual(2);
  expect(row?.flags).toContain("midline");
});

import { describe, expect, it } from "vitest";
import { atLeast } from "../../src/growth/changes.js";
import { growPatient } from "../../src/growth/grow.js";
import { lengths, measuredMatch } from "../support/growth.js";

const grown = (mm: (number | undefined)[], options = {}) =>
  growPatient(measuredMatch([lengths(...mm), lengths(...mm.map(() => 9))]), options).sequences[0];
const trend = (...mm: number[]) => grown(mm)?.trend;

describe("the trend", () => {
  /** A fifth of 20 mm is 4 mm. */
  it("is growing from 20 mm on at 24 mm, not below", () => {
    expect(trend(20, 23.9)).toMatchObject({ class: "stable", limitMm: 4 });
    expect(trend(20, 24)).toMatchObject({ class: "growing", changeMm: 4 });
  });

  /** A fifth of 10.5 mm is 2.1 mm; in binary numbers 12.6 - 10.5 is a little less. */
  it("is growing at the limit, whatever the last digit of binary numbers", () => {
    expect(trend(10.5, 12.6)?.class).toBe("growing");
    expect(trend(12.6, 10.08)?.class).toBe("shrinking");
    expect(trend(10.5, 12.5999)?.class).toBe("stable");
  });

  it("counts relative differences of 1e-9 as equal, absolute ones below 1", () => {
    expect(atLeast(1e6 - 5e-4, 1e6)).toBe(true);
    expect(atLeast(1e6 - 5e-3, 1e6)).toBe(false);
    expect(atLeast(0.1 - 5e-10, 0.1)).toBe(true);
    expect(atLeast(0.1 - 5e-9, 0.1)).toBe(false);
  });

  it("is shrinking from 20 mm at 16 mm, not above", () => {
    expect(trend(20, 16.1)?.class).toBe("stable");
    expect(trend(20, 16)?.class).toBe("shrinking");
  });

  /** A fifth of 5 mm is 1 mm, less than the error of 2 mm. */
  it("of small lesions is judged by the error of 2 mm", () => {
    expect(trend(5, 6.9)).toMatchObject({ class: "stable", limitMm: 2 });
    expect(trend(5, 7)?.class).toBe("growing");
  });

  it("goes from the first to the last, whatever lies between", () => {
    expect(trend(20, 40, 21)?.class).toBe("stable");
  });

  it("takes custom limits; no change is stable even with limits of 0", () => {
    const options = { relativeLimit: 0, errorMm: 0 };
    expect(grown([20, 20.1], options)?.trend.class).toBe("growing");
    expect(grown([20, 20], options)?.trend.class).toBe("stable");
  });
});

describe("presence", () => {
  it.each([
    [[undefined, 10, 10], true, false, false],
    [[10, 10, undefined], false, true, false],
    [[10, undefined, 10], false, false, true],
    [[undefined, 10, undefined, 10, undefined], true, true, true],
    [[10, 10, 10], false, false, false],
  ])("of %j", (mm, firstMeasuredLater, lastMeasuredEarlier, intermittent) => {
    expect(grown(mm)?.presence).toMatchObject({
      firstMeasuredLater,
      lastMeasuredEarlier,
      intermittent,
    });
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { WINDOWS, windowed } from "../../src/images/window.js";
import { errorOf } from "../support/errors.js";

it("is black at the lower, white at the upper and linear between", () => {
  // By hand: 25 HU above -175 in a window of 450 HU is 255 * 25 / 450 = 14.17.
  expect([...windowed([-2000, -175, -150, 50, 275, 3000], [-175, 275])]).toEqual([
    0, 0, 14, 128, 255, 255,
  ]);
});

it("has windows of the usual level and width", () => {
  const levels = Object.entries(WINDOWS).map(([name, [low, high]]) => [
    name,
    (low + high) / 2,
    high - low,
  ]);
  expect(levels).toEqual([
    ["soft tissue", 50, 400],
    ["lung", -600, 1500],
    ["bone", 400, 1800],
  ]);
  expect([...windowed([-600], "lung")]).toEqual([128]);
});

it("never falls where HU rise", () => {
  const hu = fc.integer({ min: -32768, max: 32767 });
  fc.assert(
    fc.property(hu, hu, fc.tuple(hu, hu), (a, b, [p, q]) => {
      fc.pre(p !== q);
      const [low, high] = windowed(
        [Math.min(a, b), Math.max(a, b)],
        [Math.min(p, q), Math.max(p, q)],
      );
      expect(low!).toBeLessThanOrEqual(high!);
    }),
  );
});

it("rejects invalid names and limits", () => {
  errorOf("BAD_OPTION", () => windowed([0], "lungs" as "lung"), { option: "window" });
  errorOf("BAD_OPTION", () => windowed([0], [100, 100]), { option: "window" });
  errorOf("BAD_OPTION", () => windowed([0], [Number.NaN, 100]), { option: "window" });
});

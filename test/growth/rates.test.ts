import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentOver, ratesOf, stepRate, twoPointRate } from "../../src/growth/rates.js";

const points = (...pairs: [time: number, mm: number][]) =>
  pairs.map(([time, mm]) => ({ time, mm }));

describe("two points", () => {
  it("doubles its volume when the diameter grows by the cube root of 2 (1.26)", () => {
    const rate = twoPointRate({ time: 0, mm: 10 }, { time: 90, mm: 10 * Math.cbrt(2) });
    expect(rate?.volumeDoubling).toBeCloseTo(90, 9);
  });

  /** ln 2 x 100 / (3 ln 1.5) = 69.3147 / 1.216395 = 56.98... days. */
  it("takes 57.0 days from 20 to 30 mm in 100 days", () => {
    const rate = twoPointRate({ time: 0, mm: 20 }, { time: 100, mm: 30 });
    expect(rate?.volumeDoubling).toBeCloseTo((Math.LN2 * 100) / (3 * Math.log(1.5)), 9);
    expect(rate?.volumeDoubling).toBeCloseTo(56.983, 2);
    expect(rate?.lnVolumeSlope).toBeCloseTo((3 * Math.log(1.5)) / 100, 12);
  });

  it("has no doubling time while nothing changes, and a negative one while it shrinks", () => {
    expect(twoPointRate({ time: 0, mm: 20 }, { time: 50, mm: 20 })).toMatchObject({
      lnDiameterSlope: 0,
      volumeDoubling: undefined,
    });
    const halving = twoPointRate({ time: 0, mm: 20 }, { time: 90, mm: 20 / Math.cbrt(2) });
    expect(halving?.volumeDoubling).toBeCloseTo(-90, 9);
  });

  it("has no rate within a day and none from or to 0 mm", () => {
    expect(twoPointRate({ time: 3, mm: 20 }, { time: 3, mm: 25 })).toBeUndefined();
    expect(twoPointRate({ time: 0, mm: 0 }, { time: 9, mm: 25 })).toBeUndefined();
    expect(twoPointRate({ time: 0, mm: 25 }, { time: 9, mm: 0 })).toBeUndefined();
  });

  it("is the closed form for any growth", () => {
    const size = fc.double({ min: 1, max: 200, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 3000 }), (a, b, days) => {
        fc.pre(Math.abs(a - b) > 0.01);
        const rate = twoPointRate({ time: 0, mm: a }, { time: days, mm: b });
        const closed = (Math.LN2 * days) / (3 * (Math.log(b) - Math.log(a)));
        expect((rate?.volumeDoubling as number) / closed).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe("all points", () => {
  /**
   * scipy.stats.linregress([0, 30, 95, 140], ln [10, 11, 14, 15]): slope 0.003017996, stderr
   * 0.000319187; t(0.975, 2) = 4.302653 standard errors to each side.
   */
  it("are fitted by least squares with the interval that scipy gives", () => {
    const rates = ratesOf(points([0, 10], [30, 11], [95, 14], [140, 15]), "day");
    expect(rates?.fit?.lnDiameterSlope).toBeCloseTo(SCIPY.slope, 9);
    expect(rates?.fit?.interval?.low).toBeCloseTo(SCIPY.slope - 4.302653 * SCIPY.stderr, 8);
    expect(rates?.fit?.interval?.high).toBeCloseTo(SCIPY.slope + 4.302653 * SCIPY.stderr, 8);
    const { low, high } = rates?.fit?.doublingInterval ?? { low: 0, high: 0 };
    expect(low).toBeLessThan(rates?.fit?.volumeDoubling as number);
    expect(high).toBeGreaterThan(rates?.fit?.volumeDoubling as number);
    /** scipy.stats.theilslopes of the same. */
    expect(rates?.robust?.lnDiameterSlope).toBeCloseTo(SCIPY.theil, 9);
    expect(rates).toMatchObject({ unit: "day", span: 140, mm: 5 / 140 });
  });

  it("lie on one line: fit, robust and two-point rate agree, and the interval has no width", () => {
    const rates = ratesOf(points([0, 10], [50, 20], [100, 40]), "day");
    for (const rate of [rates?.twoPoint, rates?.fit, rates?.robust]) {
      expect(rate?.lnDiameterSlope).toBeCloseTo(Math.LN2 / 50, 12);
      expect(rate?.volumeDoubling).toBeCloseTo(50 / 3, 9);
    }
    expect(rates?.fit?.interval?.high).toBeCloseTo(rates?.fit?.interval?.low as number, 9);
  });

  it("have no interval of the doubling time where the rate may be 0", () => {
    const rates = ratesOf(points([0, 10], [10, 14], [20, 10], [30, 13]), "day");
    expect(rates?.fit?.interval?.low).toBeLessThan(0);
    expect(rates?.fit?.doublingInterval).toBeUndefined();
  });

  /** At the 97.5 % limits the doubling times are ln 2 / (3 x slope), the faster growth first. */
  it("have an interval of the doubling time from the limits of the slope", () => {
    for (const sizes of [
      [10, 11, 14, 15],
      [15, 14, 11, 10],
    ]) {
      const times = [0, 30, 95, 140];
      const { fit } = ratesOf(
        points(...sizes.map((mm, i): [number, number] => [times[i]!, mm])),
        "day",
      )!;
      const { low, high } = fit?.interval ?? { low: Number.NaN, high: Number.NaN };
      expect(fit?.doublingInterval?.low).toBeCloseTo(Math.LN2 / (3 * high), 9);
      expect(fit?.doublingInterval?.high).toBeCloseTo(Math.LN2 / (3 * low), 9);
    }
  });

  it("of one day have a step without rates: mm per day would be infinite", () => {
    expect(stepRate({ time: 5, mm: 10 }, { time: 5, mm: 12 })).toEqual({
      span: 0,
      mm: undefined,
      rate: undefined,
    });
  });

  it("are too few for a fit when they are two, and for a rate when they are one", () => {
    expect(ratesOf(points([0, 10]), "day")).toBeUndefined();
    expect(ratesOf([], "study")).toBeUndefined();
    expect(ratesOf(points([1, 10], [2, 12]), "study")).toMatchObject({
      unit: "study",
      fit: undefined,
      robust: undefined,
    });
  });

  it("of one day have changes in mm but no rate", () => {
    const rates = ratesOf(points([5, 10], [5, 12], [5, 13]), "day");
    expect(rates).toEqual({
      unit: "day",
      span: 0,
      mm: undefined,
      twoPoint: undefined,
      fit: undefined,
      robust: undefined,
    });
  });

  it("of 0 mm are left out of the fit", () => {
    const rates = ratesOf(points([0, 10], [50, 20], [100, 40], [150, 0]), "day");
    expect(rates?.fit?.points).toBe(3);
    expect(rates?.twoPoint).toBeUndefined();
    expect(rates?.mm).toBeCloseTo(-10 / 150, 12);
  });

  it("that do not change at all have no interval of the doubling time", () => {
    // The interval of the slope is [0, 0]: its ends would double in no finite time.
    const { fit } = ratesOf(points([0, 8], [10, 8], [20, 8]), "day") ?? {};
    expect(fit).toMatchObject({ lnDiameterSlope: 0, interval: { low: 0, high: 0 } });
    expect(fit?.doublingInterval).toBeUndefined();
  });

  it("that do not change have no growth, whatever the dates", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 3, maxLength: 9 }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        (days, mm) => {
          const rates = ratesOf(
            days.sort((a, b) => a - b).map((time) => ({ time, mm })),
            "day",
          );
          for (const rate of [rates?.twoPoint, rates?.fit, rates?.robust]) {
            expect(Math.abs(rate?.lnDiameterSlope as number)).toBeLessThan(1e-15);
          }
        },
      ),
    );
  });

  it("grow at the same rate whatever the unit of length", () => {
    const sizes = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), {
      minLength: 3,
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.1, max: 10, noNaN: true }), (mm, factor) => {
        const rate = (k: number) =>
          ratesOf(
            mm.map((size, i) => ({ time: 10 * i, mm: k * size })),
            "day",
          );
        expect(rate(factor)?.fit?.lnDiameterSlope).toBeCloseTo(
          rate(1)?.fit?.lnDiameterSlope as number,
          12,
        );
        expect(rate(factor)?.robust?.lnDiameterSlope).toBeCloseTo(
          rate(1)?.robust?.lnDiameterSlope as number,
          12,
        );
      }),
    );
  });
});

/** 1.1 ^ (30 / 10) = 1.331. */
it("percent over time compounds: 10 % in 10 days are 33.1 % in 30", () => {
  const rate = { lnDiameterSlope: Math.log(1.1) / 10, lnVolumeSlope: 0, volumeDoubling: undefined };
  expect(percentOver(rate, 30)).toBeCloseTo(33.1, 9);
  expect(percentOver({ ...rate, lnDiameterSlope: 800 }, 1)).toBeUndefined();
});

/** By scipy 1.x, see the comments above. */
const SCIPY = { slope: 0.003017995572, stderr: 0.000319187149, theil: 0.003036592669 };

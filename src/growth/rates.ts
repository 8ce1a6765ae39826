/**
 * How fast a sequence grows.
 *
 * Volume doubling time = ln 2 x t / (3 ln(D2 / D1)): volume goes with the cube of the diameter (Schwartz
 * 1961; Yankelevitz et al. 2000 for CT). Growth is exponential between the points: ln D against time.
 */
import { median } from "d3-array";
import { exp, ln } from "../core/arithmetic.js";
import { studentQuantile } from "./student.js";

/** A point in time, in days or in studies, and the diameter there, mm. */
export interface Point {
  readonly time: number;
  readonly mm: number;
}

/** A rate of growth per unit of time: a day where dates are known, else a study. */
export interface Rate {
  /** Change of the natural logarithm of the diameter. */
  readonly lnDiameterSlope: number;
  /** Specific growth rate: change of the natural logarithm of the volume, 3 times that of the diameter. */
  readonly logVolume: number;
  /** Time in which the volume doubles; negative while it shrinks, none where it stays. */
  readonly volumeDoubling: number | undefined;
}

/** Limits of a 95 % confidence interval. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** A rate fitted to three points and more. */
export interface FittedRate extends Rate {
  /** Number of points. */
  readonly points: number;
  /** Of `logDiameter`; least squares only. */
  readonly interval: Limits | undefined;
  /**
   * Of `volumeDoubling`. None where the interval of the rate holds 0: the doubling time is then not
   * bounded.
   */
  readonly doublingInterval: Limits | undefined;
}

export interface Rates {
  readonly unit: "day" | "study";
  /** Time from the first to the last point. */
  readonly span: number;
  /** From the first to the last point: mm a unit. None where both are at the same time. */
  readonly mm: number | undefined;
  /** From the first to the last point. None at the same time, or where a diameter is 0. */
  readonly twoPoint: Rate | undefined;
  /** Least squares through ln D of all points above 0 mm; none with fewer than three, or all at one time. */
  readonly fit: FittedRate | undefined;
  /** Median of the slopes between all pairs of points (Sen 1968, doi 10.1080/01621459.1968.10480934). */
  readonly robust: FittedRate | undefined;
}

/** Rates of points in order of time; none for fewer than two points. O(n² log n). */
export function ratesOf(points: readonly Point[], unit: Rates["unit"]): Rates | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const span = last.time - first.time;
  const above = points.filter(({ mm }) => mm > 0);
  return {
    unit,
    span,
    mm: span === 0 ? undefined : (last.mm - first.mm) / span,
    twoPoint: twoPointRate(first, last),
    fit: above.length < 3 ? undefined : leastSquares(above),
    robust: above.length < 3 ? undefined : medianSlope(above),
  };
}

/** Growth from one measurement to the next. */
export interface StepRate {
  /** Units of time between the two. */
  readonly span: number;
  /** mm a unit; none at the same time. */
  readonly mm: number | undefined;
  /** None at the same time, or where a diameter is 0. */
  readonly rate: Rate | undefined;
}

/** For each point the growth since the one before, those without a measurement passed over. O(n). */
export function stepRates(points: readonly (Point | undefined)[]): (StepRate | undefined)[] {
  let before: Point | undefined;
  return points.map((point) => {
    const from = before;
    before = point ?? before;
    if (from === undefined || point === undefined) return undefined;
    const span = point.time - from.time;
    return {
      span,
      mm: span === 0 ? undefined : (point.mm - from.mm) / span,
      rate: twoPointRate(from, point),
    };
  });
}

/** The rate between two points; none at the same time, or where a diameter is 0. */
export function twoPointRate(from: Point, to: Point): Rate | undefined {
  const span = to.time - from.time;
  if (span === 0 || from.mm === 0 || to.mm === 0) return undefined;
  return rateOf((ln(to.mm) - ln(from.mm)) / span);
}

const rateOf = (lnDiameterSlope: number): Rate => ({
  lnDiameterSlope,
  logVolume: 3 * lnDiameterSlope,
  volumeDoubling: doublingTime(lnDiameterSlope),
});

const doublingTime = (lnDiameterSlope: number): number | undefined =>
  lnDiameterSlope === 0 ? undefined : ln(2) / (3 * lnDiameterSlope);

function leastSquares(points: readonly Point[]): FittedRate | undefined {
  const n = points.length;
  const logs = points.map(({ mm }) => ln(mm));
  const meanTime = points.reduce((sum, { time }) => sum + time, 0) / n;
  const meanLog = logs.reduce((sum, log) => sum + log, 0) / n;
  let [squares, products] = [0, 0];
  points.forEach(({ time }, i) => {
    squares += (time - meanTime) * (time - meanTime);
    products += (time - meanTime) * (logs[i]! - meanLog);
  });
  if (squares === 0) return undefined;
  const slope = products / squares;
  const residual = points.reduce((sum, { time }, i) => {
    const off = logs[i]! - meanLog - slope * (time - meanTime);
    return sum + off * off;
  }, 0);
  const splitMergeRadiusMm = studentQuantile(n - 2) * Math.sqrt(residual / (n - 2) / squares);
  const interval = { low: slope - splitMergeRadiusMm, high: slope + splitMergeRadiusMm };
  return { ...rateOf(slope), points: n, interval, doublingInterval: doublingLimits(interval) };
}

/** The doubling times of both ends of an interval of rates; none where it holds 0. */
function doublingLimits({ low, high }: Limits): Limits | undefined {
  if (low <= 0 && high >= 0) return undefined;
  return { low: ln(2) / (3 * high), high: ln(2) / (3 * low) };
}

function medianSlope(points: readonly Point[]): FittedRate | undefined {
  const slopes = points.flatMap((b, j) =>
    points
      .slice(0, j)
      .filter((a) => a.time !== b.time)
      .map((a) => (ln(b.mm) - ln(a.mm)) / (b.time - a.time)),
  );
  const slope = median(slopes);
  if (slope === undefined) return undefined;
  return {
    ...rateOf(slope),
    points: points.length,
    interval: undefined,
    doublingInterval: undefined,
  };
}

/** Growth of the diameter in percent over `units` of time; none where it is beyond all numbers. */
export function percentOver({ lnDiameterSlope }: Rate, units: number): number | undefined {
  const factor = exp(lnDiameterSlope * units);
  return Number.isFinite(factor) ? (factor - 1) * 100 : undefined;
}

/** Mean length of a month of the Gregorian calendar. */
export const DAYS_PER_MONTH = 365.2425 / 12;

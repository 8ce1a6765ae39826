/**
 * Growth rates of a sequence.
 *
 * Volume doubling time = ln 2 x t / (3 ln(D2 / D1)): the volume is proportional to the cube of the diameter
 * (Schwartz 1961; Yankelevitz et al. 2000 for CT). Growth is exponential between measurements: ln D is a
 * linear function of time.
 */
import { median } from "d3-array";
import { exp, ln } from "../core/arithmetic.js";
import { studentQuantile } from "./student-t.js";

/** A diameter in mm at a time in days, or in studies where dates are unknown. */
export interface DiameterAtTime {
  readonly time: number;
  readonly mm: number;
}

/** An exponential growth rate per unit of time: per day where dates are known, else per study. */
export interface Rate {
  /** Slope of ln(diameter). */
  readonly lnDiameterSlope: number;
  /** Specific growth rate: slope of ln(volume), 3 times that of ln(diameter). */
  readonly lnVolumeSlope: number;
  /** Volume doubling time; negative (a halving time) while the lesion shrinks, none without change. */
  readonly volumeDoubling: number | undefined;
}

/** A 95 % confidence interval. */
export interface RateInterval {
  readonly low: number;
  readonly high: number;
}

/** A rate fitted to three or more measurements. */
export interface FittedRate extends Rate {
  /** Number of measurements. */
  readonly points: number;
  /** Of `lnDiameterSlope`; least squares only. */
  readonly interval: RateInterval | undefined;
  /** Of `volumeDoubling`; none where the interval of the slope contains 0, since it is unbounded there. */
  readonly doublingInterval: RateInterval | undefined;
}

/** The growth rates of a sequence over all its measurements. */
export interface Rates {
  readonly unit: "day" | "study";
  /** Time from the first to the last measurement. */
  readonly span: number;
  /** mm per unit of time from the first to the last measurement; none where both are at the same time. */
  readonly mm: number | undefined;
  /** From the first to the last measurement; none at the same time, or where a diameter is 0. */
  readonly twoPoint: Rate | undefined;
  /** Least squares through ln D of all diameters above 0; none for fewer than three, or all at one time. */
  readonly fit: FittedRate | undefined;
  /** Median of the slopes between all pairs (Theil-Sen; Sen 1968, doi 10.1080/01621459.1968.10480934). */
  readonly robust: FittedRate | undefined;
}

/** Growth from one measurement to the next. */
export interface StepRate {
  /** Time between the two. */
  readonly span: number;
  /** mm per unit of time; none at the same time. */
  readonly mm: number | undefined;
  /** None at the same time, or where a diameter is 0. */
  readonly rate: Rate | undefined;
}

/** Mean length of a month of the Gregorian calendar in days. */
export const DAYS_PER_MONTH = 365.2425 / 12;

/** Returns the rates of measurements in time order; none for fewer than two. O(n² log n). */
export function ratesOf(points: readonly DiameterAtTime[], unit: Rates["unit"]): Rates | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const positive = points.filter(({ mm }) => mm > 0);
  const { span, mm, rate } = stepOf(first, last);
  return {
    unit,
    span,
    mm,
    twoPoint: rate,
    fit: positive.length < 3 ? undefined : leastSquares(positive),
    robust: positive.length < 3 ? undefined : medianSlope(positive),
  };
}

/** Returns the growth between two measurements; none where one of them is missing. */
export const stepRate = (
  from: DiameterAtTime | undefined,
  to: DiameterAtTime | undefined,
): StepRate | undefined => from && to && stepOf(from, to);

function stepOf(from: DiameterAtTime, to: DiameterAtTime): StepRate {
  const span = to.time - from.time;
  return {
    span,
    mm: span === 0 ? undefined : (to.mm - from.mm) / span,
    rate: twoPointRate(from, to),
  };
}

/** Returns the rate between two measurements; none at the same time, or where a diameter is 0. */
export function twoPointRate(from: DiameterAtTime, to: DiameterAtTime): Rate | undefined {
  const span = to.time - from.time;
  if (span === 0 || from.mm === 0 || to.mm === 0) return undefined;
  return rateOf((ln(to.mm) - ln(from.mm)) / span);
}

const rateOf = (lnDiameterSlope: number): Rate => ({
  lnDiameterSlope,
  lnVolumeSlope: 3 * lnDiameterSlope,
  volumeDoubling: lnDiameterSlope === 0 ? undefined : ln(2) / (3 * lnDiameterSlope),
});

function leastSquares(points: readonly DiameterAtTime[]): FittedRate | undefined {
  const n = points.length;
  const logs = points.map(({ time, mm }) => ({ time, log: ln(mm) }));
  const meanTime = logs.reduce((sum, { time }) => sum + time, 0) / n;
  const meanLog = logs.reduce((sum, { log }) => sum + log, 0) / n;
  let [squares, products] = [0, 0];
  for (const { time, log } of logs) {
    squares += (time - meanTime) * (time - meanTime);
    products += (time - meanTime) * (log - meanLog);
  }
  if (squares === 0) return undefined;
  const slope = products / squares;
  const residual = logs.reduce((sum, { time, log }) => {
    const off = log - meanLog - slope * (time - meanTime);
    return sum + off * off;
  }, 0);
  const halfWidth = studentQuantile(n - 2) * Math.sqrt(residual / (n - 2) / squares);
  const interval = { low: slope - halfWidth, high: slope + halfWidth };
  return { ...rateOf(slope), points: n, interval, doublingInterval: doublingInterval(interval) };
}

/** The doubling times at both ends of an interval of slopes; none where it contains 0. */
function doublingInterval({ low, high }: RateInterval): RateInterval | undefined {
  if (low <= 0 && high >= 0) return undefined;
  return { low: ln(2) / (3 * high), high: ln(2) / (3 * low) };
}

function medianSlope(points: readonly DiameterAtTime[]): FittedRate | undefined {
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

/** Returns the growth of the diameter in percent over `units` of time; none where it overflows. */
export function percentOver({ lnDiameterSlope }: Rate, units: number): number | undefined {
  const factor = exp(lnDiameterSlope * units);
  return Number.isFinite(factor) ? (factor - 1) * 100 : undefined;
}

/** Returns the diameter in mm of a sphere with this volume in ml. */
export const sphereDiameterMm = (volumeMl: number): number =>
  exp(ln((volumeMl * 6000) / Math.PI) / 3);

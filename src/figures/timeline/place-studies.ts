/** Where the studies of a timeline lie, and how large symbols can be there. */
import type { PatientGrowth } from "../../growth/growth-result.js";
import { evenTimeAxis, type TimeAxis, timeAxis } from "../growth/time-axis.js";
import type { FigureStyle } from "../kit/figure-style.js";

/** Symbols smaller than this cannot be told apart, in font sizes. */
const LEAST_SYMBOL = 0.42;

/** Studies by their dates, or evenly spaced where some lie so close that their symbols could not be told apart. */
export function placedStudies(
  growth: PatientGrowth,
  range: readonly [left: number, right: number],
  style: FigureStyle,
): {
  readonly time: TimeAxis;
  readonly sizes: ReadonlyMap<number, number>;
  readonly isEven: boolean;
} {
  const dated = timeAxis(growth, range, style);
  const sizes = symbolSizes(growth, dated, style);
  if (Math.min(...sizes.values()) >= style.fontSize * LEAST_SYMBOL || growth.studies.length < 2) {
    return { time: dated, sizes, isEven: false };
  }
  const time = evenTimeAxis(growth, range, style);
  return { time, sizes: symbolSizes(growth, time, style), isEven: true };
}

/** By study; smaller where studies stand close, so that symbols of a lane do not cover each other. */
function symbolSizes(
  { studies }: PatientGrowth,
  time: TimeAxis,
  { fontSize }: FigureStyle,
): ReadonlyMap<number, number> {
  const places = studies.map(({ study }) => time.at(study));
  return new Map(
    studies.map(({ study }, i) => {
      const x = places[i] ?? 0;
      const gaps = [places[i - 1], places[i + 1]].flatMap((other) =>
        other === undefined ? [] : [Math.abs(other - x) * 0.88],
      );
      return [study, Math.max(fontSize * 0.2, Math.min(fontSize * 0.85, ...gaps))];
    }),
  );
}

/** The axis of time of growth charts: studies, days, or months where there are many days. */
import { followed } from "../../growth/changes.js";
import type { PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import { type AxisOptions, linearScale, type Scale } from "../kit/axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { textWidth } from "../kit/text-metrics.js";

export interface TimeAxis {
  readonly scale: Scale;
  readonly axis: AxisOptions;
  /** Where on the page a study lies. */
  at(study: number): number;
}

const MOST_DAYS = 400;
const DAYS_PER_MONTH = 365.2425 / 12;

/** Time from the first study of the patient to the last, between two points of the page. */
export function timeAxis(
  { studies, unit }: PatientGrowth,
  range: readonly [left: number, right: number],
  { smallSize }: FigureStyle,
): TimeAxis {
  const last = studies.at(-1)?.day ?? 0;
  const months = unit === "day" && last > MOST_DAYS;
  const timeOf = new Map(
    studies.map(({ study, day }) => [
      study,
      unit === "study" ? study : (day as number) / (months ? DAYS_PER_MONTH : 1),
    ]),
  );
  const times = [...timeOf.values()];
  const scale = linearScale([times[0] ?? 0, times.at(-1) ?? 0], range);
  const title = months ? "months" : "days";
  return {
    scale,
    axis:
      unit === "study"
        ? { title: "study", ticks: everyFew(times, Math.abs(range[1] - range[0]), smallSize) }
        : { title: [`${title} since the first study`, title] },
    at: (study) => scale.at(timeOf.get(study) as number),
  };
}

/** Studies are integers: all of them, or every second, third, … where they stand close. */
function everyFew(studies: readonly number[], width: number, size: number): number[] {
  const widest = Math.max(0, ...studies.map((study) => textWidth(String(study), size)));
  const step = Math.ceil((studies.length * (widest + size)) / Math.max(width, 1));
  return studies.filter((_, i) => i % step === 0);
}

/** The sequences with this many measurements and more. */
export const measuredOften = ({ sequences }: PatientGrowth, least: number): SequenceGrowth[] =>
  sequences.filter(({ points }) => followed(points).length >= least);

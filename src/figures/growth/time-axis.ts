/** The time axis of the charts of one patient: study numbers, calendar dates, or days or months. */
import type { StudyTime } from "../../growth/patient-dates.js";
import type { PatientResponse } from "../../response/response-result.js";
import type { AxisOptions } from "../kit/axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { linearScale, type Scale } from "../kit/scale.js";
import { textWidth } from "../kit/text-metrics.js";
import { dateTicks, elapsedTicks } from "./date-ticks.js";

export interface TimeAxis {
  readonly scale: Scale;
  readonly axis: AxisOptions;
  /** Where on the page a study lies. */
  at(study: number): number;
}

/** Studies in time order, and what the first of them is called. */
export interface StudyTimes {
  readonly studies: readonly StudyTime[];
  /** Time 0 of elapsed time. @defaultValue "first study" */
  readonly origin?: "first study" | "baseline";
}

/** Longer times are in months. */
export const MOST_DAYS = 400;
export const DAYS_PER_MONTH = 365.2425 / 12;

/** The studies of a response: the baseline and those after it. */
export const responseTimes = ({ baseline, assessments }: PatientResponse): StudyTimes => ({
  studies: [...(baseline === undefined ? [] : [baseline]), ...assessments],
  origin: "baseline",
});

/**
 * Time from the first of the studies to the last, between two points of the page. Without dates the axis has
 * study numbers. With dates it has calendar dates (`"date"`), or the days since the first of the studies, months
 * where they are more than 400 (`"elapsed"`).
 */
export function timeAxis(
  { studies, origin = "first study" }: StudyTimes,
  range: readonly [left: number, right: number],
  style: FigureStyle,
  kind: "date" | "elapsed" = "elapsed",
): TimeAxis {
  const [first, last] = [studies[0], studies.at(-1)];
  const [start, end] = [first?.day, last?.day];
  const dated = start !== undefined && end !== undefined;
  const months = dated && kind === "elapsed" && end - start > MOST_DAYS;
  const timeOf = new Map(
    studies.map(({ study, day }) => [
      study,
      dated ? ((day ?? start) - start) / (months ? DAYS_PER_MONTH : 1) : study,
    ]),
  );
  const times = [...timeOf.values()];
  const scale = linearScale([times[0] ?? 0, times.at(-1) ?? 0], range);
  const width = Math.abs(range[1] - range[0]);
  const at = (study: number): number => scale.at(timeOf.get(study) ?? Number.NaN);
  if (!dated) {
    const ticks = everyFew(times, width, style.smallSize);
    return { scale, axis: { title: "Study", ticks }, at };
  }
  if (kind === "date" && first?.date !== undefined) {
    return { scale, axis: dateAxis(first.date, end - start, width, style), at };
  }
  const unit = months ? "months" : "days";
  const ticks = elapsedTicks(times.at(-1) ?? 0, unit, tickCount(width));
  const title = [`Time since ${origin} (${unit})`, `Time (${unit})`, unit];
  return { scale, axis: { title, ticks }, at };
}

/** How many ticks of elapsed time have room. */
export const tickCount = (width: number): number => Math.floor(width / 32) + 1;

/** Studies in order, evenly spaced whatever their dates and numbers; ticks have their numbers. */
export function evenTimeAxis(
  { studies }: StudyTimes,
  range: readonly [left: number, right: number],
  style: FigureStyle,
): TimeAxis {
  const scale = linearScale([0, Math.max(0, studies.length - 1)], range);
  const placeOf = new Map(studies.map(({ study }, i) => [study, i]));
  const numbers = studies.map(({ study }) => study);
  const shown = everyFew(numbers, Math.abs(range[1] - range[0]), style.smallSize);
  return {
    scale,
    axis: {
      title: "Study",
      ticks: shown.map((study) => placeOf.get(study) ?? 0),
      format: (place) => String(numbers[place] ?? ""),
    },
    at: (study) => scale.at(placeOf.get(study) ?? Number.NaN),
  };
}

/** Ticks at calendar dates, as many as have room. */
function dateAxis(
  firstDate: string,
  lastDay: number,
  width: number,
  { smallSize }: FigureStyle,
): AxisOptions {
  const most = Math.floor(width / (textWidth("2000-00", smallSize) * 1.35));
  const ticks = dateTicks(firstDate, lastDay, most);
  const texts = new Map(ticks.map(({ day, text }) => [day, text]));
  return {
    title: "Date",
    ticks: ticks.map(({ day }) => day),
    format: (day) => texts.get(day) ?? "",
  };
}

/** Studies are integers: all of them, or every second, third, … where they stand close. */
function everyFew(studies: readonly number[], width: number, size: number): number[] {
  const widest = Math.max(0, ...studies.map((study) => textWidth(String(study), size)));
  const step = Math.ceil((studies.length * (widest + size)) / Math.max(width, 1));
  return studies.filter((_, i) => i % step === 0);
}

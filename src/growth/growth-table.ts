import { assertPatientList } from "../core/patient-list.js";
import { type Column, column, optional, type RowOf, Table } from "../csv/table.js";
import { GROWTH_KIND, type GrowthPoint, type PatientGrowth } from "./growth-result.js";
import { DAYS_PER_MONTH, percentOver } from "./rates.js";

const { text, integer, number, date } = column;

/** Changes from an earlier measurement: the end of the column's name, its text and unit. */
const CHANGES = {
  Study: (from: string) => integer(`Study of ${from}`),
  Row: (from: string) => integer(`Input row of ${from}`),
  ChangeMm: (from: string) => number(`Change of the diameter from ${from}`, "mm"),
  ChangePercent: (from: string) => number(`Change of the diameter from ${from}`, "%"),
  AreaChangePercent: (from: string) => number(`Change of the area from ${from}`, "%"),
};

type ChangeName<P extends string> = `${P}${keyof typeof CHANGES}`;

/** The columns of changes from one earlier measurement. */
const changeColumns = <P extends string>(prefix: P, from: string) =>
  Object.fromEntries(
    Object.entries(CHANGES).map(([end, of]) => [`${prefix}${end}`, optional(of(from))]),
  ) as { readonly [K in ChangeName<P>]: Column<number | undefined> };

/** The columns of {@link growthTable}. */
export const GROWTH_COLUMNS = Object.freeze({
  patient: text("Patient id"),
  sequence: integer("Sequence, counted from 1 within the patient"),
  study: integer("Study, counted from 1 in time order"),
  row: optional(integer("Input row that is measured")),
  longAxisMm: optional(number("Long axis", "mm")),
  shortAxisMm: optional(number("Short axis", "mm")),
  areaMm2: optional(number("Long times short axis (WHO)", "mm²")),
  diameterMm: optional(number("Followed axis: long axis, or short axis of a lymph node", "mm")),
  status: text<GrowthPoint["status"]>("measured, not measured or absent"),
  rows: optional(text("All input rows of the lesion in this study, separated by spaces")),
  date: optional(date("Date of the study")),
  day: optional(integer("Time since the patient's first study", "days")),
  ...changeColumns("baseline", "the first measurement"),
  ...changeColumns("previous", "the previous measurement"),
  ...changeColumns("nadir", "the earlier measurement with the smallest diameter"),
  intervalDays: optional(number("With dates: time since the previous measurement", "days")),
  mmPerDay: optional(number("With dates: growth of the diameter", "mm/day")),
  percentPerMonth: optional(number("With dates: growth of the diameter", "%/month")),
  volumeDoublingDays: optional(
    number("With dates: volume doubling time from the diameters; negative while shrinking", "days"),
  ),
  intervalStudies: optional(
    number("Without dates: time since the previous measurement", "studies"),
  ),
  mmPerStudy: optional(number("Without dates: growth of the diameter", "mm/study")),
  percentPerStudy: optional(number("Without dates: growth of the diameter", "%/study")),
  volumeMl: optional(number("Measured volume", "ml")),
  baselineVolumeChangePercent: optional(
    number("Change of the measured volume from the first measurement", "%"),
  ),
  previousVolumeChangePercent: optional(
    number("Change of the measured volume from the previous measurement", "%"),
  ),
  measuredVolumeDoublingDays: optional(
    number("With dates: doubling time of the measured volume; negative while shrinking", "days"),
  ),
});

/** One row per sequence and study; unknown values are `undefined`. */
export type GrowthRow = RowOf<typeof GROWTH_COLUMNS>;

/**
 * Returns a table with one row per sequence and study. O(sequences x studies).
 *
 * @example
 * growthTable(grow(match(lesions))).toCsv(); // "patient,sequence,study,row,longAxisMm,…"
 *
 * @throws LesionGraphError BAD_VALUE where `growths` is not a list of growths.
 */
export function growthTable(growths: readonly PatientGrowth[]): Table<typeof GROWTH_COLUMNS> {
  assertPatientList(growths, GROWTH_KIND);
  return new Table(GROWTH_COLUMNS, growths.flatMap(growthRows));
}

/** Returns the rows of {@link growthTable} for one patient. */
export const growthRows = (growth: PatientGrowth): GrowthRow[] =>
  growth.sequences.flatMap(({ sequence, points }) =>
    points.map((point) => growthRow(point, sequence, growth)),
  );

/** Field by field: spreading the parts of every row takes three times as long. */
const growthRow = (
  point: GrowthPoint,
  sequence: number,
  { patient, unit }: PatientGrowth,
): GrowthRow => {
  const { fromBaseline: baseline, fromPrevious: previous, fromNadir: nadir, volumeRate } = point;
  const [byDay, byStudy] = unit === "day" ? [point.rate, undefined] : [undefined, point.rate];
  return {
    patient,
    sequence,
    study: point.study,
    row: point.row,
    longAxisMm: point.longAxisMm,
    shortAxisMm: point.shortAxisMm,
    areaMm2: point.areaMm2,
    diameterMm: point.diameterMm,
    status: point.status,
    rows: point.rows.join(" ") || undefined,
    date: point.date,
    day: point.day,
    baselineStudy: baseline?.fromStudy,
    baselineRow: baseline?.fromRow,
    baselineChangeMm: baseline?.mm,
    baselineChangePercent: baseline?.percent,
    baselineAreaChangePercent: baseline?.areaPercent,
    previousStudy: previous?.fromStudy,
    previousRow: previous?.fromRow,
    previousChangeMm: previous?.mm,
    previousChangePercent: previous?.percent,
    previousAreaChangePercent: previous?.areaPercent,
    nadirStudy: nadir?.fromStudy,
    nadirRow: nadir?.fromRow,
    nadirChangeMm: nadir?.mm,
    nadirChangePercent: nadir?.percent,
    nadirAreaChangePercent: nadir?.areaPercent,
    intervalDays: byDay?.span,
    mmPerDay: byDay?.mm,
    percentPerMonth: byDay?.rate && percentOver(byDay.rate, DAYS_PER_MONTH),
    volumeDoublingDays: byDay?.rate?.volumeDoubling,
    intervalStudies: byStudy?.span,
    mmPerStudy: byStudy?.mm,
    percentPerStudy: byStudy?.rate && percentOver(byStudy.rate, 1),
    volumeMl: point.volumeMl,
    baselineVolumeChangePercent: baseline?.volumePercent,
    previousVolumeChangePercent: previous?.volumePercent,
    measuredVolumeDoublingDays: unit === "day" ? volumeRate?.rate?.volumeDoubling : undefined,
  };
};

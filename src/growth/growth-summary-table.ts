/** Growth as a tidy table with one row per sequence. */
import type { LesionType } from "../core/lesion.js";
import { assertPatientList } from "../core/patient-list.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";
import { followed, percentChange } from "./changes.js";
import { GROWTH_KIND, type PatientGrowth, type SequenceGrowth } from "./growth-result.js";

const { text, integer, number, boolean } = column;

/** The columns of {@link growthSummaryTable}. */
export const GROWTH_SUMMARY_COLUMNS = Object.freeze({
  patient: text("Patient id"),
  sequence: integer("Sequence, counted from 1 within the patient"),
  type: optional(text<LesionType>("Coarse type of the first lesion that has one")),
  isLymphNode: boolean("Followed by the short axis"),
  trend: text<SequenceGrowth["trend"]["class"]>("growing, shrinking, stable or single"),
  changeMm: optional(number("Last minus first diameter", "mm")),
  changeLimitMm: optional(number("Smallest change that counts", "mm")),
  changePercent: optional(number("Change from the first to the last diameter", "%")),
  measurements: integer("Number of diameters, 0 mm (absent) included"),
  firstStudy: integer("First study with an annotation"),
  lastStudy: integer("Last study with an annotation"),
  firstMeasuredLater: boolean("The patient has earlier studies"),
  lastMeasuredEarlier: boolean("The patient has later studies"),
  intermittent: boolean("Not annotated in a study in between"),
  firstMm: optional(number("First diameter", "mm")),
  nadirMm: optional(number("Smallest diameter", "mm")),
  lastMm: optional(number("Last diameter", "mm")),
  timeUnit: text<PatientGrowth["unit"]>("day or study: the unit of time of this row"),
  timeSpan: optional(number("Time from the first to the last measurement", "units of time")),
  mmPerUnit: optional(number("Growth from the first to the last measurement", "mm/unit of time")),
  twoPointVolumeDoubling: optional(
    number("Volume doubling time from the first and last diameter", "units of time"),
  ),
  specificGrowthRate: optional(
    number("Growth rate of the volume: fitted, else between two diameters", "1/unit of time"),
  ),
  fitPoints: optional(integer("Number of diameters of the fit")),
  fitVolumeDoubling: optional(number("Volume doubling time by least squares", "units of time")),
  fitVolumeDoublingLow: optional(number("Lower end of its 95 % interval", "units of time")),
  fitVolumeDoublingHigh: optional(number("Upper end of its 95 % interval", "units of time")),
  robustVolumeDoubling: optional(
    number("Volume doubling time by the median slope (Theil-Sen)", "units of time"),
  ),
  firstVolumeMl: optional(number("First measured volume", "ml")),
  lastVolumeMl: optional(number("Last measured volume", "ml")),
  volumeChangePercent: optional(number("Change from the first to the last measured volume", "%")),
  measuredVolumeDoubling: optional(
    number("Doubling time of the measured volume: fitted, else between two", "units of time"),
  ),
  flags: optional(text("What to check, separated by semicolons")),
});

/** One row per sequence; unknown values are `undefined`. */
export type GrowthSummaryRow = RowOf<typeof GROWTH_SUMMARY_COLUMNS>;

/**
 * Returns a table with one row per sequence: its trend, its rates over all measurements and its flags.
 * O(sequences x studies).
 *
 * @throws LesionGraphError BAD_VALUE where `growths` is not a list of growths.
 */
export function growthSummaryTable(
  growths: readonly PatientGrowth[],
): Table<typeof GROWTH_SUMMARY_COLUMNS> {
  assertPatientList(growths, GROWTH_KIND);
  return new Table(GROWTH_SUMMARY_COLUMNS, growths.flatMap(growthSummaryRows));
}

/** Returns the rows of {@link growthSummaryTable} for one patient. */
export const growthSummaryRows = (growth: PatientGrowth): GrowthSummaryRow[] =>
  growth.sequences.map((sequence) => summaryRow(sequence, growth));

function summaryRow(growth: SequenceGrowth, { patient, unit }: PatientGrowth): GrowthSummaryRow {
  const { trend, presence, rates } = growth;
  const measured = followed(growth.points);
  const [first, last] = [measured[0], measured.at(-1)];
  return {
    patient,
    sequence: growth.sequence,
    type: growth.type,
    isLymphNode: growth.isLymphNode,
    trend: trend.class,
    changeMm: trend.changeMm,
    changeLimitMm: trend.limitMm,
    changePercent: last?.fromBaseline?.percent,
    measurements: measured.length,
    firstStudy: presence.first,
    lastStudy: presence.last,
    firstMeasuredLater: presence.firstMeasuredLater,
    lastMeasuredEarlier: presence.lastMeasuredEarlier,
    intermittent: presence.intermittent,
    firstMm: first?.diameterMm,
    nadirMm: first && Math.min(...measured.map(({ diameterMm }) => diameterMm)),
    lastMm: last?.diameterMm,
    timeUnit: unit,
    timeSpan: rates?.span,
    mmPerUnit: rates?.mm,
    twoPointVolumeDoubling: rates?.twoPoint?.volumeDoubling,
    specificGrowthRate: (rates?.fit ?? rates?.twoPoint)?.lnVolumeSlope,
    fitPoints: rates?.fit?.points,
    fitVolumeDoubling: rates?.fit?.volumeDoubling,
    fitVolumeDoublingLow: rates?.fit?.doublingInterval?.low,
    fitVolumeDoublingHigh: rates?.fit?.doublingInterval?.high,
    robustVolumeDoubling: rates?.robust?.volumeDoubling,
    ...volumeCells(growth),
    flags: growth.flags.map(({ message }) => message).join("; ") || undefined,
  };
}

function volumeCells({ points, volumeRates }: SequenceGrowth) {
  const measured = followed(points).filter(({ volumeMl }) => volumeMl !== undefined);
  const hasVolumes = measured.some(({ status }) => status === "measured");
  const [first, last] = hasVolumes ? [measured[0], measured.at(-1)] : [];
  return {
    firstVolumeMl: first?.volumeMl,
    lastVolumeMl: last?.volumeMl,
    volumeChangePercent:
      first === last ? undefined : percentChange(first?.volumeMl, last?.volumeMl),
    measuredVolumeDoubling: (volumeRates?.fit ?? volumeRates?.twoPoint)?.volumeDoubling,
  };
}

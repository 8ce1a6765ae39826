/** Growth as tidy rows, for data frames and CSV. */
import type { CellValue } from "../csv/write.js";
import { type Change, followed } from "./changes.js";
import { DAYS_PER_MONTH, percentOver, type Rates } from "./rates.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "./result.js";

/** A column: its name among those of a row, and what stands in it. */
type Column<T, R> = {
  [K in keyof R]: {
    readonly name: K;
    readonly of: (one: T, sequence: SequenceGrowth, growth: PatientGrowth) => R[K];
  };
}[keyof R];

/** The change of a measurement from an earlier one, by the name of that one. */
type ChangeFields<P extends string> = {
  readonly [K in `${P}${"Study" | "Row" | "ChangeMm" | "ChangePercent" | "AreaChangePercent"}`]:
    | number
    | undefined;
};

/** One row per sequence and study; what is not known is `undefined`. Units and meanings: docs/growth.md. */
export interface GrowthRow
  extends ChangeFields<"baseline">,
    ChangeFields<"previous">,
    ChangeFields<"nadir"> {
  readonly patient: string;
  readonly sequence: number;
  readonly study: number;
  readonly row: number | undefined;
  readonly longAxisMm: number | undefined;
  readonly shortAxisMm: number | undefined;
  readonly areaMm2: number | undefined;
  readonly diameterMm: number | undefined;
  readonly status: GrowthPoint["status"];
  /** With spaces between. */
  readonly rows: string | undefined;
  readonly date: string | undefined;
  readonly day: number | undefined;
  readonly intervalDays: number | undefined;
  readonly mmPerDay: number | undefined;
  readonly percentPerMonth: number | undefined;
  readonly volumeDoublingDays: number | undefined;
  readonly intervalStudies: number | undefined;
  readonly mmPerStudy: number | undefined;
  readonly percentPerStudy: number | undefined;
}

/** One row per sequence; what is not known is `undefined`. Units and meanings: docs/growth.md. */
export interface GrowthSummaryRow {
  readonly patient: string;
  readonly sequence: number;
  readonly type: SequenceGrowth["type"];
  readonly node: boolean;
  readonly trend: SequenceGrowth["trend"]["class"];
  readonly changeMm: number | undefined;
  readonly changeLimitMm: number | undefined;
  readonly changePercent: number | undefined;
  readonly measurements: number;
  readonly firstStudy: number;
  readonly lastStudy: number;
  readonly firstMeasuredLater: boolean;
  readonly lastMeasuredEarlier: boolean;
  readonly intermittent: boolean;
  readonly firstMm: number | undefined;
  readonly nadirMm: number | undefined;
  readonly lastMm: number | undefined;
  readonly timeUnit: PatientGrowth["unit"];
  readonly timeSpan: number | undefined;
  readonly mmPerUnit: number | undefined;
  readonly twoPointVolumeDoubling: number | undefined;
  readonly specificGrowthRate: number | undefined;
  readonly fitPoints: number | undefined;
  readonly fitVolumeDoubling: number | undefined;
  readonly fitVolumeDoublingLow: number | undefined;
  readonly fitVolumeDoublingHigh: number | undefined;
  readonly robustVolumeDoubling: number | undefined;
  /** Sentences, with semicolons between. */
  readonly flags: string | undefined;
}

const change = (
  prefix: "baseline" | "previous" | "nadir",
  of: (point: GrowthPoint) => Change | undefined,
): Column<GrowthPoint, GrowthRow>[] => [
  { name: `${prefix}Study`, of: (point: GrowthPoint) => of(point)?.fromStudy },
  { name: `${prefix}Row`, of: (point: GrowthPoint) => of(point)?.fromRow },
  { name: `${prefix}ChangeMm`, of: (point: GrowthPoint) => of(point)?.mm },
  { name: `${prefix}ChangePercent`, of: (point: GrowthPoint) => of(point)?.percent },
  { name: `${prefix}AreaChangePercent`, of: (point: GrowthPoint) => of(point)?.areaPercent },
];

/** A figure that is given where time has this unit. */
const where = (
  unit: Rates["unit"],
  growth: PatientGrowth,
  value: number | undefined,
): number | undefined => (growth.unit === unit ? value : undefined);

const POINT_COLUMNS: readonly Column<GrowthPoint, GrowthRow>[] = [
  { name: "patient", of: (_, __, { patient }) => patient },
  { name: "sequence", of: (_, { sequence }) => sequence },
  { name: "study", of: ({ study }) => study },
  { name: "row", of: ({ row }) => row },
  { name: "longAxisMm", of: ({ longAxisMm }) => longAxisMm },
  { name: "shortAxisMm", of: ({ shortAxisMm }) => shortAxisMm },
  { name: "areaMm2", of: ({ areaMm2 }) => areaMm2 },
  { name: "diameterMm", of: ({ diameterMm }) => diameterMm },
  { name: "status", of: ({ status }) => status },
  { name: "rows", of: ({ rows }) => rows.join(" ") || undefined },
  { name: "date", of: ({ date }) => date },
  { name: "day", of: ({ day }) => day },
  ...change("baseline", ({ fromBaseline }) => fromBaseline),
  ...change("previous", ({ fromPrevious }) => fromPrevious),
  ...change("nadir", ({ fromNadir }) => fromNadir),
  { name: "intervalDays", of: ({ rate }, _, growth) => where("day", growth, rate?.span) },
  { name: "mmPerDay", of: ({ rate }, _, growth) => where("day", growth, rate?.mm) },
  {
    name: "percentPerMonth",
    of: ({ rate }, _, growth) =>
      where("day", growth, rate?.rate && percentOver(rate.rate, DAYS_PER_MONTH)),
  },
  {
    name: "volumeDoublingDays",
    of: ({ rate }, _, growth) => where("day", growth, rate?.rate?.volumeDoubling),
  },
  { name: "intervalStudies", of: ({ rate }, _, growth) => where("study", growth, rate?.span) },
  { name: "mmPerStudy", of: ({ rate }, _, growth) => where("study", growth, rate?.mm) },
  {
    name: "percentPerStudy",
    of: ({ rate }, _, growth) => where("study", growth, rate?.rate && percentOver(rate.rate, 1)),
  },
];

const known = ({ points }: SequenceGrowth) => followed(points);
const smallest = (sequence: SequenceGrowth): number =>
  Math.min(...known(sequence).map(({ diameterMm }) => diameterMm));

const SUMMARY_COLUMNS: readonly Column<SequenceGrowth, GrowthSummaryRow>[] = [
  { name: "patient", of: (_, __, { patient }) => patient },
  { name: "sequence", of: ({ sequence }) => sequence },
  { name: "type", of: ({ type }) => type },
  { name: "node", of: ({ node }) => node },
  { name: "trend", of: ({ trend }) => trend.class },
  { name: "changeMm", of: ({ trend }) => trend.changeMm },
  { name: "changeLimitMm", of: ({ trend }) => trend.limitMm },
  {
    name: "changePercent",
    of: (sequence) => known(sequence).at(-1)?.fromBaseline?.percent,
  },
  { name: "measurements", of: (sequence) => known(sequence).length },
  { name: "firstStudy", of: ({ presence }) => presence.first },
  { name: "lastStudy", of: ({ presence }) => presence.last },
  { name: "firstMeasuredLater", of: ({ presence }) => presence.firstMeasuredLater },
  { name: "lastMeasuredEarlier", of: ({ presence }) => presence.lastMeasuredEarlier },
  { name: "intermittent", of: ({ presence }) => presence.intermittent },
  { name: "firstMm", of: (sequence) => known(sequence)[0]?.diameterMm },
  { name: "nadirMm", of: smallest },
  { name: "lastMm", of: (sequence) => known(sequence).at(-1)?.diameterMm },
  { name: "timeUnit", of: (_, __, { unit }) => unit },
  { name: "timeSpan", of: ({ rates }) => rates?.span },
  { name: "mmPerUnit", of: ({ rates }) => rates?.mm },
  { name: "twoPointVolumeDoubling", of: ({ rates }) => rates?.twoPoint?.volumeDoubling },
  { name: "specificGrowthRate", of: ({ rates }) => (rates?.fit ?? rates?.twoPoint)?.logVolume },
  { name: "fitPoints", of: ({ rates }) => rates?.fit?.points },
  { name: "fitVolumeDoubling", of: ({ rates }) => rates?.fit?.volumeDoubling },
  { name: "fitVolumeDoublingLow", of: ({ rates }) => rates?.fit?.doublingInterval?.low },
  { name: "fitVolumeDoublingHigh", of: ({ rates }) => rates?.fit?.doublingInterval?.high },
  { name: "robustVolumeDoubling", of: ({ rates }) => rates?.robust?.volumeDoubling },
  { name: "flags", of: ({ flags }) => flags.map(({ message }) => message).join("; ") || undefined },
];

/** Names of the columns of {@link growthRows}, in order. */
export const GROWTH_COLUMNS: readonly (keyof GrowthRow)[] = Object.freeze(
  POINT_COLUMNS.map(({ name }) => name),
);

/** Names of the columns of {@link growthSummary}, in order. */
export const GROWTH_SUMMARY_COLUMNS: readonly (keyof GrowthSummaryRow)[] = Object.freeze(
  SUMMARY_COLUMNS.map(({ name }) => name),
);

/** One row per sequence and study of the patient, sequence by sequence. O(sequences x studies). */
export const growthRows = (growth: PatientGrowth): GrowthRow[] =>
  growthCells(growth).map((cells) => rowOf(GROWTH_COLUMNS, cells));

/** One row per sequence: its trend, its rates over all points and its flags. O(sequences x studies). */
export const growthSummary = (growth: PatientGrowth): GrowthSummaryRow[] =>
  summaryCells(growth).map((cells) => rowOf(GROWTH_SUMMARY_COLUMNS, cells));

/** The values of {@link growthRows} in the order of the columns. */
export const growthCells = (growth: PatientGrowth): CellValue[][] =>
  growth.sequences.flatMap((sequence) =>
    sequence.points.map((point) => POINT_COLUMNS.map(({ of }) => of(point, sequence, growth))),
  );

/** The values of {@link growthSummary} in the order of the columns. */
export const summaryCells = (growth: PatientGrowth): CellValue[][] =>
  growth.sequences.map((sequence) =>
    SUMMARY_COLUMNS.map(({ of }) => of(sequence, sequence, growth)),
  );

/** Cells with the names of their columns, which say what stands in which. */
export function rowOf<R>(columns: readonly (keyof R)[], cells: readonly CellValue[]): R {
  const row: Partial<Record<keyof R, CellValue>> = {};
  columns.forEach((name, k) => {
    row[name] = cells[k];
  });
  return row as R;
}

/** Sequences in, growth out: the way through this room. */
import type { DatedStudy } from "../core/lesion.js";
import { assertNonNegative, assertOneOf, completeOptions } from "../core/options.js";
import type { PatientMatch, Sequence } from "../matching/result.js";
import { splitsAndMerges } from "./candidates.js";
import { type Changes, changesOf, followed } from "./changes.js";
import { datesOf, type StudyDates, type StudyTime, studyTimes } from "./dates.js";
import { DEFAULT_FLAG_LIMITS, type FlagLimits, flagsOf } from "./flags.js";
import { assertKnownRows } from "./known-rows.js";
import {
  type AnnotationCompleteness,
  type DuplicateRule,
  type Measurement,
  measure,
} from "./measurements.js";
import { type Point, ratesOf, type StepRate, stepRates } from "./rates.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "./result.js";
import { type ChangeLimits, DEFAULT_CHANGE_LIMITS, presenceOf, trendOf } from "./trend.js";

export interface GrowthOptions extends ChangeLimits, FlagLimits {
  /**
   * Dates of the studies, as {@link readDates} gives them (a Map of a patient's dates by study) or as a
   * list; both are checked as a CSV is. Without them time is counted in
   * studies.
   * @defaultValue undefined
   */
  readonly dates: StudyDates | readonly DatedStudy[] | undefined;
  /**
   * `"complete"`: all lesions of every study were marked, so an absent one is gone (0 mm). `"partial"`:
   * an absent one was not measured, as in DeepLesion.
   * @defaultValue "partial"
   */
  readonly annotation: AnnotationCompleteness;
  /**
   * Which of several marks of a study counts: the one with the `"largest"` long axis, or the `"first"` by
   * id. All rows are listed in either case.
   * @defaultValue "largest"
   */
  readonly duplicates: DuplicateRule;
  /**
   * Rows of lymph nodes; one mark speaks for its sequence. Nodes are followed by their short axis. A node
   * is a node only when it is named here.
   * @defaultValue []
   */
  readonly nodes: Iterable<number>;
  /**
   * Within this distance two lesions may be the parts of one, on the scale of location (0.05 is 30 mm).
   * @defaultValue 0.05
   */
  readonly splitMergeRadiusMm: number;
}

export const DEFAULT_GROWTH_OPTIONS: GrowthOptions = Object.freeze({
  dates: undefined,
  annotation: "partial",
  duplicates: "largest",
  nodes: Object.freeze([]),
  splitMergeRadiusMm: 0.05,
  ...DEFAULT_CHANGE_LIMITS,
  ...DEFAULT_FLAG_LIMITS,
});

/**
 * The growth of every sequence of every patient, in the order of the matches. The patient's studies are
 * those in which anything is marked, and those that the dates name.
 *
 * A patient without lesions gives no sequences; a sequence with one measurement has no changes, no rates
 * and the trend `"single"`. Two studies of one day give changes but no rates. O(n) for n marks, times the
 * studies of a patient.
 *
 * @throws LesionGraphError UNKNOWN_OPTION; BAD_OPTION; MISSING_FEATURE where a lesion has no axes in mm;
 * BAD_VALUE for dates that are none; BAD_DATES where a study has no date, or an earlier one than the study
 * before it; UNKNOWN_ROW for a node that is not there.
 */
export function grow(
  matches: readonly PatientMatch[],
  given?: Partial<GrowthOptions>,
): PatientGrowth[] {
  const options = growthOptions(given);
  const nodes = new Set(options.nodes);
  const grown = matches.map((match) => growOne(match, options, nodes));
  const rows = matches.flatMap(({ sequences }) => sequences.flatMap(({ lesions }) => lesions));
  assertKnownRows("nodes to be", nodes, new Set(rows.map(({ row }) => row)));
  return grown;
}

/**
 * The growth of one patient's sequences; as {@link grow}, but nodes of other patients may be named too, and
 * only the patient's own dates are looked at.
 */
export function growPatient(match: PatientMatch, given?: Partial<GrowthOptions>): PatientGrowth {
  const options = growthOptions(given, match.patient);
  return growOne(match, options, new Set(options.nodes));
}

/** The options completed and checked, with dates by patient and study. */
type CheckedOptions = Omit<GrowthOptions, "dates"> & { readonly dates: StudyDates | undefined };

function growthOptions(
  given: Partial<GrowthOptions> | undefined,
  patient?: string,
): CheckedOptions {
  const options = completeOptions("grow", DEFAULT_GROWTH_OPTIONS, given);
  assertOneOf("annotation", options.annotation, ["partial", "complete"]);
  assertOneOf("duplicates", options.duplicates, ["largest", "first"]);
  for (const name of LIMITS) assertNonNegative(name, options[name]);
  const { dates } = options;
  return { ...options, dates: dates === undefined ? undefined : datesOf(dates, patient) };
}

const LIMITS = [
  "splitMergeRadiusMm",
  ...Object.keys(DEFAULT_CHANGE_LIMITS),
  ...Object.keys(DEFAULT_FLAG_LIMITS),
] as (keyof ChangeLimits | keyof FlagLimits | "splitMergeRadiusMm")[];

function growOne(
  match: PatientMatch,
  options: CheckedOptions,
  nodes: ReadonlySet<number>,
): PatientGrowth {
  const { patient, sequences } = match;
  const marked = sequences.flatMap(({ lesions }) => lesions.map(({ study }) => study));
  const times = studyTimes(patient, marked, options.dates);
  return {
    patient,
    studies: times,
    unit: options.dates === undefined ? "study" : "day",
    annotation: options.annotation,
    sequences: sequences.map((sequence) => growSequence(sequence, times, match, options, nodes)),
    candidates: splitsAndMerges(match, options.splitMergeRadiusMm),
  };
}

function growSequence(
  sequence: Sequence,
  times: readonly StudyTime[],
  match: PatientMatch,
  options: CheckedOptions,
  nodes: ReadonlySet<number>,
): SequenceGrowth {
  const node = sequence.lesions.some(({ row }) => nodes.has(row));
  const studies = times.map(({ study }) => study);
  const measurements = measure(sequence, studies, { ...options, node });
  const changes = changesOf(measurements);
  const known = new Set<Measurement>(followed(measurements));
  const inTime = measurements.map((measurement, i) =>
    known.has(measurement) ? pointOf(measurement, times[i] as StudyTime) : undefined,
  );
  const rates = stepRates(inTime);
  return {
    sequence: sequence.id,
    type: sequence.lesions.find(({ type }) => type !== undefined)?.type,
    node,
    points: measurements.map((measurement, i) =>
      growthPoint(measurement, changes[i] as Changes, times[i] as StudyTime, rates[i]),
    ),
    rates: ratesOf(
      inTime.filter((point) => point !== undefined),
      options.dates === undefined ? "study" : "day",
    ),
    trend: trendOf(measurements, options),
    presence: presenceOf(measurements),
    flags: flagsOf(sequence, measurements, times, match, options),
  };
}

/** Where on the axis of time a diameter stands. */
const pointOf = ({ study, diameterMm = 0 }: Measurement, { day = study }: StudyTime): Point => ({
  time: day,
  mm: diameterMm,
});

/** Field by field: spreading three objects for every point takes four times as long. */
const growthPoint = (
  measurement: Measurement,
  changes: Changes,
  time: StudyTime,
  rate: StepRate | undefined,
): GrowthPoint => ({
  study: measurement.study,
  date: time.date,
  day: time.day,
  status: measurement.status,
  row: measurement.row,
  rows: measurement.rows,
  longAxisMm: measurement.longAxisMm,
  shortAxisMm: measurement.shortAxisMm,
  areaMm2: measurement.areaMm2,
  diameterMm: measurement.diameterMm,
  sliceDistanceMm: measurement.sliceDistanceMm,
  fromBaseline: changes.fromBaseline,
  fromPrevious: changes.fromPrevious,
  fromNadir: changes.fromNadir,
  rate,
});

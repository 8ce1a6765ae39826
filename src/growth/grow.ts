/** Growth of lesion sequences: from matches to measurements, changes, rates, trends and flags. */
import { groupBy } from "../core/group-by.js";
import { assertObject, resolveOptions } from "../core/options.js";
import { assertPatient, assertPatientList } from "../core/patient-list.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { type Link, MATCH_KIND, type PatientMatch, type Sequence } from "../matching/result.js";
import { type Changes, changesOf, followed } from "./changes.js";
import type { GrowthPoint, PatientGrowth, PointLink, SequenceGrowth } from "./growth-result.js";
import { GROWTH_OPTIONS, type GrowthOptions } from "./growth-schema.js";
import { implausibleSpacingsOf } from "./image-flags.js";
import {
  datesOf,
  lesionDates,
  type StudyDates,
  type StudyTime,
  studyTimes,
} from "./patient-dates.js";
import {
  type DiameterAtTime,
  type Rates,
  ratesOf,
  type StepRate,
  sphereDiameterMm,
  stepRates,
} from "./rates.js";
import { type FlagContext, flagsOf, isUncertainLink } from "./sequence-flags.js";
import { type Measurement, measureSequence } from "./sequence-measurements.js";
import { NamedRows } from "./sequence-rows.js";
import { splitMergeCandidates } from "./split-merge.js";
import { changeLimitMm, presenceOf, trendOf } from "./trend.js";

/**
 * Returns the growth of every sequence of every patient, in the order of the matches. The patient's studies
 * are those with an annotation, and those that the dates name.
 *
 * A patient without lesions has no sequences. A sequence with one measurement has no changes, no rates and
 * the trend `"single"`. Two studies of one day give changes but no rates. Rates, flags and split and merge
 * candidates are computed when they are first read. `onProgress` counts patients. O(lesions x studies of a patient).
 *
 * @example
 * const growths = grow(match(lesions), { dates });
 * growths[0]?.sequences[0]?.trend.class; // "growing"
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for matches, dates or axes that are not
 * valid; MISSING_FEATURE where a lesion lacks the axis by which it is followed; BAD_DATES where a study has
 * no date, or an earlier one than the study before it; UNKNOWN_ROW for a lymph node row that is not there.
 */
export function grow(
  matches: readonly PatientMatch[],
  given: Partial<GrowthOptions & ProgressOptions> = {},
): PatientGrowth[] {
  assertPatientList(matches, MATCH_KIND, "call growPatient for the match of one patient");
  assertObject("grow", given);
  const { onProgress, signal, ...own } = given;
  const progress = resolveOptions("grow", PROGRESS_SCHEMA, { onProgress, signal });
  const options = growthOptions("grow", own);
  const named = new NamedRows("lymphNodeRows to be rows of lesions", options.lymphNodeRows);
  const count = progressCounter(progress, "patients", matches.length);
  const growths = matches.map((match) => {
    const growth = growOne(match, options);
    count();
    return growth;
  });
  for (const { sequences } of matches) {
    for (const { lesions } of sequences) named.found(lesions.map(({ row }) => row));
  }
  named.assertAllFound();
  return growths;
}

/**
 * Returns the growth of one patient's sequences. As {@link grow}, but `lymphNodeRows` may name rows of other
 * patients, and only the patient's own dates are checked.
 */
export function growPatient(match: PatientMatch, given?: Partial<GrowthOptions>): PatientGrowth {
  assertPatient(match, MATCH_KIND, "call grow for a list of matches");
  return growOne(match, growthOptions("growPatient", given, match.patient));
}

/** The options, checked, with dates by patient and study. */
type CheckedOptions = Omit<GrowthOptions, "dates" | "lymphNodeRows"> & {
  readonly dates: StudyDates | undefined;
  readonly lymphNodeRows: ReadonlySet<number>;
};

function growthOptions(
  caller: string,
  given: Partial<GrowthOptions> | undefined,
  patient?: string,
): CheckedOptions {
  const { dates, lymphNodeRows, ...options } = resolveOptions(caller, GROWTH_OPTIONS, given);
  return {
    ...options,
    lymphNodeRows: new Set(lymphNodeRows),
    dates: dates === undefined ? undefined : datesOf(dates, patient),
  };
}

/** What the sequences of a patient share. */
interface PatientContext extends FlagContext {
  readonly options: CheckedOptions;
  readonly unit: Rates["unit"];
  readonly linksTo: ReadonlyMap<number, readonly Link[]>;
}

function growOne(match: PatientMatch, options: CheckedOptions): PatientGrowth {
  const { patient, sequences } = match;
  const lesions = sequences.flatMap((sequence) => sequence.lesions);
  const dates = options.dates ?? lesionDates(lesions);
  const times = studyTimes(
    patient,
    lesions.map(({ study }) => study),
    dates,
  );
  const context: PatientContext = {
    match,
    times,
    options,
    limits: options,
    unit: dates === undefined ? "study" : "day",
    spacings: implausibleSpacingsOf(sequences),
    linksTo: groupBy(match.links, ({ to }) => to),
  };
  const candidates = once(() => splitMergeCandidates(match, options.splitMergeRadiusMm));
  return {
    patient,
    studies: times,
    unit: context.unit,
    annotationCompleteness: options.annotationCompleteness,
    sequences: sequences.map((sequence) => growSequence(sequence, context)),
    get splitMergeCandidates() {
      return candidates();
    },
  };
}

function growSequence(sequence: Sequence, context: PatientContext): SequenceGrowth {
  const { options, times, unit } = context;
  const isLymphNode = sequence.lesions.some(({ row }) => options.lymphNodeRows.has(row));
  const studies = times.map(({ study }) => study);
  const measurements = measureSequence(sequence, studies, { ...options, isLymphNode });
  const diameters = diametersOverTime(measurements, times);
  const volumes = volumesOverTime(measurements, times);
  const rates = once(() => ratesOf(known(diameters), unit));
  const volumeRates = once(() => ratesOf(known(volumes), unit));
  const flags = once(() => flagsOf(sequence, measurements, context));
  return {
    sequence: sequence.id,
    type: sequence.lesions.find(({ type }) => type !== undefined)?.type,
    isLymphNode,
    points: growthPoints(measurements, diameters, volumes, context),
    get rates() {
      return rates();
    },
    get volumeRates() {
      return volumeRates();
    },
    trend: trendOf(measurements, options),
    presence: presenceOf(measurements),
    get flags() {
      return flags();
    },
  };
}

/** Diameters at their times; none before the first annotation and where nothing was measured. */
function diametersOverTime(
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
): (DiameterAtTime | undefined)[] {
  const comparable = new Set<Measurement>(followed(measurements));
  return measurements.map((measurement, i) => {
    const mm = comparable.has(measurement) ? measurement.diameterMm : undefined;
    return mm === undefined ? undefined : { time: timeAt(times[i], measurement), mm };
  });
}

/** Volumes as diameters of spheres at their times; none where the volume is unknown. */
function volumesOverTime(
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
): (DiameterAtTime | undefined)[] {
  const first = measurements.findIndex(({ status }) => status === "measured");
  if (
    measurements.every(({ status, volumeMl }) => status !== "measured" || volumeMl === undefined)
  ) {
    return measurements.map(() => undefined);
  }
  return measurements.map((measurement, i) => {
    const { volumeMl } = measurement;
    if (volumeMl === undefined || i < first) return undefined;
    return { time: timeAt(times[i], measurement), mm: sphereDiameterMm(volumeMl) };
  });
}

const timeAt = (time: StudyTime | undefined, { study }: Measurement): number => time?.day ?? study;

const known = <T>(items: readonly (T | undefined)[]): T[] =>
  items.filter((item) => item !== undefined);

function growthPoints(
  measurements: readonly Measurement[],
  diameters: readonly (DiameterAtTime | undefined)[],
  volumes: readonly (DiameterAtTime | undefined)[],
  { times, options, linksTo }: PatientContext,
): GrowthPoint[] {
  const changes = changesOf(measurements);
  const rates = stepRates(diameters);
  const volumeRates = stepRates(volumes);
  let previous: Measurement | undefined;
  return measurements.map((measurement, i) => {
    const link = previous && linkBetween(previous, measurement, linksTo, options.lowMargin);
    if (measurement.status === "measured") previous = measurement;
    return growthPoint(measurement, changes[i], times[i], {
      changeLimitMm:
        measurement.diameterMm === undefined
          ? undefined
          : changeLimitMm(measurement.diameterMm, options),
      link,
      rate: rates[i],
      volumeRate: volumeRates[i],
    });
  });
}

/** Field by field: spreading the parts of every point takes four times as long. */
const growthPoint = (
  measurement: Measurement,
  changes: Changes | undefined,
  time: StudyTime | undefined,
  derived: {
    readonly changeLimitMm: number | undefined;
    readonly link: PointLink | undefined;
    readonly rate: StepRate | undefined;
    readonly volumeRate: StepRate | undefined;
  },
): GrowthPoint => ({
  study: measurement.study,
  date: time?.date,
  day: time?.day,
  status: measurement.status,
  row: measurement.row,
  rows: measurement.rows,
  longAxisMm: measurement.longAxisMm,
  shortAxisMm: measurement.shortAxisMm,
  areaMm2: measurement.areaMm2,
  diameterMm: measurement.diameterMm,
  volumeMl: measurement.volumeMl,
  sliceDistanceMm: measurement.sliceDistanceMm,
  fromBaseline: changes?.fromBaseline,
  fromPrevious: changes?.fromPrevious,
  fromNadir: changes?.fromNadir,
  changeLimitMm: derived.changeLimitMm,
  link: derived.link,
  rate: derived.rate,
  volumeRate: derived.volumeRate,
});

/** The direct link between the annotations of two measurements. */
function linkBetween(
  from: Measurement,
  to: Measurement,
  linksTo: PatientContext["linksTo"],
  lowMargin: number,
): PointLink | undefined {
  for (const row of to.rows) {
    for (const link of linksTo.get(row) ?? []) {
      if (!from.rows.includes(link.from)) continue;
      const { distance, logOdds } = link;
      const uncertain = isUncertainLink(link, lowMargin);
      return { fromStudy: from.study, fromRow: link.from, uncertain, distance, logOdds };
    }
  }
  return undefined;
}

/** Computes a value when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

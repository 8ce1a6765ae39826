/** Growth of one sequence: its measurements over time with changes, rates, trend and flags. */
import { lazyFields } from "../core/lazy-fields.js";
import type { Link, Sequence } from "../matching/result.js";
import { type Changes, changesOf, firstMeasured } from "./changes.js";
import type { GrowthPoint, PointLink, SequenceGrowth } from "./growth-result.js";
import type { GrowthOptions } from "./growth-schema.js";
import type { StudyDates, StudyTime } from "./patient-dates.js";
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
import { changeLimitMm, presenceOf, trendOf } from "./trend.js";

/** The options, checked, with dates by patient and study. */
export type CheckedOptions = Omit<GrowthOptions, "dates" | "lymphNodeRows"> & {
  readonly dates: StudyDates | undefined;
  readonly lymphNodeRows: ReadonlySet<number>;
};

/** What the sequences of a patient share. */
export interface PatientContext extends FlagContext {
  readonly options: CheckedOptions;
  readonly unit: Rates["unit"];
  readonly linksTo: ReadonlyMap<number, readonly Link[]>;
}

/** What the lazy fields of a sequence are computed from. */
interface SequenceInputs {
  readonly sequence: Sequence;
  readonly measurements: readonly Measurement[];
  readonly diameters: readonly (DiameterAtTime | undefined)[];
  readonly volumes: readonly (DiameterAtTime | undefined)[];
  readonly context: PatientContext;
}

const withRates = lazyFields({
  rates: ({ diameters, context }: SequenceInputs) => ratesOf(known(diameters), context.unit),
  volumeRates: ({ volumes, context }: SequenceInputs) => ratesOf(known(volumes), context.unit),
});

const withFlags = lazyFields({
  flags: ({ sequence, measurements, context }: SequenceInputs) =>
    flagsOf(sequence, measurements, context),
});

/** Returns the growth of a sequence; rates and flags are computed when they are first read. */
export function growSequence(sequence: Sequence, context: PatientContext): SequenceGrowth {
  const { options, times } = context;
  const { annotationCompleteness, duplicates } = options;
  const isLymphNode = sequence.lesions.some(({ row }) => options.lymphNodeRows.has(row));
  const studies = times.map(({ study }) => study);
  const rules = { annotationCompleteness, duplicates, isLymphNode };
  const measurements = measureSequence(sequence, studies, rules);
  const diameters = diametersOverTime(measurements, times);
  const volumes = volumesOverTime(measurements, times);
  const inputs = { sequence, measurements, diameters, volumes, context };
  const rated = withRates(
    {
      sequence: sequence.id,
      type: sequence.lesions.find(({ type }) => type !== undefined)?.type,
      isLymphNode,
      points: growthPoints(measurements, diameters, volumes, context),
    },
    inputs,
  );
  const trend = trendOf(measurements, options);
  const presence = presenceOf(measurements);
  return withFlags(Object.assign(rated, { trend, presence }), inputs);
}

/** Diameters at their times; none before the first annotation and where nothing was measured. */
function diametersOverTime(
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
): (DiameterAtTime | undefined)[] {
  const first = firstMeasured(measurements);
  return measurements.map((measurement, i) => {
    const { diameterMm: mm } = measurement;
    if (mm === undefined || i < first) return undefined;
    return { time: timeAt(times[i], measurement), mm };
  });
}

/** Volumes as diameters of spheres at their times; none where the volume is unknown. */
function volumesOverTime(
  measurements: readonly Measurement[],
  times: readonly StudyTime[],
): (DiameterAtTime | undefined)[] {
  const first = firstMeasured(measurements);
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

/** Growth of one sequence: its measurements over time with changes, rates, trend and flags. */
import { lazyFields } from "../core/lazy-fields.js";
import type { Sequence } from "../matching/result.js";
import { followed, hasMeasuredVolume } from "./changes.js";
import { growthPoints, type PointContext } from "./growth-points.js";
import type { GrowthPoint, SequenceGrowth } from "./growth-result.js";
import type { GrowthOptions } from "./growth-schema.js";
import type { StudyDates } from "./patient-dates.js";
import { type DiameterAtTime, type Rates, ratesOf, sphereDiameterMm } from "./rates.js";
import { type FlagContext, flagsOf } from "./sequence-flags.js";
import { measureSequence } from "./sequence-measurements.js";
import { presenceOf, trendOf } from "./trend.js";

/** The options, checked, with dates by patient and study. */
export type CheckedOptions = Omit<GrowthOptions, "dates" | "lymphNodeRows"> & {
  readonly dates: StudyDates | undefined;
  readonly lymphNodeRows: ReadonlySet<number>;
};

/** What the sequences of a patient share. */
export interface PatientContext extends FlagContext, PointContext {
  readonly options: CheckedOptions;
  readonly unit: Rates["unit"];
}

/** What the lazy fields of a sequence are computed from. */
interface SequenceInputs {
  readonly sequence: Sequence;
  readonly points: readonly GrowthPoint[];
  readonly context: PatientContext;
}

const withLazyFields = lazyFields({
  rates: ({ points, context }: SequenceInputs) => ratesOf(diametersOf(points), context.unit),
  volumeRates: ({ points, context }: SequenceInputs) => ratesOf(volumesOf(points), context.unit),
  trend: ({ points, context }: SequenceInputs) => trendOf(points, context.options),
  presence: ({ points }: SequenceInputs) => presenceOf(points),
  flags: ({ sequence, points, context }: SequenceInputs) => flagsOf(sequence, points, context),
});

/** Returns the growth of a sequence. */
export function growSequence(sequence: Sequence, context: PatientContext): SequenceGrowth {
  const { times, options } = context;
  const { lesions } = sequence;
  const isLymphNode = lesions.some(({ row }) => options.lymphNodeRows.has(row));
  const points = growthPoints(measureSequence(lesions, times, options, isLymphNode), context);
  const type = lesions.find((lesion) => lesion.type !== undefined)?.type;
  return withLazyFields(
    { sequence: sequence.id, type, isLymphNode, points },
    { sequence, points, context },
  );
}

const diametersOf = (points: readonly GrowthPoint[]): DiameterAtTime[] =>
  followed(points).map(({ study, day, diameterMm }) => ({ time: day ?? study, mm: diameterMm }));

/** Volumes as diameters of spheres. */
const volumesOf = (points: readonly GrowthPoint[]): DiameterAtTime[] =>
  hasMeasuredVolume(points)
    ? followed(points).flatMap(({ study, day, volumeMl }) =>
        volumeMl === undefined ? [] : [{ time: day ?? study, mm: sphereDiameterMm(volumeMl) }],
      )
    : [];

/** What a simulated cohort is like, and where the usual numbers come from. */
import {
  integer,
  number,
  type Option,
  type OptionSchema,
  resolveOptions,
} from "../core/options.js";

/** Two weeks lie between studies at least. */
export const LEAST_INTERVAL_DAYS = 14;

/**
 * Parameters of {@link simulateCohort}. "DeepLesion" denotes counts of the data set (10,594 studies of
 * 4,427 patients, 32,735 lesions, 1-26 studies a patient); "DLS" denotes what the linked lesions of the
 * validation part of the DLS benchmark (Cai et al., "Deep Lesion Tracker", CVPR 2021) show.
 */
export interface SimulationOptions {
  /** @defaultValue 20 */
  readonly patients: number;
  /** Same seed, same cohort. @defaultValue 1 */
  readonly seed: number;
  /** Mean number of studies of a patient, exponentially distributed. @defaultValue 2.4 (DeepLesion) */
  readonly meanStudies: number;
  /** @defaultValue 26 (DeepLesion) */
  readonly maxStudies: number;
  /**
   * Mean number of lesions a patient has, exponentially distributed.
   * @defaultValue 4.5, which gives DeepLesion's 3.1 annotations a study
   */
  readonly meanLesions: number;
  /** @defaultValue 40 */
  readonly maxLesions: number;
  /** Chance that a lesion lies near the one before it, as metastases of one organ do. @defaultValue 0.4 */
  readonly clustered: number;
  /** Share of lesions that appear after the first study. @defaultValue 0.2 */
  readonly appearing: number;
  /** Share of lesions that are gone before the last study. @defaultValue 0.15 */
  readonly disappearing: number;
  /** Chance below 1 that a lesion in the scan is not annotated in a study. @defaultValue 0.25 */
  readonly unannotated: number;
  /** Chance that a study has a second series, in which a third of its lesions are annotated instead. @defaultValue 0 */
  readonly secondSeries: number;
  /** Chance that a second series starts 100 to 250 mm away along z. @defaultValue 0 */
  readonly otherSeriesStart: number;
  /** Share of annotations whose axes are measured with five times the error. @defaultValue 0 */
  readonly roughSize: number;
  /** Standard deviation that a position gains per mm of the long axis, mm. @defaultValue 0 */
  readonly placementPerMm: number;
  /** Median long axis at the first study, mm. @defaultValue 20 */
  readonly medianLongMm: number;
  /** Standard deviation of ln of the long axis at the first study. @defaultValue 0.5 */
  readonly sizeSpread: number;
  /** Chance that an annotation is made again in a second series of the study. @defaultValue 0.06 (DLS: 27 pairs) */
  readonly duplicated: number;
  /**
   * Standard deviation of a lesion's own growth per study, in ln mm. It slows as the lesion nears 150 mm, or 3 mm
   * where it shrinks. @defaultValue 0.12 (DLS)
   */
  readonly growth: number;
  /** Standard deviation of one measurement of an axis, in ln mm. @defaultValue 0.07 (DLS) */
  readonly measurementError: number;
  /** Factor on all noise of positions; 0 places every annotation exactly. @defaultValue 1 */
  readonly positionNoise: number;
  /** Factor on what a study shifts as a whole: table, field of view, scan start. @defaultValue 1 */
  readonly studyShift: number;
  /** Chance that a study covers a part of the trunk only. @defaultValue 0.3 */
  readonly partialScan: number;
  /**
   * Share of patients whose annotations carry a type, as in DeepLesion's validation and test rows. @defaultValue 0.3
   */
  readonly typed: number;
  /** Chance that an annotation is flagged Possibly_noisy. @defaultValue 0.01 */
  readonly noisy: number;
  /** Mean number of days between studies, at least 14; by hand. @defaultValue 75 */
  readonly meanIntervalDays: number;
}

const share = (usual: number, help: string): Option<number> =>
  number(usual, help, { min: 0, max: 1 });
/** Factors and standard deviations: beyond the limit nothing of a lesion's place or size is left. */
const factor = (usual: number, help: string, max: number): Option<number> =>
  number(usual, help, { min: 0, max });
const count = (usual: number, help: string, min: number, max: number): Option<number> =>
  number(usual, help, { min, max, integer: true });

export const SIMULATION_SCHEMA: OptionSchema<SimulationOptions> = Object.freeze({
  patients: count(20, "Number of patients", 0, 1_000_000),
  seed: integer(1, "Seed: the same seed gives the same cohort"),
  meanStudies: number(2.4, "Mean number of studies of a patient", { min: 1 }),
  maxStudies: count(26, "Largest number of studies of a patient", 1, 1000),
  meanLesions: number(4.5, "Mean number of lesions of a patient", { min: 1 }),
  maxLesions: count(40, "Largest number of lesions of a patient", 1, 10_000),
  clustered: share(0.4, "Chance that a lesion lies near the one before it"),
  appearing: share(0.2, "Share of lesions that appear after the first study"),
  disappearing: share(0.15, "Share of lesions that are gone before the last study"),
  unannotated: share(0.25, "Chance that a lesion in the scan is not annotated"),
  secondSeries: share(0, "Chance that a study has a second series"),
  otherSeriesStart: share(0, "Chance that a second series starts elsewhere along z"),
  roughSize: share(0, "Share of annotations with five times the error of axes"),
  placementPerMm: factor(0, "Standard deviation of a position per mm of the long axis", 10),
  medianLongMm: number(20, "Median long axis at the first study in mm", { above: 0, max: 1000 }),
  sizeSpread: factor(0.5, "Standard deviation of ln of the long axis", 10),
  duplicated: share(0.06, "Chance of a second annotation in a second series"),
  growth: factor(0.12, "Standard deviation of growth per study in ln mm", 10),
  measurementError: factor(0.07, "Standard deviation of an axis in ln mm", 10),
  positionNoise: factor(1, "Factor on all noise of positions", 1000),
  studyShift: factor(1, "Factor on the shift of a study as a whole", 1000),
  partialScan: share(0.3, "Chance that a study covers a part of the trunk only"),
  typed: share(0.3, "Share of patients whose annotations carry a type"),
  noisy: share(0.01, "Chance that an annotation is flagged Possibly_noisy"),
  meanIntervalDays: number(75, "Mean number of days between studies", {
    min: LEAST_INTERVAL_DAYS,
    max: 3652,
  }),
});

/**
 * Options with the marginals of DeepLesion's official test split (4,927 lesions, 1,609 studies, 665 patients):
 *
 * - 2.42 studies a patient and 3.06 lesions a study, on average;
 * - 491 of 1,609 studies (31 %) with lesions in two or more series; 112 pairs of lesions in two series of a study are
 *   closer than 0.02 in normalised location, most of them duplicates;
 * - long axis: geometric mean 19.2 mm, standard deviation of its logarithm 0.73;
 * - of 382 pairs of series of a study with lesions at one normalised z 47 differ by more than 160 mm in z;
 * - of the 112 pairs above 6 differ by more than 0.32 in ln of the long axis, twice the usual error or more.
 *
 * Placement error that grows with the lesion is the joint matcher's, measured on DLS.
 */
export const DEEPLESION_COHORT: Partial<SimulationOptions> = Object.freeze({
  secondSeries: 0.31,
  otherSeriesStart: 0.1,
  duplicated: 0.12,
  roughSize: 0.1,
  placementPerMm: 0.05,
  medianLongMm: 19.2,
  sizeSpread: 0.7,
});

/**
 * mm of the body for a relative distance of 1 along x, y and z, mean and standard deviation: in the 12
 * real patients 89-100 of DeepLesion, lesions of one study give medians of 434, 328 and 1,206 mm (docs/features.md).
 */
export const BODY_MM = Object.freeze([
  Object.freeze({ mean: 420, deviation: 35 }),
  Object.freeze({ mean: 310, deviation: 25 }),
  Object.freeze({ mean: 1150, deviation: 80 }),
] as const);

/**
 * Standard deviations that `positionNoise` (lesion, annotation) and `studyShift` (study) multiply, along x, y
 * and z: what all annotations share that a lesion has in a study, what one annotation adds, and what all lesions of a
 * study share.
 *
 * In mm: linked lesions of two DLS studies differ, without the common offset, by 2.6, 2.3 and 5.2 mm (robust standard
 * deviations, √2 of what is given here), annotations of one lesion in two series of a study by 2.4, 1.5 and 7.4 mm;
 * common offsets have medians of 8, 13 and 10 mm and reach 186 mm along z where the scan started elsewhere
 * (docs/simulation.md). Relative: as in DeepLesion's patients 89-100, linked by the joint
 * matcher: 0.025, 0.028 and 0.009 between studies, 0.004 in one, offsets 0.015, 0.028 and 0.005.
 */
export const NOISE = Object.freeze({
  lesionMm: Object.freeze([1.4, 1.6, 2] as const),
  markMm: Object.freeze([1.2, 1, 2.8] as const),
  studyMm: Object.freeze([7.5, 14, 12] as const),
  lesionRelative: Object.freeze([0.017, 0.019, 0.006] as const),
  markRelative: Object.freeze([0.0025, 0.0025, 0.0025] as const),
  studyRelative: Object.freeze([0.011, 0.02, 0.0035] as const),
  /** One lesion of a study in ten is placed roughly, with three times the noise. */
  rough: 0.1,
  roughFactor: 3,
  /** Chance of a scan that starts elsewhere, and how far, mm. */
  otherStart: 0.15,
  otherStartMm: 80,
});

/** How far away along z a second series starts where it starts elsewhere, mm. */
export const OTHER_START_MM = [100, 250] as const;

/** The options completed and checked. */
export const simulationOptions = (given?: Partial<SimulationOptions>): SimulationOptions =>
  resolveOptions("simulateCohort", SIMULATION_SCHEMA, given);

/**
 * Patients that never were, in the form of DL_info.csv, with their true sequences: for demonstrations,
 * tests and benches, where the truth about real lesions is not known.
 *
 * A lesion has a place in the body and a size that grows at its own rate. A study scans a part of the
 * trunk, with the table, the field of view and the first slice somewhere else each time; a reader marks
 * most of what is in the scan, some of it again in a second series.
 */
import type { DlInfoRow, Sex } from "../deeplesion/columns.js";
import { sliceStem } from "../deeplesion/file-name.js";
import { completePatient } from "../deeplesion/format.js";
import {
  BOX_MARGIN_PX,
  type DlInfoLesion,
  extent,
  lesionFromRow,
  type Segment,
  segmentLength,
} from "../deeplesion/lesion.js";
import { LesionGraphError } from "../errors.js";
import { type DatedStudy, LESION_TYPES, type LesionType, type Triple } from "../lesion.js";
import { type Chance, chance } from "../random.js";
import { simulatedDates } from "./dates.js";
import { BODY_MM, NOISE, type SimulationOptions, simulationOptions } from "./options.js";

/** Which data row shows which lesion. */
export interface TrueGroup {
  readonly row: number;
  /** The same number for marks of the same lesion; counted from 1 over the cohort. */
  readonly group: number;
}

export interface SimulatedCohort {
  readonly lesions: readonly DlInfoLesion[];
  /** One entry per lesion, in row order. */
  readonly truth: readonly TrueGroup[];
  /** One entry for every study of every patient, up to the last with a mark. */
  readonly dates: readonly DatedStudy[];
}

/**
 * A cohort for a seed. Each patient depends on the seed and its own number only, so that a larger
 * cohort begins with the smaller one. O(marks).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function simulateCohort(given?: Partial<SimulationOptions>): SimulatedCohort {
  const options = simulationOptions(given);
  const lesions: DlInfoLesion[] = [];
  const truth: TrueGroup[] = [];
  const dates: DatedStudy[] = [];
  let groups = 0;
  for (let patient = 1; patient <= options.patients; patient++) {
    const marks = markedPatient(patient, options);
    const groupOf = new Map<PatientLesion, number>();
    const own = marks.map(({ lesion, values }, i) => {
      if (!groupOf.has(lesion)) groupOf.set(lesion, ++groups);
      truth.push({ row: truth.length + 1, group: groupOf.get(lesion) as number });
      return lesionFromRow(values, lesions.length + i + 1);
    });
    lesions.push(...completePatient(own).lesions);
    const studies = own.reduce((last, { study }) => Math.max(last, study), 0);
    dates.push(...simulatedDates(patient, studies, options));
  }
  return { lesions, truth, dates };
}

/** A lesion as it is, whether marked or not. */
interface PatientLesion {
  /** Relative position in the body. */
  readonly at: Triple;
  /** Long axis at the first study, mm. */
  readonly longMm: number;
  /** Short over long axis. */
  readonly roundness: number;
  /** Growth per study, ln mm. */
  readonly growth: number;
  /** First and last study in which it is there. */
  readonly from: number;
  readonly until: number;
  readonly type: LesionType;
}

/** What all marks of a study share. */
interface Study {
  readonly index: number;
  readonly shiftMm: Triple;
  readonly shiftRelative: Triple;
  /** Relative z of the first and last slice. */
  readonly scan: readonly [start: number, end: number];
  readonly pixelMm: number;
  readonly sliceMm: number;
}

/** mm of the body for a relative distance of 1 along x, y, z. */
type Body = Triple;

interface Mark {
  readonly lesion: PatientLesion;
  readonly values: DlInfoRow;
}

/** A patient with at least one mark. */
function markedPatient(patient: number, options: SimulationOptions): Mark[] {
  for (let attempt = 0; attempt < 100; attempt++) {
    const random = chance(options.seed, patient + attempt * 0x100000);
    const marks = simulatePatient(random, patient, options);
    if (marks.length > 0) return marks;
  }
  throw new LesionGraphError("BAD_OPTION", {
    expected: "options under which a patient has a mark now and then",
    received: "none in 100 tries",
    remedy: "lower unmarked",
  });
}

function simulatePatient(random: Chance, patient: number, options: SimulationOptions): Mark[] {
  const body = BODY_MM.map(({ mean, deviation }) =>
    random.normal(mean, deviation),
  ) as unknown as Body;
  const studies = atMost(options.maxStudies, random, options.meanStudies);
  const lesions = simulateLesions(random, studies, options);
  const person = {
    sex: random.pick<Sex>(["F", "M"]),
    age: 20 + random.below(65),
    typed: random.happens(options.typed),
  };
  const marks: Mark[] = [];
  for (let index = 1; index <= studies; index++) {
    const study = simulateStudy(random, index, body, options);
    const again = { ...study, sliceMm: study.sliceMm === 5 ? 1 : 5 };
    for (const lesion of lesions) {
      if (index < lesion.from || index > lesion.until) continue;
      if (lesion.at[2] < study.scan[0] || lesion.at[2] > study.scan[1]) continue;
      if (random.happens(options.unmarked)) continue;
      const series = random.happens(options.duplicated) ? [study, again] : [study];
      const place = placeInStudy(random, lesion, study, body, options);
      for (const [i, one] of series.entries()) {
        const values = markLesion(random, lesion, one, place, options, {
          ...person,
          patient,
          series: i + 1,
        });
        marks.push({ lesion, values });
      }
    }
  }
  return marks.sort((a, b) => compareRows(a.values, b.values));
}

function simulateLesions(
  random: Chance,
  studies: number,
  options: SimulationOptions,
): PatientLesion[] {
  const lesions: PatientLesion[] = [];
  const count = atMost(options.maxLesions, random, options.meanLesions);
  for (let i = 0; i < count; i++) {
    const before = lesions[i - 1];
    const near = before !== undefined && random.happens(options.clustered);
    const at: Triple = near
      ? (before.at.map((part) => random.normal(part, NEIGHBOUR)) as unknown as Triple)
      : [random.uniform(0.15, 0.85), random.uniform(0.25, 0.75), random.uniform(0.25, 0.85)];
    const appears = studies > 1 && random.happens(options.appearing);
    const from = appears ? 2 + random.below(studies - 1) : 1;
    const vanishes = from < studies && random.happens(options.disappearing);
    lesions.push({
      at: at.map((part) => Math.min(0.9, Math.max(0.1, part))) as unknown as Triple,
      longMm: Math.exp(random.normal(Math.log(20), 0.5)),
      roundness: random.uniform(0.55, 0.95),
      growth: random.normal(0, options.growth),
      from,
      until: vanishes ? from + random.below(studies - from) : studies,
      type: near ? before.type : random.pick(LESION_TYPES),
    });
  }
  return lesions;
}

/** How far a lesion of a cluster lies from the one before it, relative, standard deviation. */
const NEIGHBOUR = 0.07;

function simulateStudy(
  random: Chance,
  index: number,
  [width]: Body,
  { studyShift, partialScan }: SimulationOptions,
): Study {
  const shift = (deviations: Triple): Triple =>
    deviations.map((deviation) => studyShift * random.normal(0, deviation)) as unknown as Triple;
  const [x, y, z] = shift(NOISE.studyMm);
  const elsewhere = random.happens(NOISE.otherStart)
    ? studyShift * random.normal(0, NOISE.otherStartMm)
    : 0;
  const fitting = PIXELS_MM.filter((mm) => mm * IMAGE_PX >= width + 60);
  return {
    index,
    shiftMm: [x, y, z + elsewhere],
    shiftRelative: shift(NOISE.studyRelative),
    scan: random.happens(partialScan) ? random.pick(PARTIAL_SCANS) : WHOLE_SCAN,
    pixelMm: fitting.length > 0 ? random.pick(fitting) : (PIXELS_MM.at(-1) as number),
    sliceMm: random.pick([5, 5, 1, 2]),
  };
}

const IMAGE_PX = 512;
const PIXELS_MM = [0.703125, 0.742188, 0.78125, 0.820312, 0.859375, 0.898438, 0.9375, 0.976562];
const WHOLE_SCAN = [0.05, 0.95] as const;
/** Without the abdomen, and without the upper chest. */
const PARTIAL_SCANS = [
  [0.05, 0.55],
  [0.25, 0.95],
] as const;

interface Circumstances {
  readonly patient: number;
  readonly series: number;
  readonly sex: Sex;
  readonly age: number;
  readonly typed: boolean;
}

/** Where a lesion lies in a study. */
interface Place {
  /** Relative to the image centre and the first slice. */
  readonly mm: Triple;
  readonly relative: Triple;
}

/** The lesion's place, shifted as the study is, and by breath and posture. */
function placeInStudy(
  random: Chance,
  lesion: PatientLesion,
  study: Study,
  body: Body,
  { positionNoise }: SimulationOptions,
): Place {
  const noise = positionNoise * (random.happens(NOISE.rough) ? NOISE.roughFactor : 1);
  const mm = lesion.at.map((part, k) => {
    const origin = k === 2 ? study.scan[0] : 0.5;
    const centre = (part - origin) * (body[k] as number) + (study.shiftMm[k] as number);
    return random.normal(centre, noise * (NOISE.lesionMm[k] as number));
  });
  const relative = lesion.at.map((part, k) =>
    random.normal(
      part + (study.shiftRelative[k] as number),
      noise * (NOISE.lesionRelative[k] as number),
    ),
  );
  return { mm: mm as unknown as Triple, relative: relative as unknown as Triple };
}

/** One mark of a lesion in a study, as the reader measures it. */
function markLesion(
  random: Chance,
  lesion: PatientLesion,
  study: Study,
  place: Place,
  options: SimulationOptions,
  { patient, series, sex, age, typed }: Circumstances,
): DlInfoRow {
  const about = (centre: number, deviation: number): number =>
    random.normal(centre, options.positionNoise * deviation);
  const [xMm, yMm, zMm] = place.mm.map((part, k) =>
    about(part, NOISE.markMm[k] as number),
  ) as unknown as Triple;
  const location = place.relative.map((part, k) =>
    sixDigits(about(part, NOISE.markRelative[k] as number)),
  ) as unknown as Triple;

  const measured = (mm: number): number =>
    mm * Math.exp(random.normal(0, options.measurementError));
  const grown = lesion.longMm * Math.exp(lesion.growth * (study.index - 1));
  const long = measured(grown);
  const short = Math.min(measured(grown * lesion.roundness), 0.99 * long);
  const middle = (IMAGE_PX + 1) / 2;
  const ends = axes(
    random,
    [middle + xMm / study.pixelMm, middle + yMm / study.pixelMm],
    long / study.pixelMm,
    short / study.pixelMm,
  );
  const [x1, y1, x2, y2] = extent(ends);

  const slice = Math.max(1, 1 + Math.round((zMm + SCAN_MARGIN_MM) / study.sliceMm));
  const reach = study.sliceMm >= 5 ? 6 : 30;
  const stem = sliceStem({ patient, study: study.index, series, slice });
  return {
    File_name: `${stem}.png`,
    Patient_index: patient,
    Study_index: study.index,
    Series_ID: series,
    Key_slice_index: slice,
    Measurement_coordinates: ends as unknown as DlInfoRow["Measurement_coordinates"],
    Bounding_boxes: [
      x1 - BOX_MARGIN_PX,
      y1 - BOX_MARGIN_PX,
      x2 + BOX_MARGIN_PX,
      y2 + BOX_MARGIN_PX,
    ].map(sixDigits) as unknown as Segment,
    Lesion_diameters_Pixel_: [ends.slice(0, 4), ends.slice(4)].map((axis) =>
      sixDigits(segmentLength(axis as unknown as Segment)),
    ) as unknown as readonly [number, number],
    Normalized_lesion_location: location,
    Coarse_lesion_type: typed ? lesion.type : undefined,
    Possibly_noisy: random.happens(options.noisy),
    Slice_range: [Math.max(1, slice - reach), slice + reach],
    Spacing_mm_px_: [study.pixelMm, study.pixelMm, study.sliceMm],
    Image_size: [IMAGE_PX, IMAGE_PX],
    DICOM_windows: lesion.type === "lung" ? [-1500, 500] : [-175, 275],
    Patient_gender: sex,
    Patient_age: age + Math.floor((study.index - 1) / 4),
    Train_Val_Test: typed ? "test" : "train",
  };
}

/** The scan begins this far above its first lesion-bearing part, mm. */
const SCAN_MARGIN_MM = 100;

/** The ends of two perpendicular axes that cross near the centre, in px. */
function axes(
  random: Chance,
  [x, y]: readonly [number, number],
  long: number,
  short: number,
): number[] {
  const angle = random.uniform(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = long * random.uniform(-0.1, 0.1);
  const aside = short * random.uniform(0.4, 0.6);
  return [
    x + (long / 2) * cos,
    y + (long / 2) * sin,
    x - (long / 2) * cos,
    y - (long / 2) * sin,
    x + along * cos - aside * sin,
    y + along * sin + aside * cos,
    x + along * cos + (short - aside) * sin,
    y + along * sin - (short - aside) * cos,
  ].map(sixDigits);
}

/** Rounded as DL_info.csv rounds. */
const sixDigits = (value: number): number => Number(value.toPrecision(6));

/** A whole number from 1 to `most`, geometrically distributed; the mean is that before the cut. */
const atMost = (most: number, random: Chance, mean: number): number =>
  mean > 1
    ? Math.min(most, 1 + Math.floor(random.exponential(1 / Math.log(1 + 1 / (mean - 1)))))
    : 1;

const compareRows = (a: DlInfoRow, b: DlInfoRow): number =>
  a.Study_index - b.Study_index ||
  a.Series_ID - b.Series_ID ||
  a.Key_slice_index - b.Key_slice_index ||
  a.Measurement_coordinates[0] - b.Measurement_coordinates[0];

/** One annotation of a lesion: a row of DL_info.csv as the reader measures it. */
import { exp, norm } from "../core/arithmetic.js";
import type { Vec3 } from "../core/lesion.js";
import type { RandomSource } from "../core/random.js";
import type { Sex } from "../deeplesion/dl-info-columns.js";
import type { DlInfoRow } from "../deeplesion/dl-info-lesion.js";
import { sliceStem } from "../deeplesion/file-name.js";
import { BOX_MARGIN_PX, extent, type Segment, segmentLength } from "../deeplesion/geometry.js";
import { type PatientLesion, sizeAfter } from "./simulate-lesions.js";
import { axes, sixDigits } from "./simulated-axes.js";
import { NOISE, OTHER_START_MM, type SimulationOptions } from "./simulation-options.js";
import { IMAGE_PX, type Place, type Study } from "./study.js";

/** What is not the lesion's own. */
interface Circumstances {
  readonly patient: number;
  readonly series: number;
  readonly sex: Sex;
  readonly age: number;
  readonly typed: boolean;
}

/** One annotation of a lesion in a study, as the reader measures it. */
export function annotateLesion(
  random: RandomSource,
  lesion: PatientLesion,
  study: Study,
  place: Place,
  options: SimulationOptions,
  { patient, series, sex, age, typed }: Circumstances,
): DlInfoRow {
  const about = (centre: number, deviation: number): number =>
    random.normal(centre, options.positionNoise * deviation);
  const grown = sizeAfter(study.index - 1, lesion.longMm, lesion.growth);
  const placement = options.placementPerMm * grown;
  const [xMm, yMm, zMm] = place.mm.map((part, k) =>
    about(part, placement === 0 ? NOISE.markMm[k]! : norm(NOISE.markMm[k]!, placement)),
  ) as unknown as Vec3;
  const location = place.relative.map((part, k) =>
    sixDigits(about(part, NOISE.markRelative[k]!)),
  ) as unknown as Vec3;

  const rough = options.roughSize > 0 && random.happens(options.roughSize);
  const error = options.measurementError * (rough ? ROUGH_SIZE_FACTOR : 1);
  const measured = (mm: number): number =>
    Math.max(SHORTEST_MARK_MM, Math.min(LONGEST_MARK_MM, mm * exp(random.normal(0, error))));
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

  const margin =
    SCAN_MARGIN_MM * Math.max(1, options.studyShift) +
    (options.otherSeriesStart > 0 ? OTHER_START_MM[1] : 0);
  const slice = Math.max(1, 1 + Math.round((zMm + margin) / study.sliceMm));
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

const ROUGH_SIZE_FACTOR = 5;

/** The scan begins this far above its first lesion-bearing part, mm; more where scans shift more. */
const SCAN_MARGIN_MM = 100;

/** However large the measurement error, an axis is longer than rounding and fits into the image, mm. */
const SHORTEST_MARK_MM = 0.5;
const LONGEST_MARK_MM = 300;

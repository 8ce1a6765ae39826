/** What the joint matcher reads of a patient's lesions, column by column: of objects, or of a patient in columns. */
import { type ColumnarPatient, LESION_TYPES, type Lesion, type Vec3 } from "../../core/lesion.js";

/** Numbers along x, y and z. */
export type Axes = readonly [Float64Array, Float64Array, Float64Array];

/** n lesions in lesion order, each column of length n; NaN is a missing value. */
export interface LesionColumns {
  /** Studies counted from 0 without gaps. */
  readonly study: Int32Array;
  readonly series: Float64Array;
  readonly location: Axes;
  readonly centreMm: Axes;
  /** Long and short axis. */
  readonly axesMm: readonly [Float64Array, Float64Array];
  /** Index in LESION_TYPES. */
  readonly type: Float64Array;
}

/** The columns of lesions in lesion order. O(n). */
export function columnsOfLesions(lesions: readonly Lesion[]): LesionColumns {
  const column = (of: (lesion: Lesion) => number | undefined): Float64Array =>
    Float64Array.from(lesions, (lesion) => of(lesion) ?? Number.NaN);
  const axes = (of: (lesion: Lesion) => Vec3 | undefined): Axes => [
    column((lesion) => of(lesion)?.[0]),
    column((lesion) => of(lesion)?.[1]),
    column((lesion) => of(lesion)?.[2]),
  ];
  return {
    study: studyIndices(Float64Array.from(lesions, ({ study }) => study)),
    series: column(({ series }) => series),
    location: axes(({ location }) => location),
    centreMm: axes(({ centreMm }) => centreMm),
    axesMm: [column(({ longAxisMm }) => longAxisMm), column(({ shortAxisMm }) => shortAxisMm)],
    type: column(({ type }) => (type === undefined ? type : LESION_TYPES.indexOf(type))),
  };
}

/** The columns of a patient that was read as columns. O(n). */
export function columnsOfPatient(patient: ColumnarPatient): LesionColumns {
  const { count, location, centreMm, axesMm } = patient;
  const column = (values: Float64Array, width: number, k: number): Float64Array => {
    const own = new Float64Array(count);
    for (let i = 0; i < count; i++) own[i] = values[i * width + k]!;
    return own;
  };
  const axes = (values: Float64Array): Axes => [
    column(values, 3, 0),
    column(values, 3, 1),
    column(values, 3, 2),
  ];
  return {
    study: studyIndices(patient.study),
    series: Float64Array.from(patient.series),
    location: axes(location),
    centreMm: axes(centreMm),
    axesMm: [column(axesMm, 2, 0), column(axesMm, 2, 1)],
    type: Float64Array.from(patient.type, (type) => (type < 0 ? Number.NaN : type)),
  };
}

function studyIndices(studies: ArrayLike<number>): Int32Array {
  const indices = new Int32Array(studies.length);
  for (let i = 1; i < studies.length; i++) {
    indices[i] = indices[i - 1]! + (studies[i] === studies[i - 1] ? 0 : 1);
  }
  return indices;
}

/** What the joint matcher reads of a patient's lesions, column by column: of objects, or of a patient in columns. */
import {
  type AxisColumns,
  type ColumnarPatient,
  LESION_TYPES,
  type Lesion,
  type Vec3,
} from "../../core/lesion.js";

/** n lesions in lesion order, each column of length n; NaN is a missing value. */
export interface LesionColumns {
  /** Studies counted from 0 without gaps. */
  readonly study: Int32Array;
  readonly series: Float64Array;
  readonly location: AxisColumns;
  readonly centreMm: AxisColumns;
  /** Long and short axis. */
  readonly axesMm: readonly [Float64Array, Float64Array];
  /** Index in LESION_TYPES. */
  readonly type: Float64Array;
}

/** The columns of lesions in lesion order. O(n). */
export function columnsOfLesions(lesions: readonly Lesion[]): LesionColumns {
  const column = (of: (lesion: Lesion) => number | undefined): Float64Array =>
    Float64Array.from(lesions, (lesion) => of(lesion) ?? Number.NaN);
  const axes = (of: (lesion: Lesion) => Vec3 | undefined): AxisColumns => [
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
  const { study, location, centreMm, axesMm } = patient;
  const type = new Float64Array(patient.type);
  for (let i = 0; i < type.length; i++) if (type[i]! < 0) type[i] = Number.NaN;
  return {
    study: studyIndices(study),
    series: new Float64Array(patient.series),
    location,
    centreMm,
    axesMm,
    type,
  };
}

function studyIndices(studies: ArrayLike<number>): Int32Array {
  const indices = new Int32Array(studies.length);
  for (let i = 1; i < studies.length; i++) {
    indices[i] = indices[i - 1]! + (studies[i] === studies[i - 1] ? 0 : 1);
  }
  return indices;
}

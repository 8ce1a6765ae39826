/** Lesions, patients and what a reader returns. A lesion is one annotation of one patient in one study. */
/** Three numbers along x (patient's right to left in the image), y (front to back), z (head to feet). */
export type Vec3 = readonly [x: number, y: number, z: number];

/** Coarse lesion types in the order of DeepLesion's codes 1 to 8. */
export const LESION_TYPES = Object.freeze([
  "bone",
  "abdomen",
  "mediastinum",
  "liver",
  "lung",
  "kidney",
  "soft tissue",
  "pelvis",
] as const);

/** One of {@link LESION_TYPES}: the coarse type of a lesion. */
export type LesionType = (typeof LESION_TYPES)[number];

/**
 * One annotated lesion in one study: one input row. `row`, `patient`, `study` and `id` are always known; every
 * other field is absent where the input does not have it, never 0.
 */
export interface Lesion {
  /** Data row of the input, counted from 1; unique within an input. */
  readonly row: number;
  /** The patient's id as text, for example "89". */
  readonly patient: string;
  /** The study (one examination), counted from 1 in time order. */
  readonly study: number;
  /** Series of the study; two annotations of one series are two lesions. */
  readonly series?: number | undefined;
  /**
   * The lesion's name within patient and study. Readers derive it from the row's content, so that it does not
   * depend on row order, except among rows that are identical.
   */
  readonly id: string;
  /** Position in the body along x, y and z, each about 0-1 (DeepLesion's normalised location). */
  readonly location?: Vec3 | undefined;
  /**
   * Physical position in mm. In a DL_info.csv: centre of the RECIST axes relative to the image centre (x, y) and
   * (key slice index - 1) times slice distance (z). In measurement tables: patient coordinates (LPS).
   */
  readonly centreMm?: Vec3 | undefined;
  /** RECIST long axis in mm. */
  readonly longAxisMm?: number | undefined;
  /** RECIST short axis in mm. */
  readonly shortAxisMm?: number | undefined;
  /** Volume in ml, where it was measured. */
  readonly volumeMl?: number | undefined;
  readonly type?: LesionType | undefined;
  /** Free text, for example the site as it was typed or a viewer's label. */
  readonly label?: string | undefined;
  /** Day of the study, ISO 8601 ("2019-03-27"); the same in all lesions of a study. */
  readonly date?: string | undefined;
  /** DICOM Tracking UID (112040): the same lesion has the same UID in all studies. */
  readonly trackingUid?: string | undefined;
  /** Feature vector, for example an embedding of the lesion's appearance. */
  readonly vector?: ArrayLike<number> | undefined;
}

/** The lesions of one patient, in the order of the input. */
export interface Patient<L extends Lesion = Lesion> {
  readonly id: string;
  readonly lesions: readonly L[];
}

/** When a study was made. */
export interface DatedStudy {
  readonly patient: string;
  readonly study: number;
  /** ISO 8601, for example "2019-03-27". */
  readonly date: string;
}

/** Columns of numbers along x, y and z. */
export type AxisColumns = readonly [x: Float64Array, y: Float64Array, z: Float64Array];

/**
 * A patient's lesions as one array per column, in the order of {@link compareLesions}: the form in which whole
 * cohorts are matched. Index i is the same lesion in every array.
 */
export interface ColumnarPatient {
  readonly patient: string;
  readonly count: number;
  /** Data rows of the input, counted from 1. */
  readonly row: Int32Array;
  readonly study: Int32Array;
  readonly series: Int32Array;
  /** Positions in the body (0-1); NaN where unknown. */
  readonly location: AxisColumns;
  /** As a lesion's `centreMm`. */
  readonly centreMm: AxisColumns;
  /** Long and short axis. */
  readonly axesMm: readonly [Float64Array, Float64Array];
  /** Index in {@link LESION_TYPES}; -1 where unknown. */
  readonly type: Int32Array;
  /** The id of a lesion. */
  idOf(i: number): string;
  /** The same lesions as objects. */
  lesions(): Lesion[];
}

/** An inconsistency that a reader found and accepted. */
export interface Warning {
  /** Kind of inconsistency, for counting: "diameters", "box", … */
  readonly kind: string;
  readonly row: number;
  readonly patient: string;
  /** One sentence with the values. */
  readonly message: string;
}

/** Lesions as read, with the reader's warnings. */
export interface LesionTable<L extends Lesion = Lesion> {
  readonly lesions: readonly L[];
  readonly warnings: readonly Warning[];
}

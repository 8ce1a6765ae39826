/** Lesions, and what is joined to them, from files. */
import { fail } from "../core/errors.js";
import type { LesionTable } from "../core/lesion.js";
import type { ReadPatient } from "../csv/lesion-format.js";
import type { ReadOptions, VectorTable } from "../csv/read-options.js";
import type { ReadablePatient } from "../deeplesion/columnar-reader.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { readTruth, type Truth } from "../evaluation/truth.js";
import { readDates, type StudyDates } from "../growth/patient-dates.js";
import { type Constraint, readConstraints } from "../matching/constraints-file.js";
import { type EarlierMatch, readMatches } from "../matching/earlier-matches.js";
import { type JointModel, readModel } from "../matching/joint/joint-model.js";
import { readNpy } from "../measurements/npy.js";
import {
  collectLesions,
  readDlInfo,
  streamColumnarPatients,
  streamPatients,
} from "../measurements/read-lesions.js";
import { readStudyDates } from "../measurements/study-dates.js";
import { readVectorTable } from "../measurements/vectors.js";
import { readBaselines } from "../response/baselines.js";
import {
  type LesionNote,
  readLesionNotes,
  readStatusNotes,
  type StatusNote,
} from "../response/reader-notes.js";
import type { Baseline } from "../response/response-schema.js";
import { fileChunks, type OnBytes, readWith } from "./file-bytes.js";
import { whileUnchanged, yieldWhileUnchanged } from "./file-identity.js";

/** The chunks of a file of lesions, counted as bytes of the file, and the options of their reader. */
function lesionChunks(
  path: string,
  options?: Partial<ReadOptions>,
  onBytes?: OnBytes,
): [chunks: AsyncGenerator<Uint8Array, void, undefined>, options: Partial<ReadOptions>] {
  const given = { file: path, ...options };
  // The reader rejects options that are not valid.
  if (typeof given.onProgress !== "function") return [fileChunks(path, onBytes), given];
  const { onProgress, signal } = given;
  const chunks = fileChunks(path, onBytes, { onProgress, signal });
  return [chunks, { ...given, onProgress: undefined }];
}

/**
 * Reads a DL_info.csv or a vectors CSV from a file ("-" is standard input), whole.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readLesions`.
 */
export const readLesionsFile = (
  path: string,
  options?: Partial<ReadOptions>,
  onBytes?: OnBytes,
): Promise<LesionTable> =>
  whileUnchanged(path, () => collectLesions(...lesionChunks(path, options, onBytes)));

/**
 * Reads a DL_info.csv from a file, whole, with all that its 18 columns say.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readDlInfo`.
 */
export const readDlInfoFile = (
  path: string,
  options?: Partial<ReadOptions>,
): Promise<LesionTable<DlInfoLesion>> => readWith(path, (bytes) => readDlInfo(bytes, options));

/**
 * Reads a DL_info.csv or a vectors CSV from a file ("-" is standard input) patient by patient.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `streamPatients`.
 */
export const streamPatientsFile = (
  path: string,
  options?: Partial<ReadOptions>,
  onBytes?: OnBytes,
): AsyncGenerator<ReadPatient, void, undefined> =>
  yieldWhileUnchanged(path, streamPatients(...lesionChunks(path, options, onBytes)));

/** As {@link streamPatientsFile} in batches, patients with plain rows as columns. */
export const streamColumnarPatientsFile = (
  path: string,
  options?: Partial<ReadOptions>,
  onBytes?: OnBytes,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> =>
  yieldWhileUnchanged(path, streamColumnarPatients(...lesionChunks(path, options, onBytes)));

/**
 * Vectors to join to a table, from a `.npy` array or a CSV that begins with `row`; recognised by the first bytes.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_NPY, and as `readVectorTable`.
 */
export const readVectorsFile = (path: string, onBytes?: OnBytes): Promise<VectorTable> =>
  readWith(
    path,
    (bytes) => {
      assertNoArchive(bytes);
      return isNpy(bytes) || path.endsWith(".npy") ? readNpy(bytes) : readVectorTable(bytes);
    },
    onBytes,
  );

/** Zip archives, which numpy.savez writes, are neither .npy nor CSV. @throws LesionGraphError NOT_CSV. */
function assertNoArchive(bytes: Uint8Array): void {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || bytes[2] !== 3 || bytes[3] !== 4) return;
  fail("NOT_CSV", "vectors as .npy or CSV", "a zip archive (.npz)", {
    remedy: "write the array with numpy.save, or as CSV",
  });
}

/** The first bytes of a .npy file: byte 147 and NUMPY. */
const isNpy = (bytes: Uint8Array): boolean =>
  bytes[0] === 147 && new TextDecoder("latin1").decode(bytes.subarray(1, 6)) === "NUMPY";

/** A truth CSV. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readTruth`. */
export const readTruthFile = (path: string): Promise<Truth> => readWith(path, readTruth);

/** Dates of studies. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readDates`. */
export const readDatesFile = (path: string): Promise<StudyDates> => readWith(path, readDates);

/** Days by study UID. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readStudyDates`. */
export const readStudyDatesFile = (path: string): Promise<ReadonlyMap<string, string>> =>
  readWith(path, readStudyDates);

/** Notes on lesions. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readLesionNotes`. */
export const readLesionNotesFile = (path: string): Promise<LesionNote[]> =>
  readWith(path, readLesionNotes);

/** Baselines by patient. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readBaselines`. */
export const readBaselinesFile = (path: string): Promise<Map<string, Baseline>> =>
  readWith(path, readBaselines);

/** Notes on the status of lesions. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readStatusNotes`. */
export const readStatusNotesFile = (path: string): Promise<StatusNote[]> =>
  readWith(path, readStatusNotes);

/** A joint model. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readModel`. */
export const readModelFile = (path: string, onBytes?: OnBytes): Promise<JointModel> =>
  readWith(path, readModel, onBytes);

/** Constraints. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readConstraints`. */
export const readConstraintsFile = (path: string, onBytes?: OnBytes): Promise<Constraint[]> =>
  readWith(path, readConstraints, onBytes);

/** An earlier result. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readMatches`. */
export const readMatchesFile = (path: string, onBytes?: OnBytes): Promise<EarlierMatch[]> =>
  readWith(path, readMatches, onBytes);

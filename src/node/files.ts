/** Reading lesions from files. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip, gunzipSync } from "node:zlib";
import { fail, fault, withPlace } from "../core/errors.js";
import type { LesionTable } from "../core/lesion.js";
import { countedChunks, type ProgressOptions } from "../core/progress.js";
import { assertText } from "../core/shape.js";
import type { ReadPatient } from "../csv/lesion-format.js";
import type { ReadOptions, VectorTable } from "../csv/read-options.js";
import type { ReadablePatient } from "../deeplesion/columnar-reader.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { readTruth, type Truth } from "../evaluation/truth.js";
import { readDates, type StudyDates } from "../growth/patient-dates.js";
import { type Constraint, readConstraints } from "../matching/constraints-file.js";
import { type JointModel, readModel } from "../matching/joint/joint-model.js";
import { type EarlierMatch, readMatches } from "../matching/sequence-ids.js";
import { readNpy } from "../measurements/npy.js";
import {
  collectLesions,
  readDlInfo,
  streamColumnarPatients,
  streamPatients,
} from "../measurements/read-lesions.js";
import { readStudyDates } from "../measurements/study-dates.js";
import { readVectorTable } from "../measurements/vectors-table.js";
import { readBaselines } from "../response/baselines.js";
import {
  type LesionNote,
  readLesionNotes,
  readStatusNotes,
  type StatusNote,
} from "../response/reader-notes.js";
import type { Baseline } from "../response/response-schema.js";
import { assertUnchanged, readWhole, regularFile } from "./file-identity.js";
import { systemReason } from "./reasons.js";

/**
 * The bytes of a file in chunks; "-" is standard input. Gzip is detected by its first bytes and
 * decompressed. Errors are CANNOT_READ or FILE_NOT_FOUND.
 */
export async function* fileChunks(
  path: string,
  onBytes?: OnBytes,
  progress?: Partial<ProgressOptions>,
): AsyncGenerator<Uint8Array, void, undefined> {
  assertPath(path);
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const before = regularFile(path);
  try {
    const total = path === "-" || before === undefined ? undefined : Number(before.size);
    const chunks = countedChunks(stream as AsyncIterable<Uint8Array>, progress, total);
    let start: Uint8Array = new Uint8Array(0);
    while (start.length < 2) {
      const { value, done } = await chunks.next();
      if (done) break;
      start = start.length === 0 ? value : Buffer.concat([start, value]);
    }
    const whole = behind(start, chunks);
    for await (const chunk of isGzip(start) ? unpacked(whole) : whole) {
      onBytes?.(path, chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
    assertUnchanged(path, before);
  } catch (error) {
    throw readFault(error, path);
  } finally {
    stream.destroy();
  }
}

/** Asserts the path of a file or folder. @throws LesionGraphError BAD_VALUE. */
export const assertPath = (path: unknown): void => assertText(path, "a path as a text");

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

/** Called with the decompressed bytes of a file as they are read. */
export type OnBytes = (path: string, chunk: Uint8Array) => void;

const CHUNK = 1 << 18;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function* behind(start: Uint8Array, chunks: AsyncIterator<Uint8Array>) {
  yield start;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

function unpacked(bytes: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // A fault of either side ends the other, and comes out where the chunks are taken.
  pipeline(Readable.from(bytes), gunzip, () => {});
  return gunzip;
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
): Promise<LesionTable> => collectLesions(...lesionChunks(path, options, onBytes));

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
  streamPatients(...lesionChunks(path, options, onBytes));

/** As {@link streamPatientsFile} in batches, patients with plain rows as columns. */
export const streamColumnarPatientsFile = (
  path: string,
  options?: Partial<ReadOptions>,
  onBytes?: OnBytes,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> =>
  streamColumnarPatients(...lesionChunks(path, options, onBytes));

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

/** Largest decompressed size of a side file in bytes. */
const MOST_UNPACKED = 2 ** 30;

/** Reads a file with a reader of bytes; errors get the file's name. */
export async function readWith<T>(
  path: string,
  read: (bytes: Uint8Array) => T,
  onBytes?: OnBytes,
): Promise<T> {
  assertPath(path);
  let bytes: Uint8Array;
  try {
    bytes = await readWhole(path);
    if (isGzip(bytes)) bytes = gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    throw readFault(error, path);
  }
  onBytes?.(path, bytes);
  return withPlace({ file: path }, () => read(bytes));
}

/**
 * Returns the bytes of an image, a volume or a model.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ; for pipes and devices too, which could wait without end.
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  assertPath(path);
  try {
    assertRegularFile(await stat(path), path);
    return await readWhole(path);
  } catch (error) {
    throw readFault(error, path);
  }
}

/** Asserts a regular file; folders are left to who reads them. @throws LesionGraphError CANNOT_READ. */
export function assertRegularFile(
  found: { isFile(): boolean; isDirectory(): boolean },
  file: string,
): void {
  if (found.isFile() || found.isDirectory()) return;
  fail("CANNOT_READ", "a regular file", "a pipe or device", {
    remedy: "write the data to a file first",
    file,
  });
}

/** A system error as a LesionGraphError with the file's name; any other error unchanged. */
export function readFault(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") {
    return fault("FILE_NOT_FOUND", "an input file", undefined, { file });
  }
  if (code === "Z_BUF_ERROR" || code === "Z_DATA_ERROR") {
    return fault("CANNOT_READ", "a whole gzip file", "a cut or damaged one", { file });
  }
  if (code === "ERR_BUFFER_TOO_LARGE") {
    return fault("CANNOT_READ", "a gzip file of at most 1 GiB unpacked", "a larger one", { file });
  }
  if (code === "ERR_FS_FILE_TOO_LARGE") {
    return fault("CANNOT_READ", "a file of at most 2 GiB", "a larger one", { file });
  }
  const reason = systemReason(error);
  if (reason === undefined) return error;
  const expected = code === "EISDIR" ? "an input file" : "an input file that may be read";
  return fault("CANNOT_READ", expected, reason.received, { remedy: reason.remedy, file });
}

/** Reading lesions from files. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip, gunzipSync } from "node:zlib";
import type { ReadOptions, ReadPatient, VectorTable } from "../csv/lesions.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import type { QuickPatient } from "../deeplesion/stream.js";
import { LesionGraphError, placed } from "../errors.js";
import { readTruth, type Truth } from "../evaluation/truth.js";
import { readDates, type StudyDates } from "../growth/dates.js";
import {
  type LesionNote,
  readLesionNotes,
  readStatusNotes,
  type StatusNote,
} from "../growth/response/notes.js";
import { collectLesions, readDlInfo, streamPatients, streamQuickPatients } from "../input.js";
import type { LesionTable } from "../lesion.js";
import { type JointModel, readModel } from "../matching/joint/model.js";
import { type EarlierMatch, readMatches } from "../matching/sequence-ids.js";
import { readNpy } from "../vectors/npy.js";
import { readVectorTable } from "../vectors/table.js";

/**
 * The bytes of a file in chunks; "-" is standard input. What begins as gzip does is unpacked, whatever its
 * name. Faults come as CANNOT_READ or FILE_NOT_FOUND.
 */
export async function* fileChunks(
  path: string,
  tap?: Tap,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    let start: Uint8Array = new Uint8Array(0);
    while (start.length < 2) {
      const { value, done } = await chunks.next();
      if (done) break;
      start = start.length === 0 ? value : Buffer.concat([start, value]);
    }
    const whole = behind(start, chunks);
    for await (const chunk of isGzip(start) ? unpacked(whole) : whole) {
      tap?.(path, chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw readFault(error, path);
  }
}

/** Is shown the bytes of a file, unpacked, as they are read. */
export type Tap = (path: string, chunk: Uint8Array) => void;

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
  tap?: Tap,
): Promise<LesionTable> => collectLesions(fileChunks(path, tap), { file: path, ...options });

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
  tap?: Tap,
): AsyncGenerator<ReadPatient, void, undefined> =>
  streamPatients(fileChunks(path, tap), { file: path, ...options });

/** As {@link streamPatientsFile} in batches, patients in which nothing is unusual as columns. */
export const streamQuickPatientsFile = (
  path: string,
  options?: Partial<ReadOptions>,
  tap?: Tap,
): AsyncGenerator<readonly QuickPatient[], void, undefined> =>
  streamQuickPatients(fileChunks(path, tap), { file: path, ...options });

/**
 * Vectors to join to a table, from a `.npy` file or a CSV that begins with `row`.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_NPY, and as `readVectorTable`.
 */
export const readVectorsFile = (path: string): Promise<VectorTable> =>
  readWith(path, (bytes) => (path.endsWith(".npy") ? readNpy(bytes) : readVectorTable(bytes)));

/** A truth CSV. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readTruth`. */
export const readTruthFile = (path: string): Promise<Truth> => readWith(path, readTruth);

/** Dates of studies. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readDates`. */
export const readDatesFile = (path: string): Promise<StudyDates> => readWith(path, readDates);

/** Notes on lesions. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readLesionNotes`. */
export const readLesionNotesFile = (path: string): Promise<LesionNote[]> =>
  readWith(path, readLesionNotes);

/** What was seen. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readStatusNotes`. */
export const readStatusNotesFile = (path: string): Promise<StatusNote[]> =>
  readWith(path, readStatusNotes);

/** A joint model. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readModel`. */
export const readModelFile = (path: string): Promise<JointModel> => readWith(path, readModel);

/** An earlier result. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readMatches`. */
export const readMatchesFile = (path: string): Promise<EarlierMatch[]> =>
  readWith(path, readMatches);

/** A file's bytes put through a reader, with the file's name on every fault. */
async function readWith<T>(path: string, read: (bytes: Uint8Array) => T): Promise<T> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
    if (isGzip(bytes)) bytes = gunzipSync(bytes);
  } catch (error) {
    throw readFault(error, path);
  }
  return placed({ file: path }, () => read(bytes));
}

/** A fault of reading a file as an error of ours, with the file's name. */
export function readFault(error: unknown, file: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return new LesionGraphError("FILE_NOT_FOUND", { expected: "an input file" }, { file });
    case "EISDIR":
      return new LesionGraphError(
        "CANNOT_READ",
        { expected: "an input file", received: "a folder" },
        { file },
      );
    case "EACCES":
    case "EPERM":
      return new LesionGraphError(
        "CANNOT_READ",
        { expected: "an input file that may be read", received: "no permission" },
        { file },
      );
    case "Z_BUF_ERROR":
    case "Z_DATA_ERROR":
      return new LesionGraphError(
        "CANNOT_READ",
        { expected: "a whole gzip file", received: "a cut or damaged one" },
        { file },
      );
    default:
      return error;
  }
}

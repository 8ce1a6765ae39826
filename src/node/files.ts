/** Reading lesions from files. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ReadOptions, ReadPatient, VectorTable } from "../csv/lesions.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { LesionGraphError, placed } from "../errors.js";
import { readTruth, type Truth } from "../evaluation/truth.js";
import { collectLesions, readDlInfo, streamPatients } from "../input.js";
import type { LesionTable } from "../lesion.js";
import { type JointModel, readModel } from "../matching/joint/model.js";
import { type EarlierMatch, readMatches } from "../matching/sequence-ids.js";
import { readNpy } from "../vectors/npy.js";
import { readVectorTable } from "../vectors/table.js";

/** The bytes of a file in chunks; "-" is standard input. Faults come as CANNOT_READ or FILE_NOT_FOUND. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = path === "-" ? process.stdin : createReadStream(path);
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw readFault(error, path);
  }
}

/**
 * Reads a DL_info.csv or a vectors CSV from a file ("-" is standard input), whole.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readLesions`.
 */
export const readLesionsFile = (
  path: string,
  options?: Partial<ReadOptions>,
): Promise<LesionTable> => collectLesions(fileChunks(path), { file: path, ...options });

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
): AsyncGenerator<ReadPatient, void, undefined> =>
  streamPatients(fileChunks(path), { file: path, ...options });

/**
 * Vectors to join to a table, from a `.npy` file or a CSV that begins with `row`.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_NPY, and as `readVectorTable`.
 */
export const readVectorsFile = (path: string): Promise<VectorTable> =>
  readWith(path, (bytes) =>
    path.endsWith(".npy") ? readNpy(bytes) : readVectorTable(textOf(bytes)),
  );

/** A truth CSV. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readTruth`. */
export const readTruthFile = (path: string): Promise<Truth> =>
  readWith(path, (bytes) => readTruth(textOf(bytes)));

/** A joint model. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readModel`. */
export const readModelFile = (path: string): Promise<JointModel> =>
  readWith(path, (bytes) => readModel(textOf(bytes)));

/** An earlier result. @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, and as `readMatches`. */
export const readMatchesFile = (path: string): Promise<EarlierMatch[]> =>
  readWith(path, (bytes) => readMatches(textOf(bytes)));

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A file's bytes put through a reader, with the file's name on every fault. */
async function readWith<T>(path: string, read: (bytes: Uint8Array) => T): Promise<T> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
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
    default:
      return error;
  }
}

/**
 * Reading lesions, whatever the file: its first line tells whether it is a DL_info.csv or a vectors
 * CSV. Everything comes as plain objects, one per data row.
 */

import { fail } from "../core/errors.js";
import type { Lesion, LesionTable } from "../core/lesion.js";
import {
  type ByteSource,
  collectTable,
  type FormatOf,
  type ReadOptions,
  type ReadPatient,
  readTable,
  streamTable,
} from "../csv/lesions.js";
import { dlInfoFormat, isDlInfoHeader } from "../deeplesion/format.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { type ReadablePatient, streamColumnar } from "../deeplesion/stream.js";
import { isVectorsHeader, type VectorLesion, vectorsFormat } from "./vectors-format.js";

/**
 * Reads a DL_info.csv or a vectors CSV, whole. Rows of a patient may stand anywhere in it.
 *
 * O(n) time and memory.
 *
 * @returns the lesions in row order, and what the reader noticed about them.
 * @throws LesionGraphError EMPTY_INPUT, NOT_CSV, UNKNOWN_INPUT, MISSING_COLUMN, REPEATED_COLUMN,
 * FIELD_COUNT, BAD_VALUE, RECORD_TOO_LONG, DUPLICATE_LESION, VECTOR_LENGTH, with file, line, row and
 * column as far as they are known.
 */
export const readLesions = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable => readTable(source, formatOfEither, options);

/** As {@link readLesions} for a DL_info.csv, with all that its 18 columns say. */
export const readDlInfo = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable<DlInfoLesion> => readTable(source, dlInfoFormat, options);

/** As {@link readLesions} for a vectors CSV: header `patient,study,lesion`, then the dimensions. */
export const readVectors = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable<VectorLesion> => readTable(source, vectorsFormat, options);

/** As {@link readLesions}, from a stream of bytes or texts (a file's, a response's body, …). */
export const collectLesions = (
  source: ByteSource,
  options?: Partial<ReadOptions>,
): Promise<LesionTable> => collectTable(source, formatOfEither, options);

/**
 * Reads patient by patient, with memory for one patient at a time however long the input is.
 *
 * @throws LesionGraphError as {@link readLesions}, and SCATTERED_PATIENT where the rows of a patient
 * do not stand together: sort the input by patient, or use {@link collectLesions}.
 */
export const streamPatients = (
  source: ByteSource,
  options?: Partial<ReadOptions>,
): AsyncGenerator<ReadPatient, void, undefined> => streamTable(source, formatOfEither, options);

/**
 * As {@link streamPatients}, with the patients in batches and those of a DL_info.csv in which nothing is
 * unusual as columns of numbers: about ten times as fast, with the same lesions, warnings and errors.
 */
export const streamColumnarPatients = (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: Partial<ReadOptions> = {},
): AsyncGenerator<readonly ReadablePatient[], void, undefined> =>
  streamColumnar(source, options, (chunks, given, resumption) =>
    streamTable(chunks, formatOfEither, given, resumption),
  );

const formatOfEither: FormatOf<Lesion> = (header, options) => {
  if (isVectorsHeader(header)) return vectorsFormat(header, options);
  if (isDlInfoHeader(header)) return dlInfoFormat(header, options);
  fail(
    "UNKNOWN_INPUT",
    "the header of a DL_info.csv, or one that begins with patient,study,lesion",
    header.join(","),
    { ...(header.length === 1 ? { remedy: remedyFor(header[0]!) } : {}) },
  );
};

/** What was most likely meant by a first line of one cell. */
const remedyFor = (cell: string): string =>
  /^[^\n]*\.(csv|txt)(\.gz)?$/i.test(cell.trim())
    ? "readLesionsFile of lesion-graph/node reads a path"
    : "fields are separated by commas";

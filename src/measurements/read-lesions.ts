/**
 * Reads lesions from any table: the header tells whether it is a DL_info.csv, a measurement CSV, OHIF's measurement
 * table, ePAD's summary or a vectors CSV. Lesions are plain objects, one per data row.
 */

import { fail } from "../core/errors.js";
import type { Lesion, LesionTable } from "../core/lesion.js";
import type { ByteSource, FormatOf, ReadPatient } from "../csv/lesion-format.js";
import type { TableKind } from "../csv/lesion-reader.js";
import { assertNoneDropped, type ReadOptions } from "../csv/read-options.js";
import { collectTable, readTable, streamTable } from "../csv/read-table.js";
import type { ReadablePatient } from "../deeplesion/columnar-reader.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { dlInfoFormat, isDlInfoHeader } from "../deeplesion/format.js";
import { DL_INFO, dlInfoScanner } from "../deeplesion/row-scanner.js";
import { streamColumnar } from "../deeplesion/stream.js";
import { epadFormat, isEpadHeader } from "./epad.js";
import { isMeasurementHeader } from "./fields.js";
import { measurementFormat } from "./measurement-reader.js";
import { isOhifHeader, ohifFormat } from "./ohif.js";
import { isVectorsHeader, type VectorLesion, vectorsFormat } from "./vectors.js";

/**
 * Reads a DL_info.csv, a measurement CSV, OHIF's measurement table or a vectors CSV, whole. Rows of a patient may
 * stand anywhere. O(n) time and memory.
 *
 * @returns the lesions in row order, and warnings about them.
 * @throws LesionGraphError EMPTY_INPUT, NOT_CSV, UNKNOWN_INPUT, MISSING_COLUMN, REPEATED_COLUMN,
 * FIELD_COUNT, BAD_VALUE, RECORD_TOO_LONG, DUPLICATE_LESION, VECTOR_LENGTH, with file, line, row and
 * column as far as they are known.
 */
export const readLesions = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable => readTable(source, ANY_TABLE, options);

/** As {@link readLesions} for a DL_info.csv, with all that its 18 columns say. */
export const readDlInfo = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable<DlInfoLesion> => readTable(source, DL_INFO, options);

/** As {@link readLesions} for a vectors CSV: header `patient,study,lesion`, then the dimensions. */
export const readVectors = (
  source: string | Uint8Array,
  options?: Partial<ReadOptions>,
): LesionTable<VectorLesion> => readTable(source, { formatOf: vectorsFormat }, options);

/** As {@link readLesions}, from a stream of bytes or texts (a file's, a response's body, …). */
export const collectLesions = (
  source: ByteSource,
  options?: Partial<ReadOptions>,
): Promise<LesionTable> => collectTable(source, ANY_TABLE, options);

/**
 * Reads patient by patient, with memory for one patient at a time however long the input is.
 *
 * @throws LesionGraphError as {@link readLesions}, and SCATTERED_PATIENT where the rows of a patient
 * are not consecutive: sort the input by patient, or use {@link collectLesions}.
 */
export const streamPatients = (
  source: ByteSource,
  options?: Partial<ReadOptions>,
): AsyncGenerator<ReadPatient, void, undefined> => streamTable(source, ANY_TABLE, options);

/**
 * As {@link streamPatients}, with the patients in batches and those of a DL_info.csv in which nothing is
 * unusual as columns of numbers: about ten times as fast, with the same lesions, warnings and errors.
 */
export const streamColumnarPatients = (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: Partial<ReadOptions> = {},
): AsyncGenerator<readonly ReadablePatient[], void, undefined> =>
  streamColumnar(source, options, ANY_TABLE);

const formatOfEither: FormatOf<Lesion> = (header, options, separator) => {
  const names = header.map((name) => name.trim());
  const isMapped = Object.keys(options.columns).length > 0;
  if (isDlInfoHeader(names)) return dlInfoFormat(header, options, separator);
  assertNoneDropped(options);
  if (isOhifHeader(names)) return ohifFormat(names, options, separator);
  if (isEpadHeader(names) && !isMapped) return epadFormat(names, options, separator);
  if (isMapped || isMeasurementHeader(names)) return measurementFormat(header, options, separator);
  if (isVectorsHeader(names)) return vectorsFormat(header, options, separator);
  fail(
    "UNKNOWN_INPUT",
    "the header of a DL_info.csv, of a vectors CSV (patient,study,lesion,…) or of a measurement CSV (patient, study or date, and x, y, z or longAxisMm)",
    header.join(","),
    {
      remedy:
        header.length === 1
          ? remedyFor(header[0]!)
          : "name other columns with `columns: patient=…`",
    },
  );
};

/** The scanner takes only headers of a DL_info.csv. */
const ANY_TABLE: TableKind<Lesion> = { formatOf: formatOfEither, scannerOf: dlInfoScanner };

/** What was most likely meant by a first line of one cell. */
const remedyFor = (cell: string): string =>
  /^[^\n]*\.(csv|txt)(\.gz)?$/i.test(cell.trim())
    ? "readLesionsFile of lesion-graph/node reads a path"
    : "fields are separated by commas, semicolons or tabs";

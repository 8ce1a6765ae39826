/** The flags of all commands that read a table of lesions, and their options of the library. */

import { fail } from "../core/errors.js";
import { choice, text, value } from "../core/options.js";
import { READ_SCHEMA, type ReadOptions, readOptions } from "../csv/read-options.js";
import type { OnBytes } from "../node/file-bytes.js";
import { readStudyDatesFile, readVectorsFile } from "../node/files.js";
import { type FlagValues, failRepeatedValue, given, grouped, optionalFlag } from "./flags.js";

/** Options of reading. */
export const READER_FLAGS = grouped("Input options:", {
  noisy: optionalFlag("--noisy <rule>", {
    ...READ_SCHEMA.noisy,
    help: "Rows marked Possibly_noisy",
  }),
  embeddings: optionalFlag(
    "--embeddings <file>",
    text("", "Appearance vectors, one for each data row: .npy or CSV"),
  ),
  columns: optionalFlag(
    "--map <field=column,...>",
    value<Readonly<Record<string, string>> | undefined>(
      undefined,
      "Measurement CSV: names of its columns by field, such as x=CoordX",
    ),
    columnNames,
  ),
  units: optionalFlag("--units <unit>", {
    ...choice(["mm", "cm"], "mm", "Measurement CSV: unit where the columns name none"),
  }),
  dateFormat: optionalFlag("--date-format <name>", {
    ...READ_SCHEMA.dateFormat,
    help: "Measurement CSV: notation of dates",
  }),
  studyDates: optionalFlag(
    "--study-dates <file>",
    text("", "Measurement CSV: CSV with the columns studyUid and date"),
  ),
  missingPosition: optionalFlag("--missing-position <rule>", {
    ...READ_SCHEMA.missingPosition,
    help: "Measurement CSV: lesions without a position",
  }),
});

export type ReaderFlags = FlagValues<typeof READER_FLAGS>;

/** `x=CoordX,y=CoordY` as columns by field. */
function columnNames(typed: string, name: string): Readonly<Record<string, string>> {
  const pairs = typed.split(",").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) fail("BAD_OPTION", `${name} as field=column`, pair, { option: name });
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  const fields = pairs.map(([field]) => field);
  const twice = fields.find((field, i) => fields.indexOf(field) < i);
  return twice === undefined ? Object.fromEntries(pairs) : failRepeatedValue(name, twice);
}

/** The options of the reader from the flags, checked before anything is read or written. */
export async function readerOptions(
  { embeddings, studyDates, ...others }: ReaderFlags,
  onBytes?: OnBytes,
): Promise<Partial<ReadOptions>> {
  const { noisy, columns, units, dateFormat, missingPosition } = others;
  const options = given({
    noisy,
    columns,
    units,
    dateFormat,
    missingPosition,
    studyDates: studyDates === undefined ? undefined : await readStudyDatesFile(studyDates),
    vectors: embeddings === undefined ? undefined : await readVectorsFile(embeddings, onBytes),
  });
  readOptions(options);
  return options;
}

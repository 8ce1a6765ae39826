/**
 * CSV text, whole or in chunks, as records. csv-parse parses; this module cuts a stream of chunks at record ends,
 * so that memory is bounded by the longest record, and adds line and row to errors.
 */
import { CsvError, parse } from "#csv-parse";
import { fail, fault, LesionGraphError } from "../core/errors.js";
import { countLineEnds, lineOfRecord, RecordScanner } from "./record-scanner.js";
import { textsOf } from "./text.js";

/** Receives the records of a file: first the header, then each data record. */
export interface RecordHandler {
  header(cells: readonly string[]): void;
  /** `row` counts data records from 1; blank lines are no records. */
  record(cells: readonly string[], row: number): void;
  /** The cells of a record that has another number of them than the header; `undefined` is an error. */
  fit?(cells: readonly string[]): readonly string[] | undefined;
}

/** The longest record in characters by default, so that a file without line ends cannot fill the memory. */
export const MAX_RECORD_LENGTH = 1024 * 1024;

/**
 * Takes text chunk by chunk and passes on whole records. Call `end()` after the last chunk.
 *
 * Fields are separated by commas, or by semicolons or tabs where the header has more of those; Excel's first line
 * `sep=;` is accepted.
 */
export class RecordReader {
  readonly #handler: RecordHandler;
  readonly #limit: number;
  /** Text after the last complete record. */
  #pending = "";
  readonly #scanner = new RecordScanner();
  #atStart = true;
  #lines = 0;
  #row = 0;
  #width = 0;
  #separator: Separator = ",";

  constructor(handler: RecordHandler, maxRecordLength = MAX_RECORD_LENGTH) {
    this.#handler = handler;
    this.#limit = maxRecordLength;
  }

  push(chunk: string): void {
    const text = this.#atStart && chunk.startsWith("\uFEFF") ? chunk.slice(1) : chunk;
    if (text.length > 0) this.#atStart = false;
    const end = this.#scanner.ends(text).at(-1) ?? 0;
    if (end === 0) {
      this.#pending += text;
    } else {
      this.#parse(this.#pending + text.slice(0, end));
      this.#pending = text.slice(end);
    }
    if (this.#pending.length > this.#limit) throw this.#tooLong(this.#lines + 1);
  }

  /** Counts records and lines that were read elsewhere, for the places in messages. */
  skip({ rows, lines }: { readonly rows: number; readonly lines: number }): void {
    this.#row = rows;
    this.#lines = lines;
  }

  /** Data records passed on so far. */
  get rows(): number {
    return this.#row;
  }

  /** What separates fields; known from the header on. */
  get separator(): Separator {
    return this.#separator;
  }

  end(): void {
    if (this.#pending.length > 0) this.#parse(this.#pending);
    this.#pending = "";
    if (this.#width === 0) {
      fail("EMPTY_INPUT", "a CSV file with a header line", "no text");
    }
  }

  #parse(text: string): void {
    let block = text;
    if (this.#width === 0) block = this.#findSeparator(block);
    let records = 0;
    try {
      parse(block, {
        delimiter: this.#separator,
        relax_column_count: true,
        skip_empty_lines: true,
        record_delimiter: ["\r\n", "\n"],
        max_record_size: this.#limit,
        on_record: (cells: string[]) => {
          this.#take(cells);
          records++;
          return null;
        },
      });
    } catch (error) {
      const line = this.#lines + lineOfRecord(block, records);
      if (error instanceof CsvError) throw this.#translate(error, line);
      if (!(error instanceof LesionGraphError)) throw error;
      throw error.at(this.#row === 0 ? { line } : { line, row: this.#row });
    }
    this.#lines += countLineEnds(block);
  }

  /** Reads the separator off the first line. Returns the block without Excel's `sep=` line. */
  #findSeparator(block: string): string {
    const said = /^\s*sep=([,;\t])\r?\n/i.exec(block);
    if (said !== null) {
      this.#separator = said[1] as Separator;
      this.#lines += countLineEnds(said[0]);
      return block.slice(said[0].length);
    }
    const firstLine = /[^\r\n]+/.exec(block)?.[0] ?? "";
    const unquoted = firstLine.replace(/"[^"]*"/g, "");
    const count = (separator: Separator): number => unquoted.split(separator).length;
    this.#separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
    return block;
  }

  #take(given: readonly string[]): void {
    let cells = given;
    if (this.#width === 0) {
      assertText(cells);
      this.#width = cells.length;
      this.#handler.header(cells);
      return;
    }
    this.#row++;
    if (cells.length !== this.#width) cells = this.#handler.fit?.(cells) ?? cells;
    if (cells.length !== this.#width) {
      fail("FIELD_COUNT", `${this.#width} fields as in the header`, cells.length, {
        remedy: `put texts with ${SEPARATOR_NAMES[this.#separator]} in double quotes`,
      });
    }
    this.#handler.record(cells, this.#row);
  }

  #translate(error: CsvError, line: number): LesionGraphError {
    if (error.code === "CSV_MAX_RECORD_SIZE") return this.#tooLong(line);
    return fault(
      "NOT_CSV",
      "CSV with fields in double quotes where they hold commas, quotes or line ends",
      error.code.replace("CSV_", "").replaceAll("_", " ").toLowerCase(),
      { line },
    );
  }

  #tooLong(line: number): LesionGraphError {
    return fault("RECORD_TOO_LONG", `records of at most ${this.#limit} characters`, undefined, {
      remedy: "check for a missing line end or closing quote, or raise `maxRecordLength`",
      line,
    });
  }
}

/** What may separate fields, in the order of preference. */
const SEPARATORS = [",", ";", "\t"] as const;
export type Separator = (typeof SEPARATORS)[number];
export const SEPARATOR_NAMES: Readonly<Record<Separator, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
};

/**
 * Where lines end with carriage returns alone, the whole text would pass as one long header; UTF-16 without a byte
 * order mark has a null after every letter.
 */
function assertText(header: readonly string[]): void {
  if (header.some((cell) => cell.includes("\0"))) {
    fail("NOT_CSV", "UTF-8 text", "null characters, as UTF-16 has", {
      remedy: "save the file in UTF-8",
    });
  }
  if (!header.some((cell) => cell.includes("\r"))) return;
  fail("NOT_CSV", "lines that end with a line feed", "carriage returns alone", {
    remedy: "save the table with line ends of Unix or Windows",
  });
}

/**
 * Passes the records of a whole text, or of its bytes in UTF-8, to a handler. O(n); memory for the longest record.
 *
 * @throws LesionGraphError EMPTY_INPUT, NOT_CSV, FIELD_COUNT, RECORD_TOO_LONG with line and row; BAD_VALUE for a
 * source that is neither text nor bytes.
 */
export function readRecords(
  source: string | Uint8Array,
  handler: RecordHandler,
  maxRecordLength?: number,
): void {
  const reader = new RecordReader(handler, maxRecordLength);
  for (const text of textsOf(source)) reader.push(text);
  reader.end();
}

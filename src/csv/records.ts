/**
 * CSV text, whole or in chunks, as records. csv-parse does the parsing; this module cuts a stream of
 * chunks at ends of records, so that memory is bounded by the longest record, and gives every fault
 * its place.
 */
import { CsvError, parse } from "#csv-parse";
import { fail, fault, LesionGraphError, quoted } from "../core/errors.js";
import { closestName } from "../core/options.js";

/** What takes the records of a file: first the header, then each data record. */
export interface RecordHandler {
  header(cells: readonly string[]): void;
  /** `row` counts data records from 1; blank lines are no records. */
  record(cells: readonly string[], row: number): void;
}

/** Limits of a reader. */
export interface RecordLimits {
  /**
   * The longest record in characters, so that a file without line ends cannot fill the memory.
   * @defaultValue 1048576
   */
  readonly maxRecordLength: number;
}

/** Takes text chunk by chunk and hands on whole records. Call `end()` after the last chunk. */
export class RecordReader {
  readonly #handler: RecordHandler;
  readonly #limit: number;
  /** Text behind the last complete record. */
  #pending = "";
  readonly #scanner = new RecordScanner();
  #atStart = true;
  #lines = 0;
  #row = 0;
  #width = 0;

  constructor(handler: RecordHandler, { maxRecordLength }: RecordLimits) {
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

  /** Goes on behind data records that were read elsewhere; for places in messages. */
  skip({ rows, lines }: { readonly rows: number; readonly lines: number }): void {
    this.#row = rows;
    this.#lines = lines;
  }

  /** Data records handed on so far. */
  get rows(): number {
    return this.#row;
  }

  end(): void {
    if (this.#pending.length > 0) this.#parse(this.#pending);
    this.#pending = "";
    if (this.#width === 0) {
      fail("EMPTY_INPUT", "a CSV file with a header line", "no text");
    }
  }

  #parse(block: string): void {
    let records = 0;
    try {
      parse(block, {
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

  #take(cells: string[]): void {
    if (this.#width === 0) {
      assertNoBareReturns(cells);
      this.#width = cells.length;
      this.#handler.header(cells);
      return;
    }
    this.#row++;
    if (cells.length !== this.#width) {
      fail("FIELD_COUNT", `${this.#width} fields as in the header`, cells.length, {
        remedy: "put texts with commas in double quotes",
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
      remedy: "check for a missing line end or closing quote, or raise maxRecordLength",
      line,
    });
  }
}

/** Where lines end with carriage returns alone, the whole text would pass as one long header. */
function assertNoBareReturns(header: readonly string[]): void {
  if (!header.some((cell) => cell.includes("\r"))) return;
  fail("NOT_CSV", "lines that end with a line feed", "carriage returns alone", {
    remedy: "save the table with line ends of Unix or Windows",
  });
}

/**
 * Positions of columns that a table of one's own must have; others are passed over.
 *
 * @throws LesionGraphError MISSING_COLUMN with the nearest name found, REPEATED_COLUMN.
 */
export function columnsOf<const N extends readonly string[]>(
  header: readonly string[],
  names: N,
): { readonly [K in keyof N]: number } {
  const found = header.map((cell) => cell.trim());
  return names.map((name) => {
    const at = found.indexOf(name);
    if (at < 0) {
      const remedy = `the nearest name found is ${quoted(closestName(name, found))}`;
      const fault = { expected: `a column ${name}`, remedy };
      throw new LesionGraphError("MISSING_COLUMN", fault, { column: name });
    }
    if (found.lastIndexOf(name) === at) return at;
    const fault = { expected: `one column ${name}`, received: "several" };
    throw new LesionGraphError("REPEATED_COLUMN", fault, { column: name });
  }) as unknown as { readonly [K in keyof N]: number };
}

/** Finds the ends of records: line feeds outside double quotes. Keeps its state from chunk to chunk. */
export class RecordScanner {
  #quoted = false;

  /** Indices just behind each record end of the chunk. */
  ends(chunk: string): number[] {
    const ends: number[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i);
      if (code === QUOTE) this.#quoted = !this.#quoted;
      else if (code === LINE_FEED && !this.#quoted) ends.push(i + 1);
    }
    return ends;
  }
}

/** The records of a whole text as they stand, each with its line end and blank lines behind it. */
export function splitRecords(text: string): string[] {
  const ends = new RecordScanner().ends(text);
  const pieces = [...ends, text.length].map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));
  const records: string[] = [];
  for (const piece of pieces) {
    const blank = /^[\uFEFF]?\r?\n?$/.test(piece);
    if (blank && records.length > 0) records.push((records.pop() as string) + piece);
    else records.push(piece);
  }
  return records;
}

const QUOTE = 34;
const LINE_FEED = 10;

/** The line, counted from 1, on which the record begins that stands behind so many others. */
function lineOfRecord(block: string, before: number): number {
  const [first = ""] = splitRecords(block);
  const blank = first.length - first.trimStart().length;
  const ahead = splitRecords(block.slice(blank)).slice(0, before).join("");
  return 1 + countLineEnds(block.slice(0, blank)) + countLineEnds(ahead);
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) count++;
  return count;
}

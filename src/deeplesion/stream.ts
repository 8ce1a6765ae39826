/**
 * Reads a DL_info.csv patient by patient from bytes. A patient all of whose rows are numeric comes as columns; all
 * others are read in full from the same bytes, so that lesions, warnings and errors are those of a full read.
 */

import { oneByOne } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";
import { countedChunks } from "../core/progress.js";
import type { TableKind } from "../csv/lesion-reader.js";
import { measurementOptionIn, type ReadOptions, readOptions } from "../csv/read-options.js";
import { streamTable } from "../csv/read-table.js";
import { ColumnarReader, type ReadablePatient } from "./columnar-reader.js";
import { DL_INFO } from "./row-scanner.js";
import { standardHeader } from "./standard-header.js";

/**
 * Patients in batches, as the chunks of the source bring them. Memory for the longest patient and one chunk.
 *
 * @param kind how what is not a DL_info.csv of numbers is read
 * @throws LesionGraphError as `streamPatients`.
 */
export async function* streamColumnar(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  given: Partial<ReadOptions>,
  kind: TableKind<Lesion>,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> {
  const options = readOptions(given);
  const chunks = countedChunks(source, options);
  try {
    yield* columnarPatients(chunks, options, given, kind);
  } finally {
    // The source is closed when reading stops or fails.
    await chunks.return();
  }
}

async function* columnarPatients(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  options: ReadOptions,
  given: Partial<ReadOptions>,
  kind: TableKind<Lesion>,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> {
  /** The bytes are counted already. */
  const inFull = { ...given, onProgress: undefined };
  const buffer = new ByteBuffer(chunks);
  const header = await buffer.firstLine();
  const standard = header === undefined ? undefined : standardHeader(header);
  const needsAll = options.vectors !== undefined || measurementOptionIn(options) !== undefined;
  if (header === undefined || standard === undefined || needsAll) {
    yield* oneByOne(streamTable(buffer.rest(), kind, inFull));
    return;
  }
  const reader = new ColumnarReader(header, standard, options);
  buffer.drop(header.length);
  for (;;) {
    yield* completePatients(reader, buffer, inFull);
    buffer.drop(reader.done);
    if (reader.stuck) {
      yield* oneByOne(streamTable(buffer.rest(), kind, inFull, reader.resumption()));
      return;
    }
    if (buffer.ended) return;
    await buffer.more();
  }
}

/** The patients that are complete in the bytes so far, as one batch. */
async function* completePatients(
  reader: ColumnarReader,
  { bytes, ended }: ByteBuffer,
  given: Partial<ReadOptions>,
): AsyncGenerator<readonly ReadablePatient[], void, undefined> {
  const batch: ReadablePatient[] = [];
  try {
    const found = reader.read(bytes, ended);
    for (let k = 0; k < found.length; k++) {
      const { columns, from, resumption } = found[k]!;
      if (columns !== undefined) {
        batch.push(columns);
        continue;
      }
      let { end } = found[k]!;
      // One reader for adjacent patients: to begin one costs as much as to read a few patients.
      for (; found[k + 1]?.from === end && !found[k + 1]!.columns; k++) ({ end } = found[k + 1]!);
      const rows = [bytes.subarray(from, end)];
      const patients = streamTable(rows, DL_INFO, given, resumption);
      for await (const patient of patients) batch.push(patient);
    }
  } finally {
    // Patients before an error are passed on before it, whatever the chunks are.
    yield batch;
  }
}

/** The bytes of a stream that are not dealt with yet. */
class ByteBuffer {
  /** Valid until the next call of {@link more}. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Where chunks are put together: a new array for each of them is work for the garbage collector. */
  #space: Uint8Array = new Uint8Array(0);
  /** True where the stream has no more. */
  ended = false;
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#chunks = chunks;
  }

  /** Adds a chunk; to a long rest as many as double its length, so that it is not read too often. */
  async more(): Promise<void> {
    const wanted = this.bytes.length < LONG_REST ? this.bytes.length + 1 : this.bytes.length * 2;
    while (this.bytes.length < wanted && !this.ended) {
      const { value, done } = await this.#chunks.next();
      if (done) this.ended = true;
      else this.#append(value);
    }
  }

  /** Copies a chunk, which is valid until the next, behind the bytes. */
  #append(chunk: Uint8Array): void {
    const rest = this.bytes;
    const length = rest.length + chunk.length;
    const fits = length <= this.#space.length;
    if (!fits) this.#space = new Uint8Array(2 * length);
    if (!fits || rest.byteOffset > 0) this.#space.set(rest);
    this.#space.set(chunk, rest.length);
    this.bytes = this.#space.subarray(0, length);
  }

  /** The first line with its line feed; `undefined` where it does not end or is too long for a header. */
  async firstLine(): Promise<Uint8Array | undefined> {
    let end = 0;
    while (end === 0 && !this.ended && this.bytes.length < MOST_HEADER) {
      await this.more();
      end = this.bytes.indexOf(LINE_FEED) + 1;
    }
    return end === 0 ? undefined : this.bytes.subarray(0, end);
  }

  drop(count: number): void {
    this.bytes = this.bytes.subarray(count);
  }

  /** The bytes and all that follow. */
  async *rest(): AsyncGenerator<Uint8Array> {
    yield this.bytes;
    yield* this.#chunks;
  }
}

const LINE_FEED = 10;
const LONG_REST = 1 << 18;
/** A first line longer than this is left to the full reader. */
const MOST_HEADER = 1 << 16;

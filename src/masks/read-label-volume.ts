/** NIfTI-1 label volumes, from a stream, in memory that depends on the mask and not on its voxels. */
import { fail } from "../core/errors.js";
import { countedChunks } from "../core/progress.js";
import { axisOrder } from "./affine.js";
import { LabelRuns, type LabelVolume } from "./label-runs.js";
import {
  type LabelHeader,
  NIFTI_HEADER_BYTES,
  readLabelHeader,
  type Storage,
} from "./nifti-header.js";

/** Bytes of a file: whole, or in chunks of any length. */
export type MaskSource = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** More voxels than 2,048 slices of 512 × 512: a header made to keep the reader busy. */
const MAX_VOXELS = 2 ** 29;

/**
 * Reads a NIfTI-1 label volume (`.nii`, or `.nii.gz` by its first bytes), chunk by chunk. Integers and
 * whole-numbered floats of either byte order are labels, scaled by `scl_slope` and `scl_inter`; the affine is
 * the sform where there is one, else the qform. O(voxels) time; memory O(runs of equal labels).
 *
 * @example
 * const volume = await readLabelVolume(createReadStream("mask.nii.gz"));
 * const { lesions } = lesionsOfMask(volume, { patient: "7", study: 1, labels: "instances" });
 *
 * @throws LesionGraphError BAD_MASK for what is no such file: NIfTI-2, four dimensions, no affine, an sform
 * whose voxel sides are not those of pixdim, an axis tilted by more than 10 degrees, labels that are not
 * integers >= 0, more than 2^29 voxels, bytes missing or left over; BAD_VALUE for what is not bytes.
 */
export async function readLabelVolume(source: MaskSource): Promise<LabelVolume> {
  if (typeof source === "string") {
    fail("BAD_VALUE", "the bytes of a mask, or a stream of them", source);
  }
  const reader = new LabelReader();
  for await (const chunk of unpacked(countedChunks(source as Exclude<MaskSource, Uint8Array>)))
    reader.push(chunk);
  return reader.end();
}

/** What begins with the two bytes of gzip is unpacked. */
async function* unpacked(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start = new Uint8Array(0);
  while (start.length < 2) {
    const { value, done } = await chunks.next();
    if (done) break;
    start = joined(start, value);
  }
  const whole = behind(start, chunks);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const packed = readableOf(whole).pipeThrough(new DecompressionStream("gzip"));
  const reader = packed.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => damaged());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const damaged = (): never => fail("BAD_MASK", "a whole gzip file", "a cut or damaged one");

async function* behind(start: Uint8Array, chunks: AsyncGenerator<Uint8Array>) {
  yield start;
  yield* chunks;
}

function readableOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Takes bytes as they come: the header, what lies behind it, then row after row of voxels. */
class LabelReader {
  readonly #runs = new LabelRuns();
  /** Bytes of the header, until there are enough. */
  #start = new Uint8Array(0);
  /** What the header says, and the row that is being filled. */
  #opened: { readonly header: LabelHeader; readonly row: RowBuffer } | undefined;
  /** Bytes still to pass over before the first voxel. */
  #skip = 0;
  #rows = 0;

  push(chunk: Uint8Array): void {
    let rest = chunk;
    if (this.#opened === undefined) {
      this.#start = joined(this.#start, chunk);
      if (this.#start.length < NIFTI_HEADER_BYTES) return;
      rest = this.#start;
      const header = readLabelHeader(rest);
      assertUsable(header);
      this.#opened = { header, row: new RowBuffer(header) };
      this.#skip = header.offset;
    }
    const skipped = Math.min(this.#skip, rest.length);
    this.#skip -= skipped;
    this.#take(rest.subarray(skipped), this.#opened.row, rowsOf(this.#opened.header));
  }

  end(): LabelVolume {
    const { size, affine } = this.#opened?.header ?? readLabelHeader(this.#start);
    const rows = rowsOf({ size });
    if (this.#rows < rows) {
      const found = `${this.#rows} whole rows of ${rows}`;
      fail("BAD_MASK", `${size.join(" x ")} voxels as the header says`, found);
    }
    return { size, affine, runs: this.#runs };
  }

  #take(bytes: Uint8Array, row: RowBuffer, rows: number): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#rows === rows) fail("BAD_MASK", "no bytes after the last voxel", "some");
      at += row.fill(bytes, at);
      if (row.full) this.#runs.addRow(this.#rows++, row.labels());
    }
  }
}

const rowsOf = ({ size }: Pick<LabelHeader, "size">): number => size[1] * size[2];

function assertUsable({ size: [x, y, z], affine }: LabelHeader): void {
  if (x * y * z > MAX_VOXELS) {
    fail("BAD_MASK", `at most ${MAX_VOXELS} voxels`, `${x} x ${y} x ${z}`);
  }
  axisOrder(affine);
}

type Values = ArrayLike<number>;

const VIEWS: Readonly<Record<Storage, { bytes: number; of(buffer: ArrayBuffer): () => Values }>> = {
  uint8: { bytes: 1, of: (buffer) => always(new Uint8Array(buffer)) },
  int8: { bytes: 1, of: (buffer) => always(new Int8Array(buffer)) },
  uint16: { bytes: 2, of: (buffer) => always(new Uint16Array(buffer)) },
  int16: { bytes: 2, of: (buffer) => always(new Int16Array(buffer)) },
  uint32: { bytes: 4, of: (buffer) => always(new Uint32Array(buffer)) },
  int32: { bytes: 4, of: (buffer) => always(new Int32Array(buffer)) },
  float32: { bytes: 4, of: (buffer) => always(new Float32Array(buffer)) },
  float64: { bytes: 8, of: (buffer) => always(new Float64Array(buffer)) },
  int64: { bytes: 8, of: (buffer) => numbersOf(new BigInt64Array(buffer)) },
  uint64: { bytes: 8, of: (buffer) => numbersOf(new BigUint64Array(buffer)) },
};

const always = (values: Values) => (): Values => values;

/** Integers beyond 2^53 lose digits here and are rejected as labels anyway. */
const numbersOf = (values: BigInt64Array | BigUint64Array) => (): Values =>
  Float64Array.from({ length: values.length }, (_, i) => Number(values[i]));

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The bytes of one row of voxels, and their labels when it is full. */
class RowBuffer {
  readonly #bytes: Uint8Array;
  readonly #values: () => Values;
  readonly #header: LabelHeader;
  readonly #width: number;
  #filled = 0;

  constructor(header: LabelHeader) {
    const { bytes, of } = VIEWS[header.storage];
    const buffer = new ArrayBuffer(bytes * header.size[0]);
    this.#bytes = new Uint8Array(buffer);
    this.#values = of(buffer);
    this.#header = header;
    this.#width = bytes;
  }

  get full(): boolean {
    return this.#filled === this.#bytes.length;
  }

  /** Takes what fits from `at` on, and says how many bytes that was. */
  fill(bytes: Uint8Array, at: number): number {
    if (this.full) this.#filled = 0;
    const piece = bytes.subarray(at, at + this.#bytes.length - this.#filled);
    this.#bytes.set(piece, this.#filled);
    this.#filled += piece.length;
    return piece.length;
  }

  labels(): Values {
    const { littleEndian, slope, intercept } = this.#header;
    if (littleEndian !== HOST_IS_LITTLE_ENDIAN) this.#swap();
    const values = this.#values();
    if (slope === 1 && intercept === 0) return values;
    return Float64Array.from(values, (value) => value * slope + intercept);
  }

  #swap(): void {
    for (let at = 0; at < this.#bytes.length; at += this.#width) {
      this.#bytes.subarray(at, at + this.#width).reverse();
    }
  }
}

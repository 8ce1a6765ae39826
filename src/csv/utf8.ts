/** Decodes bytes as UTF-8. Other bytes are an error: replaced, they would make different names alike. */
import { fault, type LesionGraphError } from "../core/errors.js";

/** Text chunk by chunk. */
export class Utf8Reader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  /** Line feeds in the chunks so far. */
  #lineEnds = 0;
  #atStart = true;

  /** @throws LesionGraphError NOT_CSV with the line. */
  push(chunk: Uint8Array): string {
    try {
      const text = this.#decoder.decode(chunk, { stream: true });
      this.#lineEnds += lineEndsOf(chunk);
      this.#atStart &&= chunk.length === 0;
      return text;
    } catch {
      throw notUtf8(chunk, this.#lineEnds, this.#atStart);
    }
  }

  /** Counts lines that were read elsewhere, for the places in messages. */
  skip(lines: number): void {
    this.#lineEnds = lines;
    this.#atStart = false;
  }

  /** What is left at the end. @throws LesionGraphError NOT_CSV where a character is cut. */
  end(): string {
    try {
      return this.#decoder.decode();
    } catch {
      throw notUtf8(new Uint8Array(0), this.#lineEnds, false);
    }
  }
}

function notUtf8(chunk: Uint8Array, lineEnds: number, first: boolean): LesionGraphError {
  const magic = first && chunk.length > 1 ? chunk[0]! * 256 + chunk[1]! : 0;
  const binary = BINARY.get(magic);
  if (binary !== undefined) return fault("NOT_CSV", "UTF-8 text", ...binary);
  return fault("NOT_CSV", "UTF-8 text", UTF_16.includes(magic) ? "UTF-16" : "other bytes", {
    remedy: "save the file in UTF-8",
    ...(UTF_16.includes(magic) ? {} : { line: lineEnds + lineOfFault(chunk) }),
  });
}

/** Which line of a chunk, counted from 1, is not UTF-8. */
function lineOfFault(chunk: Uint8Array): number {
  // What a chunk begins with may be the end of a character.
  let from = Math.max(
    0,
    chunk.findIndex((byte) => (byte & 0xc0) !== 0x80),
  );
  for (let line = 1; from < chunk.length; line++) {
    const end = chunk.indexOf(LINE_FEED, from) + 1 || chunk.length;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(chunk.subarray(from, end), { stream: true });
    } catch {
      return line;
    }
    from = end;
  }
  return 1;
}

function lineEndsOf(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

const LINE_FEED = 10;
/** First two bytes of files that are often given in place of a CSV. */
const BINARY: ReadonlyMap<number, readonly [received: string, details: { remedy: string }]> =
  new Map([
    [
      0x504b,
      [
        "a zip archive (.xlsx, .npz, .zip)",
        { remedy: "save the sheet as CSV UTF-8, or the array as .npy" },
      ],
    ],
    [0x1f8b, ["a gzip file", { remedy: "unpack it; if it is a .nii.gz, use the masks command" }]],
    [0x8950, ["a PNG image", { remedy: "pass the table that describes the images" }]],
  ]);
/** Byte order marks of UTF-16, little- and big-endian. */
const UTF_16 = [0xfffe, 0xfeff];

/** Bytes of files, in chunks or whole, gzip unpacked; errors of the system with the name of the file. */
import { readSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { fail, fault, withPlace } from "../core/errors.js";
import { countedChunks, type ProgressOptions } from "../core/progress.js";
import { assertText } from "../core/shape.js";
import { assertUnchanged, readWhole, regularFile } from "./file-identity.js";
import { systemReason } from "./reasons.js";

/**
 * The bytes of a file in chunks, each valid until the next is asked for; "-" is standard input. Gzip is detected by
 * its first bytes and decompressed. Errors are CANNOT_READ or FILE_NOT_FOUND.
 */
export async function* fileChunks(
  path: string,
  onBytes?: OnBytes,
  progress?: Partial<ProgressOptions>,
): AsyncGenerator<Uint8Array, void, undefined> {
  assertPath(path);
  const source = path === "-" ? (process.stdin as AsyncIterable<Uint8Array>) : storedBytes(path);
  const before = regularFile(path);
  const total = path === "-" || before === undefined ? undefined : Number(before.size);
  const chunks = countedChunks(source, progress, total);
  try {
    let start: Uint8Array = new Uint8Array(0);
    while (start.length < 2) {
      const { value, done } = await chunks.next();
      if (done) break;
      start = Buffer.concat([start, value]);
    }
    const whole = behind(start, chunks);
    for await (const chunk of isGzip(start) ? await unpacked(whole) : whole) {
      onBytes?.(path, chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
    assertUnchanged(path, before);
  } catch (error) {
    throw readFault(error, path);
  } finally {
    // Closes the file; not awaited, since a pipe may leave its reader waiting.
    chunks.return().catch(() => {});
  }
}

/**
 * Chunks in one and the same memory: new memory for each takes longer than to read it. A regular file is read at once,
 * since to wait for a thread takes ten times as long; signals and workers have their turn between the chunks.
 */
async function* storedBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  try {
    const isRegular = (await file.stat()).isFile();
    const space = new Uint8Array(CHUNK);
    for (;;) {
      const length = isRegular ? readSync(file.fd, space) : (await file.read(space)).bytesRead;
      if (length === 0) return;
      yield space.subarray(0, length);
      if (isRegular) await new Promise((turn) => setImmediate(turn));
    }
  } finally {
    await file.close();
  }
}

/** Asserts the path of a file or folder. @throws LesionGraphError BAD_VALUE. */
export const assertPath = (path: unknown): void => assertText(path, "a path as a text");

/** Called with the decompressed bytes of a file as they are read. */
export type OnBytes = (path: string, chunk: Uint8Array) => void;

/** The patients of a chunk are in memory at once: longer chunks are more for the garbage collector to keep. */
const CHUNK = 1 << 16;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function* behind(start: Uint8Array, chunks: AsyncIterator<Uint8Array>) {
  yield start;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

/** Node's streams and zlib are loaded here, since most inputs need neither. */
async function unpacked(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<unknown>> {
  const { pipeline, Readable } = await import("node:stream");
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // A fault of either side ends the other, and comes out where the chunks are taken.
  pipeline(Readable.from(copies(bytes)), gunzip, () => {});
  return gunzip;
}

/** Chunks that stay valid while the next ones are read. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/** Largest decompressed size of a side file in bytes. */
const MOST_UNPACKED = 2 ** 30;

/** Reads a file with a reader of bytes; errors get the file's name. */
export async function readWith<T>(
  path: string,
  read: (bytes: Uint8Array) => T,
  onBytes?: OnBytes,
): Promise<T> {
  assertPath(path);
  let bytes: Uint8Array;
  try {
    bytes = await readWhole(path);
    if (isGzip(bytes)) {
      const { gunzipSync } = await import("node:zlib");
      bytes = gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
    }
  } catch (error) {
    throw readFault(error, path);
  }
  onBytes?.(path, bytes);
  return withPlace({ file: path }, () => read(bytes));
}

/**
 * Returns the bytes of an image, a volume or a model.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ; for pipes and devices too, which could wait without end.
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  assertPath(path);
  try {
    assertRegularFile(await stat(path), path);
    return await readWhole(path);
  } catch (error) {
    throw readFault(error, path);
  }
}

/** Asserts a regular file; folders are left to who reads them. @throws LesionGraphError CANNOT_READ. */
export function assertRegularFile(
  found: { isFile(): boolean; isDirectory(): boolean },
  file: string,
): void {
  if (found.isFile() || found.isDirectory()) return;
  fail("CANNOT_READ", "a regular file", "a pipe or device", {
    remedy: "write the data to a file first",
    file,
  });
}

/** A system error as a LesionGraphError with the file's name; any other error unchanged. */
export function readFault(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOENT") {
    return fault("FILE_NOT_FOUND", "an input file", undefined, { file });
  }
  if (code === "Z_BUF_ERROR" || code === "Z_DATA_ERROR") {
    return fault("CANNOT_READ", "a whole gzip file", "a cut or damaged one", { file });
  }
  if (code === "ERR_BUFFER_TOO_LARGE") {
    return fault("CANNOT_READ", "a gzip file of at most 1 GiB unpacked", "a larger one", { file });
  }
  if (code === "ERR_FS_FILE_TOO_LARGE") {
    return fault("CANNOT_READ", "a file of at most 2 GiB", "a larger one", { file });
  }
  const reason = systemReason(error);
  if (reason === undefined) return error;
  const expected = code === "EISDIR" ? "an input file" : "an input file that may be read";
  return fault("CANNOT_READ", expected, reason.received, { remedy: reason.remedy, file });
}

/** Output that is written whole or not at all: texts or bytes. */
import { once } from "node:events";
import { createWriteStream, rmSync, type WriteStream } from "node:fs";
import { mkdir, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LesionGraphError } from "../errors.js";
import { systemReason } from "./reasons.js";

/** A piece of a file. */
export type Piece = string | Uint8Array;
/** What a file is made of. */
export type Pieces = AsyncIterable<Piece> | Iterable<Piece>;

/**
 * Writes texts or bytes to a file, piece by piece, under a temporary name beside it; the file gets its own name
 * when all is written. After a fault, an interrupt or a termination nothing is left and what stood
 * there before still stands. Devices and pipes are written directly.
 *
 * @throws LesionGraphError CANNOT_WRITE; and whatever making the pieces throws.
 */
export async function writeWhole(path: string, pieces: Pieces): Promise<void> {
  const isDevice = await special(path);
  const target = isDevice ? path : join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const discard = (): void => {
    if (isDevice) return;
    try {
      rmSync(target, { force: true });
    } catch {
      // Where nothing could be made, nothing is left.
    }
  };
  const leave = (signal: NodeJS.Signals): void => {
    discard();
    process.kill(process.pid, signal);
  };
  process.once("SIGINT", leave).once("SIGTERM", leave);
  try {
    await pour(createWriteStream(target), isDevice ? pieces : inBlocks(pieces));
    if (!isDevice) await rename(target, path);
  } catch (error) {
    discard();
    throw writeFault(error, path);
  } finally {
    process.off("SIGINT", leave).off("SIGTERM", leave);
  }
}

/** Writes texts or bytes to standard output, no faster than they are taken. */
export async function writeStandardOutput(pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
}

/** Makes a folder and those above it. @throws LesionGraphError CANNOT_WRITE. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw writeFault(error, path);
  }
}

async function pour(stream: WriteStream, pieces: Pieces): Promise<void> {
  let fault: unknown;
  stream.on("error", (error) => {
    fault = error;
  });
  try {
    await once(stream, "open");
    for await (const piece of pieces) {
      if (fault !== undefined) throw fault;
      if (!stream.write(piece)) await once(stream, "drain");
    }
    stream.end();
    await once(stream, "close");
    if (fault !== undefined) throw fault;
  } finally {
    stream.destroy();
  }
}

/** Length of a block, in characters: a write for every patient takes longer than the matching. */
const BLOCK = 1 << 16;

/** The same, with short texts put together. */
async function* inBlocks(pieces: Pieces): AsyncGenerator<Piece> {
  let texts: string[] = [];
  let length = 0;
  const taken = (): string => {
    const block = texts.join("");
    texts = [];
    length = 0;
    return block;
  };
  for await (const piece of pieces) {
    if (typeof piece !== "string") {
      if (length > 0) yield taken();
      yield piece;
      continue;
    }
    texts.push(piece);
    length += piece.length;
    if (length >= BLOCK) yield taken();
  }
  if (length > 0) yield taken();
}

/** True where something stands at the path that is no regular file and can be written to. */
async function special(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return !found.isFile();
  } catch {
    return false;
  }
  throw new LesionGraphError(
    "CANNOT_WRITE",
    { expected: "the name of an output file", received: "a folder" },
    { file: path },
  );
}

/** A fault of writing as CANNOT_WRITE with its reason; anything else as it is. */
export function writeFault(error: unknown, file: string): unknown {
  const reason = systemReason(error);
  if (reason === undefined) return error;
  const expected = "an output file that can be written";
  return new LesionGraphError("CANNOT_WRITE", { expected, ...reason }, { file });
}

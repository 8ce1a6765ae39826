/** Atomic output of texts or bytes. */
import { once } from "node:events";
import { rmSync } from "node:fs";
import {
  access,
  chmod,
  constants,
  type FileHandle,
  mkdir,
  open,
  rename,
  stat,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Writable } from "node:stream";
import { fail, fault } from "../core/errors.js";
import { assertBytes, assertText } from "../core/shape.js";
import { partName, removeAbandoned } from "./abandoned-files.js";
import { type Destination, destinationOf } from "./destination.js";
import { systemReason } from "./reasons.js";

/** A chunk of a file. */
export type Piece = string | Uint8Array;
/** The chunks of a file. */
export type OutputChunks = AsyncIterable<Piece> | Iterable<Piece>;

/**
 * Writes texts or bytes to a file, chunk by chunk, under a temporary name beside it; the file gets its name
 * when it is complete. After an error, an interrupt or a termination, no partial file is left and an earlier
 * file is unchanged. A file keeps its permissions, links are followed; devices, pipes and open files
 * (`/dev/fd/3`) are written directly. Unfinished files that a killed process of this machine left in the folder are
 * removed.
 *
 * @throws LesionGraphError CANNOT_WRITE; and any error of the chunks' source.
 */
export async function writeFileAtomic(path: string, pieces: OutputChunks): Promise<void> {
  assertText(path, "the path of an output file");
  const isIterable = typeof pieces === "object" && pieces !== null;
  if (!(isIterable && (Symbol.iterator in pieces || Symbol.asyncIterator in pieces))) {
    fail("BAD_VALUE", "an iterable of chunks", String(pieces));
  }
  const to = await destinationOf(path).catch((error) => {
    throw writeFault(error, path);
  });
  if (to.kind === "standard output") return writeStandardOutput(pieces);
  try {
    if (to.kind === "file") await replace(to, pieces);
    else await pourInto(await open(path, "a"), pieces);
  } catch (error) {
    throw writeFault(error, path);
  }
}

/** Writes texts or bytes to standard output, with backpressure. @throws the error of the stream. */
export const writeStandardOutput = (pieces: OutputChunks): Promise<void> =>
  pour(process.stdout, pieces);

/**
 * Asserts that a file can be written later: neither a folder nor a device, in a folder that may be written.
 *
 * @throws LesionGraphError CANNOT_WRITE.
 */
export async function assertReplaceable(path: string): Promise<void> {
  try {
    const to = await destinationOf(path);
    if (to.kind !== "file") {
      fail("CANNOT_WRITE", "a file that can be replaced", "a device or pipe", { file: path });
    }
    await access(dirname(to.path), constants.W_OK);
  } catch (error) {
    throw writeFault(error, path);
  }
}

/**
 * Makes a folder and its missing parents, one by one: Node's recursive mkdir never ends on a file system that
 * reports ENOENT for a new folder, as /proc does.
 *
 * @throws LesionGraphError CANNOT_WRITE.
 */
export async function makeFolder(path: string): Promise<void> {
  const absent: string[] = [];
  try {
    let at = resolve(path);
    while (!(await exists(at))) {
      absent.unshift(at);
      at = dirname(at);
    }
    for (const folder of absent) await mkdir(folder).catch(unlessThere);
    if (!(await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
  } catch (error) {
    throw writeFault(error, path);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );

/** Another process may have made the folder at the same time. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** Signals that end a program. */
const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

async function replace({ path, mode }: Destination, pieces: OutputChunks): Promise<void> {
  const part = partName(path);
  await removeAbandoned(dirname(path));
  const discard = (): void => {
    try {
      rmSync(part, { force: true });
    } catch {
      // If the temporary file could not be made, there is nothing to remove.
    }
  };
  const leave = (signal: NodeJS.Signals): void => {
    discard();
    process.kill(process.pid, signal);
  };
  for (const signal of ENDINGS) process.once(signal, leave);
  try {
    await pourInto(await open(part, "w", mode), inBlocks(pieces));
    if (mode !== undefined) await chmod(part, mode);
    await rename(part, path);
  } catch (error) {
    discard();
    throw error;
  } finally {
    for (const signal of ENDINGS) process.off(signal, leave);
  }
}

/** Writes to a file and closes it. */
async function pourInto(file: FileHandle, pieces: OutputChunks): Promise<void> {
  try {
    for await (const piece of pieces) await file.writeFile(bytesOrText(piece));
  } finally {
    await file.close();
  }
}

/** Writes with backpressure. An error of the stream is reported at once, not with the next chunk. */
async function pour(stream: Writable, pieces: OutputChunks): Promise<void> {
  let broken = false;
  const through = async (): Promise<void> => {
    for await (const piece of pieces) {
      if (broken) return;
      if (!stream.write(bytesOrText(piece))) await once(stream, "drain");
    }
  };
  let meet: (error: Error) => void = () => {};
  const fault = new Promise<never>((_, reject) => {
    meet = (error) => {
      broken = true;
      reject(error);
    };
  });
  stream.once("error", meet);
  try {
    await Promise.race([through(), fault]);
  } finally {
    stream.off("error", meet);
  }
}

function bytesOrText(piece: Piece): Piece {
  if (typeof piece !== "string") assertBytes(piece, "a chunk as a text, or");
  return piece;
}

/** Length of a block, in characters: a write for every patient takes longer than the matching. */
const BLOCK = 1 << 16;

/** The same chunks, with short texts joined. */
async function* inBlocks(pieces: OutputChunks): AsyncGenerator<Piece> {
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

/** A system error as CANNOT_WRITE with its reason; any other error unchanged. */
export function writeFault(error: unknown, file: string): unknown {
  const reason = systemReason(error);
  if (reason === undefined) return error;
  const expected = "an output file that can be written";
  return fault("CANNOT_WRITE", expected, reason.received, { remedy: reason.remedy, file });
}

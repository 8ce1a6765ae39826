/** Which file a name stands for, how long it is, and whether it stays the same while it is read. */
import { type BigIntStats, fstatSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fail, LesionGraphError } from "../core/errors.js";

/**
 * Device and inode of a regular file ("-" is standard input), which are the same for all its names and
 * links; nothing for what is not there or is no regular file.
 */
export function fileIdentity(path: string): string | undefined {
  const found = regularFile(path);
  return found && `${found.dev}:${found.ino}`;
}

/** Bytes of a regular file; 0 for what is not there or is no regular file. */
export const fileLength = (path: string): number => Number(regularFile(path)?.size ?? 0);

/** What the system says of a regular file; `undefined` for pipes, devices and what cannot be read. */
export function regularFile(path: string): BigIntStats | undefined {
  try {
    const found = path === "-" ? fstatSync(0, { bigint: true }) : statSync(path, { bigint: true });
    return found.isFile() ? found : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asserts that nothing was written to a file, cut off or put in its place since.
 *
 * @throws LesionGraphError CANNOT_READ.
 */
export function assertUnchanged(path: string, before: BigIntStats | undefined): void {
  const now = regularFile(path);
  const same = (["ino", "size", "mtimeNs"] as const).every(
    (name) => now?.[name] === before?.[name],
  );
  if (same) return;
  fail("CANNOT_READ", "a file that stays the same while it is read", "a changed one", {
    remedy: "read it again when it is complete",
    file: path,
  });
}

/**
 * Runs a reader of a file. Where it fails and the file has changed meanwhile, that is the error, and not what was
 * found in the bytes of two versions.
 *
 * @throws LesionGraphError CANNOT_READ; what `read` throws.
 */
export async function whileUnchanged<T>(path: string, read: () => Promise<T>): Promise<T> {
  const before = regularFile(path);
  try {
    return await read();
  } catch (error) {
    throwFault(error, path, before);
  }
}

/** As {@link whileUnchanged}, for a reader that yields what it reads. */
export async function* yieldWhileUnchanged<T>(
  path: string,
  read: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const before = regularFile(path);
  try {
    yield* read;
  } catch (error) {
    throwFault(error, path, before);
  }
}

function throwFault(error: unknown, path: string, before: BigIntStats | undefined): never {
  if (error instanceof LesionGraphError) assertUnchanged(path, before);
  throw error;
}

/** The bytes of a file that stays the same meanwhile. @throws LesionGraphError CANNOT_READ; errors of the system. */
export async function readWhole(path: string): Promise<Buffer> {
  const before = regularFile(path);
  const bytes = await readFile(path);
  assertUnchanged(path, before);
  return bytes;
}

/** As {@link readWhole}, before anything else runs. */
export function readWholeSync(path: string): Buffer {
  const before = regularFile(path);
  const bytes = readFileSync(path);
  assertUnchanged(path, before);
  return bytes;
}

/** The real destination of an output file. */
import { fstatSync } from "node:fs";
import { readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fault, type LesionGraphError } from "../core/errors.js";

export interface Destination {
  /**
   * `file` is replaced when all is written; `stream` (a device, a pipe, a file that a process holds open)
   * is written to directly.
   */
  readonly kind: "file" | "stream" | "standard output";
  /** The path, with all links followed for a file. */
  readonly path: string;
  /** Permissions of the existing file. */
  readonly mode: number | undefined;
}

/** Follows links, so that what they point to is written and they stay. @throws CANNOT_WRITE for a folder. */
export async function destinationOf(path: string): Promise<Destination> {
  if (path === "" || path.endsWith("/")) throw noFileName(path, path);
  const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const mode = found && Number(found.mode & 0o7777n);
  if (found?.isDirectory()) throw noFileName(path, "a folder");
  if (found && isStandardOutput(found)) return { kind: "standard output", path, mode };
  if (found && !found.isFile()) return { kind: "stream", path, mode };
  let at = path;
  for (;;) {
    const folder = await realpath(dirname(at));
    if (OPEN_FILES.test(folder)) return { kind: "stream", path, mode };
    at = join(folder, basename(at));
    const next = await readlink(at).catch(() => undefined);
    if (next === undefined) return { kind: "file", path: at, mode };
    at = resolve(folder, next);
  }
}

/** The folder in which Linux shows the open files of a process; /dev/fd leads there. */
const OPEN_FILES = /^\/proc\/[^/]+\/(task\/\d+\/)?fd$/;

function isStandardOutput({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): boolean {
  try {
    const own = fstatSync(1, { bigint: true });
    return own.dev === dev && own.ino === ino;
  } catch {
    // Standard output is closed.
    return false;
  }
}

const noFileName = (file: string, received: string): LesionGraphError =>
  fault("CANNOT_WRITE", "the name of an output file", received, { file });

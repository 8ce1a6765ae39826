/** Unfinished output files: their names, and the removal of those whose process was killed. */
import { readFileSync, readlinkSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { fnv1a } from "../core/group-by.js";

let parts = 0;
let start: string | undefined;

/**
 * The beginning of the names of unfinished files in whose names process ids mean what they mean here: on Linux those
 * of this start of the machine and this container, elsewhere those of this host.
 */
function partStart(): string {
  if (start !== undefined) return start;
  let place: string;
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    place = `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    place = hostname();
  }
  start = `.lesion-graph-${fnv1a(place).toString(16)}-`;
  return start;
}

/** A new name beside a file, not made of the file's own name, which may be as long as a name can be. */
export const partName = (path: string): string =>
  join(dirname(path), `${partStart()}${process.pid}-${++parts}.part`);

/** Folders that were looked into. */
const cleaned = new Set<string>();

/**
 * Removes the unfinished files of killed processes from a folder, where no process of this machine has their id any
 * more. Looks once per folder. What cannot be removed stays.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  if (cleaned.has(folder)) return;
  cleaned.add(folder);
  for (const name of await readdir(folder).catch(() => [])) {
    const pid =
      name.startsWith(partStart()) && /^(\d+)-\d+\.part$/.exec(name.slice(partStart().length));
    if (!pid || isRunning(Number(pid[1]))) continue;
    await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

/** False only where no process has the id; one of another user counts as running. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

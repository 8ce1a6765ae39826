/** Which file a name stands for, and how long it is. */
import { type BigIntStats, fstatSync, statSync } from "node:fs";

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

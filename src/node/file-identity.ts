/** Which file a name stands for. */
import { fstatSync, statSync } from "node:fs";

/**
 * Device and inode of a regular file ("-" is standard input), which are the same for all its names and
 * links; nothing for what is not there or is no regular file.
 */
export function fileIdentity(path: string): string | undefined {
  try {
    const found = path === "-" ? fstatSync(0, { bigint: true }) : statSync(path, { bigint: true });
    return found.isFile() ? `${found.dev}:${found.ino}` : undefined;
  } catch {
    return undefined;
  }
}

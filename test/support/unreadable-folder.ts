/** Work on a folder that nobody may look into, also where the tests run as root. */
import { chmodSync } from "node:fs";

/** The user that owns nothing. */
const NOBODY = 65534;

export async function withUnreadableFolder(
  folder: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const root = process.geteuid?.() === 0;
  chmodSync(folder, 0);
  if (root) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (root) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}

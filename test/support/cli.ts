/** The built command line as a process. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `lesion-graph` with these arguments. */
export function run(args: readonly string[], input: string | Uint8Array = "", cwd?: string): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    input,
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, out: stdout, err: stderr };
}

/** An empty folder of the test's own. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), "lesion-graph-"));

/** The command line: in this process, or built and as a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../src/cli/run.js";

export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `lesion-graph` in this process: quick, and without the worker threads of the built package. */
export async function run(
  args: readonly string[],
  input: string | Uint8Array = "",
  cwd = process.cwd(),
): Promise<Run> {
  const before = process.cwd();
  const stdin = Object.getOwnPropertyDescriptor(process, "stdin");
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  const bytes = Buffer.from(input as string);
  Object.defineProperty(process, "stdin", {
    configurable: true,
    value: Readable.from(bytes.length > 0 ? [bytes] : []),
  });
  process.chdir(cwd);
  try {
    const output = { broken: () => undefined, flushed: () => Promise.resolve() };
    const status = await runCommandLine(args, output);
    return { status, out: out.text(), err: err.text() };
  } finally {
    process.chdir(before);
    if (stdin) Object.defineProperty(process, "stdin", stdin);
    out.restore();
    err.restore();
  }
}

/** Keeps what is written to a stream. */
function capture(stream: NodeJS.WriteStream) {
  const { write } = stream;
  const parts: Buffer[] = [];
  stream.write = ((part: string | Uint8Array) => {
    parts.push(Buffer.from(part as string));
    return true;
  }) as typeof write;
  return {
    text: () => Buffer.concat(parts).toString(),
    restore: () => {
      stream.write = write;
    },
  };
}

/** Runs the built `lesion-graph` as a process. */
export function runProcess(
  args: readonly string[],
  input: string | Uint8Array = "",
  cwd?: string,
): Run {
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

/** The command line: in this process, or built and as a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { runCommandLine } from "../../src/cli/run.js";
import type { Place } from "../../src/core/errors.js";

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

/** Code and place of an error line, without its wording. */
export interface ErrorLine extends Place {
  readonly code: string;
}

/** The error of a call that ended with status 2, printed nothing and wrote one line on standard error. */
export function errorOfRun({ status, out, err }: Run): ErrorLine {
  const error = errorLine(err);
  expect([status, out]).toEqual([2, ""]);
  return error;
}

const KINDS = "file|line|row|column|patient|study|lesion|option";
const NUMBERS = ["line", "row", "study"];

/** Takes `error CODE: expected …, got … (file F, row N, option --o); …` apart, the only line of a text. */
export function errorLine(text: string): ErrorLine {
  expect(text).toMatch(/^error [A-Z_]+: expected [^\n]*\n$/);
  const [, code = "", typed = ""] = /^error ([A-Z_]+): (.*)/.exec(text) ?? [];
  const message = typed.replace(/\(standard input(?=[,)])/, "(file -");
  const place = new RegExp(` \\(((?:${KINDS}) .*?)\\)(?:; .*)?$`).exec(message)?.[1];
  const parts = place?.split(new RegExp(`, (?=(?:${KINDS}) )`)) ?? [];
  const fields = parts.map((part) => {
    const [kind = "", ...words] = part.split(" ");
    const value = words.join(" ");
    return [kind, NUMBERS.includes(kind) ? Number(value) : value];
  });
  return { code, ...Object.fromEntries(fields) };
}

/** What a warning line counts and where its example is, without its wording. */
interface WarningLine {
  /** The input that it is about. */
  readonly file?: string;
  /** How many cases it stands for. */
  readonly count?: number;
  /** The cases by kind. */
  readonly kinds?: Readonly<Record<string, number>>;
  /** Data row of the case that it shows. */
  readonly row?: number;
}

/** Takes `warning: FILE: 3 … (kind 1, kind 2); … row N …` apart, the only line of a text. */
export function warningLine(text: string): WarningLine {
  expect(text).toMatch(/^warning: [^\n]+\n$/);
  const [, file, message = ""] = /^warning: (?:([^\s:]+): )?(.*)/.exec(text) ?? [];
  const kinds = /^[^;]*\(([a-z-]+ \d+(?:, [a-z-]+ \d+)*)\)/.exec(message)?.[1];
  const [count, row] = [/\b\d+\b/, /(?<=\brow )\d+/].map((number) => number.exec(message)?.[0]);
  return {
    ...(file !== undefined && { file }),
    ...(count !== undefined && { count: Number(count) }),
    ...(kinds !== undefined && {
      kinds: Object.fromEntries(
        kinds.split(", ").map((one) => [one.split(" ")[0], Number(one.split(" ")[1])]),
      ),
    }),
    ...(row !== undefined && { row: Number(row) }),
  };
}

/** The error or warning line of a call for a snapshot: without the names of known options and of folders. */
export const wordingOf = ({ err }: Pick<Run, "err">): string =>
  err.replace(/known are [^;\n]*/, "known are …").replaceAll(/(?<=[ "])\/[^ "]*\//g, "");

/** An empty folder of the test's own. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), "lesion-graph-"));

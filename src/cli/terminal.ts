/** Text output: results on standard output; warnings, errors and progress on standard error. */

import type { Progress } from "../core/progress.js";

/** Prints a line on standard output. */
export const printLine = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints one line; a line of progress is cleared first. Control characters in names are escaped. */
export function printError(line: string): void {
  clearProgress();
  process.stderr.write(`${escapeControls(line)}\n`);
}

/** Warnings of the command that runs. */
const warnings: string[] = [];

/** Keeps a warning until the command has succeeded: a command that fails prints its error alone. */
export const warn = (text: string): void => void warnings.push(text);

/** Ends a command: prints its warnings, one line each, where it succeeded. */
export function endWarnings(succeeded: boolean, textOf = (text: string): string => text): void {
  const lines = warnings.splice(0);
  if (succeeded) for (const line of lines) printError(`warning: ${textOf(line)}`);
}

/** Control characters, line ends and characters that change the text direction as `\u001b`. */
const escapeControls = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The progress line on the terminal. */
export interface ProgressLine {
  /** Shows progress as functions of this package report it. */
  readonly onProgress: (progress: Progress) => void;
  show(text: string): void;
  clear(): void;
}

/** Whether the progress line is on the terminal. */
let shown = false;

/** A line of progress: only on a terminal, after half a second, at most ten times a second. */
export function progressLine(): ProgressLine {
  let next = process.uptime() + 0.5;
  const show = (text: string): void => {
    const now = process.uptime();
    if (now < next) return;
    next = now + 0.1;
    if (!process.stderr.isTTY) return;
    shown = true;
    process.stderr.write(`${CLEAR}${text}`);
  };
  return { show, onProgress: (progress) => show(progressText(progress)), clear: clearProgress };
}

/** "12 of 80 slices" */
const progressText = ({ done, total, unit }: Progress): string =>
  total === undefined ? `${done} ${unit}` : `${done} of ${total} ${unit}`;

function clearProgress(): void {
  if (shown) process.stderr.write(CLEAR);
  shown = false;
}

const CLEAR = "\r\u001b[K";

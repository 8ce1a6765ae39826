/** What the command line says on standard error: warnings and faults, one line each. */
import { clearProgress } from "./progress.js";

/** Says one line. A line of progress goes; whatever a name brings along cannot move the cursor. */
export function say(line: string): void {
  clearProgress();
  process.stderr.write(`${oneLine(line)}\n`);
}

/** The same text with control characters, line ends and marks that turn the direction as `\u001b`. */
const oneLine = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

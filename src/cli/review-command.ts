/** `lesion-graph review`: the review application on a local server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, inputName } from "../core/errors.js";
import { boolean, number, text } from "../core/options.js";
import { readConstraints, writeConstraints } from "../matching/constraints-file.js";
import { readFault, readWith } from "../node/file-bytes.js";
import { readWhole } from "../node/file-identity.js";
import { assertReplaceable } from "../node/output.js";
import { startReviewServer } from "../node/review-server.js";
import { readSavedReview } from "../review/exports.js";
import { openSession, type ReviewReading } from "../review/session.js";
import { defineCommand } from "./command.js";
import { assertNotRead, inputsOf } from "./command-output.js";
import { INPUT } from "./common-flags.js";
import { pickFlags } from "./flag-use.js";
import { type FlagValues, flag, given, optionalFlag } from "./flags.js";
import { READER_FLAGS, readerOptions } from "./reader-flags.js";
import { printLine, warn } from "./terminal.js";
import { WarningSummary } from "./warning-summary.js";

const PAGE = fileURLToPath(new URL("../review/review.html", import.meta.url));

const FLAGS = {
  slices: optionalFlag("--slices <folder>", text("", "Folder of key slices to show")),
  constraints: optionalFlag(
    "--constraints <file>",
    text("", "Constraints CSV to begin with; ignored where a saved review is resumed"),
  ),
  ...pickFlags(READER_FLAGS, ["noisy", "columns", "units", "dateFormat", "studyDates"]),
  output: optionalFlag(
    "-o, --output <file>",
    text("", "Where the review is saved and resumed from (default: <input>.review.json)"),
  ),
  port: flag(
    "--port <n>",
    number(0, "Port of the local server; 0 takes a free one", {
      min: 0,
      max: 65535,
      integer: true,
    }),
  ),
  open: flag("--no-open", boolean(true, "Print the address without starting a browser")),
};

export const review = defineCommand({
  description:
    "Opens the review application in the browser: questions first, decisions by keyboard, exports.",
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

async function run(flags: FlagValues<typeof FLAGS>, input: string): Promise<void> {
  if (input === "-" && flags.output === undefined) {
    fail("BAD_CALL", "-o where the input is standard input", undefined, {
      remedy: "name the file in which the review is saved",
    });
  }
  const saved = flags.output ?? `${input}.review.json`;
  assertNotRead(saved, [input, ...inputsOf(flags)]);
  await assertReplaceable(saved);
  const bytes = await inputBytes(input);
  const name = basename(inputName(input));
  // A file that cannot be reviewed or resumed is an error here, not in the browser.
  const reading = await readingOf(flags);
  const { sha256, warnings } = await openSession(name, bytes, reading);
  const summary = new WarningSummary();
  summary.addAll(name, warnings);
  const line = summary.line("remark on the input", "remarks on the input");
  if (line !== undefined) warn(line);
  if (existsSync(saved)) {
    await readWith(saved, (before) => readSavedReview(Buffer.from(before).toString(), sha256));
  }
  const constraints = flags.constraints && (await readWith(flags.constraints, readConstraints));
  const server = await startReviewServer({
    page: await readFile(PAGE),
    inputName: name,
    input: bytes,
    slices: flags.slices,
    saved,
    constraints: constraints && writeConstraints(constraints),
    reading: JSON.stringify(reading),
    port: flags.port,
  });
  printLine(`Review of ${name}: ${server.url}`);
  printLine(`Saved to ${saved}. Ctrl-C ends the server.`);
  if (flags.open) openBrowser(server.url);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
}

/** The options of the reader as JSON. Links of a review are by position: it has no vectors and needs positions. */
async function readingOf(flags: FlagValues<typeof FLAGS>): Promise<ReviewReading> {
  const unused = { embeddings: undefined, missingPosition: undefined };
  const { noisy, columns, units, dateFormat, studyDates } = await readerOptions({
    ...flags,
    ...unused,
  });
  const days = studyDates && [...studyDates];
  return given({ noisy, columns, units, dateFormat, studyDates: days }) as ReviewReading;
}

async function inputBytes(input: string): Promise<Uint8Array> {
  if (input === "-") {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  try {
    return await readWhole(input);
  } catch (error) {
    throw readFault(error, input);
  }
}

/** Starts the system's browser. Without one, the user opens the printed address. */
function openBrowser(url: string): void {
  const opener =
    process.platform === "darwin" ? "open" : process.platform === "win32" ? "explorer" : "xdg-open";
  const child = spawn(opener, [url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** Where the result of a command goes. */
import { fail } from "../core/errors.js";
import { fileIdentity } from "../node/file-identity.js";
import { type OutputChunks, writeFileAtomic, writeStandardOutput } from "../node/output.js";

/** Options that name a file which is read. */
const FILES_READ = [
  "model",
  "previous",
  "embeddings",
  "truth",
  "dates",
  "lesionNotes",
  "statusNotes",
  "baseline",
  "info",
];

/**
 * Writes a result to `--output`, or to standard output where that is absent or `-`.
 *
 * @throws LesionGraphError BAD_CALL, before anything is opened, where the output is a file that is read:
 * one of the inputs, or one that another option names; and as `writeWhole`.
 */
export async function writeResult(
  pieces: OutputChunks,
  inputs: readonly string[],
  flags: { readonly output?: string },
): Promise<void> {
  const { output = "-" } = flags;
  if (output === "-") return writeStandardOutput(pieces);
  const named = Object.entries(flags).flatMap(([flag, file]) =>
    FILES_READ.includes(flag) && typeof file === "string" ? [file] : [],
  );
  assertNotOverwriting(output, [...inputs, ...named]);
  return writeFileAtomic(output, pieces);
}

function assertNotOverwriting(output: string, read: readonly string[]): void {
  const identity = fileIdentity(output);
  if (identity === undefined) return;
  const same = read.find((file) => fileIdentity(file) === identity);
  if (same === undefined) return;
  fail(
    "BAD_CALL",
    "an output that is no file which is read",
    same === "-" ? "the file of standard input" : same,
    { remedy: "choose another name", file: output, option: "--output" },
  );
}

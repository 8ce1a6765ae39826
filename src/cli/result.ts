/** Where the result of a command goes. */
import { LesionGraphError } from "../errors.js";
import { fileIdentity } from "../node/file-identity.js";
import { type Pieces, writeStandardOutput, writeWhole } from "../node/output.js";

/** Options that name a file which is read. */
const FILES_READ = [
  "model",
  "previous",
  "embeddings",
  "truth",
  "dates",
  "lesions",
  "statuses",
  "info",
];

/**
 * Writes a result to `--output`, or to standard output where that is absent or `-`.
 *
 * @throws LesionGraphError BAD_CALL, before anything is opened, where the output is a file that is read:
 * one of the inputs, or one that another option names; and as `writeWhole`.
 */
export async function writeResult(
  pieces: Pieces,
  inputs: readonly string[],
  flags: { readonly output?: string },
): Promise<void> {
  const { output = "-" } = flags;
  if (output === "-") return writeStandardOutput(pieces);
  const named = Object.entries(flags).flatMap(([flag, file]) =>
    FILES_READ.includes(flag) && typeof file === "string" ? [file] : [],
  );
  refuseOverwriting(output, [...inputs, ...named]);
  return writeWhole(output, pieces);
}

function refuseOverwriting(output: string, read: readonly string[]): void {
  const identity = fileIdentity(output);
  if (identity === undefined) return;
  const same = read.find((file) => fileIdentity(file) === identity);
  if (same === undefined) return;
  throw new LesionGraphError(
    "BAD_CALL",
    {
      expected: "an output that is no file which is read",
      received: same === "-" ? "the file of standard input" : same,
      remedy: "choose another name",
    },
    { file: output, option: "--output" },
  );
}

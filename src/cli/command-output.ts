/** The output of a command. */
import { fail } from "../core/errors.js";
import { fileIdentity } from "../node/file-identity.js";
import { type OutputChunks, writeFileAtomic, writeStandardOutput } from "../node/output.js";

/** Flags that name an input file. */
const FILES_READ = [
  "model",
  "previous",
  "constraints",
  "embeddings",
  "truth",
  "dates",
  "studyDates",
  "dicom",
  "tracking",
  "lesionNotes",
  "statusNotes",
  "baseline",
  "info",
];

/**
 * Writes a result to `--output`, or to standard output without it or with `-`.
 *
 * @throws LesionGraphError BAD_CALL, before anything is opened, where the output is one of the inputs or a file
 * that another flag names; and as `writeFileAtomic`.
 */
export async function writeResult(
  chunks: OutputChunks,
  inputs: readonly string[],
  flags: { readonly output: string | undefined },
): Promise<void> {
  const { output = "-" } = flags;
  if (output === "-") return writeStandardOutput(chunks);
  const named = Object.entries(flags).flatMap(([flag, file]) =>
    FILES_READ.includes(flag) && typeof file === "string" ? [file] : [],
  );
  assertNotRead(output, [...inputs, ...named]);
  return writeFileAtomic(output, chunks);
}

/** @throws LesionGraphError BAD_CALL where the output is one of the files that are read, whatever it is called. */
export function assertNotRead(output: string, read: readonly string[]): void {
  const identity = fileIdentity(output);
  if (identity === undefined) return;
  const same = read.find((file) => fileIdentity(file) === identity);
  if (same === undefined) return;
  fail(
    "BAD_CALL",
    "an output file that is not read",
    same === "-" ? "the file of standard input" : same,
    { remedy: "choose another name", file: output, option: "--output" },
  );
}

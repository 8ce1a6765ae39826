/** The output of a command. */
import { realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { fail } from "../core/errors.js";
import { isDicomPath } from "../node/dicom-path.js";
import { fileIdentity } from "../node/file-identity.js";
import { type OutputChunks, writeFileAtomic, writeStandardOutput } from "../node/output.js";
import { warn } from "./terminal.js";

/** Flags that name an input file or folder. */
const INPUT_FLAGS = [
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
  "slices",
  "volume",
];

/**
 * Writes a result to `--output`, or to standard output without it or with `-`.
 *
 * @throws LesionGraphError as `assertNotRead`, before anything is opened; and as `writeFileAtomic`.
 */
export async function writeResult(
  chunks: OutputChunks,
  inputs: readonly string[],
  flags: { readonly output: string | undefined },
): Promise<void> {
  const { output = "-" } = flags;
  if (output === "-") return writeStandardOutput(chunks);
  assertNotRead(output, [...inputs, ...inputsOf(flags)]);
  return writeFileAtomic(output, chunks);
}

/** Extensions of file names that stand for one format. */
const EXTENSIONS = ["csv", "json", "jsonl", "parquet", "gexf", "graphml", "xlsx"];

/** Extensions of formats whose name is not their extension; formats that are not listed anywhere are CSV. */
const EXTENSION_OF: Readonly<Record<string, string>> = { "node-link": "json" };

/** Warns where the name of a file says another format than `--format`, which may be forgotten. */
export function warnOfOtherExtension({
  output,
  format,
}: {
  readonly output: string | undefined;
  readonly format: string;
}): void {
  const extension = /\.(\w+)$/.exec(output ?? "")?.[1]?.toLowerCase() ?? "";
  const expected = EXTENSION_OF[format] ?? (EXTENSIONS.includes(format) ? format : "csv");
  if (!EXTENSIONS.includes(extension) || extension === expected) return;
  warn(`${output} is written in --format ${format}, not as .${extension}`);
}

/** The input files and folders that flags name. */
export const inputsOf = (flags: object): readonly string[] =>
  Object.entries(flags).flatMap(([flag, path]) =>
    INPUT_FLAGS.includes(flag) && typeof path === "string" ? [path] : [],
  );

/**
 * Asserts that an output replaces no input: no input file, whatever it is called, and no slice or DICOM file
 * inside an input folder.
 *
 * @throws LesionGraphError BAD_CALL.
 */
export function assertNotRead(
  output: string,
  inputs: readonly string[],
  option = "--output",
): void {
  const identity = fileIdentity(output);
  if (identity === undefined) return;
  const same = inputs.find(
    (input) => fileIdentity(input) === identity || isReadInside(output, input),
  );
  if (same === undefined) return;
  fail(
    "BAD_CALL",
    "an output file that is not read",
    same === "-" ? "the file of standard input" : same,
    { remedy: "choose another name", file: output, option },
  );
}

/**
 * Whether an existing file is one that commands read in a folder: a PNG slice, whose name ends in its number, or a
 * DICOM file. Its name as given counts, and the name behind links.
 */
function isReadInside(file: string, folder: string): boolean {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  return [resolve, realpathSync].some((pathOf) => {
    const path = pathOf(file);
    const isInside = path.startsWith(join(pathOf(folder), sep));
    return isInside && (/\d\.png$/i.test(path) || isDicomPath(path));
  });
}

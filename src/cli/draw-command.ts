/** `lesion-graph draw`: figures of an input, as SVG or PNG. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorCode, fail, fault, LesionGraphError } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { assertOneOf } from "../core/option-checks.js";
import { interactiveSvg } from "../figures/interactive/index.js";
import type { Figure } from "../figures/kit/figure.js";
import type { MatchOptions } from "../matching/match.js";
import { systemReason } from "../node/reasons.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { INPUT } from "./common-flags.js";
import { DRAW_FLAGS, DRAW_USES, type DrawFlags, FILE_USES, figureSettings } from "./draw-flags.js";
import { drawRow, sliceSettings } from "./draw-row.js";
import { FIGURES, figuresThat, type Given, type How } from "./drawable-figures.js";
import { figurePng, isPngFile } from "./figure-file.js";
import { assertFlagsUsed, chosenWith } from "./flag-use.js";
import { readingOf } from "./growth-options.js";
import { allLesions, inputPatients } from "./input.js";
import { matcherOf } from "./match-flags.js";
import { type Matched, matchInputs } from "./match-inputs.js";
import { readerOptions } from "./reader-flags.js";

async function run(flags: DrawFlags, name: string, input: string): Promise<void> {
  assertOneOf("FIGURE", name, Object.keys(FIGURES));
  assertFlagsUsed(flags, DRAW_USES, chosenWith(name, flags));
  const { output = "-" } = flags;
  const isPng = flags.all === undefined ? isPngFile(output) : flags.all === "png";
  assertFlagsUsed(flags, FILE_USES, [isPng ? "a .png file" : "an .svg file"]);
  const given: Given = {
    theme: flags.theme,
    widthMm: flags.widthMm,
    ...figureSettings(name, flags.set ?? []),
  };
  if (flags.all !== undefined) return drawAll(name, input, flags, given);
  const figure = await drawn(name, input, flags, given).catch((error) => {
    throw inFile(error, { UNKNOWN_ROW: input, BAD_DATES: flags.dates });
  });
  await writeResult([await fileOf(figure, isPng, flags)], [input], flags);
}

/** The content of a figure's file. */
async function fileOf(
  figure: Figure,
  asPng: boolean,
  { dpi, interactive }: DrawFlags,
): Promise<string | Uint8Array> {
  if (asPng) return figurePng(figure, dpi);
  return interactive ? interactiveSvg(figure) : String(figure);
}

/** Draws a figure for every patient, one after the other, into a folder: `89-graph.svg`. */
async function drawAll(name: string, input: string, flags: DrawFlags, given: Given): Promise<void> {
  const kind = FIGURES[name]!;
  if (kind.of !== "patient") {
    const names = figuresThat(({ of }) => of === "patient").join(", ");
    fail("BAD_CALL", `--all with a figure of one patient: ${names}`, name, { option: "--all" });
  }
  const { output: folder } = flags;
  if (folder === undefined || folder === "-") {
    fail("BAD_CALL", "--output with the name of a folder, for --all", folder, {
      option: "--output",
    });
  }
  await mkdir(folder, { recursive: true }).catch((error) => {
    const { received, remedy } = systemReason(error) ?? { received: String(error) };
    fail("CANNOT_WRITE", "a folder that can be made", received, { file: folder, remedy });
  });
  const { call, how } = await matchingOf(name, input, flags);
  for await (const matched of matchInputs(call)) {
    const slices = await sliceSettings(matched.lesions, flags, given);
    const figure = kind.draw(matched, { ...given, ...slices }, how);
    const file = join(folder, `${fileNamePart(matched.match.patient)}-${name}.${flags.all}`);
    const drawing = await fileOf(figure, flags.all === "png", flags);
    await writeResult([drawing], [input], { ...flags, output: file });
  }
}

/**
 * An id as a part of a file name: no folders, and no two ids alike. UTF-8 bytes of other signs than `A-Za-z0-9_.-` as
 * `%2F`.
 */
const fileNamePart = (id: string): string =>
  id.replaceAll(/[^\w.-]+/g, (signs) =>
    Buffer.from(signs).toString("hex").toUpperCase().replaceAll(/../g, "%$&"),
  );

/** Adds the input file to an error of a figure. */
function inFile(error: unknown, fileOf: Partial<Record<ErrorCode, string | undefined>>): unknown {
  const file = error instanceof LesionGraphError ? fileOf[error.code] : undefined;
  return file === undefined ? error : (error as LesionGraphError).at({ file });
}

export const draw = defineCommand({
  description: "Draws one figure, or one for every patient, as SVG or PNG.",
  examples: [
    "draw board DL_info.csv --patient 3 -o board.svg",
    "draw growth DL_info.csv --patient 3 --dates dates.csv --width 85 -o growth.svg",
    "draw waterfall DL_info.csv --recist --unknown-organ together -o waterfall.svg",
  ],
  arguments: [{ syntax: "<figure>", help: Object.keys(FIGURES).join(", ") }, INPUT],
  flags: DRAW_FLAGS,
  run,
});

async function drawn(name: string, input: string, flags: DrawFlags, given: Given): Promise<Figure> {
  const lesionsOf = async (): Promise<readonly Lesion[]> =>
    allLesions({ input, reader: await readerOptions(flags), patients: flags.patient });
  const kind = FIGURES[name]!;
  if (kind.of === "row") return drawRow(name, lesionsOf, flags, given);
  if (kind.of === "lesions") {
    // Its options are checked before anything is read.
    kind.draw([], given);
    return kind.draw(await lesionsOf(), given);
  }
  const { call, how } = await matchingOf(name, input, flags);
  const found: Matched[] = [];
  for await (const matched of matchInputs(call)) {
    found.push(matched);
    if (found.length > 1 && kind.of === "patient") throw severalPatients(name, found);
  }
  if (kind.of === "matches") return kind.draw(found, given, how);
  const [matched] = found;
  if (matched === undefined) {
    fail("UNKNOWN_PATIENT", "a patient in the input", undefined, { file: input });
  }
  const slices = await sliceSettings(matched.lesions, flags, given);
  return kind.draw(matched, { ...given, ...slices }, how);
}

/** The options of matching, growth and response from the flags. */
async function matchingOf(name: string, input: string, flags: DrawFlags) {
  const asked = await matcherOf(flags);
  const options = { ...asked.options, rejectedPairs: "near" } as MatchOptions;
  const how: How = { options, reading: await readingOf(flags), recist: flags.recist };
  const call = {
    inputs: [input],
    flags,
    matcher: { ...asked, options },
    patients: flags.patient,
    read: inputPatients,
    checks: FIGURES[name]?.showsGrowth ? how.reading.checks : [],
  };
  return { call, how };
}

const severalPatients = (name: string, found: readonly Matched[]): LesionGraphError =>
  fault(
    "SEVERAL_PATIENTS",
    `one patient for ${name}`,
    `several, such as ${found.map(({ match }) => match.patient).join(" and ")}`,
    { remedy: "choose one with --patient" },
  );

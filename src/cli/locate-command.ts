/** `lesion-graph locate`: the body in a slice, and the positions of lesions in the body. */
import { basename, dirname, resolve } from "node:path";
import type { SliceScore } from "../bodypart/score.js";
import { fail, withPlace } from "../core/errors.js";
import { choice, number, text } from "../core/options.js";
import { csvLine } from "../csv/csv-line.js";
import { lesionsBySlice } from "../deeplesion/by-slice.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { parseFileName, sliceStem } from "../deeplesion/file-name.js";
import { bodyExtent, CONVENTIONS, DEFAULT_BODY_OPTIONS } from "../images/body.js";
import { relativePosition } from "../images/locate.js";
import type { Extent } from "../images/mask.js";
import { assertSize } from "../images/slice.js";
import { readDlInfoFile } from "../node/files.js";
import { readSliceFile } from "../node/slices.js";
import { unreliable } from "./bodypart-flags.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { format, output } from "./common-flags.js";
import { type FlagValues, flag, optionalFlag, withoutDefault } from "./flags.js";
import { csvFrame, framedItems, jsonFrame } from "./framing.js";
import { type KnownSpacing, zFinder } from "./locate-z.js";
import { progressLine, warn } from "./terminal.js";

const FLAGS = {
  info: optionalFlag(
    "--info <file>",
    text("", "DL_info.csv: one line per lesion of the slices, with its x and y"),
  ),
  convention: flag(
    "--convention <name>",
    choice(CONVENTIONS, DEFAULT_BODY_OPTIONS.convention, "Definition of the body mask"),
  ),
  pixelMm: optionalFlag(
    "--pixel-mm <mm>",
    withoutDefault(
      number(
        DEFAULT_BODY_OPTIONS.pixelMm,
        `Side of a pixel where --info does not give it; needed for z; --convention anatomical assumes ${DEFAULT_BODY_OPTIONS.pixelMm}`,
        { above: 0 },
      ),
    ),
  ),
  volume: optionalFlag(
    "--volume <path>",
    text("", "NIfTI volume or series folder of the slices: z from the whole series"),
  ),
  sliceMm: optionalFlag(
    "--slice-mm <mm>",
    withoutDefault(
      number(5, "Series folder: distance between slices where --info does not give it", {
        above: 0,
      }),
    ),
  ),
  format: format(["csv", "json"], "csv"),
  output,
};

type LocateFlags = FlagValues<typeof FLAGS>;

export const locate = defineCommand({
  description: "Finds the extent of the body in slices and the position of their lesions in it.",
  arguments: [{ syntax: "<png...>", help: "16-bit slices of the data set (HU + 32768)" }],
  flags: FLAGS,
  run,
});

/** One line of the result. Extents in px counted from 1, as in DL_info.csv. */
type Line = Readonly<Record<string, string | number | undefined>>;

async function run(flags: LocateFlags, files: readonly string[]): Promise<void> {
  const bySlice =
    flags.info === undefined
      ? undefined
      : lesionsBySlice((await readDlInfoFile(flags.info)).lesions);
  const lines = linesOf(files, bySlice, flags);
  const columns = [...(bySlice ? ["file", "row", "x", "y"] : ["file"]), ...SIDES];
  const chunks =
    flags.format === "json"
      ? framedItems(lines, jsonFrame("slices"), (line) => JSON.stringify(line))
      : framedItems(lines, csvFrame(columns), (line) => csvLine(columns.map((one) => line[one])));
  await writeResult(chunks, files, flags);
}

const SIDES = ["xMin", "xMax", "yMin", "yMax", "z", "zStandardError"];

async function* linesOf(
  files: readonly string[],
  bySlice: ReadonlyMap<string, readonly DlInfoLesion[]> | undefined,
  { convention, volume, ...usual }: LocateFlags,
): AsyncGenerator<Line> {
  const findZ = zFinder(volume);
  const progress = progressLine();
  let done = 0;
  let without = 0;
  let unsure = 0;
  for (const file of files) {
    const slice = await readSliceFile(file);
    const lesions = bySlice?.get(stemOf(file) ?? "") ?? [];
    for (const { row, imageSizePx } of lesions) {
      withPlace({ file, row }, () => assertSize(slice, imageSizePx));
    }
    const spacing = spacingOf(lesions[0], usual);
    const pixelMm = spacing.pixelMm?.[0] ?? DEFAULT_BODY_OPTIONS.pixelMm;
    const extent = bodyExtent(slice, { convention, pixelMm });
    if (extent === undefined) {
      fail("BAD_IMAGE", "a slice that shows a body", "none", { file });
    }
    const placed = await findZ(file, slice, spacing);
    unsure += Number(placed?.reliable === false);
    const along = zCells(placed);
    if (bySlice === undefined) yield { file, ...sides(extent), ...along };
    else if (lesions.length === 0) without++;
    for (const { row, boxPx } of lesions) {
      const { x, y } = withPlace({ file, row }, () => relativePosition(extent, boxPx, convention));
      yield { file, row, x: rounded(x), y: rounded(y), ...sides(extent), ...along };
    }
    progress.onProgress({ done: ++done, total: files.length, unit: "slices" });
  }
  progress.clear();
  warnOfSlices(files.length, without, unsure);
}

function warnOfSlices(count: number, without: number, unsure: number): void {
  if (unsure > 0) warn(unreliable(unsure, count));
  if (without > 0) warn(`${without} of ${count} slices without a lesion`);
}

const sides = ({ left, right, top, bottom }: Extent): Line => ({
  xMin: left + 1,
  xMax: right + 1,
  yMin: top + 1,
  yMax: bottom + 1,
});

/** Six significant digits, as in the data set. */
const rounded = (value: number): number => Number(value.toPrecision(6));

const zCells = (found: SliceScore | undefined): Line => ({
  z: optionallyRounded(found?.z),
  zStandardError: optionallyRounded(found?.zStandardError),
});

const optionallyRounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : rounded(value);

/** Spacing of a slice: from its row, else from the flags. */
function spacingOf(
  lesion: DlInfoLesion | undefined,
  { pixelMm, sliceMm }: Pick<LocateFlags, "pixelMm" | "sliceMm">,
): KnownSpacing {
  if (lesion !== undefined) {
    const [sx, sy, sz] = lesion.spacingMm;
    return { pixelMm: [sx, sy], sliceMm: sz };
  }
  return { pixelMm: pixelMm === undefined ? undefined : [pixelMm, pixelMm], sliceMm };
}

/** The data set's name of a slice, from either layout; undefined for other file names. */
function stemOf(file: string): string | undefined {
  const path = resolve(file);
  const name =
    parseFileName(basename(path)) ?? parseFileName(`${basename(dirname(path))}_${basename(path)}`);
  return name === undefined ? undefined : sliceStem(name);
}

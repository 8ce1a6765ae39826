/** `lesion-graph locate`: where the body is in a slice, and where its lesions are in the body. */
import { basename, dirname, resolve } from "node:path";
import { fail, withPlace } from "../core/errors.js";
import { assertOneOf, assertPositive } from "../core/options.js";
import { csvLine } from "../csv/write.js";
import { lesionsBySlice } from "../deeplesion/by-slice.js";
import { parseFileName, sliceStem } from "../deeplesion/file-name.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import {
  type BodyOptions,
  bodyExtent,
  CONVENTIONS,
  type Convention,
  DEFAULT_BODY_OPTIONS,
} from "../images/body.js";
import { relativePosition } from "../images/locate.js";
import type { Extent } from "../images/mask.js";
import { assertSize } from "../images/slice.js";
import { readDlInfoFile } from "../node/files.js";
import { readSliceFile } from "../node/slices.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";
import { numberOf } from "./values.js";

export interface LocateFlags {
  readonly info?: string;
  readonly convention: string;
  readonly pixelMm?: string;
  readonly format: string;
  readonly output?: string;
}

/** One line of the result. Extents in px counted from 1, as all pixels of DL_info.csv. */
type Line = Readonly<Record<string, string | number>>;

export async function run(files: readonly string[], flags: LocateFlags): Promise<void> {
  assertOneOf("--format", flags.format, ["csv", "json"]);
  assertOneOf("--convention", flags.convention, CONVENTIONS);
  const convention = flags.convention as Convention;
  const pixelMm = pixelOf(flags);
  const bySlice =
    flags.info === undefined
      ? undefined
      : lesionsBySlice((await readDlInfoFile(flags.info)).lesions);
  const lines = locate(files, bySlice, { convention, pixelMm });
  const pieces = flags.format === "json" ? asJson(lines) : asCsv(lines, bySlice !== undefined);
  await writeResult(pieces, files, flags);
}

async function* locate(
  files: readonly string[],
  bySlice: ReadonlyMap<string, readonly DlInfoLesion[]> | undefined,
  { convention, pixelMm: usualPixelMm }: BodyOptions,
): AsyncGenerator<Line> {
  const progress = progressLine();
  let done = 0;
  let without = 0;
  for (const file of files) {
    const slice = await readSliceFile(file);
    const lesions = bySlice?.get(stemOf(file) ?? "") ?? [];
    for (const { row, imageSizePx } of lesions) {
      withPlace({ file, row }, () => assertSize(slice, imageSizePx));
    }
    const pixelMm = lesions[0]?.spacingMm[0] ?? usualPixelMm;
    const extent = bodyExtent(slice, { convention, pixelMm });
    if (extent === undefined) {
      fail("BAD_IMAGE", "a slice that shows a body", "nothing above -400 HU", { file });
    }
    if (bySlice === undefined) yield { file, ...sides(extent) };
    else if (lesions.length === 0) without++;
    for (const { row, boxPx } of lesions) {
      const { x, y } = withPlace({ file, row }, () => relativePosition(extent, boxPx, convention));
      yield { file, row, x: rounded(x), y: rounded(y), ...sides(extent) };
    }
    progress.show(`${++done} of ${files.length} slices`);
  }
  progress.clear();
  if (without > 0) say(`warning: ${without} of ${files.length} slices without a lesion`);
}

const sides = ({ left, right, top, bottom }: Extent): Line => ({
  xMin: left + 1,
  xMax: right + 1,
  yMin: top + 1,
  yMax: bottom + 1,
});

/** Six significant digits, as many as the data set gives. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** The side of a pixel where no row says it. @throws LesionGraphError BAD_CALL, BAD_OPTION. */
function pixelOf({ pixelMm, convention }: LocateFlags): number {
  if (pixelMm === undefined) return DEFAULT_BODY_OPTIONS.pixelMm;
  if (convention !== "anatomical") {
    fail("BAD_CALL", "--pixel-mm with --convention anatomical only", convention);
  }
  const value = numberOf("--pixel-mm", pixelMm);
  assertPositive("--pixel-mm", value);
  return value;
}

/** The data set's name of a slice, from either layout; nothing for a file named otherwise. */
function stemOf(file: string): string | undefined {
  const path = resolve(file);
  const name =
    parseFileName(basename(path)) ?? parseFileName(`${basename(dirname(path))}_${basename(path)}`);
  return name === undefined ? undefined : sliceStem(name);
}

async function* asCsv(lines: AsyncIterable<Line>, lesions: boolean): AsyncGenerator<string> {
  const columns = [
    ...(lesions ? ["file", "row", "x", "y"] : ["file"]),
    "xMin",
    "xMax",
    "yMin",
    "yMax",
  ];
  yield csvLine(columns);
  for await (const line of lines) yield csvLine(columns.map((column) => line[column]));
}

async function* asJson(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  let separator = '{"slices":[\n';
  for await (const line of lines) {
    yield separator + JSON.stringify(line);
    separator = ",\n";
  }
  yield separator === ",\n" ? "\n]}\n" : `${separator}]}\n`;
}

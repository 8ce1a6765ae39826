/** `lesion-graph locate`: where the body is in a slice, and where its lesions are in the body. */
import { basename, sep } from "node:path";
import { csvLine } from "../csv/write.js";
import { parseFileName, sliceStem, toFileName } from "../deeplesion/file-name.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { LesionGraphError, placed } from "../errors.js";
import { bodyExtent, CONVENTIONS, type Convention } from "../images/body.js";
import { relativePosition } from "../images/locate.js";
import type { Extent } from "../images/mask.js";
import { requireSize } from "../images/slice.js";
import { readDlInfoFile } from "../node/files.js";
import { readSliceFile } from "../node/slices.js";
import { requireOneOf } from "../options.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";

export interface LocateFlags {
  readonly info?: string;
  readonly convention: string;
  readonly format: string;
  readonly output?: string;
}

/** One line of the result. Extents in px counted from 1, as all pixels of DL_info.csv. */
type Line = Readonly<Record<string, string | number>>;

export async function run(files: readonly string[], flags: LocateFlags): Promise<void> {
  requireOneOf("--format", flags.format, ["csv", "json"]);
  requireOneOf("--convention", flags.convention, CONVENTIONS);
  const bySlice = flags.info === undefined ? undefined : await lesionsBySlice(flags.info);
  const lines = locate(files, bySlice, flags.convention as Convention);
  const pieces = flags.format === "json" ? asJson(lines) : asCsv(lines, bySlice !== undefined);
  await writeResult(pieces, files, flags);
}

async function* locate(
  files: readonly string[],
  bySlice: ReadonlyMap<string, readonly DlInfoLesion[]> | undefined,
  convention: Convention,
): AsyncGenerator<Line> {
  const progress = progressLine();
  let done = 0;
  let without = 0;
  for (const file of files) {
    const slice = await readSliceFile(file);
    const lesions = bySlice?.get(stemOf(file) ?? "") ?? [];
    const [first] = lesions;
    if (first !== undefined) {
      placed({ file, row: first.row }, () => requireSize(slice, first.imageSizePx));
    }
    const pixelMm = first?.spacingMm[0];
    const extent = bodyExtent(slice, {
      convention,
      ...(pixelMm === undefined ? {} : { pixelMm }),
    });
    if (extent === undefined) {
      throw new LesionGraphError(
        "BAD_IMAGE",
        { expected: "a slice that shows a body", received: "nothing above -400 HU" },
        { file },
      );
    }
    if (bySlice === undefined) yield { file, ...sides(extent) };
    else if (lesions.length === 0) without++;
    for (const { row, boxPx } of lesions) {
      const { x, y } = placed({ file, row }, () => relativePosition(extent, boxPx, convention));
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

/** Six digits behind the point, as the data set gives them. */
const rounded = (value: number): number => Number(value.toFixed(6));

async function lesionsBySlice(info: string): Promise<ReadonlyMap<string, DlInfoLesion[]>> {
  const bySlice = new Map<string, DlInfoLesion[]>();
  for (const lesion of (await readDlInfoFile(info)).lesions) {
    const name = parseFileName(lesion.fileName);
    const stem = name === undefined ? lesion.fileName : sliceStem(name);
    const others = bySlice.get(stem);
    if (others === undefined) bySlice.set(stem, [lesion]);
    else others.push(lesion);
  }
  return bySlice;
}

/** The data set's name of a slice, from either layout; nothing for a file named otherwise. */
function stemOf(file: string): string | undefined {
  const path = file.split(sep).join("/");
  const name =
    parseFileName(basename(path)) ??
    (path.includes("/") ? parseFileName(toFileName(path)) : undefined);
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

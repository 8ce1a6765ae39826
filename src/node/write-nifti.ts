/** Slices of a folder as NIfTI sub-volumes, one slice in memory at a time. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fail, withPlace } from "../core/errors.js";
import { boolean, type OptionSchema, resolveOptions } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import { column, optional, Table } from "../csv/table.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { parseFileName } from "../deeplesion/file-name.js";
import { type VolumeShape, voxelBytes } from "../images/nifti.js";
import { assertSize } from "../images/slice.js";
import {
  boxesFingerprint,
  boxLabels,
  missingRuns,
  type Run,
  runsOf,
  type Series,
  seriesOf,
  seriesStem,
  volumeStem,
} from "../images/sub-volumes.js";
import { assertPath } from "./file-bytes.js";
import { makeFolder, writeFileAtomic } from "./output.js";
import { namesIn, readSliceFile } from "./slices.js";
import { writeVolume } from "./write-volume.js";

/** Options of {@link writeNifti}. */
export interface NiftiOptions extends ProgressOptions {
  /** Writes a label volume `…_boxes.nii.gz` beside every volume with lesions. @defaultValue true */
  readonly boxes: boolean;
}

const NIFTI_SCHEMA: OptionSchema<NiftiOptions> = {
  ...PROGRESS_SCHEMA,
  boxes: boolean(true, "writes label volumes of the lesion boxes"),
};

/** A row of the summary: some slices of a series and their file. */
export interface NiftiPart extends Run {
  /** `000089_01_02` */
  readonly series: string;
  /** File name of the sub-volume; empty for missing slices. */
  readonly volume: string;
  /** Lesions whose key slice is among the slices. */
  readonly lesions: number;
  /** `superseded`: a file of an earlier run, all of whose slices are in a longer volume now; it is kept. */
  readonly status: "written" | "there already" | "missing" | "superseded";
}

/**
 * Writes the slices below `images` as sub-volumes into `folder`, a file per run of continuous slices
 * and series: `{patient}_{study}_{series}_{first}-{last}.nii.gz`, int16 HU, and with it the lesion boxes
 * as `…_boxes.nii.gz`, whose labels are data rows. Finally, `summary.csv` lists the files written and
 * the slices of `Slice_range` that are missing.
 *
 * A file gets its name when it is complete; a second run keeps the files that hold the same bytes, which it
 * compares with the slices, and writes the rest. Where slices have been added since, the shorter files of the
 * earlier run are left beside the new ones and listed as superseded. Memory: one slice. `onProgress` counts slices.
 *
 * @throws LesionGraphError FILE_NOT_FOUND where no slice of any row is there, BAD_SERIES, BAD_IMAGE and
 * CANNOT_READ with the file's name, CANNOT_WRITE for a full disk or a folder without permission.
 */
export async function writeNifti(
  images: string,
  lesions: readonly DlInfoLesion[],
  folder: string,
  given?: Partial<NiftiOptions>,
): Promise<NiftiPart[]> {
  const options = resolveOptions("writeNifti", NIFTI_SCHEMA, given);
  assertPath(images);
  assertPath(folder);
  const found = await presentSlices(images, seriesOf(lesions));
  const all = found.reduce((sum, { slices }) => sum + slices.size, 0);
  if (all === 0) {
    fail("FILE_NOT_FOUND", "slices of the rows of DL_info.csv", "none", {
      remedy: "give the folder that holds Images_png or the folders of the series",
      file: images,
    });
  }
  await makeFolder(folder);
  const before = await namesIn(folder);
  const parts: NiftiPart[] = [];
  const progress = progressCounter(options, "slices", all);
  for (const { series, slices } of found) {
    const runs = runsOf(slices.keys());
    for (const run of runs) {
      parts.push(await writeRun(series, run, slices, { folder, boxes: options.boxes, progress }));
    }
    parts.push(...superseded(series, runs, before));
    for (const run of missingRuns(series, new Set(slices.keys()))) {
      const lost = lesionsIn(series, run).length;
      const stem = seriesStem(series);
      parts.push({ ...run, series: stem, volume: "", lesions: lost, status: "missing" });
    }
  }
  await writeFileAtomic(join(folder, "summary.csv"), [summary(parts).toCsv()]);
  return parts;
}

interface Job {
  readonly folder: string;
  readonly boxes: boolean;
  readonly progress: () => void;
}

async function writeRun(
  series: Series,
  run: Run,
  files: ReadonlyMap<number, string>,
  { folder, boxes, progress }: Job,
): Promise<NiftiPart> {
  const stem = volumeStem(series, run);
  const own = lesionsIn(series, run);
  const [width, height] = series.imageSizePx;
  const shape: VolumeShape = {
    size: [width, height, run.last - run.first + 1],
    spacingMm: series.spacingMm,
    firstSlice: run.first,
    voxels: "int16",
    description: "HU",
  };
  // Slices of a volume that is compared and then written are read twice.
  let counted = run.first - 1;
  const hu = async function* (): AsyncGenerator<Uint8Array> {
    for (let k = run.first; k <= run.last; k++) {
      const file = files.get(k) as string;
      const slice = await readSliceFile(file);
      withPlace({ file }, () => assertSize(slice, series.imageSizePx));
      yield voxelBytes(slice.hu);
      if (k <= counted) continue;
      counted = k;
      progress();
    }
  };
  const labels = function* (): Generator<Uint8Array> {
    for (let k = run.first; k <= run.last; k++) {
      const here = own.filter(({ keySlice }) => keySlice === k);
      yield voxelBytes(boxLabels(here, series.imageSizePx));
    }
  };
  const volume = `${stem}.nii.gz`;
  const boxesFile = join(folder, `${stem}_boxes.nii.gz`);
  // The boxes first: where the volume is complete, both are.
  let newBoxes = false;
  if (boxes && own.length > 0) {
    const description = `lesion boxes by data row, ${boxesFingerprint(own)}`;
    const labelled: VolumeShape = { ...shape, voxels: "int32", description };
    newBoxes = await writeVolume(boxesFile, labelled, labels);
  }
  const written = await writeVolume(join(folder, volume), shape, hu).catch(async (error) => {
    if (newBoxes) await rm(boxesFile, { force: true });
    throw error;
  });
  return {
    ...run,
    series: seriesStem(series),
    volume,
    lesions: own.length,
    status: written ? "written" : "there already",
  };
}

/** The files of earlier runs of a series all of whose slices are in a longer volume now. */
function superseded(series: Series, runs: readonly Run[], files: readonly string[]): NiftiPart[] {
  const stem = seriesStem(series);
  const current = new Set(runs.map((run) => volumeStem(series, run)));
  return files.flatMap((volume) => {
    const name = /^((\d+_\d+_\d+)_(\d+)-(\d+))(?:_boxes)?\.nii\.gz$/.exec(volume);
    if (name === null || name[2] !== stem || current.has(name[1]!)) return [];
    const own = { first: Number(name[3]), last: Number(name[4]) };
    if (!runs.some(({ first, last }) => first <= own.first && own.last <= last)) return [];
    const lesions = lesionsIn(series, own).length;
    return [{ ...own, series: stem, volume, lesions, status: "superseded" as const }];
  });
}

const lesionsIn = ({ lesions }: Series, { first, last }: Run): DlInfoLesion[] =>
  lesions.filter(({ keySlice }) => keySlice >= first && keySlice <= last);

/** Slice files of one folder for all series (`000089_01_02_037.png`), by series and number. */
async function slicesOfOneFolder(images: string): Promise<Map<string, Map<number, string>>> {
  const bySeries = new Map<string, Map<number, string>>();
  for (const folder of [images, join(images, "Images_png")]) {
    for (const file of await namesIn(folder)) {
      const name = file.endsWith(".png") ? parseFileName(file) : undefined;
      if (name === undefined) continue;
      const key = `${name.patient} ${name.study} ${name.series}`;
      const slices = bySeries.get(key) ?? new Map<number, string>();
      slices.set(name.slice, join(folder, file));
      bySeries.set(key, slices);
    }
  }
  return bySeries;
}

/** Every slice file of the series, by number, in either layout: one folder for all, or one per series. */
async function presentSlices(
  images: string,
  series: readonly Series[],
): Promise<{ series: Series; slices: Map<number, string> }[]> {
  const flat = await slicesOfOneFolder(images);
  const found = [];
  for (const one of series) {
    const slices = new Map(flat.get(`${one.patient} ${one.study} ${one.series}`));
    for (const folder of [join(images, "Images_png"), images]) {
      const own = join(folder, seriesStem(one));
      for (const file of await namesIn(own)) {
        const number = /^(\d+)\.png$/.exec(file);
        if (number !== null) slices.set(Number(number[1]), join(own, file));
      }
    }
    found.push({ series: one, slices });
  }
  return found;
}

const SUMMARY_COLUMNS = {
  series: column.text("Patient, study and series"),
  volume: optional(column.text("File of the sub-volume; empty for missing slices")),
  first: column.integer("First slice"),
  last: column.integer("Last slice"),
  slices: column.integer("Number of slices"),
  lesions: column.integer("Lesions whose key slice is among them"),
  status: column.text<NiftiPart["status"]>("written, there already, missing or superseded"),
};

const summary = (parts: readonly NiftiPart[]): Table<typeof SUMMARY_COLUMNS> =>
  new Table(
    SUMMARY_COLUMNS,
    parts.map((part) => ({ ...part, slices: part.last - part.first + 1 })),
  );

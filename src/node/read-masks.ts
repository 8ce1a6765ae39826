/** Lesions of mask files. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fail, LesionGraphError } from "../core/errors.js";
import type { Warning } from "../core/lesion.js";
import { choice, type OptionSchema, resolveOptions } from "../core/options.js";
import { PROGRESS_SCHEMA, type ProgressOptions, progressCounter } from "../core/progress.js";
import {
  LABEL_KINDS,
  type LabelKind,
  lesionsOfMask,
  type MaskLesion,
} from "../masks/lesions-of-mask.js";
import {
  longitudinalMasks,
  longitudinalTruth,
  readLongitudinalTable,
  withSites,
} from "../masks/longitudinal-ct.js";
import { type MaskEntry, readManifest } from "../masks/manifest.js";
import { readLabelVolume } from "../masks/read-label-volume.js";
import { assertPath, fileChunks, readFault, readWith } from "./file-bytes.js";
import { whileUnchanged } from "./file-identity.js";

/** Options of {@link readMaskManifest}. */
export interface ReadMasksOptions extends ProgressOptions {
  /** How labels define lesions. @defaultValue "instances" */
  readonly labels: LabelKind;
}

const MASKS_SCHEMA: OptionSchema<ReadMasksOptions> = {
  ...PROGRESS_SCHEMA,
  labels: choice(LABEL_KINDS, "instances", "what makes voxels one lesion"),
};

/** Lesions of masks in input order, with warnings and the paths of the files that they come from. */
export interface MasksRead {
  readonly lesions: readonly MaskLesion[];
  readonly warnings: readonly Warning[];
  readonly files: readonly string[];
  /** Studies whose masks are all empty: no lesion shows that they exist. */
  readonly emptyStudies: readonly { readonly patient: string; readonly study: number }[];
}

/** As {@link MasksRead}, with the known correspondence. */
export interface LongitudinalRead extends MasksRead {
  readonly truth: readonly { readonly row: number; readonly group: string }[];
}

/**
 * Reads the masks of a manifest CSV (`patient,study,file[,series,date]`) and returns their lesions, one mask in
 * memory at a time. Relative files begin at the folder of the manifest. `onProgress` counts masks.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_MASK with the file; and as `readManifest`.
 */
export async function readMaskManifest(
  path: string,
  given?: Partial<ReadMasksOptions>,
): Promise<MasksRead> {
  const options = resolveOptions("readMaskManifest", MASKS_SCHEMA, given);
  const pathOf = (file: string): string => resolve(dirname(path), file);
  const entries = await readWith(path, (bytes) => readManifest(bytes, pathOf));
  const count = progressCounter(options, "masks", entries.length);
  return measured(entries, pathOf, options.labels, count);
}

/**
 * Reads a folder in the layout of Longitudinal-CT v2 and returns the lesions of all patients with the known
 * correspondence, patients in order of their names. `onProgress` counts patients.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_MASK with the file; MISSING_COLUMN, BAD_VALUE, ….
 */
export async function readLongitudinalCt(
  root: string,
  given?: Partial<ProgressOptions>,
): Promise<LongitudinalRead> {
  const options = resolveOptions("readLongitudinalCt", PROGRESS_SCHEMA, given);
  assertPath(root);
  const folder = join(root, "inputsTr");
  const tables = (await filesOf(folder)).filter((name) => name.endsWith(".csv")).sort();
  if (tables.length === 0) {
    fail("FILE_NOT_FOUND", "inputsTr/<patient>.csv in the folder", undefined, { file: root });
  }
  const lesions: MaskLesion[] = [];
  const warnings: Warning[] = [];
  const files: string[] = [];
  const truth: { row: number; group: string }[] = [];
  const emptyStudies: { patient: string; study: number }[] = [];
  const count = progressCounter(options, "patients", tables.length);
  for (const name of tables) {
    const table = join(folder, name);
    const rows = await readWith(table, readLongitudinalTable);
    const entries = longitudinalMasks(basename(name, ".csv"), rows);
    const read = await measured(
      entries,
      (file) => join(root, file),
      "instances",
      () => options.signal?.throwIfAborted(),
      1 + lesions.length,
    );
    lesions.push(...withSites(read.lesions, rows));
    warnings.push(...read.warnings);
    files.push(table, ...read.files);
    emptyStudies.push(...read.emptyStudies);
    truth.push(...longitudinalTruth(read.lesions, rows));
    count();
  }
  return { lesions, warnings, files, emptyStudies, truth };
}

const filesOf = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error) => {
    throw readFault(error, folder);
  });

async function measured(
  entries: readonly MaskEntry[],
  pathOf: (file: string) => string,
  labels: LabelKind,
  /** Called after every mask. */
  count: () => void,
  firstRow = 1,
): Promise<MasksRead> {
  const lesions: MaskLesion[] = [];
  const warnings: Warning[] = [];
  const files: string[] = [];
  for (const { patient, study, series, date, file } of entries) {
    const row = firstRow + lesions.length;
    const path = pathOf(file);
    try {
      const volume = await whileUnchanged(path, () => readLabelVolume(fileChunks(path)));
      const read = lesionsOfMask(volume, { patient, study, series, labels, firstRow: row });
      lesions.push(...read.lesions.map((lesion) => ({ ...lesion, ...(date && { date }) })));
      warnings.push(...read.warnings);
      files.push(path);
    } catch (error) {
      throw error instanceof LesionGraphError ? error.at({ file: path, patient, study }) : error;
    }
    count();
  }
  return { lesions, warnings, files, emptyStudies: studiesWithout(lesions, entries) };
}

/** The studies of the masks that have no lesion. */
function studiesWithout(lesions: readonly MaskLesion[], entries: readonly MaskEntry[]) {
  const keyOf = ({ patient, study }: StudyKey) => JSON.stringify([patient, study]);
  const known = new Set(lesions.map(keyOf));
  return entries.flatMap(({ patient, study }) => {
    const key = keyOf({ patient, study });
    if (known.has(key)) return [];
    known.add(key);
    return [{ patient, study }];
  });
}

type StudyKey = MasksRead["emptyStudies"][number];

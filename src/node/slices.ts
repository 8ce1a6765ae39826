/** Slice files: finding and reading them. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, fault, LesionGraphError, type Place, withPlace } from "../core/errors.js";
import { assertShape } from "../core/shape.js";
import { assertDlInfo, type DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { parseFileName, type SliceName, sliceStem, toSlicePath } from "../deeplesion/file-name.js";
import { assertSize, type CtSlice, decodeSlice, FAT_HU, isHounsfield } from "../images/slice.js";
import { assertPath, readFault, readRegularFile } from "./file-bytes.js";

/**
 * The possible paths of a slice in a folder, in the order of the search:
 * `{patient}_{study}_{series}/{slice}.png`, the same in `Images_png/`, and flat. Names are made of
 * numbers, so that no name leads out of the folder.
 */
export function slicePlaces(name: SliceName): readonly string[] {
  assertShape(name, "a slice name, as parseFileName returns it", ["patient", "slice"]);
  const flat = `${sliceStem(name)}.png`;
  const nested = toSlicePath(flat);
  return [nested, join("Images_png", nested), flat, join("Images_png", flat)];
}

/**
 * The path of a slice's file below `folder`.
 *
 * @throws LesionGraphError FILE_NOT_FOUND if no path exists; CANNOT_READ for a folder
 * without read permission.
 */
export async function findSlice(folder: string, name: SliceName): Promise<string> {
  assertPath(folder);
  const found = await lookForSlice(folder, name);
  if (found !== undefined) return found;
  throw absentSlice(folder, name);
}

/** As {@link findSlice}, `undefined` where there is none. */
async function lookForSlice(folder: string, name: SliceName): Promise<string | undefined> {
  for (const place of slicePlaces(name)) {
    const path = join(folder, place);
    try {
      await stat(path);
      return path;
    } catch (error) {
      // Absent here: try the next path. A folder without permission is an error.
      if (!isAbsent(error)) throw readFault(error, path);
    }
  }
  return undefined;
}

const absentSlice = (folder: string, name: SliceName, of: Place = {}): LesionGraphError => {
  const [nested, , flat] = slicePlaces(name) as [string, string, string];
  return fault(
    "FILE_NOT_FOUND",
    `a slice ${nested} or ${flat} below the folder of images`,
    undefined,
    { file: join(folder, nested), ...of },
  );
};

/** The names in a folder, in order; none where there is no such folder. @throws LesionGraphError CANNOT_READ. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw readFault(error, folder);
  }
}

const isAbsent = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

/**
 * The slice of a 16-bit PNG file.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ; BAD_IMAGE for other files, and where no value is as low as
 * that of fat or air: they are no Hounsfield units, or have another offset than 32768. All with the file's name.
 */
export async function readSliceFile(path: string): Promise<CtSlice> {
  const bytes = await readRegularFile(path);
  const slice = withPlace({ file: path }, () => decodeSlice(bytes));
  if (isHounsfield(slice)) return slice;
  fail("BAD_IMAGE", `Hounsfield units, some below ${FAT_HU}`, "none", {
    remedy: "HU are the values of the PNG minus 32768",
    file: path,
  });
}

/**
 * The key slice of a lesion, of the size its row says.
 *
 * @throws LesionGraphError BAD_VALUE for a file name of another form, FILE_NOT_FOUND with the first path
 * tried, and as `findSlice`, `readSliceFile`; all with the row.
 */
export async function readKeySlice(folder: string, lesion: DlInfoLesion): Promise<CtSlice> {
  assertPath(folder);
  assertDlInfo([lesion]);
  const slice = await lookForKeySlice(folder, [lesion]);
  if (slice !== undefined) return slice;
  throw absentKeySlice(folder, lesion);
}

/**
 * The key slice that some lesions share, read once, of the size that each of their rows says; `undefined`
 * where there is none.
 *
 * @throws LesionGraphError as `readKeySlice`.
 */
export async function lookForKeySlice(
  folder: string,
  lesions: readonly DlInfoLesion[],
): Promise<CtSlice | undefined> {
  const [first] = lesions as readonly [DlInfoLesion];
  const name = keySliceName(first);
  const found = await ofRow(first, async () => {
    const path = await lookForSlice(folder, name);
    return path === undefined ? undefined : { path, slice: await readSliceFile(path) };
  });
  if (found === undefined) return undefined;
  const { path, slice } = found;
  for (const { row, patient, imageSizePx } of lesions) {
    withPlace({ file: path, row, patient }, () => assertSize(slice, imageSizePx));
  }
  return slice;
}

/** The error of a lesion without key slice. */
export const absentKeySlice = (folder: string, lesion: DlInfoLesion): LesionGraphError =>
  absentSlice(folder, keySliceName(lesion), { row: lesion.row, patient: lesion.patient });

function keySliceName({ fileName, row, patient }: DlInfoLesion): SliceName {
  const name = parseFileName(fileName);
  if (name !== undefined) return name;
  fail("BAD_VALUE", "a file name such as 000089_01_01_037.png", fileName, { row, patient });
}

/** Runs `work`, and adds row and patient of a lesion to the file in an error of ours. */
async function ofRow<T>({ row, patient }: DlInfoLesion, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    throw new LesionGraphError(error.code, error.fault, { ...error.where, row, patient });
  }
}

/** Slices as files: where they lie and how they are read. */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseFileName, type SliceName, sliceStem, toSlicePath } from "../deeplesion/file-name.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { LesionGraphError, placed } from "../errors.js";
import { type CtSlice, decodeSlice, requireSize } from "../images/slice.js";
import { readFault } from "./files.js";

/**
 * The places, below a folder, where a slice of this name may lie, in the order they are looked at:
 * `{patient}_{study}_{series}/{slice}.png`, the same in `Images_png/`, and flat. Names are made of
 * numbers, so that no name leads out of the folder.
 */
export function slicePlaces(name: SliceName): readonly string[] {
  const flat = `${sliceStem(name)}.png`;
  const nested = toSlicePath(flat);
  return [nested, join("Images_png", nested), flat, join("Images_png", flat)];
}

/**
 * The path of a slice's file below `folder`.
 *
 * @throws LesionGraphError FILE_NOT_FOUND where it lies in none of the places.
 */
export async function findSlice(folder: string, name: SliceName): Promise<string> {
  const found = await lookForSlice(folder, name);
  if (found !== undefined) return found;
  const [nested, , flat] = slicePlaces(name);
  throw new LesionGraphError(
    "FILE_NOT_FOUND",
    { expected: `a slice ${nested} or ${flat} below the folder of images` },
    { file: folder },
  );
}

/** As {@link findSlice}, `undefined` where there is none. */
export async function lookForSlice(folder: string, name: SliceName): Promise<string | undefined> {
  for (const place of slicePlaces(name)) {
    const path = join(folder, place);
    try {
      await access(path);
      return path;
    } catch {
      // Not here; perhaps at the next place.
    }
  }
  return undefined;
}

/**
 * The slice of a 16-bit PNG file.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ, BAD_IMAGE, all with the file's name.
 */
export async function readSliceFile(path: string): Promise<CtSlice> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw readFault(error, path);
  }
  return placed({ file: path }, () => decodeSlice(bytes));
}

/**
 * The key slice of a lesion, of the size its row says.
 *
 * @throws LesionGraphError BAD_VALUE for a file name of another form, and as `findSlice`,
 * `readSliceFile`.
 */
export async function readKeySlice(folder: string, lesion: DlInfoLesion): Promise<CtSlice> {
  const name = parseFileName(lesion.fileName);
  if (name === undefined) {
    throw new LesionGraphError(
      "BAD_VALUE",
      { expected: "a file name such as 000089_01_01_037.png", received: lesion.fileName },
      { row: lesion.row, patient: lesion.patient },
    );
  }
  const path = await findSlice(folder, name);
  const slice = await readSliceFile(path);
  placed({ file: path, row: lesion.row }, () => requireSize(slice, lesion.imageSizePx));
  return slice;
}

/** CT volumes and slices from files and folders. */
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasPngSignature } from "fast-png";
import { assertHounsfield, badVolume, type CtVolume } from "../bodypart/ct-volume.js";
import { looksLikeNifti, readCtVolume } from "../bodypart/read-ct-volume.js";
import { decodeWindowedSlice } from "../bodypart/windowed-slice.js";
import { fail, withPlace } from "../core/errors.js";
import { parseFileName } from "../deeplesion/file-name.js";
import { type CtSlice, decodeSlice } from "../images/slice.js";
import type { Window, WindowName } from "../images/window.js";
import { readFault, readRegularFile } from "./file-bytes.js";

/** What files do not say themselves. */
export interface CtReading {
  /** HU of black and white of 8-bit pictures. */
  readonly window?: Window | WindowName | undefined;
  /** Side of a pixel of PNG slices in mm. */
  readonly pixelMm?: number | undefined;
  /** Distance between the slices of a folder in mm. */
  readonly sliceMm?: number | undefined;
}

/** A slice that stands alone. */
export interface SingleSlice {
  readonly slice: CtSlice;
  readonly pixelMm: number;
  /** The slice's number in its name; 1 where the name has none. */
  readonly number: number;
}

/** What lies at a path. */
export type CtInput = { readonly volumes: readonly CtVolume[] } | { readonly single: SingleSlice };

/**
 * Returns the CT at a path: a NIfTI file as one volume, a folder of PNG slices as its runs of slices without a
 * gap, a PNG file as a single slice. Files are recognised by their content.
 *
 * @throws LesionGraphError FILE_NOT_FOUND, CANNOT_READ; BAD_VOLUME, BAD_IMAGE, BAD_SERIES for what is no CT;
 * BAD_CALL where the size of pixels or the distance between slices is needed and not given.
 */
export async function readCt(path: string, reading: CtReading = {}): Promise<CtInput> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error) => {
      throw readFault(error, path);
    },
  );
  if (isFolder) return { volumes: await readSeriesFolder(path, reading) };
  const bytes = await readRegularFile(path);
  if (looksLikeNifti(bytes)) {
    return { volumes: [await readCtVolume(bytes, path)] };
  }
  if (!hasPngSignature(bytes.subarray(0, 8))) {
    badVolume("a NIfTI file, a folder of PNG slices or a PNG slice", "another file", path);
  }
  const slice = withPlace({ file: path }, () => sliceOfPng(bytes, reading));
  assertHounsfield([slice], path);
  const pixelMm = reading.pixelMm ?? missing("--pixel-mm", "the side of a pixel", path);
  return { single: { slice, pixelMm, number: numberIn(path) ?? 1 } };
}

/** The volumes among some paths. @throws LesionGraphError BAD_VOLUME for single slices; as {@link readCt}. */
export async function* readVolumes(
  paths: readonly string[],
  reading: CtReading = {},
): AsyncGenerator<CtVolume> {
  for (const path of paths) {
    const found = await readCt(path, reading);
    if ("single" in found) badVolume("a volume", "a single slice", path);
    yield* found.volumes;
  }
}

async function readSeriesFolder(folder: string, reading: CtReading): Promise<CtVolume[]> {
  const names = await readdir(folder).catch((error) => {
    throw readFault(error, folder);
  });
  const files = names
    .filter((name) => /\.png$/i.test(name))
    .map((name) => ({ path: join(folder, name), number: numberIn(name) }));
  if (files.length === 0) badVolume("a folder of PNG slices", "none", folder);
  const odd = files.find(({ number }) => number === undefined);
  if (odd !== undefined)
    badVolume("names that end in the slice's number", basename(odd.path), folder);
  assertOneSeries(
    files.map(({ path }) => path),
    folder,
  );
  const pixelMm = reading.pixelMm ?? missing("--pixel-mm", "the side of a pixel", folder);
  const sliceMm = reading.sliceMm ?? missing("--slice-mm", "the distance between slices", folder);
  files.sort((a, b) => a.number! - b.number!);
  const slices: CtSlice[] = [];
  for (const { path } of files) {
    const bytes = await readRegularFile(path);
    const slice = withPlace({ file: path }, () => sliceOfPng(bytes, reading));
    const [first = slice] = slices;
    if (slice.width !== first.width || slice.height !== first.height) {
      const size = `${first.width} x ${first.height} px, as the others`;
      fail("BAD_SERIES", size, `${slice.width} x ${slice.height}`, { file: path });
    }
    slices.push(slice);
  }
  assertHounsfield(slices, folder);
  return runs(files.map(({ number }) => number!)).map(([from, to]) => ({
    name: folder,
    slices: slices.slice(from, to),
    spacingMm: [pixelMm, pixelMm, sliceMm],
    numbers: files.slice(from, to).map(({ number }) => number!),
  }));
}

/** @throws LesionGraphError BAD_SERIES where names are of several series, or two have one number. */
function assertOneSeries(paths: readonly string[], folder: string): void {
  const stems = new Set(paths.map((path) => basename(path).replace(/\d+\.png$/i, "")));
  if (stems.size > 1) {
    fail("BAD_SERIES", "slices of one series in a folder", [...stems].slice(0, 3), {
      file: folder,
    });
  }
  const numbers = paths.map(numberIn);
  const twice = numbers.find((number, i) => numbers.indexOf(number) < i);
  if (twice === undefined) return;
  fail("BAD_SERIES", "one slice of each number in a folder", `two of ${twice}`, { file: folder });
}

/** Where runs of consecutive numbers begin and end (before). */
function runs(numbers: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  numbers.forEach((number, i) => {
    const last = found.at(-1);
    if (last !== undefined && numbers[i - 1] === number - 1) last[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}

function sliceOfPng(bytes: Uint8Array, { window }: CtReading): CtSlice {
  const eightBit = bytes[24] === 8;
  if (!eightBit) return decodeSlice(bytes);
  if (window === undefined) {
    fail("BAD_CALL", "--window low,high for 8-bit pictures", "none", {
      remedy: "DeepLesion's display window is -175,275",
    });
  }
  return decodeWindowedSlice(bytes, window);
}

/** The number of a slice: `000089_01_01_037.png`, `037.png`, `slice-37.png`. */
export function numberIn(path: string): number | undefined {
  const name = basename(path);
  const own = parseFileName(name)?.slice;
  if (own !== undefined) return own;
  const digits = /(\d+)\.png$/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function missing(option: string, what: string, file: string): never {
  fail("BAD_CALL", `${option}: ${what} in mm, which PNG files do not say`, "none", { file });
}

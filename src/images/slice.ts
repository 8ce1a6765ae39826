/**
 * Axial slices in Hounsfield units.
 *
 * DeepLesion stores a slice as a 16-bit grey PNG whose values are HU + 32768 (the data set's own
 * description, NIH Clinical Center, 2018).
 */

import { decode, hasPngSignature } from "fast-png";
import { fault, type LesionGraphError } from "../core/errors.js";
import { assertNumbers, assertShape } from "../core/shape.js";

/** PNG value of 0 HU. */
export const HU_OFFSET = 32768;

/** An axial slice: rows from front to back, columns from the patient's right to left. */
export interface CtSlice {
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** width x height Hounsfield units, row by row from the top left. */
  readonly hu: Int16Array;
}

/** Largest number of pixels of a CT slice; a header with more is an error. */
const MAX_PIXELS = 2 ** 26;

/**
 * The slice of a 16-bit grey PNG, HU = value - 32768. O(pixels).
 *
 * Checksums are verified, so a damaged file is an error.
 *
 * @throws LesionGraphError BAD_IMAGE for anything but a complete PNG of 16-bit grey values.
 */
export function decodeSlice(png: Uint8Array): CtSlice {
  if (!(png instanceof Uint8Array)) throw badImage("the bytes of a PNG", String(png));
  const { width, height } = checkedHeader(png);
  assertPlausibleSize(png, width, height);
  let decoded: ReturnType<typeof decode>;
  try {
    decoded = decode(png, { checkCrc: true });
  } catch (error) {
    throw badImage("a whole PNG", `a truncated or damaged one: ${(error as Error).message}`);
  }
  const values = decoded.data;
  if (values.length !== width * height) {
    throw badImage(`${width * height} values`, `${values.length}`);
  }
  const hu = new Int16Array(values.length);
  for (let i = 0; i < hu.length; i++) hu[i] = values[i]! - HU_OFFSET;
  return { width, height, hu };
}

/**
 * A slice from Hounsfield units, for example of a DICOM file or a simulation.
 *
 * @throws LesionGraphError BAD_IMAGE where the number of values is not width x height.
 */
export function sliceOf(width: number, height: number, hu: Int16Array): CtSlice {
  assertNumbers(hu, "Hounsfield units as an Int16Array");
  const whole = [width, height].every((side) => Number.isSafeInteger(side) && side > 0);
  if (whole && hu?.length === width * height) return { width, height, hu };
  throw badImage("width x height values", `${hu?.length} for ${width} x ${height}`);
}

/** Fat and air lie below this; a slice without such a value is not in Hounsfield units. */
export const FAT_HU = -100;

/** True where some value is as low as that of fat or air, as in every axial slice of a body. */
export const isHounsfield = ({ hu }: CtSlice): boolean => hu.some((value) => value < FAT_HU);

/** Asserts that a value is a slice. @throws LesionGraphError BAD_VALUE. */
export const assertSlice = (given: unknown): void =>
  assertShape(given, "a slice, as decodeSlice or sliceOf returns it", ["width", "height", "hu"]);

/** Asserts that a slice has the size given by its row. @throws LesionGraphError BAD_IMAGE. */
export function assertSize(slice: CtSlice, [width, height]: readonly [number, number]): void {
  if (slice.width === width && slice.height === height) return;
  throw badImage(
    `a slice of ${width} x ${height} px as Image_size says`,
    `${slice.width} x ${slice.height}`,
  );
}

/** Width and height of a PNG that says it is 16-bit grey. */
function checkedHeader(png: Uint8Array): { width: number; height: number } {
  if (png.length < 8 || !hasPngSignature(png.subarray(0, 8))) {
    throw badImage("a PNG file", png.length === 0 ? "an empty file" : "another kind of file");
  }
  if (png.length < 33) throw badImage("a whole PNG", `${png.length} bytes`);
  const header = new DataView(png.buffer, png.byteOffset + 16, 10);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, colour] = [header.getUint8(8), header.getUint8(9)];
  if (depth !== 16 || colour !== 0) {
    throw badImage(
      "a 16-bit grey PNG (HU + 32768)",
      `${depth}-bit ${COLOUR_TYPES[colour] ?? `colour type ${colour}`}`,
      "the pictures of Key_slices.zip are 8-bit drawings; take the slices of Images_png",
    );
  }
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) {
    throw badImage("a slice of 1 to 67 million pixels", `${width} x ${height}`);
  }
  return { width, height };
}

/** Compressed text and colour profiles of a slice are small: larger ones unpack to more than memory holds. */
const MOST_ANCILLARY = 1 << 16;

/**
 * Asserts that the chunks are not larger than their contents can be: deflate never makes 16-bit pixels larger
 * by more than a few bytes per block, and a larger stream would unpack to far more than the pixels.
 */
function assertPlausibleSize(png: Uint8Array, width: number, height: number): void {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const pixels = height * (2 * width + 1);
  let data = 0;
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === "IDAT") data += length;
    else if (COMPRESSED_CHUNKS.includes(type) && length > MOST_ANCILLARY) {
      throw badImage(`a chunk ${type} of at most 64 KiB`, `${length} bytes`);
    }
    at += 12 + length;
  }
  const most = pixels + Math.ceil(pixels / 1000) + 1024;
  if (data > most) throw badImage(`at most ${most} bytes of compressed pixels`, `${data}`);
}

const COMPRESSED_CHUNKS = ["iCCP", "zTXt", "iTXt"];

const COLOUR_TYPES: Readonly<Record<number, string>> = {
  0: "grey",
  2: "colour",
  3: "palette",
  4: "grey with transparency",
  6: "colour with transparency",
};

export const badImage = (expected: string, received: string, remedy?: string): LesionGraphError =>
  fault("BAD_IMAGE", expected, received, { remedy });

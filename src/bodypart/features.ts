/** What the regressor measures in a slice: how much of each tissue lies where in the body, in mm. */
import { assertNumber } from "../core/options.js";
import type { CtSlice } from "../images/slice.js";
import { type BodyImage, bodyImage, bodyInside, RANGE_HU, STEP_MM } from "./body-image.js";

/** Cells of {@link CELL_MM} around the middle of the body; those left and right of it are added up. */
const GRID = Object.freeze({ columns: 12, rows: 10 });
const CELL_MM = 33;
/** Tissues, each with the share to which HU belong to it: 0-1. */
const TISSUES: readonly ((hu: number) => number)[] = [
  (hu) => (hu - RANGE_HU[0]) / (RANGE_HU[1] - RANGE_HU[0]),
  (hu) => 1 - solid(hu),
  (hu) => ramp(hu, 130, 230),
  (hu) => Math.min(solid(hu), 1 - ramp(hu, -70, -20)),
  (hu) => Math.min(ramp(hu, -20, 20), 1 - ramp(hu, 80, 140)),
  () => 1,
];
/** Number of features of a slice. */
export const FEATURE_COUNT = (GRID.columns / 2) * GRID.rows * TISSUES.length + 5;

/** Below this area of body in mm² a slice cannot be scored. */
const LEAST_BODY_MM2 = 4000;
/** A body is at least this wide and high; a table alone is not. The least in 538 real slices was 138 mm. */
const LEAST_SIDE_MM = 60;
/** Every axial slice of a body shows bone; the least in 538 real slices was 510 mm². */
const LEAST_BONE_MM2 = 150;
const BONE_HU = 150;
/** Share of the body's area beyond each side of its box: an arm or a tube does not move the box. */
const TRIM = 0.005;

/** Pixel sizes in mm outside this range are another unit, or no CT of a body. */
const PIXEL_MM = Object.freeze({ min: 0.1, max: 10 });

/** Features of a slice, with what decides whether they can be trusted. */
export interface SliceFeatures {
  /** {@link FEATURE_COUNT} numbers. */
  readonly values: Float32Array;
  /** Area of bone and contrast medium in mm². */
  readonly boneMm2: number;
  /** Area of the body in mm². */
  readonly bodyMm2: number;
  /** The body reaches the left, right, top or bottom edge of the slice. */
  readonly touchesEdge: boolean;
}

/**
 * Returns the features of a slice, or `undefined` where it shows too little body to be scored: below 40 cm² of
 * body, less than 6 cm wide or high, or below 1.5 cm² of bone, without which it is a phantom or no CT.
 *
 * The slice is reduced to 3 mm pixels, limited to -175…275 HU and masked (anatomical body mask). Around the
 * middle of the body lie 12 x 10 cells of 33 mm; each holds its share of five tissues (mean HU, gas, bone, fat,
 * soft tissue) and of body, cells left and right of the middle added up. Width, height and area of the body
 * complete the vector. All are square roots, so that a little bone or gas counts beside much soft tissue.
 * Mirroring left-right changes nothing; shifting in the image plane changes nothing but the sampling of the
 * pixels. O(pixels).
 *
 * @param pixelMm side of a pixel in mm, or sides along x and y
 * @throws LesionGraphError BAD_OPTION for a pixel size outside 0.1-10 mm; BAD_VALUE, BAD_IMAGE for what is no
 * slice.
 */
export function sliceFeatures(
  slice: CtSlice,
  pixelMm: number | readonly [x: number, y: number],
): SliceFeatures | undefined {
  const found = imageFeatures(bodyImage(slice, pixelSides(pixelMm)));
  return found !== undefined && found.boneMm2 >= LEAST_BONE_MM2 ? found : undefined;
}

/** Checked sides of a pixel in mm. @throws LesionGraphError BAD_OPTION. */
export function pixelSides(pixelMm: number | readonly [number, number]): readonly [number, number] {
  const [x, y] = Array.isArray(pixelMm) ? pixelMm : [pixelMm, pixelMm];
  for (const side of [x, y]) assertNumber("pixelMm", side, PIXEL_MM);
  return [x, y];
}

/** As {@link sliceFeatures}, of a body image; varied copies may have lost their bone. */
export function imageFeatures(image: BodyImage): SliceFeatures | undefined {
  const inside = bodyInside(image);
  const box = bodyBox(image, inside);
  const bodyMm2 = box.area * STEP_MM ** 2;
  if (bodyMm2 < LEAST_BODY_MM2) return undefined;
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (Math.min(width, height) * STEP_MM < LEAST_SIDE_MM) return undefined;
  const cells = pooled(image, inside, box);
  const values = Float32Array.of(
    ...cells,
    (width * STEP_MM) / 100,
    (height * STEP_MM) / 100,
    height / width,
    box.area / (width * height),
    bodyMm2 / 1e5,
  ).map(Math.sqrt);
  return {
    values,
    boneMm2: boneArea(image, inside),
    bodyMm2,
    touchesEdge: touchesEdge(image, inside),
  };
}

function boneArea({ hu }: BodyImage, inside: Uint8Array): number {
  let pixels = 0;
  for (let i = 0; i < hu.length; i++) if (inside[i] === 1 && hu[i]! > BONE_HU) pixels++;
  return pixels * STEP_MM ** 2;
}

function ramp(hu: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (hu - from) / (to - from)));
}

function solid(hu: number): number {
  return ramp(hu, -165, -120);
}

/** Shares of every tissue for every HU of the range, tissue by tissue within an HU. */
const SHARES = Float64Array.from(
  { length: (RANGE_HU[1] - RANGE_HU[0] + 1) * TISSUES.length },
  (_, i) => TISSUES[i % TISSUES.length]!(RANGE_HU[0] + Math.floor(i / TISSUES.length)),
);

interface BodyBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Pixels of body. */
  readonly area: number;
}

function bodyBox({ width, height }: BodyImage, inside: Uint8Array): BodyBox {
  const [columns, rows] = [new Float64Array(width), new Float64Array(height)];
  let area = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (inside[i] === 0) continue;
      columns[x]!++;
      rows[y]!++;
      area++;
    }
  }
  const [left, right] = [quantile(columns, TRIM * area), quantile(columns, (1 - TRIM) * area)];
  const [top, bottom] = [quantile(rows, TRIM * area), quantile(rows, (1 - TRIM) * area)];
  return { left, right, top, bottom, area };
}

/** Where along the counts `sought` of them lie before. */
function quantile(counts: Float64Array, sought: number): number {
  let before = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 0 && before + count >= sought) return i + (sought - before) / count;
    before += count;
  }
  return counts.length;
}

/** Mean tissue shares of the cells: bilinear, so that a body moved by a pixel changes them little. */
function pooled({ width, height, hu }: BodyImage, inside: Uint8Array, box: BodyBox): Float64Array {
  const half = GRID.columns / 2;
  const step = CELL_MM / STEP_MM;
  const tissues = TISSUES.length;
  const sums = new Float64Array(half * GRID.rows * tissues);
  const columns = places(width, (box.left + box.right) / 2, GRID.columns);
  const rows = places(height, (box.top + box.bottom) / 2, GRID.rows);
  const add = (column: number, row: number, weight: number, from: number): void => {
    if (column < 0 || column >= GRID.columns || row < 0 || row >= GRID.rows) return;
    const folded = column < half ? column : GRID.columns - 1 - column;
    const at = (row * half + folded) * tissues;
    for (let t = 0; t < tissues; t++) sums[at + t]! += weight * SHARES[from + t]!;
  };
  for (let y = 0, i = 0; y < height; y++) {
    const [row, below] = [Math.floor(rows[y]!), rows[y]! - Math.floor(rows[y]!)];
    for (let x = 0; x < width; x++, i++) {
      if (inside[i] === 0) continue;
      const column = Math.floor(columns[x]!);
      const right = columns[x]! - column;
      const from = (hu[i]! - RANGE_HU[0]) * tissues;
      add(column, row, (1 - right) * (1 - below), from);
      add(column + 1, row, right * (1 - below), from);
      add(column, row + 1, (1 - right) * below, from);
      add(column + 1, row + 1, right * below, from);
    }
  }
  return sums.map((sum) => sum / step ** 2);
}

/** Where the centres of pixels lie among the centres of cells, whose middle is at `middle` pixels. */
function places(pixels: number, middle: number, cells: number): Float64Array {
  return Float64Array.from(
    { length: pixels },
    (_, i) => ((i + 0.5 - middle) * STEP_MM) / CELL_MM + (cells - 1) / 2,
  );
}

function touchesEdge({ width, height }: BodyImage, inside: Uint8Array): boolean {
  for (let x = 0; x < width; x++) {
    if (inside[x] === 1 || inside[(height - 1) * width + x] === 1) return true;
  }
  for (let y = 0; y < height; y++) {
    if (inside[y * width] === 1 || inside[y * width + width - 1] === 1) return true;
  }
  return false;
}

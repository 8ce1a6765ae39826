/** How much of each tissue lies in which cell around the middle of the body. */
import type { BodyBox } from "./body-box.js";
import { type BodyImage, RANGE_HU, STEP_MM } from "./body-image.js";

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
/** Numbers of {@link tissueCells}. */
export const CELL_VALUES = (GRID.columns / 2) * GRID.rows * TISSUES.length;

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

/** Mean tissue shares of the cells: bilinear, so that a body moved by a pixel changes them little. O(pixels). */
export function tissueCells(
  { width, height, hu }: BodyImage,
  inside: Uint8Array,
  box: BodyBox,
): Float64Array {
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

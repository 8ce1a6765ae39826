/** The table of all pairs of lesions of two studies, and parts of it. */
import type { Vec3 } from "../../core/lesion.js";

/**
 * All pairs of a lesion of one study (row) and one of another (column), row by row: the first rows x
 * columns numbers of every array.
 */
export interface PairTable {
  readonly rows: number;
  readonly columns: number;
  /** Differences of the positions, column minus row, along x, y and z; NaN where missing. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Evidence of the features other than location. */
  readonly others: Float64Array;
  /** Evidence of location while the offset is unknown; NaN where a position is missing. */
  readonly free: Float64Array;
}

/** The table of some of the rows and columns. O(cells of the part). */
export function partOf(
  table: PairTable,
  rows: readonly number[],
  columns: readonly number[],
): PairTable {
  const cells = rows.flatMap((row) => columns.map((column) => row * table.columns + column));
  const part = (values: Float64Array) => Float64Array.from(cells, (cell) => values[cell]!);
  return {
    rows: rows.length,
    columns: columns.length,
    x: part(table.x),
    y: part(table.y),
    z: part(table.z),
    others: part(table.others),
    free: part(table.free),
  };
}

/** The difference of the positions of a pair. */
export const differenceAt = ({ x, y, z }: PairTable, cell: number): Vec3 => [
  x[cell]!,
  y[cell]!,
  z[cell]!,
];

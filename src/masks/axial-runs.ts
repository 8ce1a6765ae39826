/** The runs of a label volume in axial slices, whatever the order in which its file stores the axes. */
import { fail } from "../core/errors.js";
import { type AxisOrder, axisOrder } from "./affine.js";
import { LabelRuns, type LabelVolume } from "./label-runs.js";

/** Voxels that a volume in another order than slice by slice may have besides background. */
const MAX_REORDERED = 1 << 24;

/** Runs along the patient's x, stacked along y, then z. */
export interface AxialRuns {
  readonly runs: LabelRuns;
  /** Rows of an axial slice. */
  readonly height: number;
  /** The array axis that each of x, y and z is. */
  readonly order: AxisOrder;
}

/**
 * Returns the runs of axial slices. A volume that is stored slice by slice and row by row is taken as it is;
 * the voxels of any other are sorted. O(runs), else O(n log n) for n voxels that are no background.
 *
 * @throws LesionGraphError BAD_MASK as {@link axisOrder}, and where more than 2^24 voxels are to be sorted.
 */
export function axialRuns({ size, affine, runs }: LabelVolume): AxialRuns {
  const order = axisOrder(affine);
  const height = size[order[1]] ?? 1;
  const asStored = order[0] === 0 && order[1] === 1;
  return { runs: asStored ? runs : reordered({ size, affine, runs }, order), height, order };
}

function reordered({ size, runs }: LabelVolume, order: AxisOrder): LabelRuns {
  const { row, start, end, label } = runs;
  let voxels = 0;
  for (let run = 0; run < runs.count; run++) voxels += end[run]! - start[run]!;
  if (voxels > MAX_REORDERED) {
    fail(
      "BAD_MASK",
      `at most ${MAX_REORDERED} labelled voxels in a volume that is not axial`,
      voxels,
      {
        remedy: "save the mask slice by slice (RAS or LPS)",
      },
    );
  }
  const [width = 1, height = 1] = order.map((axis) => size[axis]);
  // Scan position of each voxel and, below it, where its label stands: both fit into 53 bits together.
  const places = new Float64Array(voxels);
  const at: [number, number, number] = [0, 0, 0];
  let next = 0;
  for (let run = 0; run < runs.count; run++) {
    at[1] = row[run]! % size[1];
    at[2] = Math.floor(row[run]! / size[1]);
    for (at[0] = start[run]!; at[0] < end[run]!; at[0]++) {
      const place = (at[order[2]] ?? 0) * height + (at[order[1]] ?? 0);
      places[next++] = (place * width + (at[order[0]] ?? 0)) * RUN_SPAN + run;
    }
  }
  places.sort();
  return runsOf(places, label, width);
}

/** Above the number of runs that a volume can have. */
const RUN_SPAN = 2 ** 23;

function runsOf(places: Float64Array, label: Int32Array, width: number): LabelRuns {
  const sorted = new LabelRuns();
  let [from, to, open] = [0, 0, 0];
  const close = (): void => {
    if (open === 0) return;
    const row = Math.floor(from / width);
    sorted.add(row, from - row * width, to - row * width, open);
  };
  for (const place of places) {
    const position = Math.floor(place / RUN_SPAN);
    const own = label[place % RUN_SPAN] ?? 0;
    const goesOn = position === to && own === open && position % width !== 0;
    if (!goesOn) {
      close();
      [from, open] = [position, own];
    }
    to = position + 1;
  }
  close();
  return sorted;
}

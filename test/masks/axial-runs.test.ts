/** Axial runs: the same whatever the order in which a file stores the axes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axialRuns } from "../../src/masks/axial-runs.js";
import { LabelRuns, type LabelVolume } from "../../src/masks/label-runs.js";
import { errorOf } from "../support/errors.js";

type Three = readonly [number, number, number];

/** A volume whose array axes are those of the patient in the given order: axis 0 is `order[0]`, and so on. */
function stored(size: Three, labelAt: (place: Three) => number, order: Three): LabelVolume {
  const [width, height, depth] = order.map((axis) => size[axis]!) as [number, number, number];
  const runs = new LabelRuns();
  for (let row = 0; row < height * depth; row++) {
    const labels = Uint8Array.from({ length: width }, (_, i) => {
      const index = [i, row % height, Math.floor(row / height)];
      const place = [0, 0, 0];
      order.forEach((axis, k) => {
        place[axis] = index[k]!;
      });
      return labelAt(place as unknown as Three);
    });
    runs.addRow(row, labels);
  }
  const axis = (k: number): Three => [0, 1, 2].map((other) => (other === k ? 1 : 0)) as never;
  return {
    size: [width, height, depth],
    affine: { origin: [0, 0, 0], axes: [axis(order[0]), axis(order[1]), axis(order[2])] },
    runs,
  };
}

const listOf = ({ count, row, start, end, label }: LabelRuns): number[][] =>
  Array.from({ length: count }, (_, i) => [row[i]!, start[i]!, end[i]!, label[i]!]);

const ORDERS: readonly Three[] = [
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe("axialRuns", () => {
  const side = fc.integer({ min: 1, max: 5 });
  it("does not depend on the order of the array axes", () => {
    fc.assert(
      fc.property(
        fc.tuple(side, side, side).chain((size) =>
          fc.record({
            size: fc.constant(size),
            labels: fc.array(fc.integer({ min: 0, max: 2 }), {
              minLength: size[0] * size[1] * size[2],
              maxLength: size[0] * size[1] * size[2],
            }),
          }),
        ),
        fc.constantFrom(...ORDERS),
        ({ size, labels }, order) => {
          const labelAt = ([x, y, z]: Three) => labels[(z * size[1] + y) * size[0] + x]!;
          const plain = axialRuns(stored(size, labelAt, [0, 1, 2]));
          const other = axialRuns(stored(size, labelAt, order));
          expect(listOf(other.runs)).toEqual(listOf(plain.runs));
          expect([plain.height, other.height]).toEqual([size[1], size[1]]);
          expect(other.order.map((axis) => order[axis])).toEqual([0, 1, 2]);
        },
      ),
    );
  });

  it("sorts no more than 2^24 voxels; as many as there are in a volume that is stored in order", () => {
    const runs = new LabelRuns();
    for (let row = 0; row < 65; row++) runs.add(row, 0, 2 ** 18, 1);
    const axes: [Three, Three, Three] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const size: Three = [2 ** 18, 65, 1];
    const inOrder = { size, runs, affine: { origin: [0, 0, 0] as Three, axes } };
    expect(axialRuns(inOrder).runs).toBe(runs);
    const [x, y, z] = axes;
    const turned = { ...inOrder, affine: { origin: [0, 0, 0] as Three, axes: [y, x, z] as const } };
    errorOf("BAD_MASK", () => axialRuns(turned));
  });

  it("ends a run at the end of a row and where the label changes, by hand", () => {
    // Two rows of three voxels: 1 1 1 and 1 2 2; stored with x and y exchanged.
    const rows = [
      [1, 1, 1],
      [1, 2, 2],
    ];
    const volume = stored([3, 2, 1], ([x, y]) => rows[y]![x]!, [1, 0, 2]);
    expect(listOf(axialRuns(volume).runs)).toEqual([
      [0, 0, 3, 1],
      [1, 0, 1, 1],
      [1, 1, 3, 2],
    ]);
  });
});

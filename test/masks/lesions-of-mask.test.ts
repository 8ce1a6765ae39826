/** Lesions of painted volumes against closed forms and hand calculation. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LabelRuns } from "../../src/masks/label-runs.js";
import { lesionsOfMask } from "../../src/masks/lesions-of-mask.js";
import { readLabelVolume } from "../../src/masks/read-label-volume.js";
import { errorOf } from "../support/errors.js";
import { niftiLabels, painted, steps } from "../support/nifti-labels.js";
import { describeReal, sharedPath } from "../support/shared-data.js";

const SIZE = [6, 5, 4] as const;
/** Value 7: 3 x 2 voxels on slice 1, 2 on slice 2. Value 2: two voxels that touch by a corner only. */
const at = (i: number, j: number, k: number): number => {
  if (k === 1 && i >= 1 && i <= 3 && j >= 1 && j <= 2) return 7;
  if (k === 2 && i >= 1 && i <= 2 && j === 1) return 7;
  return (i === 4 && j === 3 && k === 0) || (i === 5 && j === 4 && k === 1) ? 2 : 0;
};
const volume = (labels = painted(SIZE, at), sform = steps(0.5, 2, 4, [10, 20, 30])) =>
  readLabelVolume(niftiLabels({ size: SIZE, labels, sform }));
const ID = { patient: "7", study: 2 } as const;

describe("lesionsOfMask", () => {
  it("measures instances: position in LPS, axes on the largest slice, volume", async () => {
    const { lesions, warnings } = lesionsOfMask(await volume(), ID);
    expect(warnings).toEqual([]);
    expect(lesions.map(({ id, row, voxels, slice }) => [id, row, voxels, slice])).toEqual([
      ["L2", 1, 2, 0],
      ["L7", 2, 8, 1],
    ]);
    const [, large] = lesions;
    // By hand: mean index (15/8, 11/8, 10/8), RAS = origin + index x (0.5, 2, 4), LPS turns x and y.
    expect(large?.centreMm[0]).toBeCloseTo(-(10 + (15 / 8) * 0.5), 9);
    expect(large?.centreMm[1]).toBeCloseTo(-(20 + (11 / 8) * 2), 9);
    expect(large?.centreMm[2]).toBeCloseTo(30 + (10 / 8) * 4, 9);
    expect(large?.volumeMl).toBeCloseTo((8 * 0.5 * 2 * 4) / 1000, 12);
    // Hull of edge midpoints of 3 x 2 px of 0.5 x 2 mm: from the lower to the upper midpoint row, one or
    // two pixels further: sqrt(1² + 4²).
    expect(large?.longAxisMm).toBeCloseTo(Math.sqrt(1 + 16), 9);
  });

  it("numbers components in scan order and puts the series in front of ids", async () => {
    const { lesions } = lesionsOfMask(await volume(), {
      ...ID,
      labels: "components",
      firstRow: 11,
    });
    expect(lesions.map(({ id, row, labelValue }) => [id, row, labelValue])).toEqual([
      ["C1", 11, 2],
      ["C2", 12, 7],
    ]);
    const ids = lesionsOfMask(await volume(), { ...ID, series: 3 }).lesions.map(({ id }) => id);
    expect(ids).toEqual(["3-L2", "3-L7"]);
  });

  it("measures the slice with the longest axis, of equal ones the first", async () => {
    // Bars of some voxels of 1 mm along x, one per slice.
    const sliceOf = async (...bars: number[]) => {
      const size = [9, 3, bars.length] as const;
      const labels = painted(size, (i, j, k) => (j === 1 && i < bars[k]! ? 1 : 0));
      const read = await readLabelVolume(niftiLabels({ size, labels, sform: steps(1, 1, 1) }));
      const [lesion] = lesionsOfMask(read, ID).lesions;
      return [lesion?.slice, lesion?.longAxisMm];
    };
    expect(await sliceOf(3, 5, 4)).toEqual([1, 5]);
    expect(await sliceOf(5, 3, 5, 5)).toEqual([0, 5]);
    expect(await sliceOf(4, 3, 5)).toEqual([2, 5]);
    expect(await sliceOf(2, 7, 7, 1)).toEqual([1, 7]);
    expect(await sliceOf(1, 2, 3)).toEqual([2, 3]);
    expect(await sliceOf(1)).toEqual([0, 1]);
  });

  it("takes the first of equal slices even where the bounding box of another is larger", async () => {
    // A bar of five voxels of 1 mm, then a cross of five by five.
    const size = [5, 5, 2] as const;
    const labels = painted(size, (i, j, k) => (j === 2 || (k === 1 && i === 2) ? 1 : 0));
    const read = await readLabelVolume(niftiLabels({ size, labels, sform: steps(1, 1, 1) }));
    const [lesion] = lesionsOfMask(read, ID).lesions;
    expect([lesion?.slice, lesion?.longAxisMm, lesion?.shortAxisMm]).toEqual([0, 5, 1]);
  });

  it("rejects what is no label volume, series below 1 and names that are no kind of labels", async () => {
    const read = await volume();
    const { size, affine } = read;
    for (const given of [
      ...[undefined, null, {}, { runs: [] }, { runs: read.runs }, { ...read, affine: undefined }],
      ...[[6, 5], [6, 5, 0], [6, 5, 4.5], "654"].map((other) => ({ ...read, size: other })),
      { ...read, affine: { ...affine, axes: affine.axes.slice(1) } },
      { ...read, affine: { axes: affine.axes } },
      { ...read, affine: { ...affine, origin: "000" } },
    ]) {
      errorOf("BAD_MASK", () => lesionsOfMask(given as never, ID));
    }
    errorOf("BAD_OPTION", () => lesionsOfMask(read, {}), { option: "patient" });
    const runsOf = (...runs: readonly (readonly [row: number, start: number, end: number])[]) => {
      const made = new LabelRuns();
      for (const [row, start, end] of runs) made.add(row, start, end, 1);
      return { size, affine, runs: made };
    };
    expect(lesionsOfMask(runsOf([0, 0, 1], [0, 2, 6], [19, 0, 6]), ID).lesions).toHaveLength(1);
    for (const given of [
      runsOf([20, 0, 1]),
      runsOf([0, 0, 7]),
      runsOf([-1, 0, 1]),
      runsOf([3, 0, 1], [2, 0, 1]),
      runsOf([0, 2, 4], [0, 0, 1]),
    ]) {
      errorOf("BAD_MASK", () => lesionsOfMask(given, ID));
    }
    expect(lesionsOfMask(read, { ...ID, series: 1 }).lesions[0]).toMatchObject({ series: 1 });
    expect(lesionsOfMask(read, ID).lesions[0]).not.toHaveProperty("series");
    for (const series of [0, 1.5, "1" as never]) {
      errorOf("BAD_OPTION", () => lesionsOfMask(read, { ...ID, series }), { option: "series" });
    }
  });

  it("warns where an instance is in separate pieces", async () => {
    const labels = painted(SIZE, (i, j, k) => (j === 0 && k === 0 && (i === 0 || i === 2) ? 4 : 0));
    const { lesions, warnings } = lesionsOfMask(await volume(labels), ID);
    expect(lesions).toHaveLength(1);
    expect(warnings.map(({ kind, row, patient }) => [kind, row, patient])).toEqual([
      ["pieces", 1, "7"],
    ]);
  });

  it("gives an empty mask no lesions, and rejects unknown and bad options", async () => {
    const empty = await volume(painted(SIZE, () => 0));
    expect(lesionsOfMask(empty, ID)).toEqual({ lesions: [], warnings: [] });
    errorOf("BAD_OPTION", () => lesionsOfMask(empty, { ...ID, labels: "all" as never }), {
      option: "labels",
    });
    errorOf("BAD_OPTION", () => lesionsOfMask(empty, { patient: "7", study: 0 }), {
      option: "study",
    });
    errorOf("UNKNOWN_OPTION", () => lesionsOfMask(empty, { ...ID, label: 1 } as never), {
      option: "label",
    });
  });

  it("measures the same lesions however the file orders and turns its axes", async () => {
    const sides = [0.5, 2, 4] as const;
    const origin = [10, 20, 30] as const;
    const summary = async (sform: number[][], size: readonly number[], labels: Int32Array) =>
      lesionsOfMask(await readLabelVolume(niftiLabels({ size: size as never, labels, sform })), {
        ...ID,
        labels: "components",
      })
        .lesions.map(({ centreMm, longAxisMm, shortAxisMm, volumeMl, voxels }) =>
          [...centreMm, longAxisMm, shortAxisMm, volumeMl, voxels].map((x) => x.toFixed(6)).join(),
        )
        .sort();
    const expected = await summary(steps(...sides, [...origin]), SIZE, painted(SIZE, at));
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      for (const turned of [0, 1, 2, 3, 4, 5, 6, 7]) {
        // File axis a runs along patient axis order[a], backwards where its bit is set.
        const size = order.map((axis) => SIZE[axis]!) as [number, number, number];
        const back = [0, 1, 2].map((axis) => ((turned >> axis) & 1) === 1);
        const sform = [0, 1, 2].map((axis) => {
          const from = origin[axis]! + (back[axis] ? (SIZE[axis]! - 1) * sides[axis]! : 0);
          const step = (a: number) =>
            order[a] === axis ? (back[axis] ? -1 : 1) * sides[axis]! : 0;
          return [step(0), step(1), step(2), from];
        });
        const labels = painted(size, (...index) => {
          const patient = [0, 0, 0];
          index.forEach((value, a) => {
            const axis = order[a]!;
            patient[axis] = back[axis] ? SIZE[axis]! - 1 - value : value;
          });
          return at(...(patient as [number, number, number]));
        });
        expect(await summary(sform, size, labels), `${order} ${turned}`).toEqual(expected);
      }
    }
  });
});

describe("spheres and ellipsoids", () => {
  it.each([
    [20, 20, 20],
    [18, 9, 12],
    [7.3, 15.2, 4.1],
  ])("of %f x %f x %f mm on a 0.5 mm grid equal their closed forms", async (a, b, c) => {
    const size = [96, 96, 96] as const;
    const centre = [23.7, 24.1, 23.9] as const;
    const labels = painted(size, (i, j, k) => {
      const [x, y, z] = [i / 2 - centre[0], j / 2 - centre[1], k / 2 - centre[2]];
      return (x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2 <= 1 ? 1 : 0;
    });
    const { lesions } = lesionsOfMask(
      await readLabelVolume(niftiLabels({ size, labels, sform: steps(0.5, 0.5, 0.5) })),
      ID,
    );
    const [lesion] = lesions;
    expect(Math.abs(lesion!.longAxisMm - 2 * Math.max(a, b))).toBeLessThan(0.5);
    expect(Math.abs(lesion!.shortAxisMm - 2 * Math.min(a, b))).toBeLessThan(0.5);
    expect(lesion!.volumeMl / ((4 / 3) * Math.PI * a * b * c * 1e-3)).toBeCloseTo(1, 2);
    const [x, y, z] = lesion!.centreMm;
    expect(Math.hypot(-x - centre[0], -y - centre[1], z - centre[2])).toBeLessThan(0.05);
  });
});

describeReal("on the grid of a torso CT", () => {
  it("spheres and ellipsoids equal their closed forms within a voxel", async () => {
    const path = sharedPath("ct/torso_3mm.nii.gz");
    if (!existsSync(path)) throw new Error(`missing ${path}`);
    const bytes = gunzipSync(readFileSync(path));
    const size = [0, 1, 2].map((i) => bytes.readInt16LE(42 + 2 * i)) as [number, number, number];
    const sform = [280, 296, 312].map((row) =>
      [0, 4, 8, 12].map((column) => bytes.readFloatLE(row + column)),
    );
    const side = Math.abs(sform[0]![0]!);
    expect(side).toBeCloseTo(3, 3);
    const shapes = [
      { centre: [40, 50, 30], axes: [24, 24, 24] },
      { centre: [80, 40, 60], axes: [45, 21, 30] },
      { centre: [60, 70, 90], axes: [12, 33, 18] },
    ] as const;
    const labels = painted(size, (i, j, k) => {
      const index = [i, j, k];
      const inside = shapes.findIndex(
        ({ centre, axes }) =>
          axes.reduce((sum, axis, d) => sum + ((side * (index[d]! - centre[d]!)) / axis) ** 2, 0) <=
          1,
      );
      return 1 + inside;
    });
    const read = await readLabelVolume(niftiLabels({ size, labels, sform }));
    const { lesions } = lesionsOfMask(read, ID);
    expect(lesions.map(({ id }) => id)).toEqual(["L1", "L2", "L3"]);
    shapes.forEach(({ centre, axes: [a, b, c] }, i) => {
      const lesion = lesions[i]!;
      expect(Math.abs(lesion.longAxisMm - 2 * Math.max(a, b))).toBeLessThanOrEqual(side + 1e-6);
      expect(Math.abs(lesion.shortAxisMm - 2 * Math.min(a, b))).toBeLessThanOrEqual(side + 1e-6);
      expect(Math.abs(lesion.volumeMl / ((4 / 3) * Math.PI * a * b * c * 1e-3) - 1)).toBeLessThan(
        0.04,
      );
      const place = sform.map(
        (row) => row[3]! + centre.reduce((sum, index, d) => sum + index * row[d]!, 0),
      );
      expect(lesion.centreMm[0]).toBeCloseTo(-place[0]!, 3);
      expect(lesion.centreMm[1]).toBeCloseTo(-place[1]!, 3);
      expect(lesion.centreMm[2]).toBeCloseTo(place[2]!, 3);
    });
  });
});

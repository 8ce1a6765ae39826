/** Components and measures against scikit-image, SciPy and brute force, on random volumes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { componentsOf } from "../../src/masks/components.js";
import { LabelRuns, type LabelVolume } from "../../src/masks/label-runs.js";
import { lesionsOfMask } from "../../src/masks/lesions-of-mask.js";
import { freshFolder } from "../support/cli.js";
import { python, pythonHas } from "../support/python.js";

type Size = readonly [number, number, number];

/** Mulberry32: the same volumes everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Volumes of 1 to 9 voxels a side, with 1 to 3 labels and any share of background. */
function randomVolumes(count: number): { size: Size; labels: Uint8Array }[] {
  const random = generator(2026);
  return Array.from({ length: count }, () => {
    const side = () => 1 + Math.floor(9 * random());
    const size: Size = [side(), side(), side()];
    const [share, kinds] = [random(), 1 + Math.floor(3 * random())];
    const labels = Uint8Array.from({ length: size[0] * size[1] * size[2] }, () =>
      random() < share ? 1 + Math.floor(kinds * random()) : 0,
    );
    return { size, labels };
  });
}

function volumeOf(size: Size, labels: Uint8Array, [sx, sy, sz]: Size = [1, 1, 1]): LabelVolume {
  const runs = new LabelRuns();
  for (let row = 0; row < size[1] * size[2]; row++) {
    runs.addRow(row, labels.subarray(row * size[0], (row + 1) * size[0]));
  }
  const axes = [
    [sx, 0, 0],
    [0, sy, 0],
    [0, 0, sz],
  ] as const;
  return { size, affine: { origin: [0, 0, 0], axes }, runs };
}

/** Flood fill over 26 neighbours with equal labels, numbered in scan order. */
function floodFill([nx, ny, nz]: Size, labels: Uint8Array): Int32Array {
  const found = new Int32Array(labels.length).fill(-1);
  let next = 0;
  const spread = (from: number, group: number): void => {
    const open = [from];
    found[from] = group;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      for (let dz = -1; dz <= 1; dz++) {
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            const [i, j, k] = [x + dx, y + dy, z + dz];
            if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) continue;
            const other = (k * ny + j) * nx + i;
            if (labels[other] !== labels[from] || found[other] !== -1) continue;
            found[other] = group;
            open.push(other);
          }
        }
      }
    }
  };
  labels.forEach((label, at) => {
    if (label !== 0 && found[at] === -1) spread(at, next++);
  });
  return found;
}

/** The component of every voxel, -1 for background. */
function componentOfVoxels(size: Size, labels: Uint8Array): Int32Array {
  const { runs } = volumeOf(size, labels);
  const components = componentsOf(runs, size[1]);
  const voxels = new Int32Array(labels.length).fill(-1);
  components.forEach((component, run) => {
    const row = (runs.row[run] ?? 0) * size[0];
    voxels.fill(component, row + (runs.start[run] ?? 0), row + (runs.end[run] ?? 0));
  });
  return voxels;
}

const VOLUMES = randomVolumes(2500);

describe("componentsOf", () => {
  // In parts, so that each is quick enough for mutation testing.
  it.each(Array.from({ length: 25 }, (_, i) => 100 * i))(
    "agrees with a flood fill on 100 of 2,500 random volumes, from %d",
    (from) => {
      let components = 0;
      for (const { size, labels } of VOLUMES.slice(from, from + 100)) {
        const expected = floodFill(size, labels);
        expect(componentOfVoxels(size, labels)).toEqual(expected);
        components += 1 + Math.max(-1, ...expected);
      }
      expect(components).toBeGreaterThan(100);
    },
  );
});

const HAS_SKIMAGE = pythonHas("skimage", "scipy");

describe("lesionsOfMask", () => {
  it.runIf(HAS_SKIMAGE)(
    "agrees with scikit-image and SciPy on the components of 2,500 random volumes",
    () => {
      const file = join(freshFolder(), "volumes.bin");
      const headers = VOLUMES.flatMap(({ size, labels }) => [
        Buffer.from(size),
        Buffer.from(labels),
      ]);
      writeFileSync(file, Buffer.concat(headers));
      const program = `
import sys, json, numpy
from skimage.measure import label, regionprops
from scipy.ndimage import center_of_mass
data = open(sys.argv[1], 'rb').read()
at, out = 0, []
while at < len(data):
    nx, ny, nz = data[at:at + 3]
    n = nx * ny * nz
    image = numpy.frombuffer(data[at + 3:at + 3 + n], dtype=numpy.uint8).reshape(nz, ny, nx)
    at += 3 + n
    found = label(image, background=0, connectivity=3)
    count = int(found.max())
    centres = center_of_mass(found > 0, found, range(1, count + 1)) if count else []
    areas = numpy.bincount(found.ravel())[1:].tolist()
    out.append([[int(a), *map(float, c)] for a, c in zip(areas, centres)])
print(json.dumps(out))`;
      const theirs = JSON.parse(python(program, file)) as number[][][];
      expect(theirs).toHaveLength(VOLUMES.length);
      VOLUMES.forEach(({ size, labels }, i) => {
        const { lesions } = lesionsOfMask(volumeOf(size, labels, [2, 3, 4]), {
          patient: "7",
          labels: "components",
        });
        const ours = lesions.map(({ voxels, centreMm: [x, y, z] }) => [
          voxels,
          z / 4,
          0 - y / 3,
          0 - x / 2,
        ]);
        const sorted = (rows: number[][] | undefined) =>
          rows?.map((row) => row.map((part) => (part + 0).toFixed(6)).join(" ")).sort();
        expect(sorted(ours)).toEqual(sorted(theirs[i]));
      });
    },
  );
  if (!HAS_SKIMAGE) {
    it.skip("agrees with scikit-image and SciPy (SKIPPED: no python3-skimage here)", () => {});
  }
});

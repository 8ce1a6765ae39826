import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../../src/core/errors.js";
import { lesionsOfMask } from "../../src/masks/lesions-of-mask.js";
import { readLabelVolume } from "../../src/masks/read-label-volume.js";
import { rejectionOf } from "../support/errors.js";
import { type NiftiLabels, niftiLabels, painted, steps } from "../support/nifti-labels.js";

const SIZE = [4, 3, 2] as const;
/** Label 3 on (1..2, 1, 1), label 200 on (3, 2, 0). */
const LABELS = painted(SIZE, (i, j, k) =>
  k === 1 && j === 1 && (i === 1 || i === 2) ? 3 : i === 3 && j === 2 && k === 0 ? 200 : 0,
);
const VOLUME: NiftiLabels = { size: SIZE, labels: LABELS, sform: steps(0.5, 2, 4, [10, 20, 30]) };

const read = (changes: Partial<NiftiLabels> = {}) =>
  readLabelVolume(niftiLabels({ ...VOLUME, ...changes }));
const measured = async (changes: Partial<NiftiLabels> = {}) =>
  lesionsOfMask(await read(changes), { patient: "7", study: 1 }).lesions;

describe("readLabelVolume", () => {
  it("gives the runs, size and affine that were written", async () => {
    const { size, affine, runs } = await read();
    expect(size).toEqual([4, 3, 2]);
    expect(affine.origin).toEqual([10, 20, 30]);
    expect([[...runs.row], [...runs.start], [...runs.end], [...runs.label]]).toEqual([
      [2, 4],
      [3, 1],
      [4, 3],
      [200, 3],
    ]);
  });

  it.each(["uint8", "uint16", "int16", "int32", "int64", "float32", "float64"] as const)(
    "reads %s of either byte order, in chunks of any length and packed, alike",
    async (type) => {
      const expected = await measured();
      for (const bigEndian of [false, true]) {
        const bytes = niftiLabels({ ...VOLUME, type, bigEndian, offset: 368 });
        for (const whole of [bytes, gzipSync(bytes)]) {
          for (const length of [1, 7, 1000]) {
            const chunks = Array.from({ length: Math.ceil(whole.length / length) }, (_, i) =>
              whole.subarray(i * length, (i + 1) * length),
            );
            const { lesions } = lesionsOfMask(await readLabelVolume(chunks), {
              patient: "7",
              study: 1,
            });
            expect(lesions).toEqual(expected);
          }
        }
      }
    },
  );

  it("takes the sform before the qform", async () => {
    const both = niftiLabels({ ...VOLUME, qform: [0, 0, 0, 1, 1, 1, 1, 0.5, 2, 4] });
    const sform = niftiLabels(VOLUME);
    both.set(sform.subarray(280, 328), 280);
    new DataView(both.buffer).setInt16(254, 1, true);
    expect((await readLabelVolume(both)).affine).toEqual((await read()).affine);
  });

  it.each([
    [0.5, 1],
    [0.5, 0],
    [1, 3],
    [-1, 0],
  ])("scales by a slope of %f and an intercept of %f", async (slope, intercept) => {
    const scaled = await measured({
      type: "int16",
      labels: Array.from(LABELS, (label) => (label - intercept) / slope),
      slope,
      intercept,
    });
    expect(scaled).toEqual(await measured());
  });

  it("computes the qform's rotation: half a turn about z, third axis turned", async () => {
    // Method 2 of the standard by hand: (b, c, d) = (0, 0, 1) turns x and y, pixdim[0] = -1 turns z.
    const [lesion] = await measured({ qform: [0, 0, 1, 5, 6, 7, -1, 0.5, 2, 4] });
    expect(lesion?.centreMm.map((mm) => Math.round(1e4 * mm) / 1e4)).toEqual([
      -(5 - 1.5 * 0.5),
      -(6 - 2),
      7 - 4,
    ]);
  });

  it("takes a quaternion that rounding made longer than 1 as one of length 1", async () => {
    const { axes } = (await read({ qform: [0, 0, 1 + 5e-6, 0, 0, 0, 1, 1, 2, 4] })).affine;
    expect(axes.map((step) => step.map((part) => part + 0))).toEqual([
      [-1, 0, 0],
      [0, -2, 0],
      [0, 0, 4],
    ]);
  });

  it("computes the qform's rotation about any axis, as the formula of Rodrigues does", async () => {
    const unit = fc
      .tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
      .filter((axis) => Math.hypot(...axis) > 0.1)
      .map((axis) => axis.map((part) => part! / Math.hypot(...axis)) as [number, number, number]);
    await fc.assert(
      // A tilt of more than 10 degrees is rejected; sides and a turned third axis come after the rotation.
      fc.asyncProperty(
        unit,
        fc.double({ min: 0, max: 0.17, noNaN: true }),
        fc.boolean(),
        async (axis, angle, turned) => {
          const [x, y, z] = axis;
          const quaternion = axis.map((part) => part * Math.sin(angle / 2));
          const sides = [0.5, 2, turned ? -4 : 4] as const;
          const qform = [...quaternion, 1, 2, 3, turned ? -1 : 1, 0.5, 2, 4];
          const { axes, origin } = (await read({ qform })).affine;
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          const cross = [
            [0, -z, y],
            [z, 0, -x],
            [-y, x, 0],
          ];
          axes.forEach((step, j) => {
            step.forEach((mm, i) => {
              const rotated = (i === j ? c : 0) + s * cross[i]![j]! + (1 - c) * axis[i]! * axis[j]!;
              expect(mm).toBeCloseTo(rotated * sides[j]!, 5);
            });
          });
          expect(origin).toEqual([1, 2, 3]);
        },
      ),
    );
  });

  it.each<[string, Partial<NiftiLabels>]>([
    ["units that are not named", { units: 0 }],
    ["mm and seconds", { units: 2 + 8 }],
    ["further dimensions of one", { dim: [7, 4, 3, 2, 1, 1, 1, 1] }],
    ["other numbers behind the dimensions that count", { dim: [3, 4, 3, 2, 9, 0, 9, 9] }],
    ["a qform with a sign of 0, which means +", { qform: [0, 0, 0, 10, 20, 30, 0, 0.5, 2, 4] }],
    ["a slope of 0, which means none", { slope: 0, intercept: 5 }],
    ["a slope of NaN", { slope: Number.NaN, intercept: 5 }],
    ["an intercept of NaN", { slope: 1, intercept: Number.NaN }],
    ["an extension of 2^24 bytes", { offset: 1 << 24 }],
    ["sides that pixdim states with another sign", { pixdim: [-0.5, 2, 4] }],
    ["sides that pixdim does not state", { pixdim: [0, Number.NaN, 4] }],
    ["slices that tilt sets 1.5 % closer", { pixdim: [0.5, 2, 3.94] }],
  ])("reads %s", async (_, changes) => {
    expect(await measured(changes)).toEqual(await measured());
  });

  it.each<[string, Partial<NiftiLabels>]>([
    ["two dimensions", { dim: [2, 4, 3, 2, 1, 1, 1, 1] }],
    ["eight dimensions", { dim: [8, 4, 3, 2, 1, 1, 1, 1] }],
    ["a seventh dimension", { dim: [7, 4, 3, 2, 1, 1, 1, 2] }],
    ["no voxel", { dim: [3, 4, 3, 0, 1, 1, 1, 1], labels: [] }],
    ["microseconds and micrometres", { units: 3 + 24 }],
    ["voxels from byte 351 on", { offset: 351 }],
    ["voxels from half a byte on", { offset: 352.5 }],
    ["a magic without its end", { magic: "n+1x" }],
    ["an extension that is longer", { offset: (1 << 24) + 16 }],
  ])("rejects %s", async (_, changes) => {
    await rejectionOf("BAD_MASK", () => read(changes));
  });

  it.each<[string, Partial<NiftiLabels>]>([
    ["four dimensions", { dim: [4, 4, 3, 2, 2, 1, 1, 1] }],
    ["a negative dimension", { dim: [3, 4, -3, 2, 1, 1, 1, 1] }],
    ["10^9 voxels", { dim: [3, 1000, 1000, 1000, 1, 1, 1, 1] }],
    ["3.5 x 10^13 voxels", { dim: [3, 32767, 32767, 32767, 1, 1, 1, 1] }],
    ["no affine", { sform: undefined }],
    ["an affine of zeros", { sform: steps(0, 0, 0) }],
    ["sides that pixdim contradicts", { pixdim: [1, 2, 4] }],
    ["a qform with a negative side", { qform: [0, 0, 0, 1, 2, 3, 1, -0.5, 2, 4] }],
    ["a qform that stretches", { qform: [1.2, 0, 0, 1, 2, 3, 1, 0.5, 2, 4] }],
    ["a qform with NaN", { qform: [0, Number.NaN, 0, 1, 2, 3, 1, 0.5, 2, 4] }],
    ["an affine with NaN", { sform: steps(1, Number.NaN, 1) }],
    ["an origin of NaN", { sform: steps(1, 1, 1, [Number.NaN, 0, 0]) }],
    ["metres", { units: 1 }],
    ["sides of a micrometre", { sform: steps(1e-3, 1, 1) }],
    ["fractions", { type: "float32", labels: [...LABELS.slice(0, 23), 0.5] }],
    ["NaN", { type: "float32", labels: [...LABELS.slice(0, 23), Number.NaN] }],
    ["infinity", { type: "float64", labels: [...LABELS.slice(0, 23), 1 / 0] }],
    ["negative labels", { type: "int16", labels: [...LABELS.slice(0, 23), -1] }],
    ["2^31", { type: "int64", labels: [...LABELS.slice(0, 23), 2 ** 31] }],
    ["header and image in two files", { magic: "ni1" }],
    ["another magic", { magic: "n+2" }],
    ["voxels inside the header", { offset: 352, labels: [1] }],
    ["one voxel too few", { labels: LABELS.slice(1) }],
    ["one voxel too many", { labels: [...LABELS, 0] }],
    [
      "two equal axes",
      {
        sform: [
          [1, 1, 0, 0],
          [0, 0.01, 0, 0],
          [0, 0, 1, 0],
        ],
      },
    ],
  ])("rejects %s", async (_, changes) => {
    const { message } = await rejectionOf("BAD_MASK", () => read(changes));
    expect(message).toMatchSnapshot();
  });

  it("takes a tilt of 10 degrees and rejects 10.1", async () => {
    const tilted = (degrees: number) => {
      const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      return [
        [1, 0, 0, 0],
        [0, c, -s, 0],
        [0, s, c, 0],
      ];
    };
    await expect(read({ sform: tilted(9.999) })).resolves.toBeDefined();
    await rejectionOf("BAD_MASK", () => read({ sform: tilted(10.1) }));
  });

  it("rejects a path, which is no bytes", async () => {
    await rejectionOf("BAD_VALUE", () => readLabelVolume("mask.nii" as never));
  });

  it("rejects NIfTI-2, other files, short files and damaged gzip", async () => {
    for (const little of [true, false]) {
      const nifti2 = new Uint8Array(600);
      new DataView(nifti2.buffer).setInt32(0, 540, little);
      const { fault } = await rejectionOf("BAD_MASK", () => readLabelVolume(nifti2));
      expect([fault.expected, fault.received]).toEqual(["NIfTI-1", "NIfTI-2"]);
    }
    const { fault } = await rejectionOf("BAD_MASK", () => readLabelVolume(new Uint8Array(600)));
    expect(fault.received).not.toBe("NIfTI-2");
    await rejectionOf("BAD_MASK", () => readLabelVolume(new Uint8Array(0)));
    const packed = gzipSync(niftiLabels(VOLUME));
    await rejectionOf("BAD_MASK", () => readLabelVolume(packed.subarray(0, -6)));
    await rejectionOf("BAD_MASK", () => readLabelVolume(packed.subarray(0, 40)));
  });

  it("takes 2^29 voxels, and rejects more before it reads any", async () => {
    const taken = async (x: number, y: number, z: number): Promise<boolean> => {
      let isAsked = false;
      function* chunks() {
        yield niftiLabels({ ...VOLUME, dim: [3, x, y, z, 1, 1, 1, 1], labels: [] });
        isAsked = true;
      }
      await rejectionOf("BAD_MASK", () => readLabelVolume(chunks()));
      return isAsked;
    };
    expect(await taken(1024, 1024, 512)).toBe(true);
    expect(await taken(1024, 1024, 513)).toBe(false);
    expect(await taken(1024, 1025, 512)).toBe(false);
    expect(await taken(1025, 1024, 512)).toBe(false);
  });

  it("takes as gzip what begins with both of its bytes only", async () => {
    const expectedOf = async (...start: readonly number[]) => {
      const bytes = Uint8Array.from({ length: 600 }, (_, i) => start[i] ?? 0);
      return (await rejectionOf("BAD_MASK", () => readLabelVolume(bytes))).fault.expected;
    };
    const other = await expectedOf(0, 0);
    expect(await expectedOf(0x1f, 0x8b)).not.toBe(other);
    expect(await expectedOf(0x1f, 0)).toBe(other);
    expect(await expectedOf(0, 0x8b)).toBe(other);
  });

  it("stops at the first byte behind the volume, however long the file is", async () => {
    let given = 0;
    async function* endless() {
      yield niftiLabels(VOLUME);
      for (;;) {
        given++;
        yield new Uint8Array(1 << 16);
      }
    }
    await rejectionOf("BAD_MASK", () => readLabelVolume(endless()));
    expect(given).toBeLessThan(3);
  });

  it("either reads or fails with BAD_MASK, whatever the bytes", async () => {
    const whole = niftiLabels(VOLUME);
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    let readable = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        fc.boolean(),
        async (changes, length, cut) => {
          const bytes = whole.slice(0, cut ? length : whole.length);
          for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
          try {
            const { lesions } = lesionsOfMask(await readLabelVolume(bytes), { patient: "7" });
            readable++;
            for (const lesion of lesions) {
              expect(lesion.longAxisMm).toBeGreaterThan(0);
              expect(lesion.centreMm.every(Number.isFinite)).toBe(true);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(LesionGraphError);
            expect((error as LesionGraphError).code).toBe("BAD_MASK");
          }
        },
      ),
      { seed: 14, numRuns: 3000 },
    );
    expect(readable).toBeGreaterThan(100);
  });
});

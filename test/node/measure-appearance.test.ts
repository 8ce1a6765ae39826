import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LesionGraphError } from "lesion-graph";
import { embedLesions, type LesionVector, measureAppearance } from "lesion-graph/node";
import { describe, expect, it } from "vitest";
import { appearanceOf } from "../../src/images/appearance-features.js";
import { appearanceVector } from "../../src/images/appearance-vector.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { freshFolder } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { linearModel } from "../support/onnx.js";
import { paint, pngOfSlice } from "../support/slices.js";

const SIZE = { Image_size: "128, 128" } as const;
const MARK = {
  ...SIZE,
  Measurement_coordinates: "50, 60, 70, 60, 60, 54, 60, 66",
  Bounding_boxes: "45, 49, 75, 71",
  Lesion_diameters_Pixel_: "20, 12",
};
const OTHER = {
  ...MARK,
  Measurement_coordinates: "80, 80, 100, 80, 90, 74, 90, 86",
  Bounding_boxes: "75, 69, 105, 91",
};
/** Rows 1 and 3 on one slice, 2 without a slice, 4 with its own. */
const { lesions } = readDlInfo(
  dlInfo([
    MARK,
    { ...MARK, File_name: "000007_01_02_031.png", Key_slice_index: "31" },
    OTHER,
    { ...MARK, File_name: "000007_01_02_032.png", Key_slice_index: "32" },
  ]),
);
/** With a column of air, as in every slice of a body. */
const first = paint(128, 128, (x, y) =>
  x < 1 ? -1000 : ((x * 7 + y * 13) % 40) + (x > 64 ? 30 : 0),
);
const flat = paint(128, 128, (x) => (x < 1 ? -1000 : 40));
const folder = freshFolder();
writeFileSync(join(folder, "000007_01_02_030.png"), pngOfSlice(first));
writeFileSync(join(folder, "000007_01_02_032.png"), pngOfSlice(flat));

/** As the helper of that name, for errors of the built package, which the workers need. */
async function rejectionOf(code: string, work: () => Promise<unknown>) {
  const error: unknown = await work().catch((reason) => reason);
  expect(error).toBeInstanceOf(LesionGraphError);
  expect((error as LesionGraphError).code).toBe(code);
  return error as LesionGraphError;
}

describe("measureAppearance", () => {
  const [one, , three] = lesions as unknown as readonly [
    (typeof lesions)[number],
    unknown,
    (typeof lesions)[number],
  ];

  it("is appearanceOf with the given options, by row", async () => {
    const options = { ringMm: 3, binHu: 10, marginPoints: 16 };
    expect(await measureAppearance(folder, [three, one], { ...options, workers: 1 })).toEqual(
      [three, one].map((lesion) => ({
        row: lesion.row,
        vector: appearanceVector(appearanceOf(first, lesion, options)),
      })),
    );
    await rejectionOf("BAD_OPTION", () => measureAppearance(folder, [one], { ringMm: -1 }));
  });

  it("names file and row of an absent slice, or leaves out what cannot be measured", async () => {
    const { where } = await rejectionOf("FILE_NOT_FOUND", () =>
      measureAppearance(folder, lesions, { workers: 1 }),
    );
    expect(where).toEqual({ file: join(folder, "000007_01_02/031.png"), row: 2, patient: "7" });
    const reasons: LesionGraphError[] = [];
    const found = await measureAppearance(folder, lesions, {
      workers: 1,
      onMissing: (reason) => reasons.push(reason),
    });
    expect(found.map(({ row }) => row)).toEqual([1, 3]);
    // Row 4 is flat: it has no skewness.
    expect(reasons.map(({ code, where: { row } }) => [code, row])).toEqual([
      ["FILE_NOT_FOUND", 2],
      ["MISSING_FEATURE", 4],
    ]);
    await rejectionOf("FILE_NOT_FOUND", () =>
      measureAppearance(freshFolder(), lesions, { workers: 1, onMissing: () => {} }),
    );
  });

  it("holds every lesion to its own size, skipping or not", async () => {
    const wrong = { ...three, imageSizePx: [128, 64] as const };
    await rejectionOf("BAD_IMAGE", () =>
      measureAppearance(folder, [one, wrong], { workers: 1, onMissing: () => {} }),
    );
  });
});

describe("embedLesions", () => {
  const options = { fieldMm: 0.8, sizePx: 1, window: [0, 100] } as const;
  const all = async (onMissing?: () => void): Promise<LesionVector<Float32Array>[]> => {
    const found: LesionVector<Float32Array>[] = [];
    const model = linearModel(1, [[1]]);
    for await (const one of embedLesions(folder, lesions, model, { ...options, onMissing })) {
      found.push(one);
    }
    return found;
  };

  it("goes slice by slice, with the row of each vector", async () => {
    let missing = 0;
    const found = await all(() => missing++);
    // The middle of each box, (60, 60) and (90, 80) counted from 1, in the window 0 to 100 HU.
    const hu = (x: number, y: number) => first.hu[(y - 1) * 128 + x - 1]! / 100;
    expect(found.map(({ row }) => row)).toEqual([1, 3, 4]);
    const values = found.map(({ vector }) => vector[0]!);
    for (const [i, expected] of [hu(60, 60), hu(90, 80), 0.4].entries()) {
      expect(values[i]).toBeCloseTo(expected, 6);
    }
    expect(missing).toBe(1);
    await rejectionOf("FILE_NOT_FOUND", () => all());
  });
});

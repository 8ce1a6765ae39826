import { describe, expect, it } from "vitest";
import type { MeasurementOptions } from "../../src/csv/read-options.js";
import { COLUMN_NAMES, type ColumnName } from "../../src/deeplesion/dl-info-columns.js";
import { lesionFromRow, rowFromLesion } from "../../src/deeplesion/dl-info-lesion.js";
import { completePatient } from "../../src/deeplesion/format.js";
import {
  readDlInfo,
  readLesions,
  streamColumnarPatients,
} from "../../src/measurements/read-lesions.js";
import { dlInfo, ROW } from "../support/dl-info.js";
import { errorOf, rejectionOf } from "../support/errors.js";

describe("a row of DL_info.csv", () => {
  const [lesion] = readDlInfo(dlInfo([{}])).lesions;

  it("carries what its 18 columns say", () => {
    expect(lesion).toMatchObject({
      row: 1,
      patient: "7",
      study: 1,
      id: "000007_01_02_030",
      fileName: "000007_01_02_030.png",
      slicePath: "000007_01_02/030.png",
      series: 2,
      keySlice: 30,
      longAxisPx: [90, 200, 110, 200],
      shortAxisPx: [100, 195, 100, 205],
      boxPx: [85, 190, 115, 210],
      diametersPx: [20, 10],
      location: [0.3, 0.4, 0.5],
      type: "liver",
      noisy: false,
      sliceRange: [24, 36],
      spacingMm: [0.8, 0.8, 5],
      imageSizePx: [512, 512],
      windowHu: [-175, 275],
      sex: "F",
      age: 62,
      split: "test",
    });
  });

  it("gives mm: 20 and 10 px of 0.8 mm are 16 and 8 mm", () => {
    expect(lesion?.longAxisMm).toBe(16);
    expect(lesion?.shortAxisMm).toBe(8);
  });

  it("lies relative to the image centre: ((100, 200) - 256.5) x 0.8 mm, slice (30 - 1) x 5 mm", () => {
    const [x, y, z] = lesion?.centreMm ?? [];
    expect(x).toBeCloseTo(-125.2, 10);
    expect(y).toBeCloseTo(-45.2, 10);
    expect(z).toBe(145);
  });

  it("takes diameters of square pixels from their column, and the centre from the ends of the axes", () => {
    const change = { Lesion_diameters_Pixel_: "20.25, 10", Bounding_boxes: "300, 300, 315, 310" };
    const [other] = readDlInfo(dlInfo([change])).lesions;
    expect(other?.longAxisMm).toBe(20.25 * 0.8);
    expect(other?.centreMm).toEqual(lesion?.centreMm);
  });

  it("takes diameters from the ends of the axes where pixels are not square", () => {
    const { lesions, warnings } = readDlInfo(dlInfo([{ Spacing_mm_px_: "0.8, 0.5, 5" }]));
    expect(lesions[0]).toMatchObject({ longAxisMm: 16, shortAxisMm: 5 });
    expect(warnings.map(({ kind }) => kind)).toEqual(["pixels"]);
  });
});

describe("what the data set leaves unknown", () => {
  it.each([
    [{ Normalized_lesion_location: "NaN, NaN, NaN" }, "location"],
    [{ Normalized_lesion_location: "" }, "location"],
    [{ Coarse_lesion_type: "-1" }, "type"],
    [{ Coarse_lesion_type: "" }, "type"],
    [{ Patient_gender: "" }, "sex"],
    [{ Patient_gender: "NaN" }, "sex"],
    [{ Patient_age: "NaN" }, "age"],
    [{ Patient_age: "" }, "age"],
  ] as const)("%j is undefined, not 0", (change, field) => {
    expect(readDlInfo(dlInfo([change])).lesions[0]?.[field]).toBeUndefined();
  });
});

describe("a bad cell", () => {
  it.each([
    ["Patient_index", "abc"],
    ["Patient_index", "__proto__"],
    ["Study_index", "0"],
    ["Study_index", "1.5"],
    ["Key_slice_index", "-2"],
    ["Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7"],
    ["Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7, NaN"],
    ["Measurement_coordinates", "1, 2, 3, 4, 5, 6, 7,"],
    ["Bounding_boxes", "1, 2, 3, Infinity"],
    ["Lesion_diameters_Pixel_", "-1, 2"],
    ["Normalized_lesion_location", "0.1, NaN, 0.3"],
    ["Coarse_lesion_type", "9"],
    ["Coarse_lesion_type", "0"],
    ["Possibly_noisy", "2"],
    ["Slice_range", "36, 24"],
    ["Spacing_mm_px_", "0.8, -0.8, 5"],
    ["Spacing_mm_px_", "0, 0, 5"],
    ["Spacing_mm_px_", "0.8, 0.8, Infinity"],
    ["Image_size", "512, 0"],
    ["DICOM_windows", "-175"],
    ["Patient_gender", "X"],
    ["Patient_age", "-4"],
    ["Train_Val_Test", "4"],
    ["File_name", ""],
    ["File_name", "scan.png"],
    ["Study_index", ""],
    ["Spacing_mm_px_", ""],
    ["Spacing_mm_px_", "NaN, NaN, NaN"],
    ["Patient_age", "NaN,"],
    ["Coarse_lesion_type", ","],
  ] as const)("%s = %j is rejected with its place", (column, cell) => {
    const text = dlInfo([{}, { [column]: cell }]);
    const error = errorOf("BAD_VALUE", () => readDlInfo(text, { file: "DL.csv" }));
    expect(error.where).toMatchObject({ file: "DL.csv", line: 3, row: 2 });
    if (cell !== "scan.png") expect(error.where.column).toBe(column);
  });
});

describe("a cell at the limit of its column", () => {
  it.each([
    ["Key_slice_index", "0", "keySlice", 0],
    ["Patient_age", "0", "age", 0],
    ["Coarse_lesion_type", "1", "type", "bone"],
    ["Coarse_lesion_type", "8", "type", "pelvis"],
    ["Train_Val_Test", "1", "split", "train"],
    ["Train_Val_Test", "2", "split", "validation"],
    ["Slice_range", "30, 30", "sliceRange", [30, 30]],
    ["Lesion_diameters_Pixel_", "20, 0", "diametersPx", [20, 0]],
    ["Image_size", "1, 1", "imageSizePx", [1, 1]],
    ["Patient_gender", "M", "sex", "M"],
    ["Study_index", String(Number.MAX_SAFE_INTEGER), "study", Number.MAX_SAFE_INTEGER],
  ] as const)("%s = %j is read", (column, cell, field, expected) => {
    expect(readDlInfo(dlInfo([{ [column]: cell }])).lesions[0]?.[field]).toEqual(expected);
  });

  it.each([
    ["Study_index", String(2 ** 53)],
    ["Slice_range", "30.5, 31"],
    ["Slice_range", "30, 31.5"],
    ["Slice_range", "30"],
    ["Train_Val_Test", "0"],
    ["Possibly_noisy", "-1"],
    ["Image_size", "512.5, 512"],
    ["Normalized_lesion_location", "0.1, 0.2"],
    ["Normalized_lesion_location", "NaN, NaN, 0.2"],
    ["Lesion_diameters_Pixel_", "20, -1"],
    ["Spacing_mm_px_", "0.8, 0.8, 0"],
  ] as const)("%s = %j, beyond it, is rejected", (column, cell) => {
    errorOf("BAD_VALUE", () => readDlInfo(dlInfo([{ [column]: cell }])), { row: 1, column });
  });
});

describe("the header", () => {
  it("may name its columns in another order, with others in front, between and behind", () => {
    const shuffled: ColumnName[] = [...COLUMN_NAMES].reverse();
    const plain = readDlInfo(dlInfo([{}])).lesions;
    expect(readDlInfo(dlInfo([{}], shuffled)).lesions).toEqual(plain);
    const [header, row] = dlInfo([{}]).trim().split("\n") as [string, string];
    expect(readDlInfo(`,${header},Select\n17,${row},"a,b"\n`).lesions).toEqual(plain);
  });

  it("must name them all: the error names the missing one and the nearest found", () => {
    const text = dlInfo([{}]).replace("Measurement_coordinates", "Measurement_coordinate");
    const error = errorOf("MISSING_COLUMN", () => readDlInfo(text));
    expect(error.fault.remedy).toContain('"Measurement_coordinate"');
    expect(error.where).toMatchObject({ line: 1, column: "Measurement_coordinates" });
  });

  it("must name them once", () => {
    const [header, row] = dlInfo([{}]).trim().split("\n") as [string, string];
    errorOf("REPEATED_COLUMN", () => readDlInfo(`${header},Patient_age\n${row},61\n`), {
      line: 1,
      column: "Patient_age",
    });
  });
});

describe("options of measurement tables", () => {
  const text = dlInfo([{}]);
  const options = [
    ["columns", { x: "CoordX" }],
    ["units", "mm"],
    ["dateFormat", "yyyymmdd"],
    ["missingPosition", "keep"],
    ["studyDates", new Map()],
  ] as const satisfies [keyof MeasurementOptions, unknown][];

  it.each(options)("%s has no effect on a DL_info.csv, and is an error", async (option, given) => {
    const reading = { [option]: given };
    errorOf("BAD_OPTION", () => readLesions(text, reading), { option });
    errorOf("BAD_OPTION", () => readDlInfo(text, reading), { option });
    const columnar = streamColumnarPatients([new TextEncoder().encode(text)], reading);
    await rejectionOf("BAD_OPTION", () => columnar.next(), { option });
  });

  it("may be their defaults", () => {
    const defaults = { columns: {}, dateFormat: "iso", missingPosition: "reject" } as const;
    expect(readDlInfo(text, defaults)).toEqual(readDlInfo(text));
  });
});

describe("noisy rows", () => {
  const text = dlInfo([
    {},
    { Possibly_noisy: "1", Study_index: "2", File_name: "000007_02_02_030.png" },
    { Study_index: "3", File_name: "000007_03_02_030.png" },
  ]);

  it("are kept and marked", () => {
    expect(readDlInfo(text).lesions.map(({ noisy }) => noisy)).toEqual([false, true, false]);
  });

  it("are dropped on request; the others keep their row numbers", () => {
    const bytes = new TextEncoder().encode(text);
    for (const { lesions } of [
      readDlInfo(text, { noisy: "drop" }),
      readLesions(bytes, { noisy: "drop" }),
    ]) {
      expect(lesions.map(({ row, study }) => [row, study])).toEqual([
        [1, 1],
        [3, 3],
      ]);
    }
  });
});

describe("identities", () => {
  const upper = { Measurement_coordinates: "90, 200, 110, 200, 100, 195, 100, 205" };
  const lower = {
    Measurement_coordinates: "90, 300, 110, 300, 100, 295, 100, 305",
    Bounding_boxes: "85, 290, 115, 310",
  };

  it("number the lesions of a slice by their coordinates, not by their rows", () => {
    const forward = readDlInfo(dlInfo([upper, lower])).lesions.map(({ id }) => id);
    const backward = readDlInfo(dlInfo([lower, upper])).lesions.map(({ id }) => id);
    expect(forward).toEqual(["000007_01_02_030", "000007_01_02_030#2"]);
    expect(backward).toEqual(["000007_01_02_030#2", "000007_01_02_030"]);
  });

  // Long axis, short axis, box, diameters: the first that differs decides.
  it.each<[string, Partial<Record<ColumnName, string>>, Partial<Record<ColumnName, string>>]>([
    [
      "long axes",
      { Measurement_coordinates: "90, 199, 110, 200, 101, 196, 100, 205" },
      { Measurement_coordinates: "90, 200, 110, 200, 100, 195, 100, 205" },
    ],
    [
      "short axes",
      { Measurement_coordinates: "90, 200, 110, 200, 100, 195, 100, 204" },
      { Measurement_coordinates: "90, 200, 110, 200, 100, 195, 100, 205" },
    ],
    ["boxes", { Bounding_boxes: "85, 190, 115, 209" }, { Bounding_boxes: "85, 190, 115, 210" }],
    ["diameters", { Lesion_diameters_Pixel_: "20, 9" }, { Lesion_diameters_Pixel_: "20, 10" }],
    [
      "numbers, not texts",
      { Bounding_boxes: "9, 190, 115, 210" },
      { Bounding_boxes: "85, 190, 115, 210" },
    ],
  ])("follow the %s where what comes before is equal", (_, less, more) => {
    for (const rows of [
      [less, more],
      [more, less],
    ]) {
      const { lesions } = readDlInfo(dlInfo(rows));
      expect(lesions.map(({ row }) => row)).toEqual([1, 2]);
      const id = `000007_01_02_030${rows[0] === less ? "" : "#2"}`;
      expect(lesions[0]?.id).toBe(id);
    }
  });

  it("follow rows where annotations are equal; lesions stay in the order of their rows", () => {
    const [lesion] = readDlInfo(dlInfo([{}])).lesions;
    const row = rowFromLesion(lesion!);
    const at = (slice: number, line: number) =>
      lesionFromRow({ ...row, Key_slice_index: slice }, line);
    for (const given of [
      [at(31, 1), at(30, 2), at(31, 3), at(30, 4)],
      [at(30, 4), at(31, 3), at(30, 2), at(31, 1)],
    ]) {
      const { lesions } = completePatient(given);
      expect(lesions.map((one) => [one.row, one.id.slice(13)])).toEqual([
        [1, "031"],
        [2, "030"],
        [3, "031#2"],
        [4, "030#2"],
      ]);
    }
  });

  it("of three identical rows follow their order, each compared with the one before", () => {
    const { lesions, warnings } = readDlInfo(dlInfo([lower, upper, lower, lower]));
    expect(lesions.map(({ id }) => id.slice(16))).toEqual(["#2", "", "#3", "#4"]);
    expect(warnings.map(({ kind, row }) => [kind, row])).toEqual([
      ["identical-rows", 3],
      ["identical-rows", 4],
    ]);
    expect(warnings.map(({ message }) => /row (\d)/.exec(message)?.[1])).toEqual(["1", "3"]);
  });

  it("of identical rows differ; both rows are kept, and noticed", () => {
    const { lesions, warnings } = readDlInfo(dlInfo([upper, lower, upper]));
    expect(lesions).toHaveLength(3);
    expect(warnings).toEqual([
      {
        kind: "identical-rows",
        row: 3,
        patient: "7",
        message: "the same annotation as in row 1; both are kept",
      },
    ]);
  });
});

describe("spacings of a patient", () => {
  const warned = (...sides: number[]) =>
    readDlInfo(
      dlInfo(
        sides.map((mm, i) => ({
          Study_index: String(i + 1),
          File_name: `000007_0${i + 1}_02_030.png`,
          Spacing_mm_px_: `${mm}, ${mm}, 5`,
        })),
      ),
    )
      .warnings.filter(({ kind }) => kind === "spacing-jump")
      .map(({ row, patient }) => [row, patient]);

  it("give one warning where they differ by more than a factor of 3", () => {
    expect(warned(0.3, 0.9)).toEqual([]);
    expect(warned(0.6, 0.9, 0.31)).toEqual([]);
    expect(warned(0.6, 0.3, 0.91)).toEqual([[2, "7"]]);
    expect(warned(0.95, 0.6, 0.3)).toEqual([[1, "7"]]);
  });

  it("of different patients may differ by any factor", () => {
    const rows = [0.3, 0.95].map((mm, i) => ({
      Patient_index: String(7 + i),
      File_name: `00000${7 + i}_01_02_030.png`,
      Spacing_mm_px_: `${mm}, ${mm}, 5`,
    }));
    expect(readDlInfo(dlInfo(rows)).warnings).toEqual([]);
  });
});

it("the test's own row is in order", () => {
  expect(readDlInfo(dlInfo([ROW])).warnings).toEqual([]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameAgrees, TOLERANCE_PX } from "../../src/deeplesion/consistency.js";
import { AT, ROW_LENGTH } from "../../src/deeplesion/dl-info-columns.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";

const noticed = (change: Parameters<typeof dlInfo>[0][number]) =>
  readDlInfo(dlInfo([change])).warnings.map(({ kind, message }) => [kind, message]);

describe("columns that do not fit together are noticed, with the figures", () => {
  it.each([
    [
      { Lesion_diameters_Pixel_: "20.3, 10" },
      "diameters",
      "diameters are 20.3, 10 px, the ends of the axes lie 20, 10 px apart",
    ],
    [
      { Bounding_boxes: "85, 190, 115, 211" },
      "box",
      "box is 85, 190, 115, 211 px, the axes with 5 px around them give 85, 190, 115, 210",
    ],
    [
      { Key_slice_index: "37", File_name: "000007_01_02_037.png" },
      "slice-range",
      "37 lies outside 24-36",
    ],
    [{ Normalized_lesion_location: "0.3, 1.2, 0.5" }, "location", "0.3, 1.2, 0.5 leaves 0-1"],
    [{ Spacing_mm_px_: "0.8, 0.9, 5" }, "pixels", "0.8 x 0.9 mm"],
    [{ Spacing_mm_px_: "8, 8, 5" }, "spacing", "8 x 8 mm"],
    [{ File_name: "000007_01_02_031.png" }, "file-name", "does not say what the columns say"],
  ])("%j", (change, kind, message) => {
    expect(noticed(change)).toEqual([[kind, expect.stringContaining(message)]]);
  });

  it.each(["86, 190, 115, 210", "85, 191, 115, 210", "85, 190, 116, 210"])(
    "one side of the box: %s",
    (box) => {
      expect(noticed({ Bounding_boxes: box })).toEqual([
        ["box", `box is ${box} px, the axes with 5 px around them give 85, 190, 115, 210`],
      ]);
    },
  );

  it("a short axis that is longer than the long one", () => {
    const change = {
      Lesion_diameters_Pixel_: "10, 20",
      Measurement_coordinates: "100, 195, 100, 205, 90, 200, 110, 200",
    };
    expect(noticed(change)).toEqual([["axes", "short axis 20 px is longer than long axis 10 px"]]);
  });

  it("a diameter of 0", () => {
    const change = {
      Lesion_diameters_Pixel_: "20, 0",
      Measurement_coordinates: "90, 200, 110, 200, 100, 200, 100, 200",
      Bounding_boxes: "85, 195, 115, 205",
    };
    expect(noticed(change)).toEqual([["zero-diameter", "a diameter is 0: 20, 0 px"]]);
    const long = {
      Lesion_diameters_Pixel_: "0, 10",
      Measurement_coordinates: "100, 200, 100, 200, 100, 195, 100, 205",
      Bounding_boxes: "95, 190, 105, 210",
    };
    expect(noticed(long).map(([kind]) => kind)).toEqual(["zero-diameter", "axes"]);
  });
});

/** The ends of ROW reach from 90, 195 to 110, 205. */
describe("annotations outside the image", () => {
  const moved = (by: number) => ({
    Measurement_coordinates: [90, 200, 110, 200, 100, 195, 100, 205]
      .map((part, i) => (i % 2 === 0 ? part + by : part))
      .join(", "),
    Bounding_boxes: `${85 + by}, 190, ${115 + by}, 210`,
  });

  it.each([
    [{ Image_size: "104, 512" }, "from 90, 195 to 110, 205 px, the image has 104 x 512"],
    [{ Image_size: "512, 199" }, "from 90, 195 to 110, 205 px, the image has 512 x 199"],
    [moved(-95), "from -5, 195 to 15, 205 px, the image has 512 x 512"],
    [moved(408), "from 498, 195 to 518, 205 px"],
  ])("are noticed: %j", (change, message) => {
    expect(noticed(change)).toEqual([["image", expect.stringContaining(message)]]);
  });

  it("pass where they reach 5 px beyond it, as a hand may", () => {
    for (const change of [{ Image_size: "105, 200" }, moved(-94), moved(407)]) {
      expect(noticed(change)).toEqual([]);
    }
  });
});

it("differences up to the tolerance pass", () => {
  expect(
    noticed({ Lesion_diameters_Pixel_: `${20 + TOLERANCE_PX}, ${10 - TOLERANCE_PX}` }),
  ).toEqual([]);
  expect(noticed({ Bounding_boxes: "84.81, 190.19, 115.19, 209.81" })).toEqual([]);
  // The tolerance itself: 0.2 px, and 0 px between the ends.
  const equal = {
    Lesion_diameters_Pixel_: `20, ${TOLERANCE_PX}`,
    Measurement_coordinates: "90, 200, 110, 200, 100, 200, 100, 200",
    Bounding_boxes: "85, 195, 115, 205",
  };
  expect(noticed(equal)).toEqual([]);
});

describe("limits", () => {
  it("the first and the last slice of the range belong to it", () => {
    for (const slice of ["24", "36"]) {
      const File_name = `000007_01_02_0${slice}.png`;
      expect(noticed({ Key_slice_index: slice, File_name })).toEqual([]);
    }
    const before = { Key_slice_index: "23", File_name: "000007_01_02_023.png" };
    expect(noticed(before).map(([kind]) => kind)).toEqual(["slice-range"]);
  });

  it("axes of the same length pass", () => {
    const change = {
      Lesion_diameters_Pixel_: "20, 20",
      Measurement_coordinates: "90, 200, 110, 200, 100, 190, 100, 210",
      Bounding_boxes: "85, 185, 115, 215",
    };
    expect(noticed(change)).toEqual([]);
  });

  it("each side of the pixel is that of a CT image", () => {
    const kinds = (spacing: string) => noticed({ Spacing_mm_px_: spacing }).map(([kind]) => kind);
    expect(kinds("0.8, 0.8, 5")).toEqual([]);
    expect(kinds("8, 8, 5")).toContain("spacing");
    expect(kinds("0.8, 8, 5")).toEqual(expect.arrayContaining(["pixels", "spacing"]));
    expect(kinds("8, 0.8, 5")).toEqual(expect.arrayContaining(["pixels", "spacing"]));
    expect(kinds("0.8, 0.9, 5")).toEqual(["pixels"]);
  });

  it("each number of the location is from 0 to 1, both included", () => {
    const kinds = (location: string) =>
      noticed({ Normalized_lesion_location: location }).map(([kind]) => kind);
    expect(kinds("0, 1, 0.5")).toEqual([]);
    for (const location of [
      "-0.01, 0.5, 0.5",
      "0.5, 1.01, 0.5",
      "0.5, 0.5, -0.01",
      "0.5, 0.5, 1.01",
    ]) {
      expect([location, kinds(location)]).toEqual([location, ["location"]]);
    }
  });
});

describe("nameAgrees", () => {
  const row = (numbers: readonly number[]): Float64Array => {
    const values = new Float64Array(ROW_LENGTH);
    values.set(numbers, AT.patient);
    return values;
  };
  const bytesOf = (name: string): Uint8Array => new TextEncoder().encode(name);
  const agrees = (values: Float64Array, name: Uint8Array): boolean =>
    nameAgrees(values, name, 0, name.length);

  it("is the pattern of the data set's names with the numbers of the row", () => {
    const own = [89, 1, 1, 37] as const;
    const number = fc.constantFrom("89", "000089", "1", "01", "37", "037", "38", "");
    const separator = fc.constantFrom("_", "_", "_", "-", "__", "");
    const ending = fc.string({ unit: fc.constantFrom(...".._/09:@AZ[`az{ p-"), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, separator), { maxLength: 4 }), ending, (parts, end) => {
        const given = parts.map(([text, after], i) => text + (i < 3 ? after : "")).join("");
        for (const name of [given + end, `000089_01_01_037${end}`]) {
          const found = /^(\d+)_(\d+)_(\d+)_(\d+)(\.\w+)?$/.exec(name);
          const expected = found !== null && own.every((n, i) => Number(found[i + 1]) === n);
          expect(agrees(row(own), bytesOf(name)), name).toBe(expected);
        }
      }),
      { seed: 3, numRuns: 1500 },
    );
  });

  it.each(["@", "[", "`", "{", "/", ":", "-", " "])("takes no %j in the ending", (sign) => {
    expect(agrees(row([89, 1, 1, 37]), bytesOf(`89_1_1_37.p${sign}g`))).toBe(false);
  });

  it.each(["A", "Z", "a", "z", "0", "9", "_"])("takes %j in the ending", (sign) => {
    expect(agrees(row([89, 1, 1, 37]), bytesOf(`89_1_1_37.p${sign}`))).toBe(true);
  });

  it("reads a part of the bytes only", () => {
    const bytes = bytesOf("x,89_1_1_37.png,y");
    expect(nameAgrees(row([89, 1, 1, 37]), bytes, 2, bytes.length - 2)).toBe(true);
    expect(nameAgrees(row([89, 1, 1, 37]), bytes, 2, 10)).toBe(false);
    expect(nameAgrees(row([89, 1, 1, 37]), bytes, 2, 11)).toBe(true);
    // "89_1_1_3" and "89_1_1_37.p".
    expect(nameAgrees(row([89, 1, 1, 3]), bytes, 2, 10)).toBe(true);
    expect(nameAgrees(row([89, 1, 1, 37]), bytes, 2, 13)).toBe(true);
  });

  it("does not take a missing number for 0", () => {
    expect(agrees(row([0, 1, 1, 37]), bytesOf("0_1_1_37.png"))).toBe(true);
    expect(agrees(row([0, 1, 1, 37]), bytesOf("_1_1_37.png"))).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { NumericRows } from "../../src/deeplesion/columnar-patient.js";
import type { ColumnName } from "../../src/deeplesion/dl-info-columns.js";
import { rowFromLesion, valuesOfRow } from "../../src/deeplesion/dl-info-lesion.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";

type Change = Partial<Record<ColumnName, string>>;

/** The numeric rows of lesions, as they stand in a file. */
function rowsOf(changes: readonly Change[]): NumericRows {
  const rows = new NumericRows();
  for (const lesion of readDlInfo(dlInfo(changes)).lesions) {
    expect(rows.add(lesion.row, valuesOfRow(rowFromLesion(lesion)))).toBe(true);
  }
  return rows;
}

const atSlice = (slice: number, change: Change = {}): Change => ({
  Key_slice_index: String(slice),
  File_name: `000007_01_02_0${slice}.png`,
  ...change,
});

describe("the rows of a patient as columns", () => {
  it("come by study, series, slice and coordinates, with the number of their row", () => {
    const box = (x: number) => ({ Bounding_boxes: `${x}, 190, 115, 210` });
    const patient = rowsOf([
      atSlice(30, { Study_index: "2" }),
      atSlice(30, { Series_ID: "3" }),
      atSlice(31),
      atSlice(30, box(86)),
      atSlice(30, box(85)),
    ]).patient(7);
    expect(patient?.patient).toBe("7");
    expect([...patient!.row]).toEqual([5, 4, 3, 2, 1]);
    expect([...patient!.study]).toEqual([1, 1, 1, 1, 2]);
    expect(patient!.lesions().map(({ id }) => id)).toEqual([
      "000007_01_02_030",
      "000007_01_02_030#2",
      "000007_01_02_031",
      "000007_01_03_030",
      "000007_02_02_030",
    ]);
  });

  it("number the lesions of one slice of one series of one study only", () => {
    const patient = rowsOf([
      atSlice(30),
      atSlice(30, { Series_ID: "3" }),
      atSlice(30, { Series_ID: "3", Study_index: "2" }),
      atSlice(31, { Series_ID: "3", Study_index: "2" }),
    ]).patient(7);
    expect(patient!.lesions().map(({ id }) => id)).toEqual([
      "000007_01_02_030",
      "000007_01_03_030",
      "000007_02_03_030",
      "000007_02_03_031",
    ]);
  });

  it("have the fields of the lesions", () => {
    const patient = rowsOf([
      atSlice(31, {
        Coarse_lesion_type: "-1",
        Normalized_lesion_location: "",
        Spacing_mm_px_: "0.7, 0.7, 2",
      }),
      atSlice(30),
    ]).patient(7)!;
    const [lesion, unknown] = patient.lesions();
    expect([...patient.type]).toEqual([3, -1]);
    expect(lesion).toMatchObject({
      row: 2,
      patient: "7",
      study: 1,
      series: 2,
      location: [0.3, 0.4, 0.5],
      longAxisMm: 16,
      shortAxisMm: 8,
      type: "liver",
      keySlice: 30,
      sliceRange: [24, 36],
      spacingMm: [0.8, 0.8, 5],
    });
    expect(unknown).toMatchObject({
      row: 1,
      type: undefined,
      location: undefined,
      keySlice: 31,
      sliceRange: [24, 36],
      spacingMm: [0.7, 0.7, 2],
    });
  });

  it("are none where two are identical, or spacings differ by more than a factor of 3", () => {
    expect(rowsOf([atSlice(30), atSlice(31), atSlice(30)]).patient(7)).toBeUndefined();
    // An annotation is axes, box and diameters.
    const elsewhere = { Normalized_lesion_location: "0.4, 0.4, 0.5" };
    expect(rowsOf([atSlice(30), atSlice(30, elsewhere)]).patient(7)).toBeUndefined();
    const spaced = (...sides: number[]) =>
      rowsOf(sides.map((mm, i) => atSlice(30 + i, { Spacing_mm_px_: `${mm}, ${mm}, 5` }))).patient(
        7,
      );
    expect(spaced(0.3, 0.9)?.count).toBe(2);
    expect(spaced(0.3, 0.91)).toBeUndefined();
    expect(spaced(0.91, 0.6, 0.3)).toBeUndefined();
  });

  it("leave out rows, studies, series and slices of 2^31 and more", () => {
    const [lesion] = readDlInfo(dlInfo([{}])).lesions;
    const row = rowFromLesion(lesion!);
    const added = (line: number, change: object) =>
      new NumericRows().add(line, valuesOfRow({ ...row, ...change }));
    const most = 2 ** 31 - 1;
    expect(added(most, {})).toBe(true);
    expect(added(most + 1, {})).toBe(false);
    for (const name of ["Study_index", "Series_ID", "Key_slice_index"]) {
      expect([name, added(1, { [name]: most })]).toEqual([name, true]);
      expect([name, added(1, { [name]: most + 1 })]).toEqual([name, false]);
    }
  });

  it("begin again when they are cleared, and are more than the first arrays hold", () => {
    const values = (slice: number) => {
      const [lesion] = readDlInfo(dlInfo([{}])).lesions;
      return valuesOfRow({ ...rowFromLesion(lesion!), Key_slice_index: slice });
    };
    const rows = new NumericRows();
    rows.add(1, values(1));
    rows.clear();
    expect(rows.count).toBe(0);
    for (let slice = 300; slice > 0; slice--) rows.add(1000 + slice, values(slice));
    const patient = rows.patient(7)!;
    expect(patient.count).toBe(300);
    expect([...patient.row]).toEqual(Array.from({ length: 300 }, (_, i) => 1001 + i));
  });
});

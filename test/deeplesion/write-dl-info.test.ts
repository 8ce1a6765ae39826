import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMN_NAMES } from "../../src/deeplesion/dl-info-columns.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { dlInfo } from "../support/dl-info.js";
import { errorOf } from "../support/errors.js";
import { describeReal, sharedText } from "../support/shared-data.js";

const again = (text: string): string => writeDlInfo(readDlInfo(text).lesions, { template: text });

describe("writeDlInfo", () => {
  const [header, row] = dlInfo([{}]).trim().split("\n") as [string, string];

  it.each([
    ["line feeds", `${header}\n${row}\n`],
    ["no last line end", `${header}\n${row}`],
    ["carriage returns", `${header}\r\n${row}\r\n`],
    ["a byte order mark", `\uFEFF${header}\n${row}\n`],
    ["blank lines", `${header}\n\n${row}\n\n`],
    ["further columns", `,${header},Note\n1,${row},"a ""b"", c"\n`],
    ["columns in another order", dlInfo([{}, { Study_index: "2" }], [...COLUMN_NAMES].reverse())],
    [
      "numbers spelled another way",
      dlInfo([{ Patient_age: "62.0", Spacing_mm_px_: "0.80,0.80,5.0" }]),
    ],
    ["unknown values spelled another way", dlInfo([{ Patient_gender: "NaN", Patient_age: "" }])],
    ["needless quotes", `${header}\n${row.replace(",F,", ',"F",')}\n`],
  ])("gives back what it read, byte for byte: %s", (_, text) => {
    expect(again(text)).toBe(text);
  });

  it("changes the cells that changed, and only those", () => {
    const text = `\uFEFF,${header},Note\r\n1,${row},"a, b"\r\n2,${row.replace("62", "62.0")},c\r\n`;
    const [first, second] = readDlInfo(text).lesions;
    if (first === undefined || second === undefined) throw new Error("two rows expected");
    const written = writeDlInfo([first, { ...second, type: undefined }], { template: text });
    expect(written).toBe(text.replace(/^(2,.*),4,/m, "$1,-1,"));
  });

  it("writes rows in the order given, and new rows without the further columns", () => {
    const text = `,${header}\n1,${row}\n2,${row.replace(",62,", ",63,")}\n`;
    const [first, second] = readDlInfo(text).lesions;
    if (first === undefined || second === undefined) throw new Error("two rows expected");
    const written = writeDlInfo([second, first, { ...first, row: 99 }], { template: text });
    expect(written.split("\n").map((line) => line.slice(0, 3))).toEqual([
      ",Fi",
      "2,0",
      "1,0",
      ",00",
      "",
    ]);
    expect(written.split("\n").at(-2)).toBe(`,${row}`);
  });

  it("writes new rows with the line ends of the template, and none behind the last where it has none", () => {
    const [lesion] = readDlInfo(`${header}\n${row}\n`).lesions;
    for (const lineEnd of ["\n", "\r\n"]) {
      for (const last of ["", lineEnd]) {
        const template = header + lineEnd + row + last;
        const rows = [lesion!, { ...lesion!, row: 2 }, { ...lesion!, row: 3 }];
        const written = writeDlInfo(rows, { template });
        expect(written).toBe([header, row, row, row].join(lineEnd) + last);
      }
    }
    expect(writeDlInfo([], { template: `${header}\r\n${row}` })).toBe(header);
  });

  it("writes new rows with as many cells as the template has columns", () => {
    const text = `Number,${header},Note,Reader\n1,${row},,x\n`;
    const [lesion] = readDlInfo(text).lesions;
    expect(writeDlInfo([lesion!, { ...lesion!, row: 2 }], { template: text })).toBe(
      `${text},${row},,\n`,
    );
  });

  it("writes missing values as the data set does", () => {
    const [lesion] = readDlInfo(dlInfo([{}])).lesions;
    const unknown = { type: undefined, location: undefined, sex: undefined, age: undefined };
    expect(writeDlInfo([{ ...lesion!, ...unknown, noisy: true, split: "train" }])).toBe(
      dlInfo([
        {
          Normalized_lesion_location: "NaN, NaN, NaN",
          Coarse_lesion_type: "-1",
          Patient_gender: "",
          Patient_age: "NaN",
          Possibly_noisy: "1",
          Train_Val_Test: "1",
        },
      ]),
    );
  });

  it("rejects what was not read from a DL_info.csv, with its place in the list", () => {
    const [lesion] = readDlInfo(dlInfo([{}])).lesions;
    errorOf("BAD_VALUE", () => writeDlInfo({} as never));
    for (const other of [null, {}, { ...lesion!, longAxisPx: undefined }]) {
      errorOf("BAD_VALUE", () => writeDlInfo([lesion!, other as never]), { row: 2 });
    }
    errorOf("MISSING_COLUMN", () => writeDlInfo([lesion!], { template: "a,b\n1,2\n" }));
  });

  it("without a model writes the 18 columns, which read back the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const { lesions } = simulateCohort({ seed, patients: 1 });
        expect(readDlInfo(writeDlInfo(lesions)).lesions).toEqual(lesions);
      }),
      { numRuns: 50 },
    );
  });
});

describeReal("real DL_info.csv files round-trip byte for byte", () => {
  it.each([
    "deeplesion/DL_info_patients_89-100.csv",
    "deeplesion/DL_info_liver_23_extra_columns.csv",
    "dls/valid_lesions.csv",
  ])("%s", (name) => {
    const text = sharedText(name);
    expect(again(text)).toBe(text);
  });
});

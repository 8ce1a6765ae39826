import { describe, expect, it } from "vitest";
import type { MaskLesion } from "../../src/masks/lesions-of-mask.js";
import {
  longitudinalMasks,
  longitudinalTruth,
  readLongitudinalTable,
  withSites,
} from "../../src/masks/longitudinal-ct.js";
import { errorOf } from "../support/errors.js";

const HEAD = "lesion_id,img_id_bl,img_id_fu,lesion_type,merged_into,linking_unclear\n";
const lesions = (...labels: number[]) =>
  labels.map((labelValue, i) => ({ row: i + 1, patient: "p", labelValue })) as MaskLesion[];

describe("the layout of Longitudinal-CT", () => {
  it("names the masks of baseline and follow-up, each image once, in the order of their numbers", () => {
    const table = readLongitudinalTable(`${HEAD}1,11,0,,,\n2,0,2,,,\n3,11,,,,\n4,,2,,,\n`);
    expect(longitudinalMasks("p", table)).toEqual(
      [
        [1, 1, "inputsTr/p_BL_mask_BL_img_00.nii.gz"],
        [1, 12, "inputsTr/p_BL_mask_BL_img_11.nii.gz"],
        [2, 1, "targetsTr/p_FU_mask_FU_img_00.nii.gz"],
        [2, 3, "targetsTr/p_FU_mask_FU_img_02.nii.gz"],
      ].map(([study, series, file]) => ({ patient: "p", study, series, file, date: undefined })),
    );
  });

  it("gives lesions the site of their row, and a type where the site has one", () => {
    const table = readLongitudinalTable(`${HEAD}1,0,,Liver,,\n2,0,,thing,,\n3,0,,,,\n`);
    expect(
      withSites(lesions(1, 2, 3, 4), table).map(({ labelValue, label, type }) => [
        labelValue,
        label,
        type,
      ]),
    ).toEqual([
      [1, "Liver", "liver"],
      [2, "thing", undefined],
      [3, undefined, undefined],
      [4, undefined, undefined],
    ]);
    expect(withSites(lesions(2), table)[0]).not.toHaveProperty("type");
  });

  it("has a truth for lesions of the table that are not merged and not unclear", () => {
    const rows = [
      "1,0,0,,,",
      "2,0,0,,1,",
      "3,0,0,,none,no",
      "4,0,0,,,True",
      "5,0,0,,,yes",
      "6,0,0,,,1",
      "7,0,0,,,1.0",
      "8,0,0,,,0",
      "9,0,0,,,10",
      "10,0,0,,lesion 3,",
      "13,0,0,,,21",
      "14,0,0,,,1.00",
      "11,0,0,,,false",
      "11,0,0,,2,false",
    ];
    const table = readLongitudinalTable(`${HEAD}${rows.join("\n")}\n`);
    const found = longitudinalTruth(
      lesions(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 13, 14),
      table,
    );
    expect(found).toEqual([
      { row: 1, group: "p/1" },
      { row: 3, group: "p/3" },
      { row: 8, group: "p/8" },
      { row: 9, group: "p/9" },
      { row: 13, group: "p/1" },
      { row: 14, group: "p/13" },
    ]);
  });

  it("rejects a table without a lesion", () => {
    errorOf("EMPTY_INPUT", () => readLongitudinalTable(HEAD));
    errorOf("BAD_VALUE", () => readLongitudinalTable(`${HEAD}0,0,0,,,\n`), { column: "lesion_id" });
    errorOf("BAD_VALUE", () => readLongitudinalTable(`${HEAD}1,-1,0,,,\n`), {
      column: "img_id_bl",
    });
  });
});

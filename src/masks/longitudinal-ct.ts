/**
 * The layout of Longitudinal-CT v2 (doi:10.57754/FDAT.75kj1-64747): baseline and follow-up masks of a patient,
 * and a table of which lesion became which. A voxel's value is the `lesion_id` of the table.
 */
import { fail } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional, type RowOf } from "../csv/table.js";
import { typeOfSite } from "../measurements/site.js";
import type { MaskLesion } from "./lesions-of-mask.js";
import type { MaskEntry } from "./manifest.js";

const image = (what: string) => column.integer(`Image of the ${what}`, undefined, { min: 0 });

/** The columns that are used. */
const COLUMNS = Object.freeze({
  lesion_id: column.integer("Value of the lesion's voxels", undefined, { min: 1 }),
  img_id_bl: optional(image("baseline")),
  img_id_fu: optional(image("follow-up")),
  lesion_type: optional(column.text("Site as the annotator named it")),
  merged_into: optional(column.text("Lesion that it is part of at follow-up")),
  linking_unclear: optional(column.text("True where the correspondence is uncertain")),
});

/** One lesion of a patient's table. */
export type LongitudinalLesion = RowOf<typeof COLUMNS>;

/** Reads a patient's table (`inputsTr/<patient>.csv`). @throws LesionGraphError as `readRows`; EMPTY_INPUT. */
export function readLongitudinalTable(source: string | Uint8Array): LongitudinalLesion[] {
  const rows = readRows(source, COLUMNS);
  return rows.length > 0 ? rows : fail("EMPTY_INPUT", "a table with a lesion", "no data row");
}

/**
 * Returns the masks of a patient: study 1 the baseline, study 2 the follow-up, one series per image of them.
 * Files are relative to the root of the data set.
 */
export function longitudinalMasks(
  patient: string,
  rows: readonly LongitudinalLesion[],
): MaskEntry[] {
  const images = (ids: readonly (number | undefined)[]): number[] =>
    [...new Set(ids)].filter((id) => id !== undefined).sort((a, b) => a - b);
  const entry = (study: number, id: number, stem: string): MaskEntry => ({
    patient,
    study,
    series: id + 1,
    file: `${stem}_img_${String(id).padStart(2, "0")}.nii.gz`,
    date: undefined,
  });
  return [
    ...images(rows.map((row) => row.img_id_bl)).map((id) =>
      entry(1, id, `inputsTr/${patient}_BL_mask_BL`),
    ),
    ...images(rows.map((row) => row.img_id_fu)).map((id) =>
      entry(2, id, `targetsTr/${patient}_FU_mask_FU`),
    ),
  ];
}

/** Lesions with what the table says of their site. */
export function withSites<L extends MaskLesion>(
  lesions: readonly L[],
  rows: readonly LongitudinalLesion[],
): L[] {
  const siteOf = new Map(rows.map((row) => [row.lesion_id, row.lesion_type]));
  return lesions.map((lesion) => {
    const label = siteOf.get(lesion.labelValue);
    if (label === undefined) return lesion;
    const type = typeOfSite(label);
    return { ...lesion, label, ...(type && { type }) };
  });
}

/**
 * Returns the known correspondence: lesions of a patient with the same value are the same lesion. Without truth
 * are lesions that the table does not list, whose link it calls unclear, and baseline lesions that are part of
 * another one at follow-up: a sequence holds one lesion per study, so neither link would be right or wrong.
 */
export function longitudinalTruth(
  lesions: readonly MaskLesion[],
  rows: readonly LongitudinalLesion[],
): { readonly row: number; readonly group: string }[] {
  const judged = new Set(rows.map((row) => row.lesion_id));
  for (const row of rows) if (!isJudged(row)) judged.delete(row.lesion_id);
  return lesions
    .filter(({ labelValue }) => judged.has(labelValue))
    .map(({ row, patient, labelValue }) => ({ row, group: `${patient}/${labelValue}` }));
}

const isJudged = ({ merged_into, linking_unclear }: LongitudinalLesion): boolean =>
  !/\d/.test(merged_into ?? "") && !/^(?:true|yes|1(?:\.0*)?)$/i.test(linking_unclear ?? "");

/** The list of masks to measure: which file is which study of which patient. */
import { fail } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column, optional, type RowOf } from "../csv/table.js";

/** Columns of a manifest; they may come in any order. */
export const MANIFEST_COLUMNS = Object.freeze({
  patient: column.text("Id of the patient"),
  study: column.integer("Study, counted from 1 in time order", undefined, { min: 1 }),
  file: column.path("NIfTI label volume; a relative path begins at the folder of the manifest"),
  series: optional(
    column.integer("Series, where a study has several masks", undefined, { min: 1 }),
  ),
  date: optional(column.date("Day of the study")),
});

/** One mask of a manifest. */
export type MaskEntry = RowOf<typeof MANIFEST_COLUMNS>;

/**
 * Returns the masks of a manifest in input order. O(n).
 *
 * @param pathOf the path of a file, which is the same for all its names; the name itself by default
 * @throws LesionGraphError DUPLICATE_LESION where two masks have the same patient, study and series, and where two
 * are the same file, so that growth would be zero; BAD_DATES where a study has two dates; EMPTY_INPUT without a mask;
 * and as `readRows`.
 */
export function readManifest(
  source: string | Uint8Array,
  pathOf: (file: string) => string = (file) => file,
): MaskEntry[] {
  const known = new Map<string, MaskEntry>();
  const files = new Set<string>();
  const entries = readRows(source, MANIFEST_COLUMNS, (entry, row) => {
    assertNew(entry, row, known);
    const { file, patient, study } = entry;
    const path = pathOf(file);
    if (files.has(path)) {
      const place = { row, column: "file", patient, study };
      fail("DUPLICATE_LESION", "every file once", `${file} again`, place);
    }
    files.add(path);
  });
  return entries.length > 0
    ? entries
    : fail("EMPTY_INPUT", "a manifest with a mask", "no data row");
}

function assertNew(entry: MaskEntry, row: number, known: Map<string, MaskEntry>): void {
  const { patient, study, series, date } = entry;
  const studyKey = JSON.stringify([patient, study]);
  const key = JSON.stringify([patient, study, series ?? "none"]);
  if (known.has(key)) {
    const remedy = "number the masks of the study in a column series";
    fail("DUPLICATE_LESION", "one mask per patient, study and series", "two", {
      row,
      patient,
      study,
      remedy,
    });
  }
  const first = known.get(studyKey) ?? entry;
  if (first.date !== date) {
    const dates = [first.date ?? "none", date ?? "none"].join(" and ");
    fail("BAD_DATES", "one date per study", dates, { row, patient, study });
  }
  known.set(key, entry).set(studyKey, first);
}

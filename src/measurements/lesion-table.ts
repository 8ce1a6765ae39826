/** Lesions as measurement CSV: the table that reads back as lesions. */
import type { Lesion } from "../core/lesion.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";

/** Columns of {@link lesionTable}, those of a measurement CSV. */
const LESION_COLUMNS = Object.freeze({
  patient: column.text("Id of the patient"),
  study: column.integer("Study, counted from 1 in time order"),
  lesion: column.text("Id of the lesion within patient and study"),
  date: optional(column.date("Day of the study")),
  series: optional(column.integer("Series of the study")),
  x: optional(column.number("Position towards the patient's left", "mm")),
  y: optional(column.number("Position towards the back", "mm")),
  z: optional(column.number("Position towards the head", "mm")),
  longAxisMm: optional(column.number("Long axis", "mm")),
  shortAxisMm: optional(column.number("Short axis", "mm")),
  type: optional(column.text("Coarse lesion type")),
  volumeMl: optional(column.number("Volume", "ml")),
  trackingUid: optional(column.text("DICOM Tracking UID, the same for the same lesion")),
  label: optional(column.text("Free text")),
});

type LesionTableRow = RowOf<typeof LESION_COLUMNS>;

/**
 * Returns one row per lesion in input order. Lengths are rounded to 0.0001 mm, volumes to 0.000001 ml. O(n).
 *
 * @param lesions with `centreMm` in patient coordinates (LPS)
 */
export const lesionTable = (lesions: readonly Lesion[]): Table<typeof LESION_COLUMNS> =>
  new Table(LESION_COLUMNS, lesions.map(rowOf));

function rowOf(lesion: Lesion): LesionTableRow {
  const { patient, study, id, date, series, centreMm, type, trackingUid, label } = lesion;
  const [x, y, z] = (centreMm ?? []).map(toTenthMicrometre);
  return {
    patient,
    study,
    lesion: id,
    date,
    series,
    x,
    y,
    z,
    longAxisMm: toTenthMicrometre(lesion.longAxisMm),
    shortAxisMm: toTenthMicrometre(lesion.shortAxisMm),
    type,
    volumeMl: rounded(lesion.volumeMl, 6),
    trackingUid,
    label,
  };
}

const toTenthMicrometre = (mm: number | undefined): number | undefined => rounded(mm, 4);

/** Adding 0 makes -0 a 0. */
const rounded = (value: number | undefined, digits: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(digits)) + 0;

/**
 * ePAD's summary of annotations: one row per annotation, with study UIDs and no study dates, and one column per
 * calculation, whose cells end in the unit ("21.3 mm"). Columns are those that ePAD lite's source writes.
 */
import type { Lesion } from "../core/lesion.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { type FieldColumn, type MeasurementField, unitOf } from "./fields.js";
import { MeasurementReader } from "./measurement-reader.js";

const NEEDED = ["aim_uid", "patient_id", "study_uid"];
/** Columns by field; the first that is there. `Date_Created` is the day of the annotation, not of the study. */
const COLUMNS: readonly (readonly [MeasurementField, readonly string[]])[] = [
  ["patient", ["patient_id"]],
  ["studyUid", ["study_uid"]],
  ["label", ["name"]],
  ["longAxisMm", ["longaxis", "long axis"]],
  ["shortAxisMm", ["shortaxis", "short axis"]],
];
/** The calculation of a line. */
const LENGTH = "length";

const namesOf = (header: readonly string[]): string[] =>
  header.map((name) => name.trim().toLowerCase());

/** True where a header is that of ePAD's summary. */
export const isEpadHeader = (header: readonly string[]): boolean => {
  const names = namesOf(header);
  return NEEDED.every((name) => names.includes(name));
};

/**
 * The reader of ePAD's summary: annotations with a long axis, or a length; others are left out with a warning. There
 * are no positions in mm.
 */
export const epadFormat: FormatOf<Lesion> = (header, options, separator) => {
  const names = namesOf(header);
  const columnOf = (field: MeasurementField, at: number): FieldColumn => ({
    field,
    at,
    name: field,
    ...unitOf({ field, factor: undefined }, field, options.units),
  });
  const columns = COLUMNS.flatMap(([field, known]): FieldColumn[] => {
    const at = names.findIndex((name) => known.includes(name));
    return at < 0 ? [] : [columnOf(field, at)];
  });
  const lengthAt = names.indexOf(LENGTH);
  const longAt = columns.find(({ field }) => field === "longAxisMm")?.at ?? header.length;
  if (longAt === header.length) {
    columns.push(columnOf("longAxisMm", longAt));
  }
  const reader = new MeasurementReader(columns, options, separator);
  return {
    read(cells, row, warnings) {
      const filled = [...cells];
      if ((filled[longAt] ?? "").trim() === "") filled[longAt] = cells[lengthAt] ?? "";
      const lesion = reader.read(filled, row, warnings);
      if (lesion.longAxisMm === undefined) {
        const message = "an annotation without long axis or length is left out";
        warnings.push({ kind: "tool", row, patient: lesion.patient, message });
        return undefined;
      }
      reader.assertPosition(lesion, cells);
      return lesion;
    },
    complete: (lesions) => reader.complete(lesions),
  };
};

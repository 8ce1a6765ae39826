/** The columns of a header that hold the fields of a measurement. */
import { closestName } from "../core/did-you-mean.js";
import { fail } from "../core/errors.js";
import type { MeasurementOptions } from "../csv/read-options.js";
import { assertNoNearMisses } from "../csv/read-rows.js";
import {
  type FieldColumn,
  factorIn,
  MEASUREMENT_FIELDS,
  type MeasurementField,
  readingOf,
  unitOf,
} from "./fields.js";

/**
 * Finds the fields of a header: first by the map, then by recognised names.
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN; UNKNOWN_FEATURE for a column that is nearly a field
 * and for a mapped field that does not exist; BAD_OPTION where a column names another unit than `units`, and where one
 * is mapped to two fields.
 */
export function findFields(
  header: readonly string[],
  { columns: map, units }: Pick<MeasurementOptions, "columns" | "units">,
): FieldColumn[] {
  const names = header.map((name) => name.trim());
  const columns = new Map<MeasurementField, FieldColumn>();
  for (const [given, name] of Object.entries(map)) {
    const field = assertField(given);
    columns.set(field, mappedColumn(field, name, names, units));
  }
  const taken = new Set(Array.from(columns.values(), ({ at }) => at));
  if (taken.size < columns.size) {
    fail("BAD_OPTION", "a column for each field of `columns`", "one column for two fields", {
      option: "columns",
    });
  }
  names.forEach((name, at) => {
    const reading = readingOf(name);
    if (taken.has(at) || reading === undefined || Object.hasOwn(map, reading.field)) return;
    const before = columns.get(reading.field);
    if (before !== undefined) {
      fail("REPEATED_COLUMN", `one column for ${reading.field}`, `${before.name} and ${name}`, {
        column: name,
        remedy: `choose one with \`columns: ${reading.field}=…\``,
      });
    }
    const { field } = reading;
    columns.set(field, { field, at, name, ...unitOf(reading, name, units) });
    taken.add(at);
  });
  const others = names.filter((_, at) => !taken.has(at));
  const absent = MEASUREMENT_FIELDS.filter((field) => field.length > 4 && !columns.has(field));
  assertNoNearMisses(others, absent);
  assertEnough(columns, names);
  return [...columns.values()].sort((a, b) => a.at - b.at);
}

function assertField(name: string): MeasurementField {
  const field = MEASUREMENT_FIELDS.find((one) => one === name);
  if (field !== undefined) return field;
  const nearest = closestName(name, MEASUREMENT_FIELDS);
  fail("UNKNOWN_FEATURE", "a field of a measurement", name, {
    remedy: `did you mean "${nearest}"? known are ${MEASUREMENT_FIELDS.join(", ")}`,
    option: "columns",
  });
}

function mappedColumn(
  field: MeasurementField,
  name: string,
  names: readonly string[],
  units: MeasurementOptions["units"],
): FieldColumn {
  const at = names.indexOf(name);
  if (at < 0) {
    fail("MISSING_COLUMN", `the column ${name} for ${field}`, undefined, {
      column: name,
      remedy: `the columns are ${names.slice(0, 30).join(", ")}`,
    });
  }
  if (names.indexOf(name, at + 1) >= 0) {
    fail("REPEATED_COLUMN", `one column ${name} for ${field}`, "two", { column: name });
  }
  const factor = factorIn(name, field);
  return { field, at, name, ...unitOf({ field, factor }, name, units) };
}

/** A table without a patient, a study or anything to compare cannot be matched. */
function assertEnough(
  columns: ReadonlyMap<MeasurementField, FieldColumn>,
  names: readonly string[],
): void {
  const has = (field: MeasurementField): boolean => columns.has(field);
  const missing = (field: MeasurementField, expected: string): never =>
    fail("MISSING_COLUMN", expected, undefined, {
      remedy: `the columns are ${names.slice(0, 30).join(", ")}; name another one with \`columns: ${field}=…\``,
    });
  if (!has("patient")) missing("patient", "a column patient");
  if (!has("study") && !has("date") && !has("studyUid")) missing("study", "a column study or date");
  const axes = ["x", "y", "z"] as const;
  const absent = axes.find((axis) => !has(axis));
  if (absent !== undefined && axes.some(has)) missing(absent, "all of the columns x, y and z");
}

/** Fields of a measurement, and the column names by which tables and other programs call them. */

import { closestName } from "../core/did-you-mean.js";
import { fail } from "../core/errors.js";
import { assertNoNearMisses } from "../csv/read-rows.js";

/** Names of the fields: the columns of a measurement CSV and the keys of a record. */
export const MEASUREMENT_FIELDS = Object.freeze([
  "patient",
  "study",
  "date",
  "studyUid",
  "lesion",
  "series",
  "x",
  "y",
  "z",
  "longAxisMm",
  "shortAxisMm",
  "type",
  "volumeMl",
  "trackingUid",
  "label",
] as const);
export type MeasurementField = (typeof MEASUREMENT_FIELDS)[number];

/** Units of lengths whose column does not name one. */
const LENGTH_UNITS = Object.freeze(["mm", "cm"] as const);
export type LengthUnit = (typeof LENGTH_UNITS)[number];

/** Which column holds a field, where its name is not recognised. */
export type ColumnMap = Readonly<Partial<Record<MeasurementField, string>>>;

/** Where a field stands. */
export interface FieldColumn {
  readonly field: MeasurementField;
  readonly at: number;
  /** Name of the column in messages. A name other than the field's is reported in a warning. */
  readonly name: string;
  /** Factor from the column's unit to mm or ml. */
  readonly factor: number;
  /** True where the column's name or `units` says the unit; cells may then not name another one. */
  readonly hasUnit: boolean;
}

/** Other names, without case, spaces and punctuation; those of lengths and volumes may end in a unit. */
const ALIASES: Readonly<Record<MeasurementField, readonly string[]>> = {
  patient: ["patient", "patientid", "subject", "subjectid", "usubjid"],
  study: ["study", "studyindex", "studynumber", "timepoint"],
  date: ["date", "studydate", "scandate", "examdate"],
  studyUid: ["studyuid", "studyinstanceuid"],
  lesion: ["lesion", "lesionid", "id"],
  series: ["series", "seriesindex", "seriesnumber"],
  x: ["x"],
  y: ["y"],
  z: ["z"],
  longAxisMm: ["long", "longaxis", "longdiameter", "longestdiameter", "length"],
  shortAxisMm: ["short", "shortaxis", "shortdiameter", "width"],
  type: ["type", "lesiontype", "organ", "site"],
  volumeMl: ["volume"],
  trackingUid: ["trackinguid", "trackinguniqueidentifier"],
  label: ["label"],
};

/** Units by their spelling at the end of a column name, with their factor to mm or ml. */
const LENGTH_FACTORS: Readonly<Record<string, number>> = { mm: 1, cm: 10 };
const VOLUME_FACTORS: Readonly<Record<string, number>> = { ml: 1, cm3: 1, cc: 1, mm3: 0.001 };
/** Fields with a length. */
export const IS_LENGTH: ReadonlySet<MeasurementField> = new Set<MeasurementField>([
  "x",
  "y",
  "z",
  "longAxisMm",
  "shortAxisMm",
]);

interface Reading {
  readonly field: MeasurementField;
  /** Factor of the unit that the name ends in. */
  readonly factor: number | undefined;
}

/** Every recognised spelling of a column name. */
const READINGS: ReadonlyMap<string, Reading> = new Map(
  MEASUREMENT_FIELDS.flatMap((field) => ALIASES[field].flatMap((alias) => spellings(field, alias))),
);

function spellings(field: MeasurementField, alias: string): [string, Reading][] {
  const withUnits = (factors: Readonly<Record<string, number>>): [string, Reading][] =>
    Object.entries(factors).map(([unit, factor]) => [alias + unit, { field, factor }]);
  if (field === "volumeMl") return withUnits(VOLUME_FACTORS);
  const bare: [string, Reading] = [alias, { field, factor: undefined }];
  return IS_LENGTH.has(field) ? [bare, ...withUnits(LENGTH_FACTORS)] : [bare];
}

const bareName = (name: string): string =>
  name
    .toLowerCase()
    .replace("³", "3")
    .replace(/[^a-z0-9]/g, "");

/** True where a header has a patient, a study or its date, and a position, a size or a tracking UID. */
export function isMeasurementHeader(header: readonly string[]): boolean {
  const found = new Set(header.map((name) => READINGS.get(bareName(name))?.field));
  const has = (...fields: MeasurementField[]): boolean => fields.some((field) => found.has(field));
  const hasPosition = found.has("x") && found.has("y") && found.has("z");
  return (
    has("patient") &&
    has("study", "date", "studyUid") &&
    (hasPosition || has("longAxisMm", "volumeMl", "trackingUid"))
  );
}

/**
 * Finds the fields of a header: first by the map, then by recognised names.
 *
 * @throws LesionGraphError MISSING_COLUMN, REPEATED_COLUMN; UNKNOWN_FEATURE for a column that is nearly a field
 * and for a mapped field that does not exist; BAD_OPTION where a column names another unit than `units`, and where one
 * is mapped to two fields.
 */
export function findFields(
  header: readonly string[],
  map: ColumnMap,
  units: LengthUnit | undefined,
): FieldColumn[] {
  const names = header.map((name) => name.trim());
  const columns = new Map<MeasurementField, FieldColumn>();
  for (const [field, name] of Object.entries(map)) {
    columns.set(assertField(field), mappedColumn(assertField(field), name, names, units));
  }
  const taken = new Set(Array.from(columns.values(), ({ at }) => at));
  if (taken.size < columns.size) {
    fail("BAD_OPTION", "a column for each field of `columns`", "one column for two fields", {
      option: "columns",
    });
  }
  names.forEach((name, at) => {
    const reading = READINGS.get(bareName(name));
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
  units: LengthUnit | undefined,
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
  const unit = /(mm3?|cm3?|ml|cc)$/.exec(bareName(name))?.[1];
  const factors = field === "volumeMl" ? VOLUME_FACTORS : LENGTH_FACTORS;
  const factor = unit === undefined ? undefined : factors[unit];
  return { field, at, name, ...unitOf({ field, factor }, name, units) };
}

/** Factor of a field's column: the unit in its name, else `units`. @throws LesionGraphError BAD_OPTION. */
export function unitOf(
  { field, factor }: Reading,
  name: string,
  units: LengthUnit | undefined,
): Pick<FieldColumn, "factor" | "hasUnit"> {
  if (!IS_LENGTH.has(field)) return { factor: factor ?? 1, hasUnit: true };
  const asked = units === undefined ? undefined : LENGTH_FACTORS[units];
  if (factor !== undefined && asked !== undefined && factor !== asked) {
    fail("BAD_OPTION", `units as the column ${name} names them`, units, {
      option: "units",
      column: name,
      remedy: `leave \`units\` out, or name the column without a unit (${field.replace("Mm", "")})`,
    });
  }
  return { factor: factor ?? asked ?? 1, hasUnit: factor !== undefined || asked !== undefined };
}

/** Factor to mm of a unit at the end of the cell of a length ("21 mm", "2,1cm"), and the cell without it. */
export function cellUnit(
  field: MeasurementField,
  text: string,
): { readonly number: string; readonly factor: number } | undefined {
  if (!IS_LENGTH.has(field)) return undefined;
  const [, number = "", unit = ""] = /^(.*[\d.])\s*(mm|cm)$/i.exec(text) ?? [];
  const factor = LENGTH_FACTORS[unit.toLowerCase()];
  return factor === undefined ? undefined : { number, factor };
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

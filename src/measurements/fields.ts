/** Fields of a measurement, and the column names by which tables and other programs call them. */

import { fail } from "../core/errors.js";
import type { MeasurementOptions } from "../csv/read-options.js";

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

/** The field that a column's name is recognised as. */
export const readingOf = (name: string): Reading | undefined => READINGS.get(bareName(name));

/** The factor of the unit that a column's name ends in, whatever stands before it. */
export function factorIn(name: string, field: MeasurementField): number | undefined {
  const unit = /(mm3?|cm3?|ml|cc)$/.exec(bareName(name))?.[1];
  const factors = field === "volumeMl" ? VOLUME_FACTORS : LENGTH_FACTORS;
  return unit === undefined ? undefined : factors[unit];
}

/** True where a header has a patient, a study or its date, and a position, a size or a tracking UID. */
export function isMeasurementHeader(header: readonly string[]): boolean {
  const found = new Set(header.map((name) => readingOf(name)?.field));
  const has = (...fields: MeasurementField[]): boolean => fields.some((field) => found.has(field));
  const hasPosition = found.has("x") && found.has("y") && found.has("z");
  return (
    has("patient") &&
    has("study", "date", "studyUid") &&
    (hasPosition || has("longAxisMm", "volumeMl", "trackingUid"))
  );
}

/** Factor of a field's column: the unit in its name, else `units`. @throws LesionGraphError BAD_OPTION. */
export function unitOf(
  { field, factor }: Reading,
  name: string,
  units: MeasurementOptions["units"],
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

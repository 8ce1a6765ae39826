/**
 * Tables for REDCap: rows as instances of a repeating instrument, and the data dictionary of its fields. Field names
 * are lower case with underscores and begin with the name of the form, since names are unique in a project.
 */
import { fail } from "../core/errors.js";
import type { Column, Columns } from "./column.js";
import { type CellValue, quoteCell } from "./csv-line.js";

type Row = Readonly<Record<string, CellValue>>;

const RECORD = "record_id";

/** The columns of an import file: record, instrument, instance, then the fields. */
export function redcapHeader(columns: Columns, form: string): string {
  const fields = fieldsOf(columns, form).map(([, field]) => field);
  return line([RECORD, "redcap_repeat_instrument", "redcap_repeat_instance", ...fields]);
}

/** Lines of an import file: instances are counted from 1 within each patient, in the order of the rows. O(cells). */
export function redcapLines(columns: Columns, rows: readonly Row[], form: string): string {
  const fields = fieldsOf(columns, form);
  const instances = new Map<CellValue, number>();
  return rows
    .map((row) => {
      const instance = 1 + (instances.get(row["patient"]) ?? 0);
      instances.set(row["patient"], instance);
      return line([row["patient"], form, instance, ...fields.map(([name]) => row[name])]);
    })
    .join("");
}

/** The data dictionary of an instrument, in REDCap's 18 columns. The record is its first field. */
export function redcapDictionary(columns: Columns, form: string): string {
  const record = dictionaryLine(RECORD, form, "text", columns["patient"]?.description ?? "");
  const fields = fieldsOf(columns, form).map(([name, field]) => {
    const one = columns[name]!;
    const [type, validation] = TYPES[one.type];
    const label = one.unit === undefined ? one.description : `${one.description} (${one.unit})`;
    return dictionaryLine(field, form, type, label, validation);
  });
  return [line(DICTIONARY), record, ...fields].join("");
}

/** Columns other than the patient, each with its field name. @throws LesionGraphError BAD_OPTION, MISSING_COLUMN. */
function fieldsOf(columns: Columns, form: string): (readonly [name: string, field: string])[] {
  if (typeof form !== "string" || !/^[a-z][a-z0-9_]*$/.test(form)) {
    fail("BAD_OPTION", "a form name of lower-case letters, digits and underscores", form, {
      option: "form",
    });
  }
  if (columns["patient"] === undefined) {
    fail("MISSING_COLUMN", "a table with a column patient, which is REDCap's record", "none", {
      column: "patient",
    });
  }
  return Object.keys(columns)
    .filter((name) => name !== "patient")
    .map((name) => [name, `${form}_${snake(name)}`] as const);
}

/** `longAxisMm` → `long_axis_mm` */
const snake = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** Field type and validation of each type of column. */
const TYPES: Readonly<Record<Column["type"], readonly [type: string, validation?: string]>> = {
  text: ["text"],
  integer: ["text", "integer"],
  number: ["text", "number"],
  boolean: ["truefalse"],
  date: ["text", "date_ymd"],
};

const DICTIONARY = [
  "Variable / Field Name",
  "Form Name",
  "Section Header",
  "Field Type",
  "Field Label",
  "Choices, Calculations, OR Slider Labels",
  "Field Note",
  "Text Validation Type OR Show Slider Number",
  "Text Validation Min",
  "Text Validation Max",
  "Identifier?",
  "Branching Logic (Show field only if...)",
  "Required Field?",
  "Custom Alignment",
  "Question Number (surveys only)",
  "Matrix Group Name",
  "Matrix Ranking?",
  "Field Annotation",
];

function dictionaryLine(
  field: string,
  form: string,
  type: string,
  label: string,
  validation = "",
): string {
  const cells = [field, form, "", type, label, "", "", validation];
  return line([...cells, ...DICTIONARY.slice(cells.length).map(() => "")]);
}

/** REDCap stores cells as they are: no apostrophe protects from formulas; true and false are 1 and 0. */
const line = (cells: readonly CellValue[]): string =>
  `${cells.map((cell) => quoteCell(String(typeof cell === "boolean" ? Number(cell) : (cell ?? "")))).join(",")}\n`;

import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { column, optional, Table } from "../../src/csv/table.js";
import { GROWTH_COLUMNS } from "../../src/growth/growth-table.js";
import { errorOf } from "../support/errors.js";

const TABLE = new Table(
  {
    patient: column.text("Patient id"),
    study: column.integer("Study"),
    longAxisMm: optional(column.number("Long axis", "mm")),
    isLymphNode: column.boolean("Lymph node"),
    date: optional(column.date("Day of the study")),
    note: optional(column.text("Remark")),
  },
  [
    {
      patient: "A",
      study: 1,
      longAxisMm: 21.5,
      isLymphNode: false,
      date: "2024-01-10",
      note: "=x",
    },
    {
      patient: "B",
      study: 1,
      longAxisMm: undefined,
      isLymphNode: true,
      date: undefined,
      note: 'a, "b"',
    },
    {
      patient: "A",
      study: 2,
      longAxisMm: 26,
      isLymphNode: false,
      date: undefined,
      note: undefined,
    },
  ],
);

describe("toRedcapCsv", () => {
  // Columns of an import of repeating instruments: https://ccts-bsc.netlify.app/redcap/data-import-tool/
  it("has one instance of the instrument per row, counted within the patient", () => {
    expect(TABLE.toRedcapCsv("growth")).toBe(
      [
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,growth_study,growth_long_axis_mm,growth_is_lymph_node,growth_date,growth_note",
        "A,growth,1,1,21.5,0,2024-01-10,=x",
        'B,growth,1,1,,1,,"a, ""b"""',
        "A,growth,2,2,26,0,,",
        "",
      ].join("\n"),
    );
  });

  it("rejects form names that REDCap does not have, and tables without patients", () => {
    for (const form of ["Growth", "1st", "a b", "", undefined]) {
      errorOf("BAD_OPTION", () => TABLE.toRedcapCsv(form as never), { option: "form" });
    }
    errorOf("MISSING_COLUMN", () => new Table({ row: column.integer("Row") }, []).toRedcapCsv("a"));
  });
});

describe("toRedcapDictionary", () => {
  it("declares every field of the import with its type, in 18 columns", () => {
    const lines = parse(TABLE.toRedcapDictionary("growth")) as string[][];
    expect(lines.every((cells) => cells.length === 18)).toBe(true);
    expect(
      lines.slice(1).map((cells) => [cells[0], cells[1], cells[3], cells[4], cells[7]]),
    ).toEqual([
      ["record_id", "growth", "text", "Patient id", ""],
      ["growth_study", "growth", "text", "Study", "integer"],
      ["growth_long_axis_mm", "growth", "text", "Long axis (mm)", "number"],
      ["growth_is_lymph_node", "growth", "truefalse", "Lymph node", ""],
      ["growth_date", "growth", "text", "Day of the study", "date_ymd"],
      ["growth_note", "growth", "text", "Remark", ""],
    ]);
  });

  it("gives names that REDCap accepts: unique, lower case, at most 100 characters", () => {
    const table = new Table(GROWTH_COLUMNS, []);
    const lines = parse(table.toRedcapDictionary("growth")) as string[][];
    const names = lines.slice(1).map(([name]) => name ?? "");
    expect(new Set(names).size).toBe(Object.keys(GROWTH_COLUMNS).length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,99}$/);
    const [header] = parse(table.toRedcapCsv("growth")) as string[][];
    expect(header?.slice(3)).toEqual(names.slice(1));
  });
});

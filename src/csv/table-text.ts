/** A table as people see it: rounded, shortened, as aligned text or HTML. */
import type { Column, Columns } from "./column.js";
import type { CellValue } from "./csv-line.js";

/** Rows shown by default; CSV and JSON always have all of them. */
export const SHOWN_ROWS = 20;

type Row = Readonly<Record<string, CellValue>>;

/**
 * Returns a value as shown: numbers with at most 4 significant digits (integers and numbers from 1000 on without
 * decimals), missing values as an empty text.
 */
function shownCell(value: CellValue): string {
  if (value === undefined) return "";
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

const isNumeric = ({ type }: Column): boolean => type === "integer" || type === "number";

/** Names with their units, where the name does not end in it. */
const headingOf = (name: string, { unit }: Column): string =>
  unit === undefined || name.toLowerCase().endsWith(unit.toLowerCase())
    ? name
    : `${name} (${unit})`;

/** The line about rows that are not shown. */
function restOf(rows: readonly Row[], shown: number): string | undefined {
  return rows.length <= shown ? undefined : `${shown} of ${rows.length} rows`;
}

/** Returns aligned text: numbers to the right, a line of dashes below the names. */
export function alignedText(columns: Columns, rows: readonly Row[], limit: number): string {
  const names = Object.keys(columns);
  const lines = [
    names.map((name) => headingOf(name, columns[name]!)),
    ...rows.slice(0, limit).map((row) => names.map((name) => oneLine(shownCell(row[name])))),
  ];
  const widths = names.map((_, k) => Math.max(...lines.map((cells) => cells[k]!.length)));
  const aligned = lines.map((cells) =>
    cells
      .map((cell, k) =>
        isNumeric(columns[names[k]!]!) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!),
      )
      .join("  ")
      .trimEnd(),
  );
  aligned.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  const rest = restOf(rows, limit);
  return [...aligned, ...(rest === undefined ? [] : [rest])].join("\n");
}

const oneLine = (text: string): string => text.replace(/[\r\n\t]+/g, " ");

/** Returns an HTML table; descriptions are tooltips of the names. All text is escaped. */
export function htmlTable(columns: Columns, rows: readonly Row[], limit: number): string {
  const names = Object.keys(columns);
  const align = (name: string): string =>
    isNumeric(columns[name]!) ? ' style="text-align:right"' : ' style="text-align:left"';
  const head = names.map((name) => {
    const column = columns[name]!;
    return `<th${align(name)} title="${escaped(column.description)}">${escaped(headingOf(name, column))}</th>`;
  });
  const body = rows
    .slice(0, limit)
    .map((row) => {
      const cells = names.map((name) => `<td${align(name)}>${escaped(shownCell(row[name]))}</td>`);
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("\n");
  const rest = restOf(rows, limit);
  const caption = rest === undefined ? "" : `<caption>${rest}</caption>`;
  return `<table>${caption}<thead><tr>${head.join("")}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);

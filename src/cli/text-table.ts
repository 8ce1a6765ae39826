/** Text tables: texts are aligned left, numbers right. */

export type TextCell = string | number;

/** Rows as lines; each column has the width of its widest cell, with two spaces between columns. */
export function textTable(rows: readonly (readonly TextCell[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, k) => {
      widths[k] = Math.max(widths[k] ?? 0, String(cell).length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, k) => {
          const width = widths[k]!;
          return typeof cell === "number" ? String(cell).padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A share with four decimals. */
export const share = (value: number): string => value.toFixed(4);

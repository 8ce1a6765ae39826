/** Tables of a report. */
import { type Html, type HtmlValue, html } from "./html.js";

/** A column: its heading and what stands in a row. */
export interface HtmlColumn<R> {
  readonly name: HtmlValue;
  readonly cell: (row: R) => HtmlValue;
  /** Right-aligned. */
  readonly numeric?: boolean;
  /** A sentence: keeps a readable width. */
  readonly long?: boolean;
  /** The cell that names the row. */
  readonly heads?: boolean;
}

/** A table with a caption; a sentence in its place where there are no rows. */
export function htmlTable<R>(
  caption: string,
  columns: readonly HtmlColumn<R>[],
  rows: readonly R[],
  none: string,
): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`;
  const head = columns.map(
    ({ name, numeric }) =>
      html`<th scope="col"${numeric ? html` class="number"` : ""}>${name}</th>`,
  );
  const body = rows.map((row) => html`<tr>${columns.map((column) => cellOf(column, row))}</tr>\n`);
  return html`<div class="table" role="group" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}

function cellOf<R>({ cell, numeric, long, heads }: HtmlColumn<R>, row: R): Html {
  const kind = numeric ? html` class="number"` : long ? html` class="long"` : "";
  const value = cell(row);
  return heads ? html`<th scope="row"${kind}>${value}</th>` : html`<td${kind}>${value}</td>`;
}

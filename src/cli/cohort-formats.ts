/** The output formats of `match` that take the matches of all patients together. */
import { column, Table } from "../csv/table.js";
import type { AnyLesionGraph } from "../graph/graph-records.js";
import { MATCH_COLUMNS, matchRows } from "../matching/match-table.js";
import type { Matched } from "./match-inputs.js";

/** Makes the content of a file; with several inputs, rows name theirs. */
type CohortFormat = (
  matched: AsyncIterable<Matched>,
  withFile: boolean,
) => AsyncGenerator<string | Uint8Array>;

/** The questions of all patients as one ranked CSV. */
async function* questions(matched: AsyncIterable<Matched>): AsyncGenerator<string> {
  const { reviewQuestions } = await import("../matching/review-questions.js");
  const { reviewTable } = await import("../matching/review-table.js");
  const matches = [];
  for await (const { match } of matched) matches.push(match);
  yield reviewTable(reviewQuestions(matches)).toCsv();
}

/** One row per lesion, as CSV has it; several inputs are named in a column of their own. */
async function* parquet(
  matched: AsyncIterable<Matched>,
  withFile: boolean,
): AsyncGenerator<Uint8Array> {
  const rows = [];
  for await (const { file, match } of matched) {
    for (const row of matchRows(match)) rows.push({ file, ...row });
  }
  const columns = { file: column.text("Input as given"), ...MATCH_COLUMNS };
  yield await new Table(withFile ? columns : MATCH_COLUMNS, rows).toParquet();
}

/** The graph of all sequences. */
const graphFormat = (textOf: (graphs: readonly AnyLesionGraph[]) => Promise<string>) =>
  async function* graphs(matched: AsyncIterable<Matched>): AsyncGenerator<string> {
    const { sequenceGraph } = await import("../matching/sequence-graph.js");
    const all = [];
    for await (const { match } of matched) all.push(sequenceGraph(match));
    yield await textOf(all);
  };

/** The formats by name. */
export const COHORT_FORMATS = {
  questions,
  parquet,
  gexf: graphFormat(async (graphs) => (await import("../graph/gexf.js")).toGexf(graphs)),
  graphml: graphFormat(async (graphs) => (await import("../graph/graphml.js")).toGraphml(graphs)),
  "node-link": graphFormat(async (graphs) => {
    const { toNodeLink } = await import("../graph/node-link.js");
    return `${JSON.stringify(toNodeLink(graphs))}\n`;
  }),
} satisfies Readonly<Record<string, CohortFormat>>;

/** True for a format of all patients together. */
export const isCohortFormat = (format: string): format is keyof typeof COHORT_FORMATS =>
  Object.hasOwn(COHORT_FORMATS, format);

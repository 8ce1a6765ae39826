/** Results of retrieval as a table. */
import { assertShapes } from "../core/shape.js";
import { column, optional, type RowOf, Table } from "../csv/table.js";
import type { Retrieval } from "./retrieve.js";
import type { RetrievalScores } from "./scores.js";

/** Columns of {@link retrievalTable}. */
export const RETRIEVAL_COLUMNS = Object.freeze({
  query: column.integer("Data row of the query"),
  rank: column.integer("Place among the results of the query, the nearest is 1"),
  row: column.integer("Data row of the result"),
  patient: column.text("Patient of the result"),
  study: column.integer("Study of the result"),
  lesion: column.text("Id of the result"),
  distance: column.number("Distance of the features times their weights"),
  type: optional(column.text("Coarse type of the result")),
  sameType: optional(column.boolean("Whether it has the query's type; empty where one is unknown")),
});

export type RetrievalRow = RowOf<typeof RETRIEVAL_COLUMNS>;

/** The rows of one query. */
export const retrievalRows = ({ query, hits }: Retrieval): RetrievalRow[] =>
  hits.map(({ lesion: { row, patient, study, id, type }, distance, sameType }, i) => ({
    query: query.row,
    rank: i + 1,
    row,
    patient,
    study,
    lesion: id,
    distance,
    type,
    sameType,
  }));

/**
 * Returns one row per result, queries in the given order and the nearest result first. O(results).
 *
 * @throws LesionGraphError BAD_VALUE for what is no list of retrievals.
 *
 * @example
 * retrievalTable([retrieve(lesions, 1)]).toCsv();
 */
export function retrievalTable(retrievals: readonly Retrieval[]): Table<typeof RETRIEVAL_COLUMNS> {
  assertShapes(retrievals, "retrievals, as retrieve returns them", ["query", "hits"]);
  return new Table(RETRIEVAL_COLUMNS, [...retrievals].flatMap(retrievalRows));
}

const SCORE_COLUMNS = {
  type: column.text("Type of the queries; all for every type"),
  queries: column.integer("Number of queries"),
  precisionAtTop: column.number("Share of the query's type among the first results"),
  meanAveragePrecision: column.number("Mean average precision over the whole ranking"),
  randomSource: column.number("precisionAtTop of a random order"),
};

/** Returns one row for all queries, and one per type. */
export const scoreRows = ({ byType, ...all }: RetrievalScores) =>
  [["all", all] as const, ...Object.entries(byType)].map(([type, scores]) => ({
    type,
    queries: scores.queries,
    precisionAtTop: scores.precisionAtTop,
    meanAveragePrecision: scores.meanAveragePrecision,
    randomSource: scores.randomSource,
  }));

/** The rows of {@link scoreRows} as a table. */
export const scoreTable = (scores: RetrievalScores): Table<typeof SCORE_COLUMNS> =>
  new Table(SCORE_COLUMNS, scoreRows(scores));

/** `lesion-graph retrieve`: the most similar lesions of other patients. */
import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { boolean, choice, integer } from "../core/options.js";
import { linesOf } from "../csv/table.js";
import { chosenFeatures, defaultFeatures, FEATURES } from "../features/feature-options.js";
import {
  RETRIEVAL_COLUMNS,
  retrievalRows,
  scoreRows,
  scoreTable,
} from "../retrieval/retrieval-table.js";
import {
  type Retrieval,
  type RetrieveOptions,
  retrieve as retrieveOne,
} from "../retrieval/retrieve.js";
import { type RetrievalScores, retrievalScores } from "../retrieval/scores.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { INPUT, output } from "./common-flags.js";
import { type FlagValues, flag, optionalFlag, withoutDefault } from "./flags.js";
import { csvFrame, framedItems, jsonFrame } from "./framing.js";
import { allLesions } from "./input.js";
import { assertVectorsUsed, FEATURE_FLAGS } from "./match-flags.js";
import { READER_FLAGS, readerOptions } from "./reader-flags.js";
import { RETRIEVAL_FLAGS, retrieveOptions, warnOfLeftOut } from "./retrieval-flags.js";
import { progressLine } from "./terminal.js";
import { share, textTable } from "./text-table.js";

const FLAGS = {
  row: optionalFlag(
    "--row <n>",
    withoutDefault(integer(1, "Query: a data row, counted from 1", 1)),
  ),
  all: flag("--all", boolean(false, "Every row as a query, on all cores")),
  scores: flag(
    "--scores",
    boolean(false, "Scores: share of the query's type in the top, mean average precision"),
  ),
  ...RETRIEVAL_FLAGS,
  ...FEATURE_FLAGS,
  ...READER_FLAGS,
  format: optionalFlag(
    "--format <name>",
    withoutDefault(
      choice(["csv", "json", "table"], "csv", "Output format (default: csv; table with --scores)"),
    ),
  ),
  output,
};

type Values = FlagValues<typeof FLAGS>;
type Format = NonNullable<Values["format"]>;

export const retrieve = defineCommand({
  description:
    "Finds the lesions of other patients that are most similar to one or to all lesions.",
  examples: ["retrieve DL_info.csv --row 5 --top 9"],
  arguments: [INPUT],
  flags: FLAGS,
  run,
});

async function run(flags: Values, input: string): Promise<void> {
  const options = retrieveOptions(flags);
  if (options.features !== undefined)
    assertVectorsUsed(flags, chosenFeatures(options.features, FEATURES));
  const wanted = [flags.row !== undefined, flags.all, flags.scores].filter(Boolean).length;
  if (wanted !== 1) fail("BAD_CALL", "one of --row N, --all and --scores", `${wanted} of them`);
  if (flags.format === "table" && !flags.scores) {
    fail("BAD_CALL", "--format table with --scores", "without", { option: "--format" });
  }
  const lesions = await allLesions({ input, reader: await readerOptions(flags) });
  assertVectorsUsed(flags, chosenFeatures(options.features ?? defaultFeatures(lesions), FEATURES));
  await writeResult(await resultOf(input, lesions, flags, options), [input], flags);
}

async function resultOf(
  input: string,
  lesions: readonly Lesion[],
  flags: Values,
  options: Partial<RetrieveOptions>,
): Promise<AsyncIterable<string> | Iterable<string>> {
  const json = flags.format === "json";
  if (flags.scores) {
    const { onProgress, clear } = progressLine();
    const scores = retrievalScores(lesions, { ...options, onProgress });
    clear();
    warnOfLeftOut(scores.leftOut, lesions.length);
    return [SCORE_TEXTS[flags.format ?? "table"](scores)];
  }
  if (flags.row === undefined) {
    const { retrieveAll } = await import("../node/retrieve-all.js");
    const progress = progressLine();
    const all = await retrieveAll(lesions, options, {
      onProgress: progress.onProgress,
    });
    progress.clear();
    warnOfLeftOut(lesions.length - all.length, lesions.length);
    return json
      ? framedItems(all, jsonFrame("retrievals"), (one) => JSON.stringify(asJson(one)))
      : asCsv(all);
  }
  const { row } = flags;
  const one = withPlace({ file: input }, () => retrieveOne(lesions, row, options), "UNKNOWN_ROW");
  warnOfLeftOut(one.leftOut, lesions.length);
  return json ? [`${JSON.stringify(asJson(one))}\n`] : asCsv([one]);
}

const asCsv = (all: readonly Retrieval[]): AsyncGenerator<string> =>
  framedItems(all, csvFrame(Object.keys(RETRIEVAL_COLUMNS)), (one) =>
    linesOf(RETRIEVAL_COLUMNS, retrievalRows(one)),
  );

const asJson = ({ query, hits }: Retrieval) => ({
  query: named(query),
  results: hits.map(({ lesion, distance, sameType }) => ({
    ...named(lesion),
    distance,
    sameType,
  })),
});

const named = ({ row, patient, study, id, type }: Lesion) => ({
  row,
  patient,
  study,
  lesion: id,
  type,
});

const SCORE_TEXTS: Readonly<Record<Format, (scores: RetrievalScores) => string>> = {
  csv: (scores) => scoreTable(scores).toCsv(),
  json: (scores) => `${JSON.stringify(scores)}\n`,
  table: (scores) => {
    const header = ["type", "queries", `same type in top ${scores.top}`, "mAP", "by chance"];
    const rows = scoreRows(scores).map((row) => [
      row.type,
      row.queries,
      share(row.precisionAtTop),
      share(row.meanAveragePrecision),
      share(row.randomSource),
    ]);
    return `${textTable([header, ...rows])}\n`;
  },
};

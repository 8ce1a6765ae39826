/** `lesion-graph retrieve`: the most similar lesions of other patients. */

import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { assertOneOf } from "../core/options.js";
import { csvLine } from "../csv/write.js";
import { chosenFeatures, defaultFeatures } from "../features/matrix.js";
import { type Retrieval, type RetrieveOptions, retrieve } from "../retrieval/retrieve.js";
import { type RetrievalScores, retrievalScores } from "../retrieval/scores.js";
import { inputPatients } from "./input.js";
import { type MatchFlags, readerOptions } from "./match-options.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import {
  assertVectorsUsed,
  type FeatureFlags,
  type RetrievalFlags,
  retrieveOptions,
  warnOfLeftOut,
} from "./retrieval-options.js";
import { share, textTable } from "./text-table.js";
import { numberOf } from "./values.js";

export interface RetrieveFlags
  extends RetrievalFlags,
    FeatureFlags,
    Pick<MatchFlags, "embeddings" | "noisy"> {
  readonly row?: string;
  readonly all?: true;
  readonly scores?: true;
  readonly format: string;
  readonly output?: string;
}

export async function run(input: string, flags: RetrieveFlags): Promise<void> {
  assertOneOf("--format", flags.format, ["csv", "json"]);
  const options = retrieveOptions(flags);
  if (options.features !== undefined) assertVectorsUsed(flags, chosenFeatures(options.features));
  const wanted = [flags.row, flags.all, flags.scores].filter((value) => value !== undefined);
  if (wanted.length !== 1) {
    fail("BAD_CALL", "one of --row N, --all and --scores", `${wanted.length} of them`);
  }
  const lesions: Lesion[] = [];
  const reader = await readerOptions({ method: "", ...flags });
  for await (const { patient } of inputPatients({ inputs: [input], reader, whole: true })) {
    lesions.push(...patient.lesions);
  }
  assertVectorsUsed(flags, chosenFeatures(options.features ?? defaultFeatures(lesions)));
  const pieces = await answer(input, lesions, flags, options);
  await writeResult(pieces, [input], flags);
}

async function answer(
  input: string,
  lesions: readonly Lesion[],
  flags: RetrieveFlags,
  options: Partial<RetrieveOptions>,
): Promise<Iterable<string>> {
  const json = flags.format === "json";
  if (flags.scores) {
    const scores = retrievalScores(lesions, options);
    warnOfLeftOut(scores.leftOut, lesions.length);
    return [json ? `${JSON.stringify(scores)}\n` : scoreTable(scores)];
  }
  if (flags.all) {
    const { retrieveAll } = await import("../node/retrieve-all.js");
    const progress = progressLine();
    const all = await retrieveAll(lesions, options, {
      onProgress: (done, of) => progress.show(`${done} of ${of} blocks`),
    });
    progress.clear();
    warnOfLeftOut(lesions.length - all.length, lesions.length);
    return json ? asJson(all) : asCsv(all);
  }
  const row = numberOf("--row", flags.row as string);
  const one = withPlace({ file: input }, () => retrieve(lesions, row, options), "UNKNOWN_ROW");
  warnOfLeftOut(one.leftOut, lesions.length);
  return json ? [`${JSON.stringify(plain(one))}\n`] : asCsv([one]);
}

const COLUMNS = [
  "query",
  "rank",
  "row",
  "patient",
  "study",
  "lesion",
  "distance",
  "type",
  "sameType",
];

function* asCsv(all: readonly Retrieval[]): Generator<string> {
  yield csvLine(COLUMNS);
  for (const { query, hits } of all) {
    for (const [i, { lesion, distance, sameType }] of hits.entries()) {
      const { row, patient, study, id, type } = lesion;
      yield csvLine([query.row, i + 1, row, patient, study, id, distance, type, sameType]);
    }
  }
}

function* asJson(all: readonly Retrieval[]): Generator<string> {
  yield '{"retrievals":[\n';
  for (const [i, one] of all.entries()) yield `${i > 0 ? ",\n" : ""}${JSON.stringify(plain(one))}`;
  yield "\n]}\n";
}

const plain = ({ query, hits }: Retrieval) => ({
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

function scoreTable({ top, leftOut: _, byType, ...all }: RetrievalScores): string {
  const rows = [["all", all] as const, ...Object.entries(byType)].map(([name, scores]) => [
    name,
    scores.queries,
    share(scores.precisionAtTop),
    share(scores.meanAveragePrecision),
    share(scores.randomSource),
  ]);
  return `${textTable([["type", "queries", `same type in top ${top}`, "mAP", "by chance"], ...rows])}\n`;
}

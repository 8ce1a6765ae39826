/** `lesion-graph retrieve`: the most similar lesions of other patients. */
import { csvLine } from "../csv/write.js";
import type { Sex, Split } from "../deeplesion/columns.js";
import { SPLITS } from "../deeplesion/columns.js";
import { LesionGraphError, placed } from "../errors.js";
import { chosenFeatures, defaultFeatures, type Feature } from "../features/matrix.js";
import { LESION_TYPES, type Lesion, type LesionType } from "../lesion.js";
import { requireOneOf } from "../options.js";
import { type Retrieval, type RetrieveOptions, retrieve } from "../retrieval/retrieve.js";
import { type RetrievalScores, retrievalScores } from "../retrieval/scores.js";
import { inputPatients } from "./input.js";
import { type MatchFlags, readerOptions } from "./match-options.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { say } from "./say.js";
import { share, textTable } from "./text-table.js";
import { assignmentsOf, listOf, numberOf } from "./values.js";

export interface RetrieveFlags
  extends Pick<
    MatchFlags,
    "features" | "weights" | "location" | "unitAppearance" | "embeddings" | "noisy"
  > {
  readonly row?: string;
  readonly all?: true;
  readonly scores?: true;
  readonly top: string;
  readonly type?: string;
  readonly split?: string;
  readonly sex?: string;
  readonly format: string;
  readonly output?: string;
}

export async function run(input: string, flags: RetrieveFlags): Promise<void> {
  requireOneOf("--format", flags.format, ["csv", "json"]);
  const options = retrieveOptions(flags);
  if (options.features !== undefined) refuseUnusedVectors(flags, chosenFeatures(options.features));
  const wanted = [flags.row, flags.all, flags.scores].filter((value) => value !== undefined);
  if (wanted.length !== 1) {
    throw new LesionGraphError("BAD_CALL", {
      expected: "one of --row N, --all and --scores",
      received: `${wanted.length} of them`,
    });
  }
  const lesions: Lesion[] = [];
  const reader = await readerOptions({ method: "", ...flags });
  for await (const { patient } of inputPatients({ inputs: [input], reader, whole: true })) {
    lesions.push(...patient.lesions);
  }
  refuseUnusedVectors(flags, chosenFeatures(options.features ?? defaultFeatures(lesions)));
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
    warnOf(scores.leftOut, lesions.length);
    return [json ? `${JSON.stringify(scores)}\n` : scoreTable(scores)];
  }
  if (flags.all) {
    const { retrieveAll } = await import("../node/retrieve-all.js");
    const progress = progressLine();
    const all = await retrieveAll(lesions, options, {
      onProgress: (done, of) => progress.show(`${done} of ${of} blocks`),
    });
    progress.clear();
    warnOf(lesions.length - all.length, lesions.length);
    return json ? asJson(all) : asCsv(all);
  }
  const row = numberOf("--row", flags.row as string);
  const one = placed({ file: input }, () => retrieve(lesions, row, options), "UNKNOWN_ROW");
  warnOf(one.leftOut, lesions.length);
  return json ? [`${JSON.stringify(plain(one))}\n`] : asCsv([one]);
}

/** @throws LesionGraphError BAD_CALL for vectors that no chosen feature looks at. */
function refuseUnusedVectors({ embeddings }: RetrieveFlags, features: readonly Feature[]): void {
  if (embeddings === undefined || features.includes("appearance")) return;
  throw new LesionGraphError("BAD_CALL", {
    expected: "--embeddings with appearance among --features",
    received: features.join(","),
    remedy: `--features ${[...features, "appearance"].join(",")} uses the vectors too`,
  });
}

/** One line about lesions that could not be compared. */
function warnOf(leftOut: number, of: number): void {
  if (leftOut === 0) return;
  say(
    `warning: ${leftOut} of ${of} lesions left out, without a normalised location; --location physical compares all of them`,
  );
}

/** What the flags ask of retrieval. */
export function retrieveOptions(
  flags: Omit<RetrieveFlags, "format" | "row">,
): Partial<RetrieveOptions> {
  if (flags.type !== undefined) requireOneOf("--type", flags.type, LESION_TYPES);
  if (flags.split !== undefined) requireOneOf("--split", flags.split, SPLITS);
  if (flags.sex !== undefined) requireOneOf("--sex", flags.sex, ["F", "M"]);
  const options = {
    top: numberOf("--top", flags.top),
    type: flags.type as LesionType | undefined,
    split: flags.split as Split | undefined,
    sex: flags.sex as Sex | undefined,
    features: flags.features === undefined ? undefined : listOf(flags.features),
    weights: flags.weights === undefined ? undefined : assignmentsOf("--weights", flags.weights),
    location: flags.location,
    unitAppearance: flags.unitAppearance,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<RetrieveOptions>;
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
    share(scores.chance),
  ]);
  return `${textTable([["type", "queries", `same type in top ${top}`, "mAP", "by chance"], ...rows])}\n`;
}

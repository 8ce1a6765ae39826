/** `lesion-graph match`: the sequences of lesions. */
import { choice } from "../core/options.js";
import { column, Table } from "../csv/table.js";
import type { AnyLesionGraph } from "../graph/graph-records.js";
import { assertMatchOptions, type MatchOptions } from "../matching/match.js";
import { MATCH_COLUMNS, matchRows } from "../matching/match-table.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { format, INPUT, output, patient } from "./common-flags.js";
import { type FlagValues, flag, optionalFlag } from "./flags.js";
import { framed } from "./framing.js";
import { columnarInputPatients } from "./input.js";
import type { InputChoice } from "./input-choice.js";
import { jobs, jobsFor } from "./jobs.js";
import { MATCH_FLAGS, type Matcher, matcherOf, readerOptions } from "./match-flags.js";
import { assertOneInputForRows, matcherChoice, matchInputs, summarised } from "./match-inputs.js";
import { frameOf, type PatientText, patientTexts, type TextTask } from "./match-texts.js";
import { ShardRecord, shardOption } from "./shards.js";

/** Formats that hold the graph of all sequences. */
const GRAPH_FORMATS = Object.freeze(["gexf", "graphml", "node-link"] as const);

const FLAGS = {
  ...MATCH_FLAGS,
  patient,
  format: format(
    ["json", "jsonl", "csv", "links", "questions", "parquet", ...GRAPH_FORMATS],
    "json",
  ),
  rejectedPairs: flag(
    "--rejected-pairs <which>",
    choice(["near", "all", "none"], "none", "Rejected pairs to list in JSON"),
  ),
  jobs,
  shard: optionalFlag("--shard <i/n>", shardOption),
  output,
};

type Values = FlagValues<typeof FLAGS>;

export const match = defineCommand({
  description: "Links the lesions of each patient into sequences.",
  arguments: [{ ...INPUT, syntax: "<input...>" }],
  flags: FLAGS,
  run,
});

async function run(flags: Values, inputs: readonly string[]): Promise<void> {
  const record = ShardRecord.of(inputs, flags);
  const { options, constraints } = await matcherOf(flags, record?.onBytes);
  // Only JSON lists rejected pairs.
  const isJson = flags.format === "json" || flags.format === "jsonl";
  const asked = flags.format === "questions";
  const rejectedPairs = asked ? "near" : isJson ? flags.rejectedPairs : "none";
  const explain = flags.format !== "csv" && flags.format !== "parquet";
  const matcher: Matcher = {
    options: { ...options, rejectedPairs, explain } as MatchOptions,
    constraints,
  };
  assertOneInputForRows(inputs, flags);
  assertMatchOptions(matcher.options);
  const { format: kind } = flags;
  if (kind === "questions" || kind === "parquet" || isGraphFormat(kind)) {
    const matched = matchInputs({ inputs, flags, matcher, patients: flags.patient });
    const whole =
      kind === "questions"
        ? questions(matched)
        : kind === "parquet"
          ? parquet(matched, inputs.length > 1)
          : graphFile(kind, matched);
    return writeResult(whole, inputs, flags);
  }
  const task: TextTask = {
    format: kind,
    withFile: inputs.length > 1,
    options: matcher.options,
  };
  const choice: InputChoice = {
    inputs,
    reader: await readerOptions(flags, record?.onBytes),
    ...matcherChoice(flags, matcher),
    patients: flags.patient,
    inShard: record?.takes,
    onBytes: record?.onBytes,
  };
  const chunks = framed(matchedTexts(choice, task, flags), frameOf(task.format, task.withFile));
  await writeResult(record ? record.output(chunks) : chunks, inputs, flags);
  await record?.write();
}

/** The texts of patients in batches, in input order. */
async function* matchedTexts(
  choice: InputChoice,
  task: TextTask,
  flags: Pick<Values, "jobs" | "patient" | "shard">,
): AsyncGenerator<readonly string[]> {
  // A shard may have only patients that are new.
  const previous = choice.inShard === undefined ? (task.options.previous ?? []) : [];
  const earlier = { previous, isSelection: flags.patient !== undefined };
  const matched = matchedPatients(choice, task, flags);
  for await (const batch of summarised(matched, earlier, (one) => one)) {
    yield batch.map(({ text }) => text);
  }
}

async function* matchedPatients(
  choice: InputChoice,
  task: TextTask,
  flags: Pick<Values, "jobs" | "patient" | "shard">,
): AsyncGenerator<readonly PatientText[]> {
  const batches = columnarInputPatients(choice);
  const workers = jobsFor(task, choice.inputs, flags);
  if (workers > 1) {
    const { textsByWorkers } = await import("./match-jobs.js");
    yield* textsByWorkers(batches, task, workers);
    return;
  }
  const textOf = patientTexts(task);
  for await (const batch of batches) yield batch.map(textOf);
}

/** The questions of all patients as one ranked CSV. */
async function* questions(matched: ReturnType<typeof matchInputs>): AsyncGenerator<string> {
  const { reviewQuestions, reviewTable } = await import("../matching/review-questions.js");
  const matches = [];
  for await (const { match } of matched) matches.push(match);
  yield reviewTable(reviewQuestions(matches)).toCsv();
}

/** One row per lesion, as CSV has it; several inputs are named in a column of their own. */
async function* parquet(
  matched: ReturnType<typeof matchInputs>,
  withFile: boolean,
): AsyncGenerator<Uint8Array> {
  const rows = [];
  for await (const { file, match } of matched) {
    for (const row of matchRows(match)) rows.push({ file, ...row });
  }
  const columns = { file: column.text("Input as given"), ...MATCH_COLUMNS };
  yield await new Table(withFile ? columns : MATCH_COLUMNS, rows).toParquet();
}

async function* graphFile(
  format: GraphFormat,
  matched: ReturnType<typeof matchInputs>,
): AsyncGenerator<string> {
  const { sequenceGraph } = await import("../matching/sequence-graph.js");
  const graphs = [];
  for await (const { match } of matched) graphs.push(sequenceGraph(match));
  yield graphText(format, graphs);
}

type GraphFormat = (typeof GRAPH_FORMATS)[number];

const isGraphFormat = (format: string): format is GraphFormat =>
  (GRAPH_FORMATS as readonly string[]).includes(format);

/** The text of a graph file. */
async function graphText(format: GraphFormat, graphs: readonly AnyLesionGraph[]): Promise<string> {
  if (format === "gexf") return (await import("../graph/gexf.js")).toGexf(graphs);
  if (format === "graphml") return (await import("../graph/graphml.js")).toGraphml(graphs);
  const { toNodeLink } = await import("../graph/node-link.js");
  return `${JSON.stringify(toNodeLink(graphs))}\n`;
}

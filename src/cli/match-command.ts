/** `lesion-graph match`: the sequences of lesions. */
import { choice } from "../core/options.js";
import { assertMatchOptions, type MatchOptions } from "../matching/match.js";
import { COHORT_FORMATS, isCohortFormat } from "./cohort-formats.js";
import { defineCommand } from "./command.js";
import { warnOfOtherExtension, writeResult } from "./command-output.js";
import { format, INPUT, output, patient } from "./common-flags.js";
import { assertFlagsUsed, type FlagUse, formats, pickFlags } from "./flag-use.js";
import { type FlagValues, flag, optionalFlag } from "./flags.js";
import { framed } from "./framing.js";
import { columnarPatients } from "./input.js";
import type { InputChoice } from "./input-choice.js";
import { jobs, jobsFor } from "./jobs.js";
import { LINK_FLAGS, MATCH_FLAGS, type Matcher, matcherOf } from "./match-flags.js";
import { assertOneInputForRows, matcherChoice, matchInputs, summarised } from "./match-inputs.js";
import { frameOf, type PatientText, patientTexts, type TextTask } from "./match-texts.js";
import { readerOptions } from "./reader-flags.js";
import { shardOption } from "./shards.js";

type CohortFormatName = keyof typeof COHORT_FORMATS;

const FLAGS = {
  ...MATCH_FLAGS,
  patient,
  format: format(
    ["json", "jsonl", "csv", "links", ...(Object.keys(COHORT_FORMATS) as CohortFormatName[])],
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

/** Flags that only some formats use. */
export const MATCH_USES: readonly FlagUse[] = [
  { flags: LINK_FLAGS, usedBy: formats("json", "jsonl", "links") },
  { flags: pickFlags(FLAGS, ["rejectedPairs"]), usedBy: formats("json", "jsonl") },
  { flags: pickFlags(FLAGS, ["jobs"]), usedBy: formats("json", "jsonl", "csv", "links") },
];

export const match = defineCommand({
  description: "Links the lesions of each patient into sequences.",
  examples: [
    "match DL_info.csv --format csv -o sequences.csv",
    "match DL_info.csv --patient 3 --format links",
  ],
  arguments: [{ ...INPUT, syntax: "<input...>" }],
  flags: FLAGS,
  run,
});

async function run(flags: Values, inputs: readonly string[]): Promise<void> {
  assertFlagsUsed(flags, MATCH_USES, formats(flags.format));
  warnOfOtherExtension(flags);
  const record = flags.shard === undefined ? undefined : await shardRecord(inputs, flags);
  const { options, constraints } = await matcherOf(flags, record?.onBytes);
  const explain = flags.format !== "csv" && flags.format !== "parquet";
  const matcher: Matcher = {
    options: { ...options, rejectedPairs: rejectedPairsOf(flags), explain } as MatchOptions,
    constraints,
  };
  assertOneInputForRows(inputs, flags);
  assertMatchOptions(matcher.options);
  const { format: kind } = flags;
  if (isCohortFormat(kind)) {
    const matched = matchInputs({ inputs, flags, matcher, patients: flags.patient });
    return writeResult(COHORT_FORMATS[kind](matched, inputs.length > 1), inputs, flags);
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

/** Questions are about near pairs. */
const rejectedPairsOf = ({ format: name, rejectedPairs }: Values): Values["rejectedPairs"] =>
  name === "questions" ? "near" : rejectedPairs;

/** Loaded on demand, because digests take time to load. */
const shardRecord = async (inputs: readonly string[], flags: Values) =>
  (await import("./shard-record.js")).ShardRecord.of(inputs, flags);

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
  const batches = columnarPatients(choice);
  const workers = jobsFor(task, choice.inputs, flags);
  if (workers > 1) {
    const { textsByWorkers } = await import("./match-jobs.js");
    yield* textsByWorkers(batches, task, workers);
    return;
  }
  const textOf = patientTexts(task);
  for await (const batch of batches) yield batch.map(textOf);
}

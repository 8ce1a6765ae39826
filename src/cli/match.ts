/** `lesion-graph match`: lesions in, sequences out. */

import { assertInteger, assertOneOf } from "../core/options.js";
import { DEFAULT_CONSTRAINT_OPTIONS } from "../matching/constraints.js";
import { type MatchOptions, matchPatient } from "../matching/match.js";
import { GRAPH_FORMATS, type GraphFormat, graphText, isGraphFormat } from "./graph-formats.js";
import { columnarInputPatients, type InputChoice } from "./input.js";
import { constraintsOf, type MatchFlags, matcherOptions, readerOptions } from "./match-options.js";
import { assertOneInputForRows, matchInputs } from "./matched.js";
import { writeResult } from "./result.js";
import { ShardRecord, shardChoice } from "./shards.js";
import {
  byColumns,
  type Frame,
  frameOf,
  type PatientFormat,
  patientTexts,
  type TextTask,
} from "./texts.js";
import { numberOf } from "./values.js";

export interface MatchCommandFlags extends MatchFlags {
  readonly patient?: readonly string[];
  readonly format: string;
  readonly rejectedPairs: string;
  readonly jobs: string;
  readonly shard?: string;
  readonly output?: string;
}

export async function run(inputs: readonly string[], flags: MatchCommandFlags): Promise<void> {
  assertOneOf("--format", flags.format, ["json", "jsonl", "csv", ...GRAPH_FORMATS]);
  const jobs = numberOf("--jobs", flags.jobs);
  assertInteger("--jobs", jobs, 1);
  const shard = shardChoice(flags);
  assertOneOf("--rejected-pairs", flags.rejectedPairs, ["near", "all", "none"]);
  // Only JSON has a place for what was refused.
  const listed = flags.format === "json" || flags.format === "jsonl";
  const rejectedPairs = listed ? flags.rejectedPairs : "none";
  const record = shard && new ShardRecord(shard, inputs, flags);
  const options = { ...(await matcherOptions(flags, record?.read)), rejectedPairs } as MatchOptions;
  assertOneInputForRows(inputs, flags);
  matchPatient([], { ...options, ...DEFAULT_CONSTRAINT_OPTIONS });
  if (isGraphFormat(flags.format)) {
    const graph = graphFile(flags.format, matchInputs(inputs, flags, options, flags.patient));
    await writeResult(graph, inputs, flags);
    return;
  }
  const task: TextTask = {
    format: flags.format as PatientFormat,
    several: inputs.length > 1,
    options,
  };
  const texts = matchedTexts(
    {
      inputs,
      reader: await readerOptions(flags, record?.read),
      whole: flags.whole === true,
      patients: flags.patient,
      share: record?.takes,
      constraints: constraintsOf(options),
      onBytes: record?.read,
    },
    task,
    jobs,
  );
  const pieces = framed(texts, frameOf(task.format, task.several));
  await writeResult(record ? record.output(pieces) : pieces, inputs, flags);
  await record?.write();
}

/** The texts of patients in batches, in the order of the input. */
async function* matchedTexts(
  choice: InputChoice,
  task: TextTask,
  jobs: number,
): AsyncGenerator<readonly string[]> {
  const batches = columnarInputPatients(choice);
  // By columns the matching is so small a part that workers only cost time.
  if (jobs > 1 && !byColumns(task)) {
    const { textsByWorkers } = await import("./jobs.js");
    yield* textsByWorkers(batches, task, jobs);
    return;
  }
  const textOf = patientTexts(task);
  for await (const batch of batches) yield batch.map(textOf);
}

/**
 * The whole text, piece by piece, each as soon as its patients are done; nothing where reading fails before
 * the first of them.
 */
export async function* framed(
  batches: AsyncIterable<readonly string[]>,
  { head, between, foot, end }: Frame,
): AsyncGenerator<string> {
  let before = head;
  let some = false;
  for await (const texts of batches) {
    if (texts.length === 0) continue;
    yield before + texts.join(between);
    before = between;
    some = true;
  }
  yield (some ? foot : before) + end;
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

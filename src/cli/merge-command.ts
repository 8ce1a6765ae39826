/** `lesion-graph merge`: joins the outputs of all shards into the output of one run. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fail, fault, LesionGraphError } from "../core/errors.js";
import { csvLine, uncsvCell } from "../csv/csv-line.js";
import { DEFAULT_READ_OPTIONS } from "../csv/read-options.js";
import { RecordReader } from "../csv/records.js";
import { fileChunks, readFault } from "../node/files.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { output } from "./common-flags.js";
import { framed } from "./framing.js";
import { frameOf, type PatientFormat } from "./match-texts.js";
import { isRecordPath, isShardFile, recordPath, type ShardFile, shardOf } from "./shards.js";

/** A patient's text in a shard, with its place in the order of the single run. */
interface Block {
  readonly patient: string;
  readonly file: string | undefined;
  /** Its first data row. */
  readonly row: number;
  readonly text: string;
}

interface Shard {
  readonly path: string;
  readonly record: ShardFile;
}

export const merge = defineCommand({
  description: "Merges the outputs of match --shard into the output of a single run.",
  arguments: [{ syntax: "<output...>", help: "Output files of all shards, in any order" }],
  flags: { output },
  run,
});

async function run(
  flags: { readonly output: string | undefined },
  paths: readonly string[],
): Promise<void> {
  const shards: Shard[] = [];
  for (const path of outputsAmong(paths)) shards.push({ path, record: await readRecord(path) });
  assertSameRun(shards);
  assertComplete(shards);
  const { format, inputs } = (shards[0] as Shard).record;
  const chunks = framed(inOrder(shards), frameOf(format, inputs.length > 1));
  const read = shards.flatMap(({ path }) => [path, recordPath(path)]);
  await writeResult(chunks, read, flags);
}

/** Without the records beside outputs, which `part-*` matches too. */
function outputsAmong(paths: readonly string[]): readonly string[] {
  const outputs = paths.filter((path) => !isRecordPath(path));
  if (outputs.length > 0) return outputs;
  fail("BAD_CALL", "the outputs of shards", "their records only");
}

async function readRecord(path: string): Promise<ShardFile> {
  const file = recordPath(path);
  const text = await readFile(file, "utf8").catch((error) => {
    const fault = readFault(error, file);
    if (!(fault instanceof LesionGraphError && fault.code === "FILE_NOT_FOUND")) throw fault;
    fail("FILE_NOT_FOUND", "the record that match --shard writes beside its output", undefined, {
      remedy: "run the shard again: without a record it did not end, or it is no shard",
      file,
    });
  });
  const record = parsed(text);
  if (isShardFile(record)) return record;
  fail("BAD_SHARDS", "the record of a shard, as match --shard writes it", undefined, {
    remedy: "run the shard again",
    file,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** All shards are of one run: the same inputs, options, format and version, in as many parts. */
function assertSameRun(shards: readonly Shard[]): void {
  const [first] = shards;
  for (const { path, record } of shards) {
    for (const [what, of] of Object.entries(IDENTITY)) {
      if (first === undefined || of(record) === of(first.record)) continue;
      fail("BAD_SHARDS", `shards of one run: the same ${what} as ${first.path}`, of(record), {
        file: path,
      });
    }
  }
}

const IDENTITY: Readonly<Record<string, (record: ShardFile) => string>> = {
  "number of shards": ({ of }) => String(of),
  format: ({ format }) => format,
  version: ({ version }) => version,
  inputs: ({ inputs }) =>
    inputs.map(({ name, sha256 }) => (inputs.length > 1 ? `${name} ${sha256}` : sha256)).join(" "),
  options: ({ options }) => JSON.stringify(Object.entries(options).sort()),
};

function assertComplete(shards: readonly Shard[]): void {
  const pathOf = new Map<number, string>();
  for (const { path, record } of shards) {
    const before = pathOf.get(record.shard);
    if (before !== undefined) {
      fail("BAD_SHARDS", "every shard once", `shard ${record.shard} again, first ${before}`, {
        file: path,
      });
    }
    pathOf.set(record.shard, path);
  }
  const of = (shards[0] as Shard).record.of;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !pathOf.has(i));
  if (missing.length === 0) return;
  fail(
    "BAD_SHARDS",
    `all ${of} shards`,
    `${pathOf.size}; missing: ${missing.slice(0, 20).join(", ")}`,
    { remedy: "run match --shard for those that are missing" },
  );
}

/** The patients of all shards in the order of the single run: by input, then by first row. */
async function* inOrder(shards: readonly Shard[]): AsyncGenerator<readonly string[]> {
  const inputs = (shards[0] as Shard).record.inputs.map(({ name }) => name);
  const place = ({ file }: Block): number => (file === undefined ? 0 : inputs.indexOf(file));
  const heads: { block: Block; rest: AsyncGenerator<Block> }[] = [];
  for (const shard of shards) {
    const rest = blocksOf(shard);
    const { value } = await rest.next();
    if (value) heads.push({ block: value, rest });
  }
  while (heads.length > 0) {
    const first = heads.reduce((best, head) => {
      const order = place(head.block) - place(best.block) || head.block.row - best.block.row;
      return order < 0 ? head : best;
    });
    yield [first.block.text];
    const { value } = await first.rest.next();
    if (value) first.block = value;
    else heads.splice(heads.indexOf(first), 1);
  }
}

/** The patients of a shard's output, checked against its record. */
async function* blocksOf({ path, record }: Shard): AsyncGenerator<Block> {
  const digest = createHash("sha256");
  const read = record.format === "csv" ? csvBlocks : jsonBlocks(record.format);
  async function* chunks() {
    for await (const chunk of fileChunks(path)) {
      digest.update(chunk);
      yield chunk;
    }
  }
  const known = new Set(record.inputs.map(({ name }) => name));
  for await (const block of soundBlocks(path, read(chunks(), record))) {
    if (shardOf(block.patient, record.of) !== record.shard) throw changed(path);
    if (block.file !== undefined && !known.has(block.file)) throw changed(path);
    yield block;
  }
  if (digest.digest("hex") !== record.sha256) throw changed(path);
}

/** The same blocks; an empty, truncated or edited output is an error. */
async function* soundBlocks(path: string, blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  try {
    yield* blocks;
  } catch (error) {
    const unread = error instanceof LesionGraphError && error.where.file === undefined;
    const broken = error instanceof SyntaxError || error instanceof TypeError;
    throw unread || broken ? changed(path) : error;
  }
}

const changed = (file: string): LesionGraphError =>
  fault("BAD_SHARDS", "the output that the shard's record speaks of", "another", {
    remedy: "run the shard again",
    file,
  });

/** Consecutive lines of CSV with the same patient and input. */
async function* csvBlocks(
  chunks: AsyncIterable<Uint8Array>,
  { inputs }: ShardFile,
): AsyncGenerator<Block> {
  const several = inputs.length > 1;
  const [patientAt, rowAt] = several ? [1, 4] : [0, 3];
  let block: Block | undefined;
  let done: Block[] = [];
  const reader = new RecordReader(
    {
      header: () => {},
      record(cells) {
        const texts = cells.map(uncsvCell);
        const patient = texts[patientAt]!;
        const file = several ? texts[0] : undefined;
        const row = Number(texts[rowAt]);
        const line = csvLine(texts);
        if (block && block.patient === patient && block.file === file) {
          block = { ...block, row: Math.min(block.row, row), text: block.text + line };
          return;
        }
        if (block) done.push(block);
        block = { patient, file, row, text: line };
      },
    },
    { maxRecordLength: DEFAULT_READ_OPTIONS.maxRecordLength },
  );
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    reader.push(decoder.decode(chunk, { stream: true }));
    yield* done;
    done = [];
  }
  reader.end();
  yield* done;
  if (block) yield block;
}

/** Patients in JSON, one per line. */
const jsonBlocks = (format: PatientFormat) =>
  async function* blocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
    for await (const line of lines(chunks)) {
      const text = line.replace(/,$/, "");
      if (format === "json" && (text === '{"patients":[' || text === "]}")) continue;
      const { patient, file, sequences } = JSON.parse(text) as JsonPatient;
      const rows = sequences.flatMap(({ lesions }) => lesions.map(({ row }) => row));
      const row = rows.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
      yield { patient, file, row, text: format === "jsonl" ? `${text}\n` : text };
    }
  };

interface JsonPatient {
  readonly patient: string;
  readonly file?: string;
  readonly sequences: readonly { readonly lesions: readonly { readonly row: number }[] }[];
}

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = "";
  for await (const chunk of chunks) {
    const parts = (pending + decoder.decode(chunk, { stream: true })).split("\n");
    pending = parts.pop() as string;
    yield* parts;
  }
  if (pending !== "") yield pending;
}

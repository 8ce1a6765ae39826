/** Outputs of `match --shard`, patient by patient, checked against their records. */
import { createHash } from "node:crypto";
import { fault, LesionGraphError } from "../core/errors.js";
import { parseJson } from "../core/json.js";
import { csvLine, uncsvCell } from "../csv/csv-line.js";
import { RecordReader } from "../csv/records.js";
import { fileChunks } from "../node/file-bytes.js";
import type { PatientFormat } from "./match-texts.js";
import { type ShardFile, shardOf } from "./shards.js";

/** A patient's text in a shard, with its place in the order of the single run. */
export interface Block {
  readonly patient: string;
  readonly file: string | undefined;
  /** Its first data row. */
  readonly row: number;
  readonly text: string;
}

/** An output file of `match --shard` and the record beside it. */
export interface Shard {
  readonly path: string;
  readonly record: ShardFile;
}

/** The patients of a shard's output, checked against its record. */
export async function* blocksOf({ path, record }: Shard): AsyncGenerator<Block> {
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
  fault("BAD_SHARDS", "the output that the shard's record describes", "other content", {
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
  const reader = new RecordReader({
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
  });
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
      const { patient, file, sequences } = parseJson(text) as JsonPatient;
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

import { fail, LesionGraphError } from "../core/errors.js";
import { parseJson } from "../core/json.js";
import { readFault } from "../node/file-bytes.js";
import { readWhole } from "../node/file-identity.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { output } from "./common-flags.js";
import { framed } from "./framing.js";
import { frameOf } from "./match-texts.js";
import { type Block, blocksOf, type Shard } from "./shard-outputs.js";
import { isRecordPath, isShardFile, recordPath, type ShardFile } from "./shards.js";

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
  const bytes = await readWhole(file).catch((error) => {
    const fault = readFault(error, file);
    if (!(fault instanceof LesionGraphError && fault.code === "FILE_NOT_FOUND")) throw fault;
    fail("FILE_NOT_FOUND", "the record that match --shard writes beside its output", undefined, {
      remedy: "run the shard again; a shard without a record did not finish",
      file,
    });
  });
  const record = parsed(bytes.toString("utf8"));
  if (isShardFile(record)) return record;
  fail("BAD_SHARDS", "the record of a shard, as match --shard writes it", undefined, {
    remedy: "run the shard again",
    file,
  });
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
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

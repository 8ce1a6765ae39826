/**
 * Shards of a cohort: the patients of shard i of n, and the record beside a shard's output that `merge` reads.
 */
import { createHash } from "node:crypto";
import { fail } from "../core/errors.js";
import { fnv1a } from "../core/group-by.js";
import { value } from "../core/options.js";
import type { OnBytes } from "../node/file-bytes.js";
import { writeFileAtomic } from "../node/output.js";
import { version } from "./version.js";

/** Flags that name a file; files are compared by content, not path. */
const FILE_FLAGS: readonly string[] = ["model", "previous", "constraints", "embeddings"];

/** Formats that `merge` reads. */
const MERGED_FORMATS: readonly string[] = ["json", "jsonl", "csv"];

/** Shard `shard` of `of`, counted from 1. */
export interface ShardChoice {
  readonly shard: number;
  readonly of: number;
}

/**
 * The shard of a patient, 1 to `of`: the 32-bit FNV-1a hash of the UTF-8 bytes of its id (offset basis
 * 2166136261, prime 16777619; Fowler, Noll and Vo, RFC 9923), modulo `of`, plus 1.
 */
export const shardOf = (patient: string, of: number): number =>
  // Of ASCII text, characters and bytes have the same hash.
  (fnv1a(NOT_ASCII.test(patient) ? new TextEncoder().encode(patient) : patient) % of) + 1;

const NOT_ASCII = /[^\0-\x7f]/;

/** The text of `--shard`. */
export const shardOption = value<string>(
  "",
  "Only the patients of shard i of n, for merge; needs -o",
  "i/n with i from 1 to n",
  (given) => shardChoice(given) !== undefined,
);

function shardChoice(text: unknown): ShardChoice | undefined {
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(String(text).trim()) ?? [];
  const choice = { shard: Number(i), of: Number(n) };
  return choice.shard >= 1 && choice.shard <= choice.of ? choice : undefined;
}

interface ShardFlags {
  readonly shard: string | undefined;
  readonly output: string | undefined;
  readonly format: string;
}

/** The record beside a shard's output. */
export interface ShardFile extends ShardChoice {
  readonly version: string;
  readonly format: "json" | "jsonl" | "csv";
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  /** All other flags; for files the digest of their content. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Digest of the shard's output. */
  readonly sha256: string;
}

/** True for an object with all fields of a record, each valid. */
export function isShardFile(value: unknown): value is ShardFile {
  if (!isObject(value)) return false;
  const { shard, of, version: by, format, inputs, options, sha256 } = value;
  return (
    isCount(shard) &&
    isCount(of) &&
    shard <= of &&
    of <= MOST_SHARDS &&
    typeof by === "string" &&
    MERGED_FORMATS.includes(format as string) &&
    Array.isArray(inputs) &&
    inputs.length > 0 &&
    inputs.every(
      (one) => isObject(one) && typeof one["name"] === "string" && isDigest(one["sha256"]),
    ) &&
    isObject(options) &&
    isDigest(sha256)
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;
const isDigest = (value: unknown): boolean =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** The largest number of six digits. */
const MOST_SHARDS = 999_999;

const RECORD = ".shard.json";

/** The name of the record of an output file. */
export const recordPath = (output: string): string => output + RECORD;

/** True for the name of a record. */
export const isRecordPath = (path: string): boolean => path.endsWith(RECORD);

/** Computes the digests of a shard's inputs and output, and writes the record at its end. */
export class ShardRecord {
  readonly #choice: ShardChoice;
  readonly #flags: ShardFlags & { readonly output: string };
  readonly #inputs: readonly string[];
  readonly #digests = new Map<string, ReturnType<typeof createHash>>();
  readonly #written = createHash("sha256");

  /** The record of a call with `--shard`. @throws LesionGraphError BAD_CALL. */
  static of(inputs: readonly string[], flags: ShardFlags): ShardRecord | undefined {
    const choice = flags.shard === undefined ? undefined : shardChoice(flags.shard);
    if (choice === undefined) return undefined;
    const { output, format } = flags;
    if (output === undefined || output === "-") {
      fail("BAD_CALL", "-o FILE with --shard", "none", {
        remedy: "merge reads the record that is written beside the file",
      });
    }
    if (!MERGED_FORMATS.includes(format)) {
      fail("BAD_CALL", "--format json, jsonl or csv with --shard", format, {
        remedy: "other formats cannot be merged; merge JSON instead",
      });
    }
    return new ShardRecord(choice, inputs, { ...flags, output });
  }

  private constructor(
    choice: ShardChoice,
    inputs: readonly string[],
    flags: ShardFlags & { readonly output: string },
  ) {
    this.#choice = choice;
    this.#inputs = inputs;
    this.#flags = flags;
  }

  /** True for the patients of the shard. */
  readonly takes = (patient: string): boolean =>
    shardOf(patient, this.#choice.of) === this.#choice.shard;

  /** Takes the bytes of an input, or of a file that a flag names, as they are read. */
  readonly onBytes: OnBytes = (file, chunk) => {
    const digest = this.#digests.get(file) ?? createHash("sha256");
    this.#digests.set(file, digest.update(chunk));
  };

  async *output(chunks: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      this.#written.update(chunk);
      yield chunk;
    }
  }

  /** Writes the record; the output is complete already. */
  async write(): Promise<void> {
    const { shard: _, output, format, ...flags } = this.#flags as ShardFlags & { jobs?: unknown };
    const { jobs: __, ...others } = flags;
    const options = Object.fromEntries(
      Object.entries(others)
        .filter(([, given]) => given !== undefined)
        .map(([name, given]) => [
          name,
          FILE_FLAGS.includes(name) && typeof given === "string" ? this.#digest(given) : given,
        ]),
    );
    const record: ShardFile = {
      ...this.#choice,
      version: version(),
      format: format as ShardFile["format"],
      inputs: this.#inputs.map((name) => ({ name, sha256: this.#digest(name) })),
      options,
      sha256: this.#written.digest("hex"),
    };
    await writeFileAtomic(recordPath(this.#flags.output), [`${JSON.stringify(record, null, 2)}\n`]);
  }

  #digest(file: string): string {
    return (this.#digests.get(file) ?? createHash("sha256")).copy().digest("hex");
  }
}

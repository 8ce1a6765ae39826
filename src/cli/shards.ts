/**
 * Shares of a cohort: which patients belong to shard i of n, and the record that stands beside a shard's
 * output and says what it is part of.
 */

import { createHash } from "node:crypto";
import { fail } from "../core/errors.js";
import { fnv1a } from "../core/group-by.js";
import type { OnBytes } from "../node/files.js";
import { writeFileAtomic } from "../node/output.js";
import { isGraphFormat } from "./graph-formats.js";
import { version } from "./version.js";

/** Options that name a file: what it says counts, not where it lies. */
const FILE_FLAGS: readonly string[] = ["model", "previous", "embeddings"];

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
  (fnv1a(new TextEncoder().encode(patient)) % of) + 1;

interface ShardFlags {
  readonly shard?: string;
  readonly output?: string;
  readonly format: string;
}

/** What `--shard i/n` asks for. @throws LesionGraphError BAD_OPTION, BAD_CALL. */
export function shardChoice({ shard, output, format }: ShardFlags): ShardChoice | undefined {
  if (shard === undefined) return undefined;
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(shard.trim()) ?? [];
  if (!(Number(i) >= 1 && Number(i) <= Number(n))) {
    fail("BAD_OPTION", "--shard to be i/n with i from 1 to n", shard, { option: "--shard" });
  }
  if (output === undefined || output === "-") {
    fail("BAD_CALL", "-o FILE with --shard", "none", {
      remedy: "merge reads the record that is written beside the file",
    });
  }
  if (isGraphFormat(format)) {
    fail("BAD_CALL", "--format json, jsonl or csv with --shard", format, {
      remedy: "a graph file is one graph and is not joined from parts; merge JSON instead",
    });
  }
  return { shard: Number(i), of: Number(n) };
}

/** What stands in the record beside a shard's output. */
export interface ShardFile extends ShardChoice {
  readonly version: string;
  readonly format: "json" | "jsonl" | "csv";
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  /** Everything else that was asked for, by flag; of files the digest, wherever they lie. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Digest of the shard's output. */
  readonly sha256: string;
}

/** True for an object with all that a record holds, each of its kind and in its range. */
export function isShardFile(value: unknown): value is ShardFile {
  if (!isObject(value)) return false;
  const { shard, of, version: by, format, inputs, options, sha256 } = value;
  return (
    isWhole(shard) &&
    isWhole(of) &&
    shard <= of &&
    of <= MOST_SHARDS &&
    typeof by === "string" &&
    ["json", "jsonl", "csv"].includes(format as string) &&
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
const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;
const isDigest = (value: unknown): boolean =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** As many as six digits can say. */
const MOST_SHARDS = 999_999;

const RECORD = ".shard.json";

/** The name of the record of an output file. */
export const recordPath = (output: string): string => output + RECORD;

/** True for the name of a record. */
export const isRecordPath = (path: string): boolean => path.endsWith(RECORD);

/** Follows what goes in and out of a shard's run, and writes the record behind it. */
export class ShardRecord {
  readonly #choice: ShardChoice;
  readonly #flags: ShardFlags;
  readonly #inputs: readonly string[];
  readonly #digests = new Map<string, ReturnType<typeof createHash>>();
  readonly #written = createHash("sha256");

  constructor(choice: ShardChoice, inputs: readonly string[], flags: ShardFlags) {
    this.#choice = choice;
    this.#inputs = inputs;
    this.#flags = flags;
  }

  readonly takes = (patient: string): boolean =>
    shardOf(patient, this.#choice.of) === this.#choice.shard;

  /** Takes the bytes of a file as they are read: an input, or one that an option names. */
  readonly read: OnBytes = (file, chunk) => {
    const digest = this.#digests.get(file) ?? createHash("sha256");
    this.#digests.set(file, digest.update(chunk));
  };

  async *output(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const piece of pieces) {
      this.#written.update(piece);
      yield piece;
    }
  }

  /** Writes the record; the output stands already. */
  async write(): Promise<void> {
    const { shard: _, output, format, ...flags } = this.#flags as ShardFlags & { jobs?: string };
    const { jobs: __, ...asked } = flags;
    const options = Object.fromEntries(
      Object.entries(asked).map(([flag, value]) => [
        flag,
        FILE_FLAGS.includes(flag) ? this.#digest(value as string) : value,
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
    await writeFileAtomic(recordPath(output as string), [`${JSON.stringify(record, null, 2)}\n`]);
  }

  /** Of what was read under this name. */
  #digest(file: string): string {
    return (this.#digests.get(file) ?? createHash("sha256")).copy().digest("hex");
  }
}

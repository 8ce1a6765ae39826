/**
 * Shares of a cohort: which patients belong to shard i of n, and the record that stands beside a shard's
 * output and says what it is part of.
 */
import { createHash } from "node:crypto";
import { LesionGraphError } from "../errors.js";
import { writeWhole } from "../node/output.js";
import { version } from "./version.js";

/** Shard `shard` of `of`, counted from 1. */
export interface ShardChoice {
  readonly shard: number;
  readonly of: number;
}

/**
 * The shard of a patient, 1 to `of`: the 32-bit FNV-1a hash of the UTF-8 bytes of its id (offset basis
 * 2166136261, prime 16777619; Fowler, Noll and Vo, RFC 9923), modulo `of`, plus 1.
 */
export function shardOf(patient: string, of: number): number {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(patient)) {
    hash = Math.imul(hash ^ byte, 16777619);
  }
  return ((hash >>> 0) % of) + 1;
}

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
    throw new LesionGraphError(
      "BAD_OPTION",
      { expected: "--shard to be i/n with i from 1 to n", received: shard },
      { option: "--shard" },
    );
  }
  if (output === undefined || output === "-") {
    throw new LesionGraphError("BAD_CALL", {
      expected: "-o FILE with --shard",
      received: "none",
      remedy: "merge reads the record that is written beside the file",
    });
  }
  if (format === "gexf") {
    throw new LesionGraphError("BAD_CALL", {
      expected: "--format json, jsonl or csv with --shard",
      received: format,
      remedy: "a GEXF file is one graph and is not joined from parts; merge JSON instead",
    });
  }
  return { shard: Number(i), of: Number(n) };
}

/** What stands in the record beside a shard's output. */
export interface ShardFile extends ShardChoice {
  readonly version: string;
  readonly format: "json" | "jsonl" | "csv";
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  /** Everything else that was asked for, by flag. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Digest of the shard's output. */
  readonly sha256: string;
}

/** The name of the record of an output file. */
export const recordPath = (output: string): string => `${output}.shard.json`;

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

  /** Takes the bytes of an input as they are read. */
  readonly input = (file: string, chunk: Uint8Array): void => {
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
    const { jobs: __, ...options } = flags;
    const record: ShardFile = {
      ...this.#choice,
      version: version(),
      format: format as ShardFile["format"],
      inputs: this.#inputs.map((name) => ({
        name,
        sha256: (this.#digests.get(name) ?? createHash("sha256")).digest("hex"),
      })),
      options,
      sha256: this.#written.digest("hex"),
    };
    await writeWhole(recordPath(output as string), [`${JSON.stringify(record, null, 2)}\n`]);
  }
}

/** Writes the record beside a shard's output, which `merge` reads. */
import { createHash } from "node:crypto";
import { fail } from "../core/errors.js";
import type { OnBytes } from "../node/file-bytes.js";
import { writeFileAtomic } from "../node/output.js";
import {
  MERGED_FORMATS,
  recordPath,
  type ShardChoice,
  type ShardFile,
  shardChoice,
  shardOf,
} from "./shards.js";
import { version } from "./version.js";

/** Flags that name a file; files are compared by content, not path. */
const FILE_FLAGS: readonly string[] = ["model", "previous", "constraints", "embeddings"];

interface ShardFlags {
  readonly shard: string | undefined;
  readonly output: string | undefined;
  readonly format: string;
}

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

/** Shards of a cohort: the patients of shard i of n, and what the record beside a shard's output has. */
import { fnv1a } from "../core/group-by.js";
import { value } from "../core/options.js";

/** Formats that `merge` reads. */
export const MERGED_FORMATS: readonly string[] = ["json", "jsonl", "csv"];

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

export function shardChoice(text: unknown): ShardChoice | undefined {
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(String(text).trim()) ?? [];
  const choice = { shard: Number(i), of: Number(n) };
  return choice.shard >= 1 && choice.shard <= choice.of ? choice : undefined;
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

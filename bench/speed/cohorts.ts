/** Rows of whole cohorts on the command line. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCohort, PYTHON, renumbered } from "./patients.js";
import { duckdbPeer, hasPython, NO_PYTHON, PYTHON_PEER, typescriptPeer } from "./peers.js";
import { inTurn, type Usage, usageOf } from "./processes.js";
import type { Row } from "./report.js";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** One call of the command line, with its result in a file. */
export const cli = (folder: string, ...args: readonly string[]): Usage =>
  usageOf(process.execPath, [MAIN, ...args, "-o", join(folder, "out")]);

/** `node -e 0` and one small call, of which GNU time can only measure many. */
export const small = (...args: readonly string[]): Usage => usageOf(process.execPath, args, 10);

export { MAIN };

const ALGORITHM1 = ["--method", "algorithm1"] as const;
const JOINT = ["--method", "joint"] as const;
const CSV = ["--format", "csv"] as const;

/** A cohort of DeepLesion's size: 30,000 lesions. */
export function* cohortRows(folder: string): Iterable<Row | string> {
  const { input } = makeCohort(folder, 1);
  const peer = typescriptPeer();
  const duckdb = duckdbPeer();
  const [script = "", module = ""] = duckdb?.args ?? [];
  if (duckdb === undefined) yield "the DuckDB peer (npm cannot install @duckdb/node-api)";
  if (!hasPython()) yield NO_PYTHON;
  const python = hasPython() ? { python: () => usageOf(PYTHON, [PYTHON_PEER, input]) } : {};
  const match = (...flags: readonly string[]) => cli(folder, "match", input, ...flags);
  const taken: Record<string, Usage> = inTurn<string>(3, {
    ...python,
    ...(duckdb && { duckdb: () => usageOf(process.execPath, [script, input, module]) }),
    typescript: () => usageOf(process.execPath, [peer.path, input]),
    algorithm1: () => match(...ALGORITHM1, ...CSV),
    jsonl: () => match(...ALGORITHM1, "--format", "jsonl"),
    joint: () => match(...JOINT, ...CSV),
    json: () => match(...JOINT, "--format", "json"),
    grow: () => cli(folder, "grow", input, ...JOINT, ...CSV),
  });
  const against = taken["python"];
  const beside = against && ({ beside: ["Python", against] } as const);
  const row = (work: string, of: string, ratio?: number): Row => ({
    work,
    ...beside,
    usage: taken[of]!,
    ...(ratio !== undefined && { goal: { ratio } }),
  });
  yield row("30,000 lesions, `match --method algorithm1 --format csv`", "algorithm1", 0.2);
  yield {
    ...row("the same", "algorithm1"),
    beside: [
      `csv-parse and graphology, ${peer.lines} lines of TypeScript without checks`,
      taken["typescript"]!,
    ],
  };
  if (duckdb !== undefined) {
    yield {
      ...row("the same", "algorithm1"),
      beside: [
        `DuckDB, ${duckdb.lines} lines of SQL and JavaScript without checks`,
        taken["duckdb"]!,
      ],
    };
  }
  yield row("30,000 lesions, `match --method algorithm1 --format jsonl`", "jsonl", 0.3);
  yield row(
    "30,000 lesions, `match --method joint --format csv`; the peer does Algorithm 1",
    "joint",
    0.6,
  );
  yield row("30,000 lesions, `match --method joint --format json`, with explanations", "json");
  yield {
    work: "30,000 lesions, `grow --method joint --format csv`, rows for every sequence and study",
    beside: ["`match`", taken["joint"]!],
    usage: taken["grow"]!,
    goal: { ratio: 1.15 },
  };
}

/** A cohort ten times as large as another one. */
function tenfold(folder: string, input: string, name: string, patients: number): string {
  const large = join(folder, name);
  for (let i = 0; i < 10; i++) renumbered(input, large, patients * i, i > 0);
  return large;
}

/** Ten times the cohort: memory, worker threads and shards. */
export function* tenfoldRows(folder: string): Iterable<Row | string> {
  const input = tenfold(folder, makeCohort(folder, 1).input, "cohort-10.csv", 10_000);
  if (hasPython()) yield* matchTenfold(input, folder, usageOf(PYTHON, [PYTHON_PEER, input]));
  else yield* matchTenfold(input, folder, undefined);
}

function* matchTenfold(input: string, folder: string, python: Usage | undefined): Iterable<Row> {
  const beside = python && ({ beside: ["Python", python] } as const);
  for (const method of [ALGORITHM1, JOINT]) {
    const match = (...flags: readonly string[]) =>
      cli(folder, "match", input, ...method, ...CSV, ...flags);
    const whole = match("--jobs", "1");
    const work = `300,000 lesions, \`${method.join(" ")}`;
    yield { work: `${work}\``, ...beside, usage: whole, goal: { megabytes: 160 } };
    yield {
      work: `${work} --shard 1/64\``,
      beside: ["the whole run", whole],
      usage: match("--shard", "1/64"),
      goal: { ratio: 0.1 },
    };
    if (method !== JOINT) continue;
    const two = match("--jobs", "2");
    yield {
      work: `${work} --jobs 2\``,
      beside: ["`--jobs 1`", whole],
      usage: two,
      note: `elapsed ${(two.elapsed / whole.elapsed).toFixed(2)} of \`--jobs 1\`, machine busy`,
    };
  }
}

/** Many inputs, some compressed: memory is that of one. */
export function* manyInputRows(folder: string): Iterable<Row> {
  const { input } = makeCohort(folder, 1);
  const inputs = Array.from({ length: 10 }, (_, i) => {
    const copy = join(folder, `part-${i}.csv`);
    renumbered(input, copy, 10_000 * (i + 1));
    if (i % 2 === 0) return copy;
    execFileSync("gzip", ["-f", copy]);
    return `${copy}.gz`;
  });
  const flags = [...ALGORITHM1, ...CSV];
  const taken = inTurn(1, {
    one: () => cli(folder, "match", inputs[0]!, ...flags),
    ten: () => cli(folder, "match", ...inputs, ...flags),
  });
  yield {
    work: "ten inputs of 30,000 lesions, five of them gzip, `--method algorithm1`",
    beside: ["one of them", taken.one],
    usage: taken.ten,
    goal: { megabytes: 160 },
  };
}

/** A hundred times the cohort: 3 million lesions. */
export function* hundredRows(folder: string): Iterable<Row> {
  const ten = tenfold(folder, makeCohort(folder, 1).input, "cohort-10.csv", 10_000);
  const input = tenfold(folder, ten, "cohort-100.csv", 100_000);
  for (const method of [ALGORITHM1, JOINT]) {
    yield {
      work: `3 million lesions, \`${method.join(" ")}\``,
      usage: cli(folder, "match", input, ...method, ...CSV, "--jobs", "1"),
      goal: { megabytes: 200 },
    };
  }
}

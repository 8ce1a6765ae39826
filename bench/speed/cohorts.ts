/** Rows of whole cohorts on the command line. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCohort, PYTHON, renumbered } from "./patients.js";
import { hasPython, NO_PYTHON, PYTHON_PEER, typescriptPeer } from "./peers.js";
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
  if (!hasPython()) yield NO_PYTHON;
  const python = hasPython() ? { python: () => usageOf(PYTHON, [PYTHON_PEER, input]) } : {};
  const match = (...flags: readonly string[]) => cli(folder, "match", input, ...flags);
  const taken: Record<string, Usage> = inTurn<string>(5, {
    ...python,
    typescript: () => usageOf(process.execPath, [peer.path, input]),
    algorithm1: () => match(...ALGORITHM1, ...CSV),
    jsonl: () => match(...ALGORITHM1, "--format", "jsonl"),
    joint: () => match(...JOINT, ...CSV),
    json: () => match(...JOINT, "--format", "json"),
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
  yield row("30,000 lesions, `match --method algorithm1 --format jsonl`", "jsonl", 0.3);
  yield row(
    "30,000 lesions, `match --method joint --format csv`; the peer does Algorithm 1",
    "joint",
    0.6,
  );
  yield row("30,000 lesions, `match --method joint --format json`, with explanations", "json");
}

/** What growth adds to matching. */
export function* grownRows(folder: string): Iterable<Row> {
  const { input } = makeCohort(folder, 1);
  const taken = inTurn(5, {
    match: () => cli(folder, "match", input, ...JOINT, ...CSV),
    grow: () => cli(folder, "grow", input, ...JOINT, ...CSV),
  });
  yield {
    work: "30,000 lesions, `grow --method joint --format csv`",
    beside: ["`match`", taken.match],
    usage: taken.grow,
    goal: { ratio: 1.15 },
  };
}

/** Ten times the cohort: memory, and worker threads. */
export function* tenfoldRows(folder: string): Iterable<Row> {
  const { input } = makeCohort(folder, 10);
  const python = hasPython() ? { python: () => usageOf(PYTHON, [PYTHON_PEER, input]) } : {};
  const match = (...flags: readonly string[]) => cli(folder, "match", input, ...flags, ...CSV);
  const taken: Record<string, Usage> = inTurn<string>(3, {
    ...python,
    algorithm1: () => match(...ALGORITHM1),
    one: () => match(...JOINT, "--jobs", "1"),
    two: () => match(...JOINT, "--jobs", "2"),
  });
  const against = taken["python"];
  const beside = against && ({ beside: ["Python", against] } as const);
  const [one, two] = [taken["one"]!, taken["two"]!];
  yield {
    work: "300,000 lesions, `--method algorithm1`",
    ...beside,
    usage: taken["algorithm1"]!,
    goal: { megabytes: 160 },
  };
  yield {
    work: "300,000 lesions, `--method joint`",
    ...beside,
    usage: one,
    goal: { megabytes: 160 },
  };
  yield {
    work: "300,000 lesions, `--method joint --jobs 2`",
    beside: ["`--jobs 1`", one],
    usage: two,
    note: `elapsed ${(two.elapsed / one.elapsed).toFixed(2)} of \`--jobs 1\` on this busy machine`,
  };
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
  const taken = inTurn(3, {
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
  const { input } = makeCohort(folder, 10);
  const large = join(folder, "cohort-100.csv");
  for (let i = 0; i < 10; i++) renumbered(input, large, 100_000 * i, i > 0);
  for (const method of ["algorithm1", "joint"]) {
    yield {
      work: `3 million lesions, \`--method ${method}\``,
      usage: cli(folder, "match", large, "--method", method, ...CSV),
      goal: { megabytes: 200 },
      note: "one run",
    };
  }
}

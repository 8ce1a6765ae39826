/**
 * `npm run bench`: time and memory against the program that a user would write today, in one run.
 *
 * The cohort and the peer (pandas, scipy, networkx) are the tools that lie beside the project; rows that
 * need what is not on this machine say that they were skipped. `npm run bench -- --hundred FILE` adds a
 * hundredfold cohort, which takes minutes to make. `--json FILE` writes the ratios for `npm run bench:compare`. Writes
 * docs/speed.md between its markers.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { ColumnarPatient, Lesion } from "../src/core/lesion.js";
import { randomSource } from "../src/core/random.js";
import { isColumnar } from "../src/deeplesion/stream.js";
import { columnMatcher } from "../src/matching/columns.js";
import { matchPatient } from "../src/matching/match.js";
import { streamColumnarPatientsFile } from "../src/node/files.js";
import { putBetween, stamp, table } from "./markdown.js";
import type { BenchRow } from "./ratios.js";
import { median, milliseconds } from "./timing.js";

const RUNS = 5;
const PYTHON = "/usr/bin/python3";
const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const tool = (name: string): string =>
  fileURLToPath(new URL(`../../shared/tools/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-bench-"));
const jsonAt = process.argv.indexOf("--json");
const jsonFile = jsonAt < 0 ? undefined : process.argv[jsonAt + 1];
if (jsonAt >= 0 && jsonFile === undefined) throw new Error("--json needs a file");
const rows: string[][] = [];
const results: BenchRow[] = [];
const skipped: string[] = [];

const seconds = (value: number): string => `${value.toFixed(value < 0.1 ? 3 : 2)} s`;

/** A whole process: seconds and peak resident memory in MB, as GNU time tells them. */
function processOf(command: string, args: readonly string[]) {
  const { stderr, stdout, status } = spawnSync("time", ["-f", "%e %M", command, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  const [time = 0, peak = 0] = (stderr.trim().split("\n").at(-1) as string).split(" ").map(Number);
  return { time, peak: peak / 1000, stdout };
}

const hasTime = spawnSync("time", ["-f", "%e", "true"]).status === 0;
const hasPeer =
  existsSync(tool("peer_python.py")) &&
  spawnSync(PYTHON, ["-c", "import pandas, scipy, networkx"]).status === 0;

const program = (command: string, input: string, ...flags: readonly string[]) =>
  processOf(process.execPath, [MAIN, command, input, ...flags, "-o", join(folder, "out")]);
const ours = (input: string) =>
  program("match", input, "--method", "algorithm1", "--format", "csv");

/** Both programs on one file, run alternately. */
function whole(name: string, wanted: string, input: string): void {
  const mine = [];
  const theirs = [];
  for (let k = 0; k < RUNS; k++) {
    mine.push(ours(input));
    if (hasPeer) theirs.push(processOf(PYTHON, [tool("peer_python.py"), input]));
  }
  const [time, peak] = [median(mine.map((r) => r.time)), median(mine.map((r) => r.peak))];
  const peer = hasPeer
    ? { time: median(theirs.map((r) => r.time)), peak: median(theirs.map((r) => r.peak)) }
    : undefined;
  add(
    name,
    peer ? `${seconds(peer.time)}, ${peer.peak.toFixed(0)} MB` : "skipped",
    wanted,
    `${seconds(time)}, ${peak.toFixed(0)} MB`,
    peer && time / peer.time,
  );
}

/** A row of the table; the ratio is kept whole for the result file. */
function add(name: string, beside: string, goal: string, mine: string, ratio?: number): void {
  const cells = [name, beside, goal, mine, ratio === undefined ? "" : `${ratio.toFixed(2)} x`];
  rows.push(cells);
  results.push({ name, ratio: ratio ?? null });
  console.log(cells.join(" | "));
}

async function matchingAlone(input: string): Promise<void> {
  const patients: ColumnarPatient[] = [];
  for await (const batch of streamColumnarPatientsFile(input)) {
    patients.push(...batch.filter(isColumnar));
  }
  const lesions = patients.reduce((sum, { count }) => sum + count, 0);
  const all = (): void => {
    const match = columnMatcher({});
    for (const patient of patients) match(patient);
  };
  const start = performance.now();
  all();
  const first = (performance.now() - start) / 1000;
  const peer = hasPeer
    ? median(
        Array.from({ length: RUNS }, () =>
          Number(
            /match ([\d.]+) s/.exec(processOf(PYTHON, [tool("peer_python.py"), input]).stdout)?.[1],
          ),
        ),
      )
    : undefined;
  const time = (await milliseconds(all)) / 1000;
  add(
    `matching alone, ${lesions} lesions`,
    peer ? seconds(peer) : "skipped",
    "<= 0.03 s",
    `${seconds(time)} (first call ${seconds(first)})`,
    peer && time / peer,
  );
}

/** What growth takes beyond matching, and what workers save: two of our own programs, run alternately. */
function against(name: string, wanted: string, one: () => number, other: () => number): void {
  const ones: number[] = [];
  const others: number[] = [];
  for (let k = 0; k < RUNS; k++) {
    ones.push(one());
    others.push(other());
  }
  const [a, b] = [median(ones), median(others)];
  add(name, seconds(b), wanted, seconds(a), a / b);
}

async function largePatient(): Promise<void> {
  const { uniform } = randomSource(5, 0);
  const random = (): number => uniform(0, 1);
  const lesions = Array.from({ length: 5000 }, (_, i): Lesion => {
    const longAxisMm = 5 + 60 * random();
    return {
      row: i + 1,
      patient: "1",
      study: 1 + (i % 10),
      id: `L${i}`,
      location: [random(), random(), random()],
      longAxisMm,
      shortAxisMm: longAxisMm * (0.5 + random() / 2),
    };
  });
  const time =
    (await milliseconds(() =>
      matchPatient(lesions, { method: "algorithm1", rejectedPairs: "none" }),
    )) / 1000;
  add("one patient, 5,000 lesions in 10 studies, location and size", "", "<= 0.3 s", seconds(time));
}

async function embeddings(): Promise<void> {
  const { uniform } = randomSource(6, 0);
  const random = (): number => uniform(0, 1);
  const lesions = Array.from(
    { length: 1000 },
    (_, i): Lesion => ({
      row: i + 1,
      patient: "1",
      study: 1 + (i % 10),
      id: `L${i}`,
      vector: Float64Array.from({ length: 512 }, random),
    }),
  );
  const options = { method: "algorithm1", rejectedPairs: "none", t1: 4, t2: 9 } as const;
  const time = (await milliseconds(() => matchPatient(lesions, options))) / 1000;
  const peer = hasPeer
    ? Number(execFileSync(PYTHON, ["-c", CDIST], { encoding: "utf8" }))
    : undefined;
  add(
    "1,000 lesions with 512-dimensional embeddings (peer: scipy cdist alone)",
    peer ? seconds(peer) : "skipped",
    "<= 2 x",
    seconds(time),
    peer && time / peer,
  );
}

const CDIST = `
import time, numpy as np
from scipy.spatial.distance import cdist
X = np.random.default_rng(6).random((1000, 512)); t = []
for _ in range(${RUNS}):
    s = time.perf_counter(); cdist(X, X); t.append(time.perf_counter() - s)
print(sorted(t)[len(t) // 2])
`;

/** The TypeScript peer as JavaScript, where it finds its packages. */
function typescriptPeer(): { readonly path: string; readonly lines: number } {
  const source = readFileSync(new URL("peer-typescript.ts", import.meta.url), "utf8");
  const path = fileURLToPath(
    new URL("../node_modules/.cache/peer-typescript.mjs", import.meta.url),
  );
  const { ESNext: module } = ts.ModuleKind;
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module, target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, outputText);
  return { path, lines: source.trimEnd().split("\n").length };
}

/** The package and the TypeScript peer on one file, in turn. */
function besideTypescript(input: string): void {
  const { path, lines } = typescriptPeer();
  const mine = [];
  const theirs = [];
  for (let k = 0; k < RUNS; k++) {
    mine.push(ours(input));
    theirs.push(processOf(process.execPath, [path, input]));
  }
  const cells = (runs: readonly { time: number; peak: number }[]): string =>
    `${seconds(median(runs.map((r) => r.time)))}, ${median(runs.map((r) => r.peak)).toFixed(0)} MB`;
  add(
    `the same beside csv-parse and graphology (${lines} lines of TypeScript, no checks)`,
    cells(theirs),
    "",
    cells(mine),
    median(mine.map((r) => r.time)) / median(theirs.map((r) => r.time)),
  );
}

const cohort = (times: number): string => {
  const path = join(folder, `cohort-${times}.csv`);
  execFileSync(PYTHON, [tool("make_cohort.py"), path, "--times", String(times)]);
  return path;
};

try {
  if (existsSync(tool("make_cohort.py")) && hasTime) {
    const one = cohort(1);
    whole(
      "`match --method algorithm1 --format csv -o`, a cohort of DeepLesion's size",
      "<= 0.5 x",
      one,
    );
    besideTypescript(one);
    await matchingAlone(one);
    against(
      "`grow --method algorithm1 --format csv -o` of the cohort (beside `match`)",
      "< 1 s more",
      () => program("grow", one, "--method", "algorithm1").time,
      () => ours(one).time,
    );
    const ten = cohort(10);
    whole("ten times the cohort", "<= 0.6 x, <= 160 MB", ten);
    const joint = ["--format", "csv"];
    against(
      "`match --format csv --jobs 2` (joint) of ten times the cohort (beside `--jobs 1`)",
      "faster",
      () => program("match", ten, ...joint, "--jobs", "2").time,
      () => program("match", ten, ...joint).time,
    );
    const at = process.argv.indexOf("--hundred");
    if (at > 0) {
      const { time, peak } = ours(process.argv[at + 1]!);
      const cells = `${seconds(time)}, ${peak.toFixed(0)} MB (one run)`;
      add("a hundred times", "", "linear, <= 200 MB", cells);
    } else skipped.push("a hundred times (no --hundred FILE)");
  } else skipped.push("whole cohorts (../shared/tools or GNU time are not here)");
  if (!hasPeer) skipped.push("the peer (python3 with pandas, scipy, networkx is not here)");
  await largePatient();
  await embeddings();
} finally {
  rmSync(folder, { recursive: true });
}

const peerVersions = hasPeer
  ? execFileSync(
      PYTHON,
      [
        "-c",
        "import sys, pandas, scipy, networkx; print('Python %s, pandas %s, scipy %s, networkx %s' % (sys.version.split()[0], pandas.__version__, scipy.__version__, networkx.__version__))",
      ],
      { encoding: "utf8" },
    ).trim()
  : "no peer";
const text = `${table(["work", "beside it", "goal", "lesion-graph", "ratio"], rows)}

Medians of ${RUNS}, whole process and peak resident memory unless it says otherwise; runs alternate between the two programs. ${cpus().length} cores (${cpus()[0]?.model}); ${stamp()}; ${peerVersions}; \`npm run bench\`.${skipped.length > 0 ? ` Skipped: ${skipped.join("; ")}.` : ""}`;
putBetween(new URL("../docs/speed.md", import.meta.url), "speed", text);

if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(results, null, 2)}\n`);

/**
 * Calls of the command line: any command, any of its flags with any value, on damaged files. Commands that serve, or
 * need worker threads of the built package, run as processes of their own.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyCommand } from "../../src/cli/command.js";
import { type Flag, longName } from "../../src/cli/flags.js";
import { COMMANDS as ENTRIES } from "../../src/cli/program.js";
import type { RandomSource } from "../../src/core/random.js";
import { savedReview } from "../../src/review/exports.js";
import { openSession } from "../../src/review/session.js";
import { DEFAULT_REVIEW_SETTINGS } from "../../src/review/settings.js";
import { MAIN, type Run, run } from "../support/cli.js";
import { dlInfo } from "../support/dl-info.js";
import { linearModel } from "../support/onnx.js";
import { PAINTED_ROW } from "../support/pictures.js";
import { mutatedBinary, mutatedPng, mutatedText } from "./mutate.js";
import {
  CONSTRAINTS,
  DL_INFO,
  IMAGE_UIDS,
  MEASUREMENTS,
  NIFTI,
  PNG,
  REPORT,
  type Target,
  VECTORS,
} from "./targets.js";

/** A call, kept as JSON: arguments, and files by name in base64. */
interface Call {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** Commands that run as processes. */
const SERVING = "review";
const THREADED = "appearance";
/** Flags that start worker threads. */
const THREADS = ["jobs", "all", "scores"];

type Files = Readonly<Record<string, Uint8Array>>;
const filesOf = (contents: Readonly<Record<string, string | Uint8Array>>): Files =>
  Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [name, Buffer.from(content as string)]),
  );

/** Valid files for the arguments and flags. */
const FILES = filesOf({
  "dl.csv": DL_INFO,
  "own.csv": MEASUREMENTS,
  "vectors.csv": VECTORS,
  "dates.csv": "patient,study,date\nA,1,2024-01-10\nA,2,2024-04-02\n7,1,2024-01-10\n",
  "truth.csv": "row,group\n1,a\n2,a\n3,b\n4,c\n",
  "notes.csv": "row,role,organ,lymphNode,partOf\n1,target,liver,no,\n",
  "embeddings.csv": "row,a,b\n1,0.5,1\n2,1,2\n3,0,0\n4,1,1\n",
  "manifest.csv": "patient,study,file\nA,1,mask.nii\n",
  "baselines.csv": "patient,baseline\nA,1\n7,1\n",
  "constraints.csv": CONSTRAINTS,
  "uids.csv": IMAGE_UIDS,
  "previous.jsonl": '{"patient":"A","sequences":[{"id":3,"lesions":[{"study":1,"lesion":"1"}]}]}\n',
  "mask.nii": NIFTI,
  "report.dcm": REPORT,
  "slices/000007_01_02_030.png": PNG,
});

/** Files of the commands that run as processes: lesions on slices, a model of patches, and a saved review. */
const session = await openSession("dl.csv", Buffer.from(DL_INFO));
const MORE_FILES: Files = {
  ...FILES,
  ...filesOf({
    "painted.csv": dlInfo([
      PAINTED_ROW,
      { ...PAINTED_ROW, Study_index: "2", File_name: "000007_02_02_030.png" },
    ]),
    "partly.csv": dlInfo([PAINTED_ROW, { ...PAINTED_ROW, File_name: "000007_03_02_030.png" }]),
    "slices/000007_02_02_030.png": PNG,
    "model.onnx": linearModel(2, [
      [1, 0],
      [0, 1],
      [1, 1],
      [-1, 0.5],
    ]),
    "saved.json": JSON.stringify(savedReview(session, DEFAULT_REVIEW_SETTINGS, [])),
  }),
};

const FIGURES =
  "graph sequences board sequence-map spider growth sum timeline overview swimmer waterfall body-map sizes annotation retrieval".split(
    " ",
  );

const VALUES: readonly string[] = [
  "0",
  "1",
  "2",
  "-1",
  "0.5",
  "1e308",
  "1e-308",
  "1e15",
  "NaN",
  "Infinity",
  "",
  "true",
  "x",
  "A",
  "7",
  "1-2",
  "1/2",
  "x=1",
  "size=0.5,z=2",
  "title=<b>",
  "theme=dark",
  "maxSequences=0",
  "widthMm=1e9",
  "__proto__",
  "../x",
];

/** Commands by name; those of a group as `sr read`. */
type Leaf = readonly [path: readonly string[], load: () => Promise<AnyCommand>];
const leaves = (entries: typeof ENTRIES, path: readonly string[] = []): Leaf[] =>
  Object.entries(entries).flatMap(([name, entry]) => {
    return "commands" in entry
      ? leaves(entry.commands, [...path, name])
      : [[[...path, name], () => entry.load()] as const];
  });
const LEAVES = await Promise.all(
  leaves(ENTRIES).map(async ([path, load]) => ({ path, spec: await load() })),
);

/** Words that the help of a flag names as its values. */
const choicesOf = ({ help }: Flag): string[] => help.match(/[a-z0-9.-]+/gi) ?? [];

/** Flags of the commands that run as processes: valid together, and values that are valid by themselves. */
const STARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  [SERVING]: [["--no-open"], ["--no-open", "--slices=slices"]],
  [THREADED]: [[], ["--model=model.onnx", "--size=2", "--channels=1"]],
};
const VALID: Readonly<Record<string, readonly string[]>> = {
  info: ["painted.csv", "painted.csv", "partly.csv"],
  missing: ["skip"],
  ringMm: ["3", "0.5", "100"],
  binHu: ["25", "1", "400"],
  marginPoints: ["4", "1000"],
  fieldMm: ["20", "500"],
  window: ["-175,275", "0,1"],
  mean: ["0", "0.5"],
  standardDeviation: ["0.1", "2"],
  batch: ["1", "7"],
  port: ["0"],
};

function randomValue(name: string, flag: Flag, files: Files, random: RandomSource): string {
  const names = Object.keys(files);
  const valid = files === MORE_FILES ? VALID[name] : undefined;
  if (valid !== undefined && random.happens(0.8)) return random.pick(valid);
  if (flag.syntax.includes("<file>") && random.happens(0.8)) return random.pick(names);
  if (flag.syntax.includes("<folder>") && random.happens(0.8)) return "slices";
  return random.happens(0.5) ? random.pick(VALUES) : random.pick(["", ...choicesOf(flag)]);
}

function randomCall(leaves: typeof LEAVES, given: Files, random: RandomSource): Call {
  const { path, spec } = random.pick(leaves);
  const args = [...path];
  for (const { syntax } of spec.arguments) {
    if (syntax === "<figure>") args.push(random.pick(FIGURES));
    else if (syntax === "<images>") args.push("slices");
    else if (random.happens(0.7)) args.push(random.pick(["dl.csv", "own.csv", "vectors.csv"]));
    else args.push(random.pick([...Object.keys(given), "slices", "none"]));
  }
  args.push(...random.pick(STARTS[path[0] ?? ""] ?? [[]]));
  for (const [name, flag] of Object.entries(spec.flags)) {
    if (THREADS.includes(name)) continue;
    if (name === "output") {
      if (flag.mandatory || random.happens(0.5)) {
        args.push(`--output=${random.pick(path[0] === SERVING ? SAVED : OUTPUTS)}`);
      }
    } else if (flag.mandatory || random.happens(0.06)) {
      args.push(longName(flag.syntax));
      if (flag.syntax.includes("<")) args.push(randomValue(name, flag, given, random));
    }
  }
  const share = given === MORE_FILES ? 0.05 : 0.15;
  const files = Object.entries(given).map(([name, bytes]): [string, string] => {
    const changed = random.happens(share) ? mutated(name, bytes, random) : bytes;
    return [name, Buffer.from(changed).toString("base64")];
  });
  return { args, files: Object.fromEntries(files) };
}

const OUTPUTS = ["out/a.csv", "out/a.svg", "out/a.json", "out/new"];
/** Where a review is saved or resumed from. */
const SAVED = ["out/new", "saved.json", "saved.json", "own.csv"];

function mutated(name: string, bytes: Uint8Array, random: RandomSource): Uint8Array {
  if (name.endsWith(".png")) return mutatedPng(bytes, random);
  if (/\.(nii|dcm|onnx)$/.test(name)) return mutatedBinary(bytes, random);
  return mutatedText(Buffer.from(bytes).toString(), random);
}

async function check(input: Uint8Array): Promise<void> {
  const { args, files } = JSON.parse(Buffer.from(input).toString()) as Call;
  const folder = mkdtempSync(join(tmpdir(), "lesion-graph-fuzz-"));
  try {
    for (const name of ["slices", "out"]) mkdirSync(join(folder, name));
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, name), Buffer.from(bytes, "base64"));
    }
    const [command = ""] = args;
    const isProcess = command === SERVING || command === THREADED;
    const { status, out, err } = await (isProcess ? runAlone(args, folder) : run(args, "", folder));
    const written = readdirSync(join(folder, "out"), { recursive: true }) as string[];
    if (written.some((name) => name.endsWith(".part"))) throw new Error("a partial file");
    if (status === 0) return;
    if (status !== 2) throw new Error(`status ${status}: ${err}`);
    if (!/^error [A-Z_0-9]+: [^\n]+\n$/.test(err)) throw new Error(`error message ${err}`);
    const stays = !FOLDERS.includes(command) && written.length > 0;
    if (stays) throw new Error(`${written.join(", ")} after a failure`);
    if (WHOLE.includes(command) && out !== "") throw new Error(`output of a failure: ${out}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The longest time of a process, ms. */
const LONGEST_MS = 60_000;

/** Runs the built command line in a process; a server is asked for its page and its input, and ended. */
async function runAlone(args: readonly string[], folder: string): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_MS,
    killSignal: "SIGKILL",
  });
  let [out, err, asked] = ["", "", Promise.resolve()];
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  child.stdout.on("data", (chunk) => {
    out += chunk;
    if (args[0] !== SERVING || !out.endsWith("ends the server.\n")) return;
    asked = askServer(out, join(folder, args[1] ?? "")).finally(() => child.kill("SIGTERM"));
  });
  const [status, signal] = (await once(child, "close")) as [number | null, string | null];
  await asked;
  if (signal !== null) throw new Error(`ended by ${signal}`);
  return { status, out, err };
}

/** Asks the server of a review for its page and its input. */
async function askServer(printed: string, input: string): Promise<void> {
  const url = new URL(/http:\S+/.exec(printed)![0]);
  const headers = { cookie: `lesion-graph-${url.port}=${url.searchParams.get("token")}` };
  const [page, sent] = await Promise.all(
    ["/", "/input"].map((path) => fetch(new URL(path, url.origin), { headers })),
  );
  if (page?.status !== 200) throw new Error(`the page has status ${page?.status}`);
  const bytes = Buffer.from(await sent!.arrayBuffer());
  if (!bytes.equals(readFileSync(input))) throw new Error("another input");
}

/** Commands that write several files, each of them whole, into a folder. */
const FOLDERS = ["nifti", "demo", "sr", "simulate"];
/** Commands that write nothing to standard output where they fail. */
const WHOLE = [..."draw report evaluate fit masks sr simulate merge".split(" "), SERVING];

const isAlone = ({ path: [name] }: (typeof LEAVES)[number]): boolean =>
  name === SERVING || name === THREADED;

/** Random calls of some commands. */
const calls = (name: string, leaves: typeof LEAVES, files: Files): Target => ({
  name,
  seeds: [new Uint8Array()],
  mutated: (_, random) => Buffer.from(JSON.stringify(randomCall(leaves, files, random))),
  run: check,
});

export const COMMANDS: readonly Target[] = [
  calls(
    "command line",
    LEAVES.filter((leaf) => !isAlone(leaf)),
    FILES,
  ),
];

/** Commands that run as processes of the built package: a call takes a third of a second. */
export const PROCESSES: readonly Target[] = LEAVES.filter(isAlone).map((leaf) =>
  calls(`command ${leaf.path[0]}`, [leaf], MORE_FILES),
);

/** Calls of the command line: any command, any of its flags with any value, on damaged files. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyCommand } from "../../src/cli/command.js";
import { type Flag, longName } from "../../src/cli/flags.js";
import { COMMANDS as ENTRIES } from "../../src/cli/program.js";
import type { RandomSource } from "../../src/core/random.js";
import { run } from "../support/cli.js";
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

/** Commands that serve, or need worker threads of the built package. */
const LEFT_OUT = ["review", "appearance"];
/** Flags that start worker threads. */
const THREADS = ["jobs", "all", "scores"];

/** Valid files for the arguments and flags. */
const FILES: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries({
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
    "previous.jsonl":
      '{"patient":"A","sequences":[{"id":3,"lesions":[{"study":1,"lesion":"1"}]}]}\n',
    "mask.nii": NIFTI,
    "report.dcm": REPORT,
    "slices/000007_01_02_030.png": PNG,
  }).map(([name, content]) => [name, Buffer.from(content as string)]),
);

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
    if (LEFT_OUT.includes(name)) return [];
    return "commands" in entry
      ? leaves(entry.commands, [...path, name])
      : [[[...path, name], () => entry.load()] as const];
  });
const LEAVES = await Promise.all(
  leaves(ENTRIES).map(async ([path, load]) => ({ path, spec: await load() })),
);

/** Words that the help of a flag names as its values. */
const choicesOf = ({ help }: Flag): string[] => help.match(/[a-z0-9.-]+/gi) ?? [];

function randomValue(flag: Flag, random: RandomSource): string {
  const names = Object.keys(FILES);
  if (flag.syntax.includes("<file>") && random.happens(0.8)) return random.pick(names);
  if (flag.syntax.includes("<folder>") && random.happens(0.8)) return "slices";
  return random.happens(0.5) ? random.pick(VALUES) : random.pick(["", ...choicesOf(flag)]);
}

function randomCall(random: RandomSource): Call {
  const { path, spec } = random.pick(LEAVES);
  const args = [...path];
  for (const { syntax } of spec.arguments) {
    if (syntax === "<figure>") args.push(random.pick(FIGURES));
    else if (syntax === "<images>") args.push("slices");
    else if (random.happens(0.7)) args.push(random.pick(["dl.csv", "own.csv", "vectors.csv"]));
    else args.push(random.pick([...Object.keys(FILES), "slices", "none"]));
  }
  for (const [name, flag] of Object.entries(spec.flags)) {
    if (THREADS.includes(name)) continue;
    if (name === "output") {
      if (flag.mandatory || random.happens(0.5)) args.push(`--output=${random.pick(OUTPUTS)}`);
    } else if (flag.mandatory || random.happens(0.06)) {
      args.push(longName(flag.syntax));
      if (flag.syntax.includes("<")) args.push(randomValue(flag, random));
    }
  }
  const files = Object.entries(FILES).map(([name, bytes]): [string, string] => {
    const changed = random.happens(0.15) ? mutated(name, bytes, random) : bytes;
    return [name, Buffer.from(changed).toString("base64")];
  });
  return { args, files: Object.fromEntries(files) };
}

const OUTPUTS = ["out/a.csv", "out/a.svg", "out/a.json", "out/new"];

function mutated(name: string, bytes: Uint8Array, random: RandomSource): Uint8Array {
  if (name.endsWith(".png")) return mutatedPng(bytes, random);
  if (/\.(nii|dcm)$/.test(name)) return mutatedBinary(bytes, random);
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
    const { status, out, err } = await run(args, "", folder);
    const written = readdirSync(join(folder, "out"), { recursive: true }) as string[];
    if (written.some((name) => name.endsWith(".part"))) throw new Error("a partial file");
    if (status === 0) return;
    if (status !== 2) throw new Error(`status ${status}`);
    if (!/^error [A-Z_0-9]+: [^\n]+\n$/.test(err)) throw new Error(`error message ${err}`);
    const stays = !FOLDERS.includes(args[0] ?? "") && written.length > 0;
    if (stays) throw new Error(`${written.join(", ")} after a failure`);
    if (WHOLE.includes(args[0] ?? "") && out !== "") throw new Error(`output of a failure: ${out}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Commands that write several files, each of them whole, into a folder. */
const FOLDERS = ["nifti", "demo", "sr", "simulate"];
/** Commands that write nothing to standard output where they fail. */
const WHOLE = ["draw", "report", "evaluate", "fit", "masks", "sr", "simulate", "merge"];

export const COMMANDS: readonly Target[] = [
  {
    name: "command line",
    seeds: [new Uint8Array()],
    mutated: (_, random) => Buffer.from(JSON.stringify(randomCall(random))),
    run: check,
  },
];

/**
 * Mutation testing: `npm run mutation -- PART…`, where a part is a folder or file of `src`, such as `growth` or
 * `growth/rates.ts`. Changes the source in small ways, one at a time, and runs the tests of the part: a change that
 * no test notices is listed. Prints one row of a Markdown table for each part; parts of one folder are run together.
 * `--tests matching/joint,growth/rates.test.ts` runs the tests of these folders and files only, instead of those of all
 * of the part's folder.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { groupBy } from "../../src/core/group-by.js";

const OUT = ".stryker-tmp";

const { values: flags, positionals: given } = parseArgs({
  options: { tests: { type: "string" } },
  allowPositionals: true,
});

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { status: string }[] }>>;
}

/** Folder of `src` and `test` that a part belongs to. */
const folderOf = (part: string): string => part.split("/")[0]!;

function configOf(parts: readonly string[], report: string): object {
  return {
    testRunner: "in-process",
    plugins: [fileURLToPath(new URL("in-process-runner.ts", import.meta.url))],
    mutate: parts.map((part) => (part.endsWith(".ts") ? `src/${part}` : `src/${part}/**/*.ts`)),
    // Texts of messages, and shapes that the types hold.
    mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "BlockStatement"] },
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    concurrency: 1,
    reporters: ["json", "survivors"],
    jsonReporter: { fileName: report },
    tempDirName: join(OUT, "sandbox"),
    ignorePatterns: ["biome.json", "dist", "bench", ".stryker-tmp"],
    allowEmpty: true,
    timeoutMS: 20_000,
    timeoutFactor: 4,
  };
}

/** At most 4 GB of memory: an array beyond it is an error, which a test notices. */
const MEMORY = "ulimit -d 4000000";
const SURVIVED = ["Survived", "NoCoverage"];
const KILLED = ["Killed", "Timeout"];

/** Mutants by file, of parts of one folder. Stryker starts and runs the tests without a mutant once. */
function mutantsOf(folder: string, parts: readonly string[]): Report["files"] {
  mkdirSync(OUT, { recursive: true });
  const report = join(OUT, `${folder}.json`);
  const config = join(OUT, `${folder}.config.json`);
  rmSync(report, { force: true });
  writeFileSync(config, JSON.stringify(configOf(parts, report)));
  const { status } = spawnSync("sh", ["-c", `${MEMORY}; exec npx stryker run "$0"`, config], {
    stdio: ["ignore", process.stderr, "inherit"],
    env: {
      ...process.env,
      NODE_OPTIONS: "--import tsx",
      MUTATION_TESTS: (flags.tests ?? folder)
        .split(",")
        .map((part) => `test/${part}`)
        .join(","),
      RESPONSE_COURSES: "100",
    },
  });
  if (status !== 0 || !existsSync(report)) throw new Error(`stryker failed on ${parts}`);
  return (JSON.parse(readFileSync(report, "utf8")) as Report).files;
}

function rowOf(part: string, files: Report["files"]): string {
  const all = Object.entries(files).flatMap(([file, { mutants }]) =>
    `${file}/`.startsWith(`src/${part}/`) ? mutants : [],
  );
  const count = (wanted: readonly string[]): number =>
    all.filter(({ status: one }) => wanted.includes(one)).length;
  const [killed, survived] = [count(KILLED), count(SURVIVED)];
  const share = (100 * killed) / (killed + survived);
  return `| \`${part}\` | ${killed + survived} | ${killed} | ${survived} | ${share.toFixed(1)} % |`;
}

process.stdout.write(
  "| part | mutants | killed | survived | score |\n| --- | --- | --- | --- | --- |\n",
);
for (const [folder, parts] of groupBy(given, folderOf)) {
  const files = mutantsOf(folder, parts);
  for (const part of parts) process.stdout.write(`${rowOf(part, files)}\n`);
}

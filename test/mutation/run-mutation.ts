/**
 * Mutation testing: `npm run mutation -- PART…`, where a part is a folder or file of `src`, such as `growth` or
 * `growth/rates.ts`. Changes the source in small ways, one at a time, and runs the tests of the part: a change that
 * no test notices is listed. Prints one row of a Markdown table for each part.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const OUT = ".stryker-tmp";

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { status: string }[] }>>;
}

/** Tests of a part: its folder of `test`. */
function testsOf(part: string): string {
  const [folder = ""] = part.split("/");
  return `test/${folder}`;
}

function configOf(part: string, report: string): object {
  return {
    testRunner: "in-process",
    plugins: [fileURLToPath(new URL("in-process-runner.ts", import.meta.url))],
    mutate: [part.endsWith(".ts") ? `src/${part}` : `src/${part}/**/*.ts`],
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
    timeoutMS: 60_000,
  };
}

/** At most 4 GB of memory: an array beyond it is an error, which a test notices. */
const MEMORY = "ulimit -d 4000000";
const SURVIVED = ["Survived", "NoCoverage"];
const KILLED = ["Killed", "Timeout"];

function rowOf(part: string): string {
  mkdirSync(OUT, { recursive: true });
  const report = join(OUT, `${part.replaceAll("/", "-")}.json`);
  const config = join(OUT, `${part.replaceAll("/", "-")}.config.json`);
  writeFileSync(config, JSON.stringify(configOf(part, report)));
  const { status } = spawnSync("sh", ["-c", `${MEMORY}; exec npx stryker run "$0"`, config], {
    stdio: ["ignore", process.stderr, "inherit"],
    env: {
      ...process.env,
      NODE_OPTIONS: "--import tsx",
      MUTATION_TESTS: testsOf(part),
      RESPONSE_COURSES: "100",
    },
  });
  if (status !== 0 || !existsSync(report)) throw new Error(`stryker failed on ${part}`);
  const { files } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const count = (wanted: readonly string[]): number =>
    all.filter(({ status: one }) => wanted.includes(one)).length;
  const [killed, survived] = [count(KILLED), count(SURVIVED)];
  const share = (100 * killed) / (killed + survived);
  return `| \`${part}\` | ${killed + survived} | ${killed} | ${survived} | ${share.toFixed(1)} % |`;
}

process.stdout.write(
  "| part | mutants | killed | survived | score |\n| --- | --- | --- | --- | --- |\n",
);
for (const part of process.argv.slice(2)) process.stdout.write(`${rowOf(part)}\n`);

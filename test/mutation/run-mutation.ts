/**
 * Mutation testing: `npm run mutation -- PART…`, where a part is a folder or file of `src`, such as `growth` or
 * `growth/rates.ts`. Changes the source in small ways, one at a time, and runs the tests of the part: a change that
 * no test notices is listed. Prints one row of a Markdown table for each part.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OUT = ".stryker-tmp";

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

/** Tests of a part: its folder of `test`. */
function testsOf(part: string): string {
  const [folder = ""] = part.split("/");
  return `test/${folder}/**/*.test.ts`;
}

function configOf(part: string, report: string): object {
  return {
    testRunner: "vitest",
    vitest: { configFile: "vitest.mutation.config.ts" },
    mutate: [part.endsWith(".ts") ? `src/${part}` : `src/${part}/**/*.ts`],
    // Texts of messages, and shapes that the types hold.
    mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "BlockStatement"] },
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    concurrency: 1,
    incremental: true,
    incrementalFile: join(OUT, `${part.replaceAll("/", "-")}.incremental.json`),
    reporters: ["json"],
    jsonReporter: { fileName: report },
    tempDirName: join(OUT, "sandbox"),
    ignorePatterns: ["biome.json", "dist", "docs", "bench", ".stryker-tmp"],
    allowEmpty: true,
    timeoutMS: 20_000,
  };
}

const SURVIVED = ["Survived", "NoCoverage"];
const KILLED = ["Killed", "Timeout"];

function rowOf(part: string): string {
  mkdirSync(OUT, { recursive: true });
  const report = join(OUT, `${part.replaceAll("/", "-")}.json`);
  const config = join(OUT, "config.json");
  writeFileSync(config, JSON.stringify(configOf(part, report)));
  const { status } = spawnSync("npx", ["stryker", "run", config], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, MUTATION_TESTS: testsOf(part) },
  });
  if (status !== 0 || !existsSync(report)) throw new Error(`stryker failed on ${part}`);
  const { files } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const all = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants.map((mutant) => ({ file, ...mutant })),
  );
  const survivors = all.filter(({ status: one }) => SURVIVED.includes(one));
  for (const { file, location, mutatorName, replacement, status: one } of survivors) {
    const change = replacement?.replaceAll(/\s+/g, " ");
    process.stderr.write(`${file}:${location.start.line} ${one} ${mutatorName}: ${change}\n`);
  }
  const killed = all.filter(({ status: one }) => KILLED.includes(one)).length;
  const share = (100 * killed) / (killed + survivors.length);
  return `| \`${part}\` | ${killed + survivors.length} | ${killed} | ${share.toFixed(1)} % |`;
}

process.stdout.write("| part | mutants | killed | score |\n| --- | --- | --- | --- |\n");
for (const part of process.argv.slice(2)) process.stdout.write(`${rowOf(part)}\n`);

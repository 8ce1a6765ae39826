/**
 * A test runner for Stryker that runs all tests in one process. Vitest loads the modules of a test file again for
 * each mutant, which takes most of the time; here a mutant costs the tests that reach it and nothing else.
 *
 * What a test file computes while it loads is computed again for a mutant that it reaches: the file is loaded anew,
 * with the modules of the source as they are.
 *
 * Values that modules remember can outlive a mutant. So the test that notices a mutant has to pass again without it;
 * if it does not, the mutant is run again in a new process.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { MutantResult } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import type { Reporter } from "@stryker-mutator/api/report";
import {
  type CompleteDryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";

/** What the instrumented source reads and counts. */
interface Instrumentation {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: CompleteDryRunResult["mutantCoverage"];
}

/** A test as `tests.ts` collects it. */
export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

const space = globalThis as unknown as {
  __stryker__?: Instrumentation;
  __collected__?: CollectedTest[];
};
space.__stryker__ ??= {};
const instrumentation: Instrumentation = space.__stryker__;

/** Processor time of the slowest test that is run for each mutant, ms. */
const SLOWEST_MS = 1000;
/** Processor time of programs that such a test starts, ms: a few short ones. */
const SLOWEST_PROGRAMS_MS = 200;
/** Test files that are loaded again stay in memory; with more than this, a new process takes over. */
const LARGEST_RSS = 1.5 * 2 ** 30;

/** Times of the tests, in the sandbox. */
const TIMES = "test-times.json";

/** A test, or the loading of a test file. */
interface TimedTest {
  readonly file: string;
  readonly run: () => unknown;
  ms: number;
}

/** Id of the loading of a file, among the tests. */
const loadingOf = (file: string): string => `${file}#load`;

class InProcessRunner implements TestRunner {
  readonly #tests = new Map<string, TimedTest>();
  #ran = 0;
  #loaded = 0;
  #stale = false;

  /** Mutants that run while modules load are left out, so no module of the source has to be loaded again. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const standIns = { vitest: "tests.ts", "fast-check": "fast-check.ts" };
    const urls = Object.entries(standIns).map(([name, file]) => [
      name,
      new URL(file, import.meta.url).href,
    ]);
    const hooks = `const urls = new Map(${JSON.stringify(urls)});
      export const resolve = (name, context, next) => next(urls.get(name) ?? name, context);`;
    register(`data:text/javascript,${encodeURIComponent(hooks)}`);
    await import(pathToFileURL(resolve("test/support/setup.ts")).href);
    const times = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, "utf8")) : undefined;
    const known = times && new Map<string, number>(times);
    for (const file of testFiles()) {
      const tests = await this.#load(file);
      tests.set(loadingOf(file), { file, run: () => this.#load(file), ms: 0 });
      for (const [id, test] of tests) {
        if (known?.has(id) !== false) this.#tests.set(id, { ...test, ms: known?.get(id) ?? 0 });
      }
    }
  }

  /** The tests of a file, loaded anew. */
  async #load(file: string): Promise<Map<string, TimedTest>> {
    space.__collected__ = [];
    const { href } = pathToFileURL(resolve(file));
    await import(`${href}?${this.#loaded++}`);
    const tests = space.__collected__.map(({ name, run }, i): [string, TimedTest] => [
      `${file}#${i} ${name}`,
      { file, run, ms: 0 },
    ]);
    return new Map(tests);
  }

  async dryRun(): Promise<CompleteDryRunResult> {
    const tests: TestResult[] = [];
    const slow = new Set<string>();
    for (const [id, test] of this.#tests) {
      const start = process.cpuUsage();
      const before = programsMs();
      instrumentation.currentTestId = id;
      const failureMessage = await failureOf(test);
      instrumentation.currentTestId = undefined;
      const { user, system } = process.cpuUsage(start);
      const programs = programsMs() - before;
      test.ms = (user + system) / 1000 + programs;
      const shared = { id, name: id, timeSpentMs: test.ms };
      // Left out: tests that count what came up in all runs of a property, and slow ones, such as those that start
      // other programs. Scores are a lower bound.
      const isSlow = test.ms > SLOWEST_MS || programs > SLOWEST_PROGRAMS_MS;
      const isLeftOut = failureMessage !== undefined || isSlow;
      if (isLeftOut) slow.add(id);
      const status = isLeftOut ? TestStatus.Skipped : TestStatus.Success;
      tests.push({ ...shared, status });
    }
    for (const id of slow) this.#tests.delete(id);
    // A process that takes over runs quick tests first, too.
    writeFileSync(TIMES, JSON.stringify([...this.#tests].map(([id, { ms }]) => [id, ms])));
    const { mutantCoverage } = instrumentation;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({
    testFilter,
    activeMutant,
    hitLimit: limitOfAll = Number.POSITIVE_INFINITY,
  }: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#stale) throw new Error("values of an earlier mutant are left");
    const isFirst = this.#ran++ === 0;
    // Of one test; Stryker allows each a hundred times what all of them need.
    const hitLimit = limitOfAll / 10 + 100_000;
    const mutate = (): void =>
      void Object.assign(instrumentation, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const reached = this.#reached(testFilter ?? [...this.#tests.keys()]);
    /** Tests of files that were loaded with the mutant. */
    const loaded = new Map<string, TimedTest>();
    let nrOfTests = 0;
    for (const { id, loads } of reached) {
      nrOfTests++;
      mutate();
      const run = async (): Promise<void> => {
        const { file, run } = this.#tests.get(id)!;
        if (!loads) return void (await run());
        if (!loaded.has(id)) for (const entry of await this.#load(file)) loaded.set(...entry);
        await loaded.get(id)?.run();
      };
      const failureMessage = await failureOf({ run });
      const timeout = determineHitLimitReached(instrumentation.hitCount, hitLimit);
      if (failureMessage === undefined && timeout === undefined) continue;
      Object.assign(instrumentation, { activeMutant: undefined, hitLimit: undefined });
      loaded.clear();
      const isKept = (await failureOf({ run })) !== undefined;
      this.#stale = isKept || process.memoryUsage.rss() > LARGEST_RSS;
      if (isKept && !isFirst) throw new Error("values of a mutant are left");
      if (timeout !== undefined) return { status: MutantRunStatus.Timeout };
      return {
        status: MutantRunStatus.Killed,
        killedBy: [id],
        failureMessage: failureMessage!,
        nrOfTests,
      };
    }
    Object.assign(instrumentation, { activeMutant: undefined, hitLimit: undefined });
    this.#stale = process.memoryUsage.rss() > LARGEST_RSS;
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** Tests to run, quick ones first; where the loading of a file reaches the mutant, all tests of the file. */
  #reached(ids: readonly string[]): { readonly id: string; readonly loads: boolean }[] {
    const reached = new Set(ids);
    return [...this.#tests]
      .map(([id, { file, ms }]) => {
        const loading = reached.has(loadingOf(file)) ? this.#tests.get(loadingOf(file)) : undefined;
        return { id, loads: loading !== undefined, ms: ms + (loading?.ms ?? 0) };
      })
      .filter(({ id, loads }) => loads || reached.has(id))
      .sort((a, b) => a.ms - b.ms);
  }
}

/** Processor time of all programs that have been started and have ended, ms; 0 where the system does not tell. */
function programsMs(): number {
  if (!existsSync("/proc/self/stat")) return 0;
  // After the name in brackets: user and system time of ended children, in hundredths of a second.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

/**
 * Files of `MUTATION_TESTS`, folders or files below `test`, but for those that start other programs, read docs or
 * replace modules.
 */
function testFiles(): string[] {
  const parts = (process.env["MUTATION_TESTS"] ?? "").split(",");
  return parts
    .flatMap((part) =>
      part.endsWith(".ts")
        ? [part]
        : readdirSync(part, { recursive: true }).map((name) => join(part, String(name))),
    )
    .filter((name) => name.endsWith(".test.ts") && !/(?:scipy|-docs)\.test\.ts$/.test(name))
    .filter((name) => !readFileSync(name, "utf8").includes("vi.mock("))
    .sort();
}

async function failureOf({ run }: Pick<CollectedTest, "run">): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Prints mutants that no test noticed, or that took too long, as soon as they are known. */
class SurvivorReporter implements Reporter {
  onMutantTested({ status, fileName, location, mutatorName, replacement }: MutantResult): void {
    if (status === "Killed" || status === "Ignored") return;
    const change = replacement?.replaceAll(/\s+/g, " ");
    const place = `${fileName}:${location.start.line}:${location.start.column}`;
    process.stderr.write(`${place} ${status} ${mutatorName}: ${change}\n`);
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Reporter, "survivors", SurvivorReporter),
  declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner),
];

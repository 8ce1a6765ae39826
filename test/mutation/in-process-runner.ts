/**
 * A test runner for Stryker that runs all tests in one process. Vitest loads the modules of a test file again for
 * each mutant, which takes most of the time; here a mutant costs the tests that reach it and nothing else.
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
import fc from "fast-check";

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
const SLOWEST_MS = 2000;

/** Times of the tests, in the sandbox. */
const TIMES = "test-times.json";

class InProcessRunner implements TestRunner {
  readonly #tests = new Map<string, CollectedTest & { ms: number }>();
  #ran = 0;
  #stale = false;

  /** Mutants that run while modules load are left out, so no module has to be loaded again. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const hooks = `export const resolve = (name, context, next) =>
      name === "vitest" ? next(${JSON.stringify(new URL("tests.ts", import.meta.url).href)}, context) : next(name, context);`;
    register(`data:text/javascript,${encodeURIComponent(hooks)}`);
    await import(pathToFileURL(resolve("test/support/setup.ts")).href);
    // Fewer runs of properties, whose counterexamples are not made smaller: scores are a lower bound.
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true, numRuns: 40 });
    const times = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, "utf8")) : undefined;
    const known = times && new Map<string, number>(times);
    for (const file of testFiles()) {
      space.__collected__ = [];
      await import(pathToFileURL(resolve(file)).href);
      space.__collected__.forEach((test, i) => {
        const id = `${file}#${i} ${test.name}`;
        if (known?.has(id) !== false) this.#tests.set(id, { ...test, ms: known?.get(id) ?? 0 });
      });
    }
  }

  async dryRun(): Promise<CompleteDryRunResult> {
    const tests: TestResult[] = [];
    for (const [id, test] of this.#tests) {
      const start = process.cpuUsage();
      instrumentation.currentTestId = id;
      const failureMessage = await failureOf(test);
      instrumentation.currentTestId = undefined;
      const { user, system } = process.cpuUsage(start);
      test.ms = (user + system) / 1000;
      const shared = { id, name: id, timeSpentMs: test.ms };
      // Left out: tests that count what came up in all runs of a property, and slow ones, such as those that start
      // other programs. Scores are a lower bound.
      const isLeftOut = failureMessage !== undefined || test.ms > SLOWEST_MS;
      if (isLeftOut) this.#tests.delete(id);
      const status = isLeftOut ? TestStatus.Skipped : TestStatus.Success;
      tests.push({ ...shared, status });
    }
    // A process that takes over runs quick tests first, too.
    writeFileSync(TIMES, JSON.stringify([...this.#tests].map(([id, { ms }]) => [id, ms])));
    const { mutantCoverage } = instrumentation;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({
    testFilter,
    activeMutant,
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#stale) throw new Error("values of an earlier mutant are left");
    const ids = testFilter ?? [...this.#tests.keys()];
    const tests = ids
      .map((id) => ({ id, test: this.#tests.get(id)! }))
      .filter(({ test }) => test !== undefined)
      .sort((a, b) => a.test.ms - b.test.ms);
    const isFirst = this.#ran++ === 0;
    Object.assign(instrumentation, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    let nrOfTests = 0;
    for (const { id, test } of tests) {
      nrOfTests++;
      const failureMessage = await failureOf(test);
      const timeout = determineHitLimitReached(instrumentation.hitCount, hitLimit);
      if (failureMessage === undefined && timeout === undefined) continue;
      Object.assign(instrumentation, { activeMutant: undefined, hitLimit: undefined });
      this.#stale = (await failureOf(test)) !== undefined;
      if (this.#stale && !isFirst) throw new Error("values of a mutant are left");
      if (timeout !== undefined) return { status: MutantRunStatus.Timeout };
      return {
        status: MutantRunStatus.Killed,
        killedBy: [id],
        failureMessage: failureMessage!,
        nrOfTests,
      };
    }
    Object.assign(instrumentation, { activeMutant: undefined, hitLimit: undefined });
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

/** Files of `MUTATION_TESTS`, folders or files below `test`, but for those that start other programs or read docs. */
function testFiles(): string[] {
  const parts = (process.env["MUTATION_TESTS"] ?? "").split(",");
  return parts
    .flatMap((part) =>
      part.endsWith(".ts")
        ? [part]
        : readdirSync(part, { recursive: true }).map((name) => join(part, String(name))),
    )
    .filter((name) => name.endsWith(".test.ts") && !/(?:scipy|-docs)\.test\.ts$/.test(name))
    .sort();
}

async function failureOf({ run }: CollectedTest): Promise<string | undefined> {
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

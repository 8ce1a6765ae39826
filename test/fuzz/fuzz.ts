/**
 * Fuzzes readers and commands: `npm run fuzz -- --minutes N [--seed S] [--target NAME]`. An input that gives anything
 * but a result or an error with a code is kept in `test/fuzz/regressions` and ends the run with status 1.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LesionGraphError } from "../../src/core/errors.js";
import { randomSource } from "../../src/core/random.js";
import type { Target } from "./targets.js";

export const REGRESSIONS = fileURLToPath(new URL("./regressions/", import.meta.url));

/** One input that takes more CPU time than this is as bad as a hang. */
export const LONGEST_MS = 20_000;
/** Memory of the process; more is a leak or a bomb. */
const LARGEST_RSS = 2 * 2 ** 30;

export type Outcome = "accepted" | "rejected";

/** Runs a target on one input. @throws whatever is not an error of ours. */
export async function outcomeOf(target: Target, input: Uint8Array): Promise<Outcome> {
  const before = process.cpuUsage();
  const outcome = await settled(target, input);
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  if (ms > LONGEST_MS) throw new Error(`took ${Math.round(ms / 1000)} s`);
  return outcome;
}

async function settled(target: Target, input: Uint8Array): Promise<Outcome> {
  try {
    await target.run(input);
    return "accepted";
  } catch (error) {
    if (!(error instanceof LesionGraphError)) throw error;
    if (!/^[A-Z_0-9]+$/.test(error.code) || error.message === "") throw new Error("an empty error");
    return "rejected";
  }
}

/** The mutant of a run number: the same seed gives the same inputs. */
export function mutantOf(target: Target, seed: number, run: number): Uint8Array {
  const random = randomSource(seed, run);
  return target.mutated(random.pick(target.seeds), random);
}

/** File of a failure: its target and a hash of its bytes. */
export function keep(target: Target, input: Uint8Array): string {
  const hash = createHash("sha256").update(input).digest("hex").slice(0, 12);
  const file = join(REGRESSIONS, `${target.name.replaceAll(/\W+/g, "-")}.${hash}.bin`);
  writeFileSync(file, input);
  return file;
}

/** Kept failures of a target. */
export const kept = (target: Target): { name: string; input: Uint8Array }[] =>
  readdirSync(REGRESSIONS)
    .filter((name) => name.startsWith(`${target.name.replaceAll(/\W+/g, "-")}.`))
    .map((name) => ({ name, input: readFileSync(join(REGRESSIONS, name)) }));

export interface FuzzCounts {
  accepted: number;
  rejected: number;
  failed: number;
  /** Time of all runs, ms. */
  ms: number;
}

/** Runs of a target before another one's turn. */
const BURST = 20;

/** Fuzzes targets until the time is over, each for the same share of it. */
export async function fuzz(
  targets: readonly Target[],
  { minutes, seed, log }: { minutes: number; seed: number; log: (line: string) => void },
): Promise<Map<Target, FuzzCounts>> {
  const counts = new Map(
    targets.map((target) => [target, { accepted: 0, rejected: 0, failed: 0, ms: 0 }]),
  );
  const runs = new Map(targets.map((target) => [target, 0]));
  const end = performance.now() + minutes * 60_000;
  while (performance.now() < end) {
    const [target, count] = [...counts].reduce((a, b) => (b[1].ms < a[1].ms ? b : a));
    const start = performance.now();
    const first = runs.get(target)!;
    for (let run = first; run < first + BURST; run++) {
      const input = mutantOf(target, seed, run);
      try {
        count[await outcomeOf(target, input)]++;
      } catch (error) {
        count.failed++;
        const reason = error instanceof Error ? error.stack : String(error);
        if (count.failed <= 20) log(`${target.name}, kept as ${keep(target, input)}\n${reason}`);
      }
    }
    runs.set(target, first + BURST);
    count.ms += performance.now() - start;
    if (process.memoryUsage.rss() > LARGEST_RSS) {
      throw new Error(`more than ${LARGEST_RSS / 2 ** 30} GiB after ${target.name}, run ${first}`);
    }
  }
  return counts;
}

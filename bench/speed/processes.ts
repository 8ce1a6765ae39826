/** CPU time and memory of whole processes, and of functions. */
import { spawnSync } from "node:child_process";
import { median } from "../timing.js";

/** What one run took. */
export interface Usage {
  /** User and system time of all threads, s. */
  readonly cpu: number;
  /** Elapsed time, s. */
  readonly elapsed: number;
  /** Peak resident memory, MB; of the process with most. */
  readonly peak: number;
}

/** True where GNU time is here, which tells CPU time and memory of a process. */
export const canMeasure = (): boolean =>
  spawnSync("time", ["-f", "%U %S %e %M", "true"]).status === 0;

/** Runs a process `times` times over and returns what one of them took. GNU time counts in 10 ms. */
export function usageOf(command: string, args: readonly string[], times = 1): Usage {
  const loop = ["sh", "-c", 'for _ in $(seq "$0"); do "$@" || exit; done', String(times)];
  const { stdout, stderr, status } = spawnSync(
    "time",
    ["-f", "%U %S %e %M", ...(times > 1 ? loop : []), command, ...args],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const [user = 0, system = 0, elapsed = 0, peak = 0] = last.split(" ").map(Number);
  return { cpu: (user + system) / times, elapsed: elapsed / times, peak: peak / 1000 };
}

/** Medians of runs in turn, so that a busy machine slows all sides alike. */
export function inTurn<Name extends string>(
  runs: number,
  sides: Readonly<Record<Name, () => Usage>>,
): Record<Name, Usage> {
  const names = Object.keys(sides) as Name[];
  const taken = new Map(names.map((name): [Name, Usage[]] => [name, []]));
  for (let k = 0; k < runs; k++) {
    for (const name of names) taken.get(name)?.push(sides[name]());
  }
  const medianOf = (name: Name): Usage => {
    const usages = taken.get(name) ?? [];
    const of = (field: keyof Usage): number => median(usages.map((usage) => usage[field]));
    return { cpu: of("cpu"), elapsed: of("elapsed"), peak: of("peak") };
  };
  return Object.fromEntries(names.map((name) => [name, medianOf(name)])) as Record<Name, Usage>;
}

/** Median CPU time of a function in this process, s, after two calls to warm up. */
export function warm(work: () => unknown, runs = 5): number {
  work();
  work();
  return median(Array.from({ length: runs }, () => cpuOf(work)));
}

/** CPU time of one call, s. */
export function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

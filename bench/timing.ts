/** Times of functions, by mitata; as numbers, for tables. */
import { measure } from "mitata";

/** What is counted: time on the clock, or what one core needs, however busy the machine is. */
export type Clock = "wall" | "processor";

/** Milliseconds of a call: the median of at least a dozen, after a warm-up. */
export async function milliseconds(work: () => unknown, clock: Clock = "wall"): Promise<number> {
  const now = clock === "processor" ? processorNow : undefined;
  const { p50 } = await measure(work, { gc: false, ...(now && { now }) });
  return p50 / 1e6;
}

/** Nanoseconds of all processors that this process has used. */
function processorNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

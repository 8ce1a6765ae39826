/** The rows of docs/speed.md: work, the other side, the goal, and whether it is met. */
import type { BenchRow } from "../ratios.js";
import type { Usage } from "./processes.js";

/** What is wanted; every number given has to be kept. */
interface Goal {
  /** CPU time over that of the other side. */
  readonly ratio?: number;
  /** CPU time, s. */
  readonly seconds?: number;
  /** Peak resident memory, MB. */
  readonly megabytes?: number;
}

export interface Row {
  readonly work: string;
  /** The other side, and what it took. */
  readonly beside?: readonly [name: string, usage: Pick<Usage, "cpu"> & Partial<Usage>];
  readonly goal?: Goal;
  readonly usage: Pick<Usage, "cpu"> & Partial<Usage>;
  readonly note?: string;
}

/** CPU time with two significant digits, and memory where it is known. */
export function inWords({ cpu, peak }: Row["usage"]): string {
  const time = cpu < 0.1 ? `${Number((cpu * 1000).toPrecision(2))} ms` : `${precise(cpu)} s`;
  return peak === undefined ? time : `${time}, ${peak.toFixed(0)} MB`;
}

const precise = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

const ratioOf = ({ usage, beside }: Row): number | undefined => beside && usage.cpu / beside[1].cpu;

function goalInWords({ ratio, seconds, megabytes }: Goal): string {
  const parts = [
    ratio === undefined ? [] : [`${ratio}`],
    seconds === undefined ? [] : [seconds < 0.1 ? `${seconds * 1000} ms` : `${seconds} s`],
    megabytes === undefined ? [] : [`${megabytes} MB`],
  ];
  return `≤ ${parts.flat().join(", ")}`;
}

function isMet(row: Row, { ratio, seconds, megabytes }: Goal): boolean {
  const limits: [number | undefined, number | undefined][] = [
    [ratioOf(row), ratio],
    [row.usage.cpu, seconds],
    [row.usage.peak, megabytes],
  ];
  return limits.every(([value, limit]) => limit === undefined || (value ?? Infinity) <= limit);
}

/** The cells of a row: work, other side, lesion-graph, ratio, goal, met. */
export function cells(row: Row): string[] {
  const { work, beside, goal, usage, note } = row;
  const ratio = ratioOf(row);
  return [
    note === undefined ? work : `${work} (${note})`,
    beside === undefined ? "" : `${beside[0]}: ${inWords(beside[1])}`,
    inWords(usage),
    ratio === undefined ? "" : ratio.toFixed(ratio < 0.1 ? 3 : 2),
    goal === undefined ? "" : goalInWords(goal),
    goal === undefined ? "" : isMet(row, goal) ? "yes" : "**no**",
  ];
}

/** The row for the comparison of two results. */
export const result = (row: Row): BenchRow => ({
  name: row.beside === undefined ? row.work : `${row.work} / ${row.beside[0]}`,
  ratio: ratioOf(row) ?? null,
});

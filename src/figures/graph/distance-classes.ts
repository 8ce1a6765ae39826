/** Edges of the graph by classes of distance, and what their lines mean. */
import type { Box } from "../kit/boxes.js";
import { emphasis, type FigureStyle } from "../kit/figure-style.js";
import { type LegendEntry, legendLine } from "../kit/legend.js";
import type { GraphEdge } from "./draw-edges.js";
import type { Network } from "./graph-network.js";
import type { GraphFigureOptions } from "./graph-options.js";
import type { LesionPair } from "./graph-pairs.js";

/** The smaller the distance, the thicker and darker. */
const CLASSES = [
  { width: 2.4, near: true },
  { width: 1.3, near: true },
  { width: 1, near: false },
  { width: 0.5, near: false },
] as const;

const classOf = (distance: number, breaks: readonly number[]): (typeof CLASSES)[number] => {
  const at = breaks.findIndex((limit) => distance < limit);
  return CLASSES[at === -1 ? 3 : at] ?? CLASSES[3];
};

/** The edge of a pair, with its distance if `decimals` are given; none where an end has no box. */
export function graphEdge(
  { from, to, distance }: LesionPair,
  { nodes, style: { theme } }: Network,
  boxes: ReadonlyMap<number, Box>,
  { breaks, highlight }: GraphFigureOptions,
  decimals: number | undefined,
): GraphEdge[] {
  const [fromBox, toBox] = [boxes.get(from), boxes.get(to)];
  if (fromBox === undefined || toBox === undefined) return [];
  const { width, near } = classOf(distance, breaks);
  const sequences = [from, to].map((row) => nodes.get(row)?.lesions[0].sequence);
  const sequence = sequences[0] === sequences[1] ? sequences[0] : undefined;
  return [
    {
      from,
      to,
      sequence,
      kind: "pair",
      title: `rows ${from} and ${to}: distance ${distance.toPrecision(3)}`,
      opacity: emphasis(highlight, { rows: [from, to], sequence }),
      fromBox,
      toBox,
      colour: near ? theme.near : theme.neutral,
      width,
      text: decimals === undefined ? "" : distance.toFixed(decimals),
      textColour: near ? theme.near : theme.muted,
    },
  ];
}

/** The classes that end below `maxDistance`, and the one that it ends. */
export function classEntries(
  { breaks, maxDistance }: GraphFigureOptions,
  pairs: readonly LesionPair[],
  { theme, fontSize }: FigureStyle,
): LegendEntry[] {
  if (pairs.length === 0) return [];
  const length = fontSize * 2;
  const decimals = Math.max(...breaks.map(decimalsOf), decimalsOf(maxDistance));
  const limits = [0, ...breaks.filter((limit) => limit < maxDistance), maxDistance];
  return limits.slice(1).map((limit, i) => {
    const { width, near } = CLASSES[i] ?? CLASSES[3];
    return {
      text:
        i === 0
          ? `<${limit.toFixed(decimals)}`
          : `${(limits[i] ?? 0).toFixed(decimals)}–${limit.toFixed(decimals)}`,
      symbolWidth: length,
      symbol: legendLine(length, {
        stroke: near ? theme.near : theme.neutral,
        "stroke-width": width,
      }),
    };
  });
}

/** Decimals with which a number is written, at most six. */
const decimalsOf = (value: number): number =>
  Math.min(6, (String(value).split(".")[1] ?? "").length);

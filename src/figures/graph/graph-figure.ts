/** The lesion graph of a patient (Fig. 6 of the paper). */
import { resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { type Box, grown } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { emphasis, type FigureStyle } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { joinedPairs } from "../kit/joined-pairs.js";
import type { LegendEntry } from "../kit/legend.js";
import { layer } from "../kit/lesion-element.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { svg } from "../kit/svg.js";
import { counted, decimalsFor, summary } from "../kit/wording.js";
import { drawNode, nodeText, RING } from "../network/draw-node.js";
import { duplicatesOf } from "../network/lesion-nodes.js";
import { labelLegend, nodeSigns, sizeLegend } from "../network/network-legends.js";
import { studyHeadings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";
import { type DrawnEdges, drawEdges, type GraphEdge } from "./draw-edges.js";
import { type LesionPair, type Network, networkOf } from "./graph-network.js";
import { GRAPH_FIGURE_OPTIONS, type GraphFigureOptions } from "./graph-options.js";

export {
  DEFAULT_GRAPH_FIGURE_OPTIONS,
  GRAPH_FIGURE_OPTIONS,
  type GraphFigureOptions,
} from "./graph-options.js";

/** Edges by classes of distance: the smaller the distance, the thicker and darker. */
const CLASSES = [
  { width: 2.4, near: true },
  { width: 1.3, near: true },
  { width: 1, near: false },
  { width: 0.5, near: false },
] as const;

/** Up to this many edges, each has its distance printed; beyond it only links and small distances. */
const ALL_PRINTED = 40;

/**
 * The lesion graph of one patient: studies in time order, every lesion a node near its study, edges between
 * near lesions with their distances, small distances thick and dark. d3-force draws near lesions together.
 * Nodes have the colour and shape of their sequence; those of a single study are empty. Duplicates are one node
 * with a double outline and its smallest distances, except with `colourBy: "none"`, which shows the graph before
 * matching.
 *
 * No lesions give a figure that says so, and so does a graph without a pair below `maxDistance`, with the
 * smallest distance. O(n² d) time for n lesions with d features.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, that too for the graph of another patient;
 * without `graph` as `lesionGraph` of `lesion-graph/graph`.
 */
export function graphFigure(match: PatientMatch, given?: Partial<GraphFigureOptions>): Figure {
  const options = resolveOptions("graphFigure", GRAPH_FIGURE_OPTIONS, given);
  const network = networkOf(match, options);
  const { shown, style, nodes, near, boxes, plot } = network;
  const studyOf = new Map(
    Array.from(nodes, ([row, { lesions }]) => [row, lesions[0].lesion.study]),
  );
  const duplicates = duplicatesOf(nodes);
  const pairs = thinned(near, studyOf, options.neighbours);
  const decimals = Math.max(3, decimalsFor(options.maxDistance));
  const printed = printedPairs(pairs, joinedPairs(match, shown), options);
  const outlines = new Map(
    Array.from(boxes, ([row, box]) => [row, duplicates.has(row) ? grown(box, RING) : box]),
  );
  const drawn = drawEdges(
    pairs.flatMap((pair) =>
      graphEdge(pair, network, outlines, options, printed.has(pair) ? decimals : undefined),
    ),
    [...outlines.values()],
    plot,
    style,
  );
  const drawnNodes = Array.from(nodes, ([row, { lesions }]) =>
    drawNode(
      {
        box: boxes.get(row) as Box,
        lesions,
        sequenceStyle: styleOfLesion(lesions[0], options.colourBy, shown.styles, style),
        text: nodeText(lesions[0], options.nodeLabel, shown, style),
        highlight: options.highlight,
      },
      style,
    ),
  );
  return finished(
    {
      title: options.title || `Lesion graph of patient ${match.patient}`,
      description: `${summary(shown)} ${pairs.length} pairs of lesions with a distance below ${options.maxDistance} are joined by lines.`,
      patient: match.patient,
      notes: [...shown.notes, ...edgeNotes(network, pairs, printed.size, drawn, options)],
      empty: shown.lesions.length === 0 ? `Patient ${match.patient} has no lesions.` : undefined,
      bottom: plot.bottom,
      body: [
        ...studyHeadings(network, style),
        layer("edges", "Edges", ...drawn.lines),
        layer("lesions", "Lesions", ...drawnNodes),
        layer("distances", "Distances", ...drawn.texts),
      ],
      legends: [
        styleLegend(shown, options.colourBy, style, {
          numbers: options.nodeLabel === "sequence" ? "in the nodes" : "in the tooltips",
        }),
        { title: "Distance", entries: classEntries(options, pairs, style) },
        {
          title: "",
          entries: nodeSigns(
            {
              duplicate: duplicates.size > 0,
              conflict: shown.lesions.some(({ conflict }) => conflict),
            },
            style,
          ),
        },
        sizeLegend(shown, style, network.scale),
        { title: "", entries: breakEntry(shown, style) },
        labelLegend(shown, options.nodeLabel),
      ],
    },
    style,
  );
}

/** Pairs whose distance is printed: all, or where there are many, links of the match and small distances. */
function printedPairs(
  pairs: readonly LesionPair[],
  links: readonly { readonly from: number; readonly to: number }[],
  { distances, breaks }: GraphFigureOptions,
): Set<LesionPair> {
  if (!distances) return new Set();
  if (pairs.length <= ALL_PRINTED) return new Set(pairs);
  const linked = new Set(links.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));
  return new Set(
    pairs.filter(({ from, to, distance }) => distance < breaks[0] || linked.has(`${from} ${to}`)),
  );
}

function edgeNotes(
  { near, nodes, nearest }: Network,
  pairs: readonly LesionPair[],
  printed: number,
  { unprinted, blocked }: DrawnEdges,
  { maxDistance, neighbours, distances, breaks }: GraphFigureOptions,
): string[] {
  if (pairs.length === 0 && nodes.size > 1) {
    return [
      nearest === undefined
        ? `No pair of lesions has a distance below ${maxDistance}.`
        : `No pair of lesions has a distance below ${maxDistance}; the smallest is ${nearest.toPrecision(3)}.`,
    ];
  }
  const notes: string[] = [];
  if (pairs.length < near.length) {
    notes.push(
      `${pairs.length} of ${near.length} pairs with a distance below ${maxDistance} drawn: for each lesion the ${neighbours} nearest in the next, the previous and the same study.`,
    );
  }
  if (distances && printed < pairs.length) {
    notes.push(
      `Distances shown for links and for pairs below ${breaks[0]}; the others are in the tooltips.`,
    );
  }
  if (blocked.length > 0) {
    const matched = blocked.filter(({ sequence }) => sequence !== undefined).length;
    const which = matched === 0 ? "" : `, ${matched} of them within a sequence`;
    notes.push(`${counted(blocked.length, "pair")} not drawn${which}: no room for the line.`);
  }
  if (unprinted > 0) {
    notes.push(`No room for ${unprinted} of ${printed} distances; they are in the tooltips.`);
  }
  return notes;
}

const classOf = (distance: number, breaks: readonly number[]): (typeof CLASSES)[number] => {
  const at = breaks.findIndex((limit) => distance < limit);
  return CLASSES[at === -1 ? 3 : at] ?? CLASSES[3];
};

function graphEdge(
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
function classEntries(
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
      symbol: svg("line", {
        x1: -length / 2,
        x2: length / 2,
        y1: 0,
        y2: 0,
        stroke: near ? theme.near : theme.neutral,
        "stroke-width": width,
      }),
    };
  });
}

/** Decimals with which a number is written, at most six. */
const decimalsOf = (value: number): number =>
  Math.min(6, (String(value).split(".")[1] ?? "").length);

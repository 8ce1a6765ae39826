/** The lesion graph of a patient (Fig. 6 of the paper). */
import { resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { type Box, grown } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { finished } from "../kit/finish.js";
import { joinedPairs } from "../kit/joined-pairs.js";
import { layer } from "../kit/lesion-element.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { counted, decimalsFor, summary } from "../kit/wording.js";
import { drawNode, nodeText, RING } from "../network/draw-node.js";
import { duplicatesOf } from "../network/lesion-nodes.js";
import { labelEntries, nodeSigns, sizeLegend } from "../network/network-legends.js";
import { studyHeadings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";
import { classEntries, graphEdge } from "./distance-classes.js";
import { type DrawnEdges, drawEdges } from "./draw-edges.js";
import { type Network, networkOf } from "./graph-network.js";
import { GRAPH_FIGURE_OPTIONS, type GraphFigureOptions } from "./graph-options.js";
import type { LesionPair } from "./graph-pairs.js";

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
          entries: nodeSigns(
            {
              duplicate: duplicates.size > 0,
              conflict: shown.lesions.some(({ conflict }) => conflict),
            },
            style,
          ),
        },
        sizeLegend(shown, style, network.scale),
        { entries: breakEntry(shown, style) },
        { entries: labelEntries("Node", shown, options.nodeLabel) },
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

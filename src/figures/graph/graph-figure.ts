/** The lesion graph of a patient before matching (Fig. 6 of the paper). */

import { assertInteger } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import type { Box } from "../kit/boxes.js";
import { decimalsFor, shortDistance } from "../kit/distance-text.js";
import type { Figure } from "../kit/figure.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import type { LegendEntry } from "../kit/legend.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { svg } from "../kit/svg.js";
import { lesionText, summary } from "../kit/wording.js";
import { drawLines } from "../network/draw-lines.js";
import { drawNode, nodeText } from "../network/draw-node.js";
import { type MarkPair, networkOf } from "../network/network.js";
import { labelLegend, sizeLegend } from "../network/network-legends.js";
import {
  DEFAULT_NETWORK_OPTIONS,
  type NetworkOptions,
  networkOptions,
} from "../network/network-options.js";
import { headings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";

export interface GraphFigureOptions extends NetworkOptions {
  /**
   * From every lesion edges are drawn to this many nearest ones of the next study in which it has a near
   * one, of the study before, and of its own; at least 1. @defaultValue 2
   */
  readonly neighbours: number;
}

export const DEFAULT_GRAPH_FIGURE_OPTIONS: GraphFigureOptions = Object.freeze({
  ...DEFAULT_NETWORK_OPTIONS,
  neighbours: 2,
});

/** Edges by quarters of the largest distance: the nearest are thick and red. */
const QUARTERS = [
  { width: 2.4, near: true },
  { width: 1.3, near: true },
  { width: 1, near: false },
  { width: 0.5, near: false },
] as const;

/**
 * The lesion graph of one patient: studies in time order, every mark a node near its study, edges between
 * near lesions with their distances, the small ones red and thick. d3-force draws near lesions together.
 * Nodes have the colour and shape of their sequence; those of no sequence with a second study are empty.
 *
 * No lesions give a figure that says so. O(n² d) time for n lesions with d features.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, that too for the graph of another patient;
 * without `graph` as {@link lesionGraph}.
 */
export function graphFigure(match: PatientMatch, given?: Partial<GraphFigureOptions>): Figure {
  const options = networkOptions("graphFigure", DEFAULT_GRAPH_FIGURE_OPTIONS, given);
  assertInteger("neighbours", options.neighbours, 1);
  const network = networkOf(match, options);
  const { shown, style, near, boxes, plot } = network;
  const studyOf = new Map(shown.marks.map(({ lesion }) => [lesion.row, lesion.study]));
  const pairs = thinned(near, studyOf, options.neighbours);
  const decimals = decimalsFor(options.maxDistance);
  const drawn = drawLines(
    pairs.map((pair) => edgeLine(pair, boxes, options, decimals, style)),
    [...boxes.values()],
    plot,
    style,
  );
  const { theme } = style;
  const nodes = shown.marks.map((mark) =>
    drawNode(
      {
        box: boxes.get(mark.lesion.row) as Box,
        sequenceStyle: styleOfLesion(mark, options.colourBy, shown.styles, style),
        text: nodeText(mark, options.nodeLabel, shown, style),
        title: `${lesionText(mark.lesion)}, sequence ${mark.sequence}`,
      },
      style,
    ),
  );
  const left = [...shown.notes];
  if (pairs.length < near.length) {
    left.push(
      `${pairs.length} of ${near.length} pairs nearer than ${options.maxDistance} drawn: from each lesion the ${options.neighbours} nearest of the next study, of the one before and of its own.`,
    );
  }
  if (drawn.unprinted > 0) {
    left.push(
      `No room for ${drawn.unprinted} of ${pairs.length} distances; they are in the tooltips.`,
    );
  }
  return finished(
    {
      title: options.title || `Lesion graph of patient ${match.patient}`,
      description: `${summary(shown)} ${pairs.length} pairs of lesions nearer than ${options.maxDistance} are joined by lines with their distances.`,
      notes: left,
      empty: shown.marks.length === 0 ? "no lesions" : undefined,
      bottom: plot.bottom,
      body: [
        ...headings(network),
        svg("g", { "aria-label": "edges" }, ...drawn.lines),
        svg("g", { "aria-label": "lesions" }, ...nodes),
        svg("g", { "aria-label": "distances" }, ...drawn.texts),
      ],
      legends: [
        styleLegend(shown, options.colourBy, style, {
          numbers: options.nodeLabel === "sequence" ? "in the nodes" : "in the tooltips",
        }),
        {
          title: "distance",
          entries: quarterEntries(options.maxDistance, pairs, decimals, theme, style),
        },
        sizeLegend(shown, style),
        { title: "", entries: breakEntry(shown, style) },
        labelLegend(shown, options.nodeLabel),
      ],
    },
    style,
  );
}

const quarterOf = (distance: number, most: number): (typeof QUARTERS)[number] =>
  QUARTERS[Math.min(3, Math.floor((4 * distance) / most))] as (typeof QUARTERS)[number];

function edgeLine(
  { from, to, distance }: MarkPair,
  boxes: ReadonlyMap<number, Box>,
  options: GraphFigureOptions,
  decimals: number,
  { theme }: FigureStyle,
) {
  const { width, near } = quarterOf(distance, options.maxDistance);
  return {
    from: boxes.get(from) as Box,
    to: boxes.get(to) as Box,
    colour: near ? theme.alert : theme.neutral,
    width,
    title: `rows ${from} and ${to}: distance ${distance.toPrecision(3)}`,
    text: options.distances ? shortDistance(distance, decimals) : "",
    textColour: near ? theme.alert : theme.muted,
  };
}

function quarterEntries(
  most: number,
  pairs: readonly MarkPair[],
  decimals: number,
  theme: FigureStyle["theme"],
  style: FigureStyle,
): LegendEntry[] {
  if (pairs.length === 0) return [];
  const length = style.fontSize * 2;
  const ends = [0.25, 0.5, 0.75, 1].map((part) => shortDistance(part * most, decimals));
  return QUARTERS.map(({ width, near }, i) => ({
    text: i === 0 ? `below ${ends[0]}` : `to ${ends[i]}`,
    symbolWidth: length,
    symbol: svg("line", {
      x1: -length / 2,
      x2: length / 2,
      y1: 0,
      y2: 0,
      stroke: near ? theme.alert : theme.neutral,
      "stroke-width": width,
    }),
  }));
}

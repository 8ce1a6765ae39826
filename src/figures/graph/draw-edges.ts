/** Edges as drawn: routed around nodes, with their numbers placed. */
import type { Area, Box } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { labelPlate } from "../kit/label.js";
import { type LinkData, linkElement } from "../kit/lesion-element.js";
import type { SvgNode } from "../kit/svg.js";
import { curvePath, route, runsThrough } from "../network/edge-routing.js";
import { placeTexts } from "./edge-labels.js";

export interface GraphEdge extends LinkData {
  readonly fromBox: Box;
  readonly toBox: Box;
  readonly colour: string;
  readonly width: number;
  /** Printed on the edge; nothing where "". */
  readonly text: string;
  readonly textColour: string;
}

export interface DrawnEdges {
  readonly lines: readonly SvgNode[];
  readonly texts: readonly SvgNode[];
  /** Texts for which there was no room. */
  readonly unprinted: number;
  /** Edges without a way around the nodes, which are left out. */
  readonly blocked: readonly GraphEdge[];
}

/**
 * Draws edges beneath nodes and their texts above; texts of the first edges choose their places first. An edge that
 * would run through another node is left out.
 */
export function drawEdges(
  edges: readonly GraphEdge[],
  boxes: readonly Box[],
  plot: Area,
  style: FigureStyle,
): DrawnEdges {
  const blocked: GraphEdge[] = [];
  const routed = edges.flatMap((edge) => {
    const { fromBox, toBox } = edge;
    const curve = route(fromBox, toBox, boxes, plot);
    if (!runsThrough(curve, fromBox, toBox, boxes)) return [{ ...edge, curve }];
    blocked.push(edge);
    return [];
  });
  const size = style.labelSize;
  const places = placeTexts(routed, boxes, plot, size);
  const unprinted = routed.filter(({ text }, i) => text !== "" && places[i] === undefined);
  return {
    // The first edges, the nearest pairs, on top.
    lines: routed
      .map((edge) =>
        linkElement(edge, curvePath(edge.curve), {
          stroke: edge.colour,
          "stroke-width": edge.width,
        }),
      )
      .reverse(),
    texts: routed.flatMap(({ text, textColour }, i) => {
      const box = places[i];
      if (box === undefined) return [];
      return [labelPlate(text, box, { size, fill: textColour }, style.theme.background)];
    }),
    unprinted: unprinted.length,
    blocked,
  };
}

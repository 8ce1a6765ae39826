/** Links of the sequences figure: straight lines along the lanes, with their distances beside them. */
import { type Area, type Box, collide, grown, holds } from "../kit/boxes.js";
import { emphasis, type FigureStyle, type Highlight } from "../kit/figure-style.js";
import { CAP_HEIGHT, labelPlate } from "../kit/label.js";
import { type LinkData, linkElement } from "../kit/lesion-element.js";
import type { SvgNode } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { CurveGrid } from "../network/curve-grid.js";
import { RING } from "../network/draw-node.js";
import {
  type Curve,
  curvePath,
  isStraight,
  pointAt,
  route,
  straight,
} from "../network/edge-routing.js";
import type { SequenceLayout } from "./sequence-layout.js";

/** Dashes of a dotted line and of a broken one. */
export const DOTS = "0.1 3";
export const BROKEN = "2.5 2";

export interface SequenceLink extends Omit<LinkData, "opacity"> {
  /** Printed beside the line; nothing where "". */
  readonly text: string;
  readonly colour: string;
  readonly width: number;
  readonly dashes: string | undefined;
  readonly highlight: Highlight;
}

export interface DrawnSequenceLinks {
  readonly lines: readonly SvgNode[];
  readonly texts: readonly SvgNode[];
  /** Distances for which there was no room. */
  readonly unprinted: number;
  /** Whether a link leads over a study of the figure. */
  readonly skips: boolean;
}

/** A link between its nodes, on its way. */
interface RoutedLink {
  readonly link: SequenceLink;
  readonly from: Box;
  readonly to: Box;
  readonly curve: Curve;
  /** It leads over a study of the figure. */
  readonly skips: boolean;
}

/** Draws links; the ends of `links` are nodes of the layout. O(n), rejected pairs O(n²). */
export function drawSequenceLinks(
  links: readonly SequenceLink[],
  layout: SequenceLayout,
  style: FigureStyle,
): DrawnSequenceLinks {
  const routed = links.flatMap((link) => routedLink(link, layout));
  const curves = new CurveGrid(routed.map(({ curve }) => curve));
  const taken = Array.from(layout.boxes, ([node, box]) =>
    layout.duplicates.has(node) ? grown(box, RING) : box,
  );
  const numbered = routed.filter(({ link }) => link.text !== "");
  const texts = numbered.flatMap((one) => {
    const { box, clear } = distanceBox(one, layout, style);
    // A number is nearer to its own link than to any other.
    const isFree = isVacant(box, taken, layout.plot);
    if (!isFree || curves.crosses(clear, routed.indexOf(one))) return [];
    taken.push(box);
    const { labelSize: size, theme } = style;
    return [labelPlate(one.link.text, box, { size, fill: theme.muted }, theme.background)];
  });
  return {
    lines: routed.map(drawnLine),
    texts,
    unprinted: numbered.length - texts.length,
    skips: routed.some(({ skips }) => skips),
  };
}

/** The way of a link: straight where no other node is in between. */
function routedLink(link: SequenceLink, layout: SequenceLayout): RoutedLink[] {
  const [from, to] = [layout.boxes.get(link.from), layout.boxes.get(link.to)];
  if (from === undefined || to === undefined) return [];
  const boxes = Array.from(layout.boxes.values());
  const isLink = link.kind === "link";
  const curve =
    isLink && isFree(from, to, boxes) ? straight(from, to) : route(from, to, boxes, layout.plot);
  return [{ link, from, to, curve, skips: isLink && leadsOver(link.sequence, from, to, layout) }];
}

function drawnLine({ link, curve, skips }: RoutedLink): SvgNode {
  const { colour, width, dashes, sequence, highlight } = link;
  return linkElement(
    { ...link, opacity: emphasis(highlight, { rows: [], sequence }) },
    curvePath(curve),
    {
      stroke: colour,
      "stroke-width": skips && dashes === undefined ? 0.9 : width,
      "stroke-dasharray": dashes,
      "stroke-linecap": dashes === DOTS ? "round" : undefined,
    },
  );
}

/** Whether no other node lies on the straight line between two. */
function isFree(from: Box, to: Box, boxes: readonly Box[]): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return !boxes.some((box) => {
    if (box === from || box === to) return false;
    const t = ((box.x - from.x) * dx + (box.y - from.y) * dy) / (dx * dx + dy * dy || 1);
    return t > 0 && t < 1 && holds(box, from.x + t * dx, from.y + t * dy, 2);
  });
}

/** Whether a link leads over a study of the figure in which its sequence has no lesion. */
function leadsOver(
  sequence: number | undefined,
  from: Box,
  to: Box,
  { direction, pitch, lanes, boxes }: SequenceLayout,
): boolean {
  const along = ({ x, y }: Box): number => (direction === "across" ? x : y);
  const steps = Math.round(Math.abs(along(to) - along(from)) / pitch);
  if (steps < 2) return false;
  const between = lanes
    .filter((lane) => lane.sequence === sequence)
    .flatMap(({ nodes }) => nodes.flatMap((node) => boxes.get(node) ?? []))
    .map(along)
    .filter((at) => at > along(from) + 0.01 && at < along(to) - 0.01);
  return new Set(between.map((at) => at.toFixed(1))).size < steps - 1;
}

/** From a vertical link to its number, points. */
const BESIDE = 2.5;

/**
 * Where the distance stands: above the line or the lane, right of a vertical one, on a bent one; and the box about it
 * that must be clear of other links.
 */
function distanceBox(
  { link: { text }, from, to, curve }: RoutedLink,
  { direction, pitch, numbersAbove }: SequenceLayout,
  { labelSize: size }: FigureStyle,
): { readonly box: Box; readonly clear: Box } {
  const [halfWidth, halfHeight] = [textWidth(text, size) / 2, size * CAP_HEIGHT * 0.5];
  const across = direction === "across";
  const inLane = across ? from.y === to.y : from.x === to.x;
  if (!inLane || !isStraight(curve)) {
    const box = { ...pointAt(curve, 0.5), halfWidth: halfWidth + 1, halfHeight: size * 0.52 };
    return { box, clear: grown(box, 0.5) };
  }
  // In the first gap, so that numbers of one lane stand in columns.
  const isNext = Math.abs(across ? to.x - from.x : to.y - from.y) < pitch * 1.5;
  if (!across) {
    const [top, bottom] = [from.y + from.halfHeight, from.y + pitch - (isNext ? to.halfHeight : 0)];
    const box = { x: from.x + BESIDE + halfWidth, y: (top + bottom) / 2, halfWidth, halfHeight };
    return { box, clear: grown(box, BESIDE + 0.5) };
  }
  if (numbersAbove) {
    const half = RING + Math.max(from.halfHeight, isNext ? to.halfHeight : 0);
    const y = from.y - half - size * 0.55;
    const box = { x: from.x + pitch / 2, y, halfWidth, halfHeight };
    // As far around as its own link is below, but above the lane, whose other links are beside its own.
    const [top, bottom] = [y - (from.y - y) - 1, from.y - 2];
    const clear = {
      x: box.x,
      y: (top + bottom) / 2,
      halfWidth: halfWidth + from.y - y,
      halfHeight: (bottom - top) / 2,
    };
    return { box, clear };
  }
  const [left, right] = [from.x + from.halfWidth, from.x + pitch - (isNext ? to.halfWidth : 0)];
  const box = { x: (left + right) / 2, y: from.y - size * 0.5 - 2, halfWidth, halfHeight };
  return { box, clear: grown(box, BESIDE + 0.5) };
}

/** Whether a box is inside the plot and covers nothing. */
const isVacant = (box: Box, taken: readonly Box[], { left, right }: Area): boolean =>
  box.x - box.halfWidth > left &&
  box.x + box.halfWidth < right &&
  !taken.some((other) => collide(other, box, 0.4));

/** Links of the sequences figure: straight lines along the lanes, with their distances beside them. */
import { type Area, type Box, collide, grown, holds } from "../kit/boxes.js";
import { emphasis, type FigureStyle, type Highlight } from "../kit/figure-style.js";
import { CAP_HEIGHT, labelPlate } from "../kit/label.js";
import { type LinkData, linkElement } from "../kit/lesion-element.js";
import { pathData, type SvgNode } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { RING } from "../network/draw-node.js";
import { curvePath, pointAt, route } from "../network/edge-routing.js";
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

/** Draws links; the ends of `links` are nodes of the layout. O(n), rejected pairs O(n²). */
export function drawSequenceLinks(
  links: readonly SequenceLink[],
  layout: SequenceLayout,
  style: FigureStyle,
): DrawnSequenceLinks {
  const lines: SvgNode[] = [];
  const texts: SvgNode[] = [];
  let unprinted = 0;
  let skips = false;
  const boxes = Array.from(layout.boxes.values());
  const taken = Array.from(layout.boxes, ([node, box]) =>
    layout.duplicates.has(node) ? grown(box, RING) : box,
  );
  for (const link of links) {
    const [from, to] = [layout.boxes.get(link.from), layout.boxes.get(link.to)];
    if (from === undefined || to === undefined) continue;
    const skipped = link.kind === "link" && leadsOver(link.sequence, from, to, layout);
    skips ||= skipped;
    const straight = link.kind === "link" && isFree(from, to, boxes);
    const curve = straight ? undefined : route(from, to, boxes, layout.plot);
    const d =
      curve === undefined ? pathData`M${from.x},${from.y}L${to.x},${to.y}` : curvePath(curve);
    lines.push(
      linkElement(
        {
          ...link,
          opacity: emphasis(link.highlight, { rows: [], sequence: link.sequence }),
        },
        d,
        {
          stroke: link.colour,
          "stroke-width": skipped && link.dashes === undefined ? 0.9 : link.width,
          "stroke-dasharray": link.dashes,
          "stroke-linecap": link.dashes === DOTS ? "round" : undefined,
        },
      ),
    );
    if (link.text === "") continue;
    const middle = curve === undefined ? undefined : pointAt(curve, 0.5);
    const straightBox = distanceBox(link.text, from, to, layout, style);
    const box = middle === undefined ? straightBox : { ...straightBox, ...middle };
    if (!isVacant(box, taken, layout.plot)) {
      unprinted++;
      continue;
    }
    taken.push(box);
    texts.push(
      labelPlate(
        link.text,
        box,
        { size: style.labelSize, fill: style.theme.muted },
        style.theme.background,
      ),
    );
  }
  return { lines, texts, unprinted, skips };
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

/** Where the distance stands: above the line, right of a vertical one, on a slanted one. */
function distanceBox(
  text: string,
  from: Box,
  to: Box,
  { direction, pitch }: SequenceLayout,
  { labelSize: size }: FigureStyle,
): Box {
  const [halfWidth, halfHeight] = [textWidth(text, size) / 2, size * CAP_HEIGHT * 0.5];
  const across = direction === "across";
  if (across ? from.y !== to.y : from.x !== to.x) {
    return {
      x: (from.x + to.x) / 2,
      y: (from.y + to.y) / 2,
      halfWidth: halfWidth + 1,
      halfHeight: size * 0.52,
    };
  }
  // In the first gap, so that numbers of one lane stand in columns.
  if (across) {
    const next = Math.min(to.x, from.x + pitch);
    const [left, right] = [from.x + from.halfWidth, next - (next === to.x ? to.halfWidth : 0)];
    return { x: (left + right) / 2, y: from.y - size * 0.5 - 2, halfWidth, halfHeight };
  }
  const next = Math.min(to.y, from.y + pitch);
  const [top, bottom] = [from.y + from.halfHeight, next - (next === to.y ? to.halfHeight : 0)];
  return { x: from.x + 2.5 + halfWidth, y: (top + bottom) / 2, halfWidth, halfHeight };
}

/** Whether a box is inside the plot and covers nothing. */
const isVacant = (box: Box, taken: readonly Box[], { left, right }: Area): boolean =>
  box.x - box.halfWidth > left &&
  box.x + box.halfWidth < right &&
  !taken.some((other) => collide(other, box, 0.4));

/** How the studies of the graph are arranged, and where the figure puts its nodes. */
import type { Box, Point } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { textWidth } from "../kit/text-metrics.js";
import { RING } from "../network/draw-node.js";
import type { LesionNode } from "../network/lesion-nodes.js";
import { headingOf, type StudyFrame } from "../network/study-headings.js";
import type { Frame } from "./graph-layout.js";
import type { GraphFigureOptions } from "./graph-options.js";

/** Room for a number on an edge between two nodes, in font sizes. */
const LABEL_ROOM = 2.4;

/** A node with its second outline, where it has one. */
export const withRing = (node: LesionNode): LesionNode => {
  const ring = node.lesions.length > 1 ? RING : 0;
  return { ...node, halfWidth: node.halfWidth + ring, halfHeight: node.halfHeight + ring };
};

/** Width of the widest node. */
export const widestOf = (nodes: ReadonlyMap<number, LesionNode>): number =>
  Math.max(0, ...Array.from(nodes.values(), (node) => 2 * withRing(node).halfWidth));

/** A frame for the layout, and the room beside and for its nodes. */
export interface Plan extends Frame {
  /** Room for one node, along a row or from column to column. */
  readonly share: number;
  /** Room for the headings of studies beside the rows. */
  readonly side: number;
}

/** The direction that gives nodes and numbers most room, and the distances that follow from it. */
export function planOf(
  nodes: ReadonlyMap<number, LesionNode>,
  studies: readonly number[],
  asked: GraphFigureOptions["direction"],
  { fontSize, width }: FigureStyle,
): Plan {
  const perStudy = new Map<number, number>();
  for (const { lesions } of nodes.values()) {
    const { study } = lesions[0].lesion;
    perStudy.set(study, (perStudy.get(study) ?? 0) + 1);
  }
  const most = Math.max(1, ...perStudy.values());
  const widest = widestOf(nodes);
  const side =
    Math.max(...studies.map((study) => textWidth(headingOf(study), fontSize, "bold")), 0) + 10;
  const columns = Math.max(1, studies.length);
  const across = (width - 4) / columns / (widest + LABEL_ROOM * fontSize);
  const down = (width - side - 4) / (most * (widest + fontSize));
  const direction = asked !== "auto" ? asked : across >= Math.min(1, down) ? "across" : "down";
  if (direction === "across") {
    const pitch = Math.min((width - 4) / columns, 34 * fontSize);
    const lanePitch = fontSize * (most > 12 ? 2.6 : most > 6 ? 3.4 : 4.2);
    return { direction, pitch, share: pitch, side, lanePitch, gap: fontSize * 0.9, room: 1e6 };
  }
  const room = width - side - 2.6 * fontSize;
  return {
    direction,
    pitch: Math.min(6.5 * fontSize, Math.max(4 * fontSize, 590 / columns)),
    share: room / most,
    side,
    lanePitch: Math.min(11 * fontSize, (width - side - 8) / most),
    gap: fontSize * 2.4,
    room,
  };
}

/** Moves the layout to its place on the page; rows that are too wide are pushed together. */
export function arranged(
  positions: ReadonlyMap<number, Point>,
  nodes: ReadonlyMap<number, LesionNode>,
  studies: readonly number[],
  { direction, pitch, side }: Plan,
  { fontSize, width }: FigureStyle,
): StudyFrame & { readonly boxes: ReadonlyMap<number, Box> } {
  const pad = fontSize * 1.3;
  const across = direction === "across";
  const extent = Math.max(
    0,
    ...Array.from(positions, ([row, { x, y }]) => {
      const { halfWidth, halfHeight } = withRing(nodes.get(row) as LesionNode);
      return across ? y + halfHeight : x + halfWidth;
    }),
  );
  const head = across ? fontSize * 2.2 : 0;
  const span = Math.max(1, studies.length) * pitch;
  const left = across ? (width - span) / 2 : side;
  const spare = Math.max(0, width - side - 2 * pad - extent);
  const start = across ? left + pitch / 2 : head + pitch / 2;
  const offset = across ? head + pad : side + pad + spare / 2;
  const boxes = new Map<number, Box>();
  for (const [row, { x, y }] of positions) {
    const { halfWidth, halfHeight } = nodes.get(row) as LesionNode;
    const middle = (across ? start : offset) + x;
    boxes.set(row, {
      halfWidth,
      halfHeight,
      // Inside the figure even where a column is narrower than its nodes.
      x: Math.max(halfWidth + 1, Math.min(width - halfWidth - 1, middle)),
      y: (across ? offset : start) + y,
    });
  }
  return {
    studies,
    direction,
    pitch,
    boxes,
    studyAt: new Map(studies.map((study, i) => [study, start + i * pitch])),
    plot: across
      ? {
          left: Math.max(1, left),
          right: Math.min(width - 1, left + span),
          top: head,
          bottom: head + extent + 2 * pad,
        }
      : { left: side - 4, right: width - 1, top: 1, bottom: span },
  };
}

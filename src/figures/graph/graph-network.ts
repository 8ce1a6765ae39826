/** The lesions of the graph figure, the pairs between them, and where they stand. */
import { type LesionGraph, lesionGraph } from "../../graph/lesion-graph.js";
import type { PatientMatch } from "../../matching/result.js";
import type { Box } from "../kit/boxes.js";
import { assertSamePatient } from "../kit/figure-data-checks.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { textWidth } from "../kit/text-metrics.js";
import { nodeSize, RING, radiusOf } from "../network/draw-node.js";
import { type LesionNode, lesionNodes, type NodeSize } from "../network/lesion-nodes.js";
import { type Direction, headingOf, type StudyFrame } from "../network/study-headings.js";
import { type Frame, placeNodes } from "./graph-layout.js";
import type { GraphFigureOptions } from "./graph-options.js";

/** A pair of nodes by the rows of their first annotations, with the smallest distance of their annotations. */
export interface LesionPair {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

export interface Network extends StudyFrame {
  readonly shown: ShownPatient;
  readonly style: FigureStyle;
  /** By the row of their first annotation. */
  readonly nodes: ReadonlyMap<number, LesionNode>;
  /** How much smaller the circles are than usual, at most 1. */
  readonly scale: number;
  /** Every pair of nodes nearer than `maxDistance`. */
  readonly near: readonly LesionPair[];
  /** The smallest distance between two nodes; undefined where the graph has no edge. */
  readonly nearest: number | undefined;
  /** The box of every node. */
  readonly boxes: ReadonlyMap<number, Box>;
}

/** Room for a number on an edge between two nodes, in font sizes. */
const LABEL_ROOM = 2.4;

export function networkOf(match: PatientMatch, options: GraphFigureOptions): Network {
  const { graph } = options;
  if (graph !== undefined && graph.order > 0) {
    assertSamePatient("graph", graph.getAttribute("patient"), match.patient);
  }
  const style = styleOf(options);
  const shown = shownLesions(match, options, style);
  const nodesOf = (scale: number) =>
    lesionNodes(shown, (one) => nodeSize(one, options.nodeLabel, shown, style, scale));
  const { near, nearest } = nearPairs(match, shown, options);
  const fullSize = nodesOf(1);
  const plan = planOf(fullSize, shown.studies, options.direction, style);
  const widest = widestOf(fullSize);
  const radius = Math.max(1, ...shown.lesions.map(({ lesion }) => radiusOf(lesion, style)));
  const scale = widest > plan.share - 1 ? Math.min(1, Math.max(1, plan.share - 1) / 2 / radius) : 1;
  const nodes = scale < 1 ? nodesOf(scale) : fullSize;
  const withPlace = placeNodes(
    Array.from(nodes, ([row, node]) => ({ row, node: withRing(node) })),
    shown.studies,
    near.map((pair) => ({ ...pair, closeness: 1 - pair.distance / options.maxDistance })),
    plan,
  );
  return {
    shown,
    style,
    nodes,
    scale,
    studies: shown.studies,
    direction: plan.direction,
    near,
    nearest,
    pitch: plan.pitch,
    ...arranged(withPlace, nodes, { ...plan, studies: shown.studies, style }),
  };
}

/** Lesions to draw. Without the colours of a match, annotations of one lesion are not known to be duplicates. */
function shownLesions(
  match: PatientMatch,
  { maxLesions, colourBy }: GraphFigureOptions,
  { theme }: FigureStyle,
): ShownPatient {
  const shown = shownPatient(match, maxLesions, theme);
  if (colourBy !== "none") return shown;
  return { ...shown, lesions: shown.lesions.map((one) => ({ ...one, node: one.lesion.row })) };
}

/** A node with its second outline, where it has one. */
const withRing = (node: LesionNode): LesionNode => {
  const ring = node.lesions.length > 1 ? RING : 0;
  return { ...node, halfWidth: node.halfWidth + ring, halfHeight: node.halfHeight + ring };
};

const widestOf = (nodes: ReadonlyMap<number, LesionNode>): number =>
  Math.max(0, ...Array.from(nodes.values(), (node) => 2 * withRing(node).halfWidth));

interface Plan extends Frame {
  /** Room for one node, along a row or from column to column. */
  readonly share: number;
  /** Room for the headings of studies beside the rows. */
  readonly side: number;
}

/** The direction that gives nodes and numbers most room, and the distances that follow from it. */
function planOf(
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
function arranged(
  withPlace: ReadonlyMap<number, { readonly x: number; readonly y: number }>,
  nodes: ReadonlyMap<number, LesionNode>,
  frame: {
    readonly direction: Direction;
    readonly pitch: number;
    readonly studies: readonly number[];
    readonly side: number;
    readonly style: FigureStyle;
  },
): Pick<Network, "boxes" | "studyAt" | "plot"> {
  const { direction, pitch, studies, side, style } = frame;
  const { fontSize, width } = style;
  const pad = fontSize * 1.3;
  const across = direction === "across";
  const extent = Math.max(
    0,
    ...Array.from(withPlace, ([row, { x, y }]) => {
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
  for (const [row, { x, y }] of withPlace) {
    const { halfWidth, halfHeight }: NodeSize = nodes.get(row) as LesionNode;
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

function nearPairs(
  match: PatientMatch,
  { lesions }: ShownPatient,
  { graph: given, maxDistance }: GraphFigureOptions,
): Pick<Network, "near" | "nearest"> {
  const all = match.sequences.flatMap((sequence) => sequence.lesions);
  const nodeOf = new Map(lesions.map(({ lesion, node }) => [String(lesion.row), node]));
  let nearest: number | undefined;
  const smallest = new Map<string, LesionPair>();
  const look = (graph: LesionGraph): void =>
    graph.forEachEdge((_, { distance }, source, target) => {
      const [a, b] = [nodeOf.get(source), nodeOf.get(target)];
      if (a === undefined || b === undefined || a === b) return;
      if (nearest === undefined || distance < nearest) nearest = distance;
      if (distance >= maxDistance) return;
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const key = `${from} ${to}`;
      if (distance < (smallest.get(key)?.distance ?? Number.POSITIVE_INFINITY)) {
        smallest.set(key, { from, to, distance });
      }
    });
  look(given ?? lesionGraph(all, { maxDistance }));
  if (nearest === undefined && given === undefined && lesions.length <= MOST_COMPARED) {
    // Nothing below the limit: how far the limit would have to go is worth knowing.
    look(lesionGraph(all));
  }
  const near = Array.from(smallest.values()).sort(
    (a, b) => a.distance - b.distance || a.from - b.from || a.to - b.to,
  );
  return { near, nearest };
}

/** Beyond this many lesions the smallest distance is not looked for. */
const MOST_COMPARED = 500;

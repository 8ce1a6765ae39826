/** The lesions of the graph figure, the pairs between them, and where they stand. */
import { lesionGraph } from "../../graph/lesion-graph.js";
import type { PatientMatch } from "../../matching/result.js";
import { assertSamePatient } from "../kit/assert-same-patient.js";
import type { Box } from "../kit/boxes.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { textWidth } from "../kit/text-metrics.js";
import { nodeSize } from "../network/draw-node.js";
import { type Direction, headingOf, type StudyFrame } from "../network/study-headings.js";
import { placeLesions } from "./graph-layout.js";
import type { GraphFigureOptions } from "./graph-options.js";

/** A pair of shown lesions by their rows. */
export interface LesionPair {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

export interface Network extends StudyFrame {
  readonly shown: ShownPatient;
  readonly style: FigureStyle;
  /** Every pair of shown lesions nearer than `maxDistance`. */
  readonly near: readonly LesionPair[];
  /** The smallest distance of the graph; undefined where it has no edge. */
  readonly nearest: number | undefined;
  /** The box of every lesion by row. */
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
  const shown = shownPatient(match, options.maxLesions, style.theme);
  const { lesions, studies } = shown;
  const { near, nearest } = nearPairs(match, shown, options);
  const sizesUpTo = (most?: number) =>
    new Map(
      lesions.map((one) => [one.lesion.row, nodeSize(one, options.nodeLabel, shown, style, most)]),
    );
  let sizes = sizesUpTo();
  const widest = Math.max(0, ...Array.from(sizes.values(), ({ halfWidth }) => 2 * halfWidth));

  const { fontSize, width } = style;
  const most = Math.max(
    1,
    ...studies.map((study) => lesions.filter(({ lesion }) => lesion.study === study).length),
  );
  const side =
    Math.max(...studies.map((study) => textWidth(headingOf(study), fontSize, "bold")), 0) + 10;
  const columns = Math.max(1, studies.length);
  const room = {
    across: (width - 4) / columns / (widest + LABEL_ROOM * fontSize),
    down: (width - side - 4) / (most * (widest + fontSize)),
  };
  const direction =
    options.direction === "auto"
      ? room.across >= 1 || room.across >= room.down
        ? "across"
        : "down"
      : options.direction;

  const pitch =
    direction === "across"
      ? Math.min((width - 4) / columns, 34 * fontSize)
      : Math.min(6.5 * fontSize, Math.max(4 * fontSize, 590 / columns));
  // Nodes of neighbouring columns, or side by side in a row, must not touch.
  const share = direction === "across" ? pitch : (width - side - 2.6 * fontSize) / most;
  if (widest > share - 1) sizes = sizesUpTo((share - 1) / 2);
  const gap = direction === "across" ? fontSize * 0.9 : fontSize * 2.4;
  const lanePitch =
    direction === "across"
      ? fontSize * (most > 12 ? 2.6 : most > 6 ? 3.4 : 4.2)
      : Math.min(11 * fontSize, (width - side - 8) / most);
  const withPlace = placeLesions(
    lesions,
    studies,
    ({ lesion }) => sizes.get(lesion.row) as Pick<Box, "halfWidth" | "halfHeight">,
    near.map((pair) => ({ ...pair, closeness: 1 - pair.distance / options.maxDistance })),
    {
      direction,
      pitch,
      lanePitch,
      gap,
      room: direction === "across" ? 1e6 : width - side - 2.6 * fontSize,
    },
  );
  return {
    shown,
    style,
    studies,
    direction,
    near,
    nearest,
    pitch,
    ...arranged(withPlace, sizes, { direction, pitch, studies, side, style }),
  };
}

/** Moves the layout to its place on the page; rows that are too wide are pushed together. */
function arranged(
  withPlace: ReadonlyMap<number, { readonly x: number; readonly y: number }>,
  sizes: ReadonlyMap<number, Pick<Box, "halfWidth" | "halfHeight">>,
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
      const { halfWidth, halfHeight } = sizes.get(row) as Box;
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
    const size = sizes.get(row) as Pick<Box, "halfWidth" | "halfHeight">;
    const middle = (across ? start : offset) + x;
    boxes.set(row, {
      ...size,
      // Inside the figure even where a column is narrower than its nodes.
      x: Math.max(size.halfWidth + 1, Math.min(width - size.halfWidth - 1, middle)),
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
  const graph = given ?? lesionGraph(all, { maxDistance });
  const drawn = new Set(lesions.map(({ lesion }) => String(lesion.row)));
  let nearest: number | undefined;
  const near: LesionPair[] = [];
  graph.forEachEdge((_, { distance }, source, target) => {
    if (nearest === undefined || distance < nearest) nearest = distance;
    if (distance >= maxDistance || !drawn.has(source) || !drawn.has(target)) return;
    near.push({ from: Number(source), to: Number(target), distance });
  });
  if (nearest === undefined && given === undefined && all.length <= MOST_COMPARED) {
    // Nothing below the limit: how far the limit would have to go is worth knowing.
    lesionGraph(all).forEachEdge((_, { distance }) => {
      if (nearest === undefined || distance < nearest) nearest = distance;
    });
  }
  near.sort((a, b) => a.distance - b.distance || a.from - b.from || a.to - b.to);
  return { near, nearest };
}

/** Beyond this many lesions the smallest distance is not looked for. */
const MOST_COMPARED = 500;

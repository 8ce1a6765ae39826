/** What the graph and the sequences have in common: who is shown, and where everybody stands. */
import type { LesionGraph } from "../../graph/lesion-graph.js";
import { lesionGraph } from "../../graph/lesion-graph.js";
import type { PatientMatch } from "../../matching/result.js";
import { assertSamePatient } from "../kit/assert-same-patient.js";
import type { Area, Box } from "../kit/boxes.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { type ShownLesion, type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { textWidth } from "../kit/text-metrics.js";
import { nodeText, radiusOf } from "./draw-node.js";
import { type Direction, placeMarks } from "./network-layout.js";
import type { NetworkOptions } from "./network-options.js";

/** A pair of shown marks by their rows. */
export interface MarkPair {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

export interface Network {
  readonly shown: ShownPatient;
  readonly style: FigureStyle;
  readonly direction: Direction;
  /** Every pair of shown marks nearer than `maxDistance`. */
  readonly near: readonly MarkPair[];
  /** The box of every mark by row. */
  readonly boxes: ReadonlyMap<number, Box>;
  /** The middle of every study, along the studies' direction. */
  readonly studyAt: ReadonlyMap<number, number>;
  readonly pitch: number;
  /** Where nodes and edges are; headings stand outside. */
  readonly plot: Area;
}

/** Room for a number on an edge between two nodes, in font sizes. */
const LABEL_ROOM = 2.4;

export function networkOf(match: PatientMatch, options: NetworkOptions): Network {
  const { graph } = options;
  if (graph !== undefined && graph.order > 0) {
    assertSamePatient("graph", graph.getAttribute("patient"), match.patient);
  }
  const style = styleOf(options);
  const shown = shownPatient(match, options.maxLesions, style.theme);
  const { marks, studies } = shown;
  const near = nearPairs(match, shown, options);
  const sizes = new Map(
    marks.map((mark) => [mark.lesion.row, sizeOf(mark, options, shown, style)]),
  );
  const widest = Math.max(0, ...marks.map((mark) => 2 * halfWidthOf(sizes, mark)));

  const { fontSize, width } = style;
  const most = Math.max(
    1,
    ...studies.map((study) => marks.filter((m) => m.lesion.study === study).length),
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
  const gap = direction === "across" ? fontSize * 0.9 : fontSize * 2.4;
  const lanePitch =
    direction === "across"
      ? fontSize * (most > 12 ? 2.6 : most > 6 ? 3.4 : 4.2)
      : Math.min(11 * fontSize, (width - side - 8) / most);
  const withPlace = placeMarks(
    marks,
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
    direction,
    near,
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

export const headingOf = (study: number): string => `Study ${study}`;

const halfWidthOf = (
  sizes: ReadonlyMap<number, Pick<Box, "halfWidth">>,
  { lesion }: ShownLesion,
): number => (sizes.get(lesion.row) as Box).halfWidth;

/** Half the sides of a node. Wide enough for the row too, so that both figures place alike. */
function sizeOf(
  mark: ShownLesion,
  options: NetworkOptions,
  shown: ShownPatient,
  style: FigureStyle,
): Pick<Box, "halfWidth" | "halfHeight"> {
  const radius = radiusOf(mark.lesion, style);
  const widest = Math.max(
    textWidth(nodeText(mark, options.nodeLabel, shown, style), style.labelSize),
    textWidth(String(mark.lesion.row), style.labelSize),
  );
  return { halfWidth: Math.max(radius, widest / 2 + 1.6), halfHeight: radius };
}

function nearPairs(
  match: PatientMatch,
  { marks }: ShownPatient,
  options: NetworkOptions,
): MarkPair[] {
  const graph: LesionGraph =
    options.graph ??
    lesionGraph(
      match.sequences.flatMap(({ lesions }) => lesions),
      { maxDistance: options.maxDistance },
    );
  const drawn = new Set(marks.map(({ lesion }) => String(lesion.row)));
  return graph
    .filterEdges(
      (_, { distance }, source, target) =>
        distance < options.maxDistance && drawn.has(source) && drawn.has(target),
    )
    .map((edge) => ({
      from: Number(graph.source(edge)),
      to: Number(graph.target(edge)),
      distance: graph.getEdgeAttribute(edge, "distance"),
    }))
    .sort((a, b) => a.distance - b.distance || a.from - b.from || a.to - b.to);
}

/**
 * Where the lesions of the sequences figure stand: one column per study, one lane per sequence, as in a
 * track scheme. Lesions of a single study share lanes below.
 */
import { groupBy } from "../../core/group-by.js";
import type { Area, Box } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { textWidth } from "../kit/text-metrics.js";
import { duplicatesOf, type LesionNode } from "../network/lesion-nodes.js";
import { headingOf, type StudyFrame } from "../network/study-headings.js";
import { extentOf, type Lane, placeLanes, tracksOf } from "./sequence-lanes.js";

export interface SequenceLayout extends StudyFrame {
  readonly boxes: ReadonlyMap<number, Box>;
  readonly lanes: readonly Lane[];
  /** Numbers on links stand above the nodes, since columns are too narrow for them between the nodes. */
  readonly numbersAbove: boolean;
  /** Nodes with a second outline. */
  readonly duplicates: ReadonlySet<number>;
}

export interface LayoutRequest {
  readonly direction: "auto" | "across" | "down";
  /** Texts at the beginning of the lanes, by sequence. */
  readonly laneLabels: ReadonlyMap<number, string>;
  /** Room that a number on a link needs, points; 0 where none is printed. */
  readonly numberWidth: number;
}

/** Room between columns beyond the nodes and numbers, points. */
const AIR = 6;
/** Height of a row of numbers above a lane, in label sizes. */
const ABOVE_LANE = 1.2;
/** Columns are not wider than this, in font sizes. */
const WIDEST = 24;

/** Places every node. O(n log n). */
export function layoutSequences(
  shown: ShownPatient,
  nodes: ReadonlyMap<number, LesionNode>,
  request: LayoutRequest,
  style: FigureStyle,
): SequenceLayout {
  const { fontSize, smallSize, width } = style;
  const { numberWidth, laneLabels } = request;
  const columns = Math.max(1, shown.studies.length);
  const widest = Math.max(0, ...Array.from(nodes.values(), ({ halfWidth }) => 2 * halfWidth));
  const laneSide =
    8 +
    Math.max(
      textWidth("Sequence", smallSize),
      ...Array.from(laneLabels.values(), (text) => textWidth(text, smallSize, "bold")),
    );
  const studySide =
    8 + Math.max(0, ...shown.studies.map((study) => textWidth(headingOf(study), fontSize, "bold")));
  const tracks = tracksOf(shown, nodes, 1);
  // Numbers stand between the studies, where lanes are no wider than their lines.
  const down = placeLanes(
    tracks,
    nodes,
    "down",
    { gap: fontSize * 0.8, pitch: numberWidth + 6 },
    style,
  );
  const fitsAcross = (width - laneSide - 2) / columns >= widest + AIR;
  const fitsDown = studySide + extentOf(down) + fontSize <= width - 2;
  const direction =
    request.direction === "across" || !fitsDown
      ? "across"
      : request.direction === "down" || !fitsAcross
        ? "down"
        : "across";
  if (direction === "across") {
    const pitch = Math.min((width - laneSide - 2) / columns, WIDEST * fontSize);
    const numbersAbove = pitch - widest < numberWidth + 2 && pitch > numberWidth + 2;
    const gap =
      fontSize * 0.55 +
      (numberWidth === 0 ? 0 : style.labelSize * (numbersAbove ? ABOVE_LANE : 0.6));
    const step = widest + fontSize * 0.6;
    const abreast = Math.max(1, Math.floor((pitch - AIR) / step));
    const lanes = placeLanes(
      tracksOf(shown, nodes, abreast),
      nodes,
      "across",
      { gap, pitch: 0 },
      style,
    );
    const left = laneSide;
    const head = fontSize * 2.2;
    const pad = fontSize * 0.9;
    const above = numbersAbove ? style.labelSize * ABOVE_LANE : 0;
    return arranged(shown, nodes, lanes, {
      direction,
      pitch,
      step,
      numbersAbove,
      start: left + pitch / 2,
      offset: head + pad + above,
      plot: {
        left,
        right: left + columns * pitch,
        top: head,
        bottom: head + extentOf(lanes) + 2 * pad + above,
      },
    });
  }
  const pitch = Math.max(fontSize * 4, 2 * Math.max(...heights(nodes)) + fontSize * 1.8);
  const head = fontSize * 2.2;
  const spare = Math.max(0, width - 2 - studySide - extentOf(down)) / 2;
  return arranged(shown, nodes, down, {
    direction,
    pitch,
    step: 0,
    numbersAbove: false,
    start: head + pitch / 2,
    offset: studySide + spare,
    plot: { left: studySide - 4, right: width - 1, top: head, bottom: head + columns * pitch },
  });
}

const heights = (nodes: ReadonlyMap<number, LesionNode>): number[] => [
  1,
  ...Array.from(nodes.values(), ({ halfHeight }) => halfHeight),
];

function arranged(
  shown: ShownPatient,
  nodes: ReadonlyMap<number, LesionNode>,
  lanes: readonly Lane[],
  frame: {
    readonly direction: "across" | "down";
    readonly pitch: number;
    /** From one lesion to the next in the same lane and study, points. */
    readonly step: number;
    readonly numbersAbove: boolean;
    readonly start: number;
    readonly offset: number;
    readonly plot: Area;
  },
): SequenceLayout {
  const { direction, pitch, step, numbersAbove, start, offset, plot } = frame;
  const studyAt = new Map(shown.studies.map((study, i) => [study, start + i * pitch]));
  const boxes = new Map<number, Box>();
  const placed = lanes.map((lane) => ({ ...lane, at: lane.at + offset }));
  const studyOf = (row: number): number => nodes.get(row)?.lesions[0]?.lesion.study ?? 0;
  for (const lane of placed) {
    for (const [study, rows] of groupBy(lane.nodes, studyOf)) {
      rows.forEach((row, i) => {
        const { halfWidth = 0, halfHeight = 0 } = nodes.get(row) ?? {};
        const along = (studyAt.get(study) ?? 0) + (i - (rows.length - 1) / 2) * step;
        const [x, y] = direction === "across" ? [along, lane.at] : [lane.at, along];
        boxes.set(row, { x, y, halfWidth, halfHeight });
      });
    }
  }
  return {
    direction,
    pitch,
    numbersAbove,
    plot,
    studies: shown.studies,
    studyAt,
    boxes,
    lanes: placed,
    duplicates: duplicatesOf(nodes),
  };
}

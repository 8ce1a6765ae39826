/** The lesions of the graph figure, the pairs between them, and where they stand. */
import type { PatientMatch } from "../../matching/result.js";
import type { Box } from "../kit/boxes.js";
import { assertSamePatient } from "../kit/figure-data-checks.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { nodeSize, radiusOf } from "../network/draw-node.js";
import { type LesionNode, lesionNodes } from "../network/lesion-nodes.js";
import type { StudyFrame } from "../network/study-headings.js";
import { placeNodes } from "./graph-layout.js";
import type { GraphFigureOptions } from "./graph-options.js";
import { type LesionPair, nearPairs } from "./graph-pairs.js";
import { arranged, planOf, widestOf, withRing } from "./graph-plan.js";

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
  const positions = placeNodes(
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
    near,
    nearest,
    ...arranged(positions, nodes, shown.studies, plan, style),
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

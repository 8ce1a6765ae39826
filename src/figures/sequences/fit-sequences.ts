/** The layout of the sequences that has room for its nodes. */
import type { FigureStyle } from "../kit/figure-style.js";
import type { NodeLabel } from "../kit/patient-options.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { nodeSize } from "../network/draw-node.js";
import { type LesionNode, lesionNodes } from "../network/lesion-nodes.js";
import { type LayoutRequest, layoutSequences, type SequenceLayout } from "./sequence-layout.js";

interface Fitted {
  readonly layout: SequenceLayout;
  readonly nodes: ReadonlyMap<number, LesionNode>;
  readonly nodeLabel: NodeLabel;
  /** How much smaller the circles are than usual, at most 1. */
  readonly scale: number;
}

/**
 * The first layout that has room for its nodes: with node labels; without numbers on links; without node labels;
 * with smaller nodes.
 */
export function fitted(
  shown: ShownPatient,
  request: LayoutRequest,
  wanted: NodeLabel,
  style: FigureStyle,
): Fitted {
  const attempt = (nodeLabel: NodeLabel, numberWidth: number, scale = 1) => {
    const nodes = lesionNodes(shown, (lesion) => nodeSize(lesion, nodeLabel, shown, style, scale));
    const layout = layoutSequences(shown, nodes, { ...request, numberWidth }, style);
    const widest = Math.max(0, ...Array.from(nodes.values(), ({ halfWidth }) => 2 * halfWidth));
    return { layout, nodes, nodeLabel, scale, widest };
  };
  const fits = ({ layout, widest }: ReturnType<typeof attempt>): boolean =>
    layout.direction === "down" || layout.pitch >= widest + 2;
  const { numberWidth } = request;
  const attempts = [
    () => attempt(wanted, numberWidth),
    () => attempt(wanted, 0),
    () => attempt("none", numberWidth),
    () => attempt("none", 0),
  ];
  for (const next of attempts) {
    const found = next();
    if (fits(found)) return found;
  }
  const plain = attempt("none", 0);
  return attempt("none", 0, Math.max(0.2, (plain.layout.pitch - 2) / plain.widest));
}

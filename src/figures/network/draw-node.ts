/** Lesions as nodes: shape and colour of the sequence, area by size, a text inside. */
import type { Lesion } from "../../core/lesion.js";
import { type Box, grown } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { conflictSign, outline } from "../kit/symbols.js";
import { shortenMiddle } from "../kit/text-metrics.js";
import { onColour } from "../kit/theme.js";
import type { NodeLabel } from "./network-options.js";

/** Long axes from this on are drawn at full size, mm. */
export const FULL_SIZE_MM = 60;
const LONGEST_TEXT = 7;
/** Room between a node and the second outline of a lesion that was marked twice. */
export const RING = 2.4;

/** Radius of a node in points: it grows with the long axis up to 60 mm. */
export const radiusOf = ({ longAxisMm = 15 }: Lesion, { fontSize }: FigureStyle): number =>
  fontSize * (0.88 + 0.47 * Math.sqrt(Math.min(1, longAxisMm / FULL_SIZE_MM)));

/**
 * The text in a node, shortened in the middle where it is long. Ids are without `idStart`, what those of
 * the patient have in common.
 */
export function nodeText(
  { lesion, sequence }: ShownLesion,
  what: NodeLabel,
  { idStart }: Pick<ShownPatient, "idStart">,
  style: FigureStyle,
): string {
  const texts: Record<NodeLabel, string> = {
    row: String(lesion.row),
    id: lesion.id.slice(idStart.length),
    sequence: String(sequence),
    longAxisMm: lesion.longAxisMm === undefined ? "?" : lesion.longAxisMm.toFixed(0),
    none: "",
  };
  return shortenMiddle(texts[what], LONGEST_TEXT * style.labelSize, style.labelSize);
}

export interface NodeDrawing {
  readonly box: Box;
  readonly sequenceStyle: SequenceStyle | undefined;
  readonly text: string;
  readonly title: string;
  /** Marked more than once in its study. */
  readonly double?: boolean;
  /** Its sequence has another lesion of its study. */
  readonly conflict?: boolean;
}

export function drawNode(node: NodeDrawing, style: FigureStyle): SvgNode {
  const { box, sequenceStyle, text, title, double, conflict } = node;
  const { theme, labelSize } = style;
  const fill = sequenceStyle?.colour ?? theme.background;
  const stroke = sequenceStyle?.colour ?? theme.neutral;
  const shape = sequenceStyle?.shape ?? "circle";
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": title },
    svg("title", {}, title),
    double
      ? outline(shape, grown(box, RING), { fill: theme.background, stroke, "stroke-width": 0.9 })
      : undefined,
    outline(shape, box, { fill, stroke, "stroke-width": 1 }),
    text === ""
      ? undefined
      : label(text, box.x, box.y, {
          size: labelSize,
          anchor: "middle",
          fill: sequenceStyle === undefined ? theme.text : onColour(fill),
        }),
    conflict ? conflictSign(conflictPlace(box), style) : undefined,
  );
}

/** Where the sign of a conflict stands at a node. */
const conflictPlace = ({ x, y, halfWidth, halfHeight }: Box): { x: number; y: number } => ({
  x: x + halfWidth * 0.8,
  y: y - halfHeight * 0.95,
});

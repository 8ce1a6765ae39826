/** Lesions as nodes: shape and colour of the sequence, area by size, a text inside. */
import type { Lesion } from "../../core/lesion.js";
import { type Box, grown, type Point } from "../kit/boxes.js";
import { emphasis, type FigureStyle, type Highlight } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { lesionElement } from "../kit/lesion-element.js";
import type { NodeLabel } from "../kit/patient-options.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import type { SvgNode } from "../kit/svg.js";
import { conflictSign, outline } from "../kit/symbols.js";
import { shortenMiddle, textWidth } from "../kit/text-metrics.js";
import { onColour } from "../kit/theme.js";
import { lesionText } from "../kit/wording.js";

/** Long axes from this on are drawn at full size, mm. */
export const FULL_SIZE_MM = 60;
const LONGEST_TEXT = 7;
/** Room between a node and the second outline of a duplicate. */
export const RING = 2.4;

/** Radius of a node in points: its area beyond a smallest radius grows with the long axis up to 60 mm. */
export const radiusOf = ({ longAxisMm = 15 }: Lesion, { fontSize }: FigureStyle): number =>
  fontSize * (0.5 + 1.15 * Math.sqrt(Math.min(1, longAxisMm / FULL_SIZE_MM)));

/** Half the sides of a node: a circle, or a pill where the text needs more room. `scale` makes all circles smaller. */
export function nodeSize(
  lesion: ShownLesion,
  what: NodeLabel,
  shown: ShownPatient,
  style: FigureStyle,
  scale = 1,
): Pick<Box, "halfWidth" | "halfHeight"> {
  const radius = scale * radiusOf(lesion.lesion, style);
  const text = textWidth(nodeText(lesion, what, shown, style), style.labelSize);
  return {
    halfWidth: Math.max(radius, text / 2 + 1.6),
    halfHeight: Math.max(radius, text > 0 ? style.labelSize * 0.66 : 0),
  };
}

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

/** What the tooltip of a node says. */
export function nodeTitle(lesions: readonly ShownLesion[]): string {
  const [first] = lesions;
  if (first === undefined) return "";
  const others = lesions.slice(1).map(({ lesion }) => lesion.row);
  return [
    lesionText(first.lesion),
    `sequence ${first.sequence}`,
    ...(others.length > 0 ? [`duplicate annotation, row ${others.join(", ")}`] : []),
    ...(first.conflict ? ["conflict: its sequence has another lesion of this study"] : []),
  ].join(", ");
}

export interface NodeDrawing {
  readonly box: Box;
  /** All annotations of the lesion in its study, the first in front. */
  readonly lesions: readonly ShownLesion[];
  readonly sequenceStyle: SequenceStyle | undefined;
  readonly text: string;
  readonly highlight: Highlight;
}

export function drawNode(node: NodeDrawing, style: FigureStyle): SvgNode | undefined {
  const { box, lesions, sequenceStyle, text, highlight } = node;
  const [first] = lesions;
  if (first === undefined) return undefined;
  const { theme, labelSize } = style;
  const fill = sequenceStyle?.colour ?? theme.background;
  const stroke = sequenceStyle?.colour ?? theme.neutral;
  const shape = sequenceStyle?.shape ?? "circle";
  const rows = lesions.map(({ lesion }) => lesion.row);
  return lesionElement(
    {
      rows,
      study: first.lesion.study,
      sequence: first.sequence,
      title: nodeTitle(lesions),
      opacity: emphasis(highlight, { rows, sequence: first.sequence }),
    },
    lesions.length > 1
      ? outline(shape, grown(box, RING), { fill: theme.background, stroke, "stroke-width": 0.9 })
      : undefined,
    outline(shape, box, { class: "node", fill, stroke, "stroke-width": 1 }),
    text === ""
      ? undefined
      : label(text, box.x, box.y, {
          size: labelSize,
          anchor: "middle",
          fill: sequenceStyle === undefined ? theme.text : onColour(fill),
        }),
    first.conflict ? conflictSign(conflictPlace(box), style) : undefined,
  );
}

/** Where the sign of a conflict stands at a node. */
const conflictPlace = ({ x, y, halfWidth, halfHeight }: Box): Point => ({
  x: x + halfWidth * 0.85,
  y: y - halfHeight * 0.95,
});

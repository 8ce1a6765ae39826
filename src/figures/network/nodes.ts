/** Lesions as nodes: shape and colour of the sequence, area by size, a text inside. */
import { LESION_TYPES, type Lesion, type LesionType } from "../../core/lesion.js";
import type { Box } from "../parts/boxes.js";
import { label } from "../parts/text.js";
import type { FigureStyle } from "../style.js";
import { pathData, type SvgNode, svg } from "../svg.js";
import { shortenMiddle } from "../text/measure.js";
import { onColour } from "../theme.js";
import type { Look, Mark, ShownPatient } from "./marks.js";
import type { NodeLabel } from "./options.js";

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
  { lesion, sequence }: Mark,
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

/** What a tooltip and a screen reader say of a lesion. */
export function inWords({ row, study, id, type, longAxisMm, shortAxisMm }: Lesion): string {
  const size =
    longAxisMm === undefined
      ? "size unknown"
      : shortAxisMm === undefined
        ? `${longAxisMm.toFixed(1)} mm`
        : `${longAxisMm.toFixed(1)} × ${shortAxisMm.toFixed(1)} mm`;
  return [`row ${row}`, `study ${study}`, id, size, ...(type === undefined ? [] : [type])].join(
    ", ",
  );
}

/** The look of a lesion: by its type, or by its sequence; undefined where it has none of its own. */
export function lookOf(
  { lesion, sequence }: Mark,
  colourBy: "sequence" | "type",
  looks: ReadonlyMap<number, Look>,
  { theme }: FigureStyle,
): Look | undefined {
  if (colourBy === "sequence") return looks.get(sequence);
  return lesion.type && { colour: typeColour(lesion.type, theme.palette), shape: "circle" };
}

export const typeColour = (type: LesionType, palette: readonly string[]): string =>
  palette[LESION_TYPES.indexOf(type) % palette.length]!;

export interface NodeDrawing {
  readonly box: Box;
  readonly look: Look | undefined;
  readonly text: string;
  readonly title: string;
  /** Marked more than once in its study. */
  readonly double?: boolean;
  /** Its sequence has another lesion of its study. */
  readonly conflict?: boolean;
}

export function drawNode(node: NodeDrawing, style: FigureStyle): SvgNode {
  const { box, look, text, title, double, conflict } = node;
  const { theme, labelSize } = style;
  const fill = look?.colour ?? theme.background;
  const stroke = look?.colour ?? theme.neutral;
  const shape = look?.shape ?? "circle";
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
          fill: look === undefined ? theme.text : onColour(fill),
        }),
    conflict ? conflictSign(conflictPlace(box), style) : undefined,
  );
}

/** Where the sign of a conflict stands at a node. */
const conflictPlace = ({ x, y, halfWidth, halfHeight }: Box): { x: number; y: number } => ({
  x: x + halfWidth * 0.8,
  y: y - halfHeight * 0.95,
});

/** A red triangle with an exclamation mark. */
export function conflictSign(
  { x, y }: { readonly x: number; readonly y: number },
  { theme, smallSize }: FigureStyle,
): SvgNode {
  const s = smallSize * 0.62;
  return svg(
    "g",
    { "aria-label": "conflict" },
    svg("path", {
      d: pathData`M${x},${y - s}L${x + s * 1.1},${y + s * 0.9}H${x - s * 1.1}Z`,
      fill: theme.alert,
      stroke: theme.background,
      "stroke-width": 0.8,
      "stroke-linejoin": "round",
    }),
    svg("path", {
      d: pathData`M${x},${y - s * 0.35}V${y + s * 0.25}M${x},${y + s * 0.55}v${0.01}`,
      stroke: onColour(theme.alert),
      "stroke-width": 0.9,
      "stroke-linecap": "round",
      fill: "none",
    }),
  );
}

export const grown = (box: Box, by: number): Box => ({
  ...box,
  halfWidth: box.halfWidth + by,
  halfHeight: box.halfHeight + by,
});

/** The outline of a shape that fills its box: a circle or pill, a square with round corners, a lozenge. */
export function outline(
  shape: Look["shape"],
  { x, y, halfWidth, halfHeight }: Box,
  attributes: Readonly<Record<string, string | number>>,
): SvgNode {
  if (shape === "diamond") {
    const [w, h] = [halfWidth * 1.25, halfHeight * 1.25];
    return svg("path", {
      d: pathData`M${x - w},${y}L${x},${y - h}L${x + w},${y}L${x},${y + h}Z`,
      "stroke-linejoin": "round",
      ...attributes,
    });
  }
  return svg("rect", {
    x: x - halfWidth,
    y: y - halfHeight,
    width: 2 * halfWidth,
    height: 2 * halfHeight,
    rx: shape === "circle" ? halfHeight : 1.5,
    ...attributes,
  });
}

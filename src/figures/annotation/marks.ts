/** What is marked on a slice: axes, box and centre of the lesion, and its position in the body. */
import type { DlInfoLesion } from "../../deeplesion/lesion.js";
import type { Extent } from "../../images/mask.js";
import { label } from "../parts/text.js";
import { pathData, type SvgChild, svg } from "../svg.js";
import { textWidth } from "../text/measure.js";
import { INK, inPanel, type Panel, rimmed, segment } from "./panel.js";

/** The box, the two axes and the centre of the box. Lines get thin where the lesion is small. */
export function annotationMarks(panel: Panel, lesion: DlInfoLesion): SvgChild[] {
  const [[x1, y1], [x2, y2]] = corners(panel, lesion);
  const side = Math.min(x2 - x1, y2 - y1);
  const width = Math.min(1.1, 0.45 + 0.01 * side);
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return [
    ...rimmed(pathData`M${x1},${y1}H${x2}V${y2}H${x1}Z`, INK.box, width),
    ...rimmed(segment(panel, lesion.longAxisPx), INK.axes, width),
    ...rimmed(segment(panel, lesion.shortAxisPx), INK.axes, width),
    svg("circle", {
      cx: x,
      cy: y,
      r: Math.min(2, 0.5 + 0.03 * side),
      fill: INK.centre,
      stroke: INK.rim,
      "stroke-width": 0.3,
    }),
  ];
}

/** The lines across the body: through from the right and from the front to the box, dashed beyond it. */
export function positionLines(
  panel: Panel,
  lesion: DlInfoLesion,
  { left, right, top, bottom }: Extent,
  position: { readonly x: number; readonly y: number },
  size: number,
): SvgChild[] {
  const [[x1, y1], [x2, y2]] = corners(panel, lesion);
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  // Extents count pixels from 0.
  const [fromX, fromY] = inPanel(panel, left + 0.5, top + 0.5);
  const [toX, toY] = inPanel(panel, right + 1.5, bottom + 1.5);
  const tick = size * 0.6;
  const [across, down] = [`x ${position.x.toFixed(3)}`, `y ${position.y.toFixed(3)}`];
  const words = { size, fill: INK.position, rim: INK.rim };
  /** The middle of the longer of two stretches. */
  const middle = (from: number, a: number, b: number, to: number): number =>
    a - from >= to - b ? (from + a) / 2 : (b + to) / 2;
  const within = (at: number, room: number, half: number): number =>
    Math.max(half + 2, Math.min(room - half - 2, at));
  const halfAcross = textWidth(across, size) / 2;
  return [
    ...rimmed(pathData`M${x2},${y}H${toX}`, INK.position, 0.8, "2 1.6"),
    ...rimmed(pathData`M${x},${y2}V${toY}`, INK.position, 0.8, "2 1.6"),
    ...rimmed(
      pathData`M${fromX},${y - tick}v${2 * tick}M${fromX},${y}H${x1}M${toX},${y - tick}v${2 * tick}`,
      INK.position,
      0.9,
    ),
    ...rimmed(
      pathData`M${x - tick},${fromY}h${2 * tick}M${x},${fromY}V${y1}M${x - tick},${toY}h${2 * tick}`,
      INK.position,
      0.9,
    ),
    label(across, within(middle(fromX, x1, x2, toX), panel.width, halfAcross), y - size * 0.9, {
      ...words,
      anchor: "middle",
    }),
    label(
      down,
      within(x + size * 0.6, panel.width - textWidth(down, size), 0),
      middle(fromY, y1, y2, toY),
      words,
    ),
  ];
}

/** Upper left and lower right corner of the box in the panel. */
const corners = (panel: Panel, { boxPx: [x1, y1, x2, y2] }: DlInfoLesion) =>
  [inPanel(panel, x1, y1), inPanel(panel, x2, y2)] as const;

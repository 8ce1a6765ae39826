/** What is drawn on a slice: axes, box and centre of the lesion, and its position in the body. */
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import type { Extent } from "../../images/mask.js";
import { type Box, collide } from "../kit/boxes.js";
import { label } from "../kit/label.js";
import { pathData, type SvgChild, type SvgNode, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { lesionText } from "../kit/wording.js";
import { INK, inPanel, type Panel, segment, withHalo } from "./slice-panel.js";

/** The box, the two axes and the centre of the box. Lines get thin where the lesion is small. */
export function drawAnnotation(panel: Panel, lesion: DlInfoLesion): SvgNode {
  const [[x1, y1], [x2, y2]] = corners(panel, lesion);
  const side = Math.min(x2 - x1, y2 - y1);
  const width = Math.min(1.1, 0.45 + 0.01 * side);
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return symbol(
    lesionText(lesion),
    ...withHalo(pathData`M${x1},${y1}H${x2}V${y2}H${x1}Z`, INK.box, width),
    ...withHalo(segment(panel, lesion.longAxisPx), INK.axes, width),
    ...withHalo(segment(panel, lesion.shortAxisPx), INK.axes, width),
    svg("circle", {
      cx: x,
      cy: y,
      r: Math.min(2, 0.5 + 0.03 * side),
      fill: INK.centre,
      stroke: INK.halo,
      "stroke-width": 0.3,
    }),
  );
}

/** "R" and "L" at the edges: slices show the patient's right on the left. */
export const sides = ({ width, height }: Panel, size: number): SvgNode[] => [
  label("R", size * 0.6, height / 2, { size, fill: INK.text, halo: INK.halo, weight: "bold" }),
  label("L", width - size * 0.6, height / 2, {
    size,
    fill: INK.text,
    halo: INK.halo,
    weight: "bold",
    anchor: "end",
  }),
];

/** The lines across the body: through from the right and from the front to the box, dashed beyond it. */
export function positionLines(
  panel: Panel,
  lesion: DlInfoLesion,
  { left, right, top, bottom }: Extent,
  position: { readonly x: number; readonly y: number },
  size: number,
): SvgNode {
  const [[x1, y1], [x2, y2]] = corners(panel, lesion);
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  // Extents count pixels from 0; ticks at the rim of the picture stay in it.
  const inside = (at: number, room: number): number => Math.max(1, Math.min(room - 1, at));
  const first = inPanel(panel, left + 0.5, top + 0.5);
  const last = inPanel(panel, right + 1.5, bottom + 1.5);
  const [fromX, toX] = [inside(first[0], panel.width), inside(last[0], panel.width)];
  const [fromY, toY] = [inside(first[1], panel.height), inside(last[1], panel.height)];
  const tick = size * 0.6;
  const [across, down] = [`x ${position.x.toFixed(3)}`, `y ${position.y.toFixed(3)}`];
  const words = { size, fill: INK.position, halo: INK.halo, anchor: "middle" } as const;
  const [wide, high] = [textWidth(across, size) / 2 + 1, textWidth(down, size) / 2 + 1];
  const half = size / 2;
  // On the measured parts where they are long enough, else beside the box; the first two that fit.
  const rows = [y - size * 0.9, y + size * 0.9, y1 - size * 0.9, y2 + size * 0.9];
  const columns = [x2 + size * 0.6 + wide, x1 - size * 0.6 - wide];
  if (x1 - fromX > 2 * wide) columns.unshift((fromX + x1) / 2);
  const heights = [y2 + size, y1 - size, y1 - size * 3, y2 + size * 3];
  if (y1 - fromY > size * 4) heights.unshift((fromY + y1) / 2);
  const [acrossAt, downAt] = apart(
    boxes(columns, rows, wide, half),
    boxes([x + size * 0.5 + high, x - size * 0.5 - high], heights, high, half),
    panel,
  );
  return symbol(
    `position in the body: ${across}, ${down}`,
    ...withHalo(pathData`M${x2},${y}H${toX}`, INK.position, 0.8, "2 1.6"),
    ...withHalo(pathData`M${x},${y2}V${toY}`, INK.position, 0.8, "2 1.6"),
    ...withHalo(
      pathData`M${fromX},${y - tick}v${2 * tick}M${fromX},${y}H${x1}M${toX},${y - tick}v${2 * tick}`,
      INK.position,
      0.9,
    ),
    ...withHalo(
      pathData`M${x - tick},${fromY}h${2 * tick}M${x},${fromY}V${y1}M${x - tick},${toY}h${2 * tick}`,
      INK.position,
      0.9,
    ),
    label(across, acrossAt.x, acrossAt.y, words),
    label(down, downAt.x, downAt.y, words),
  );
}

/** Places for a label, for every row in all columns. */
const boxes = (
  columns: readonly number[],
  rows: readonly number[],
  halfWidth: number,
  halfHeight: number,
): Box[] => rows.flatMap((y) => columns.map((x) => ({ x, y, halfWidth, halfHeight })));

/** The first two places in the panel that do not cover each other. */
function apart(first: readonly Box[], second: readonly Box[], { width, height }: Panel) {
  const inside = ({ x, y, halfWidth, halfHeight }: Box): boolean =>
    x >= halfWidth && x <= width - halfWidth && y >= halfHeight && y <= height - halfHeight;
  for (const a of first.filter(inside)) {
    const b = second.filter(inside).find((place) => !collide(a, place));
    if (b !== undefined) return [a, b] as const;
  }
  return [first[0], second[0]] as readonly [Box, Box];
}

const symbol = (title: string, ...children: readonly SvgChild[]): SvgNode =>
  svg(
    "g",
    { role: "graphics-symbol img", "aria-label": title },
    svg("title", {}, title),
    ...children,
  );

/** Upper left and lower right corner of the box in the panel. */
const corners = (panel: Panel, { boxPx: [x1, y1, x2, y2] }: DlInfoLesion) =>
  [inPanel(panel, x1, y1), inPanel(panel, x2, y2)] as const;

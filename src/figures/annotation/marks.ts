/** What is marked on a slice: axes, box and centre of the lesion, and its position in the body. */
import type { DlInfoLesion } from "../../deeplesion/lesion.js";
import type { Extent } from "../../images/mask.js";
import { inWords } from "../network/nodes.js";
import { label } from "../parts/text.js";
import { pathData, type SvgChild, type SvgNode, svg } from "../svg.js";
import { textWidth } from "../text/measure.js";
import { INK, inPanel, type Panel, rimmed, segment } from "./panel.js";

/** The box, the two axes and the centre of the box. Lines get thin where the lesion is small. */
export function annotationMarks(panel: Panel, lesion: DlInfoLesion): SvgNode {
  const [[x1, y1], [x2, y2]] = corners(panel, lesion);
  const side = Math.min(x2 - x1, y2 - y1);
  const width = Math.min(1.1, 0.45 + 0.01 * side);
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return symbol(
    inWords(lesion),
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
  );
}

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
  const words = { size, fill: INK.position, rim: INK.rim };
  const within = (at: number, room: number): number => Math.max(2, Math.min(room - 2, at));
  const [wide, high] = [textWidth(across, size), size * 4];
  // On the measured part where it is long enough, else beyond the box.
  const acrossX = x1 - fromX > wide + 4 ? (fromX + x1 - wide) / 2 : x2 + size * 0.6;
  const downY = y1 - fromY > high ? (fromY + y1) / 2 : y2 + size;
  return symbol(
    `position in the body: ${across}, ${down}`,
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
    label(across, within(acrossX, panel.width - wide), y - size * 0.9, words),
    label(
      down,
      within(x + size * 0.6, panel.width - textWidth(down, size)),
      within(downY, panel.height - size),
      words,
    ),
  );
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

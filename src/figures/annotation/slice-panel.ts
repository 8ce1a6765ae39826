/** A picture of a slice on the page, and what is drawn on it, in pixels of the slice. */
import type { Segment } from "../../deeplesion/geometry.js";
import { label } from "../kit/label.js";
import { bar, barLength } from "../kit/scale-bar.js";
import type { SliceImage } from "../kit/slice-image.js";
import { pathData, type SvgChild, type SvgNode, svg, translate } from "../kit/svg.js";

/** Colours on pictures, the same in both themes; pictures are grey, and lines have a dark rim. */
export const INK = Object.freeze({
  axes: "#ff4a3d",
  box: "#35d04f",
  centre: "#ffe345",
  position: "#5cb0ff",
  text: "#ffffff",
  halo: "#000000",
});

/** A rectangle of a slice on the page. Edges of pixel n, counted from 1, are n - 0.5 and n + 0.5. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Points per pixel along x and y. */
  readonly scale: readonly [x: number, y: number];
  /** Upper left corner in pixels of the slice. */
  readonly corner: readonly [x: number, y: number];
  readonly widthMm: number;
}

/** The rectangle from `corner`, of this size in px, as a panel of this width in points. */
export function panelOf(
  corner: readonly [number, number],
  [columns, rows]: readonly [number, number],
  [sx, sy]: readonly number[],
  { left, top, width }: Readonly<Record<"left" | "top" | "width", number>>,
): Panel {
  const perColumn = width / columns;
  const perRow = (perColumn * (sy as number)) / (sx as number);
  const widthMm = columns * (sx as number);
  return { left, top, width, height: rows * perRow, scale: [perColumn, perRow], corner, widthMm };
}

/** A place of the slice in the coordinates of the panel. */
export const inPanel = ({ corner, scale }: Panel, x: number, y: number) =>
  [(x - corner[0]) * scale[0], (y - corner[1]) * scale[1]] as const;

/** The picture with what is drawn on it, cut off at the edges, and a bar for its scale. */
export function drawPanel(
  panel: Panel,
  { href, firstPx, sizePx }: SliceImage,
  drawn: readonly SvgChild[],
  size: number,
): SvgChild[] {
  const { left, top, width, height, scale, widthMm } = panel;
  const [x, y] = inPanel(panel, firstPx[0] - 0.5, firstPx[1] - 0.5);
  const barMm = barLength(widthMm / 1.6);
  const barWidth = (barMm / widthMm) * width;
  const [barX, barY] = [left + size * 0.7 + barWidth / 2, top + height - size];
  return [
    svg(
      "svg",
      { x: left, y: top, width, height, overflow: "hidden" },
      svg("rect", { width, height, fill: INK.halo }),
      svg("image", {
        x,
        y,
        width: sizePx[0] * scale[0],
        height: sizePx[1] * scale[1],
        preserveAspectRatio: "none",
        href,
      }),
      ...drawn,
    ),
    svg(
      "g",
      { transform: translate(barX, barY) },
      bar(barWidth, INK.halo, 2.2),
      bar(barWidth, INK.text, 1),
    ),
    label(`${barMm} mm`, barX + barWidth / 2 + size * 0.5, barY, {
      size,
      fill: INK.text,
      halo: INK.halo,
    }),
  ];
}

/** A line with a dark rim; `d` in the coordinates of the panel. */
export function withHalo(d: string, stroke: string, width: number, dashes?: string): SvgNode[] {
  const line = { d, fill: "none", "stroke-linecap": "butt" };
  return [
    svg("path", { ...line, stroke: INK.halo, "stroke-opacity": 0.55, "stroke-width": width + 0.8 }),
    svg("path", { ...line, stroke, "stroke-width": width, "stroke-dasharray": dashes }),
  ];
}

/** A segment of the slice as path data. */
export function segment(panel: Panel, [x1, y1, x2, y2]: Segment): string {
  const [a, b] = [inPanel(panel, x1, y1), inPanel(panel, x2, y2)];
  return pathData`M${a[0]},${a[1]}L${b[0]},${b[1]}`;
}

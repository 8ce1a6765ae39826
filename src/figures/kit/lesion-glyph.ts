/** A lesion in its cell: the key slice around it where there is one, and its two axes, in mm. */
import { norm } from "../../core/arithmetic.js";
import type { Lesion } from "../../core/lesion.js";
import type { DlInfoLesion } from "../../deeplesion/dl-info-lesion.js";
import { extent, type Segment } from "../../deeplesion/geometry.js";
import type { FigureStyle } from "./figure-style.js";
import { label } from "./label.js";
import { isFull, type SliceImage } from "./slice-image.js";
import { type SvgChild, type SvgNode, svg } from "./svg.js";

/** A square cell about (x, y). */
export interface Cell {
  readonly x: number;
  readonly y: number;
  /** Length of a side in points. */
  readonly side: number;
  /** Length of a side in mm of the patient. */
  readonly fieldMm: number;
}

export interface GlyphStyle {
  readonly colour: string;
  readonly background: string;
  /** Whether a picture shows the axes too. */
  readonly axes: boolean;
}

/** The lesion in its cell, or a question mark where nothing was measured. */
export const content = (
  lesion: Lesion,
  cell: Cell,
  colour: string,
  { theme, fontSize }: FigureStyle,
  image: SliceImage | undefined,
  axes = true,
): SvgNode =>
  lesion.longAxisMm === undefined
    ? label("?", cell.x, cell.y, { size: fontSize, anchor: "middle", fill: theme.muted })
    : glyph(lesion, cell, { colour, background: theme.background, axes }, image);

/** Long and short axis in whole mm; "" where nothing was measured. */
export function sizeText({ longAxisMm: long, shortAxisMm: short }: Lesion): string {
  if (long === undefined) return "";
  return short === undefined ? long.toFixed(0) : `${long.toFixed(0)} × ${short.toFixed(0)}`;
}

/** What shows the lesion, cut at the edges of the cell. Widths of lines are in points. */
function glyph(
  lesion: Lesion,
  { x, y, side, fieldMm }: Cell,
  style: GlyphStyle,
  image: SliceImage | undefined,
): SvgNode {
  const half = fieldMm / 2;
  const point = fieldMm / side;
  const axes = axesOf(lesion);
  const picture = image !== undefined && isFull(lesion) ? pictureOf(lesion, image) : undefined;
  return svg(
    "svg",
    {
      x: x - side / 2,
      y: y - side / 2,
      width: side,
      height: side,
      viewBox: `${-half} ${-half} ${fieldMm} ${fieldMm}`,
      overflow: "hidden",
    },
    picture,
    ...(axes === undefined || (picture && !style.axes)
      ? []
      : axesDrawn(axes, point, style, picture !== undefined)),
  );
}

/** The two axes in mm about the centre of the lesion; undefined where the lesion was not measured. */
export function axesOf(
  lesion: Lesion,
): readonly [long: Segment, short: Segment | undefined] | undefined {
  if (isFull(lesion)) {
    const [cx, cy] = centrePx(lesion);
    const [sx, sy] = lesion.spacingMm;
    const inMm = ([x1, y1, x2, y2]: Segment): Segment => [
      (x1 - cx) * sx,
      (y1 - cy) * sy,
      (x2 - cx) * sx,
      (y2 - cy) * sy,
    ];
    return [inMm(lesion.longAxisPx), inMm(lesion.shortAxisPx)];
  }
  const { longAxisMm, shortAxisMm } = lesion;
  if (longAxisMm === undefined) return undefined;
  const long: Segment = [-longAxisMm / 2, 0, longAxisMm / 2, 0];
  if (shortAxisMm === undefined) return [long, undefined];
  return [long, [0, -shortAxisMm / 2, 0, shortAxisMm / 2]];
}

/** Axes on a picture: no colour of a sequence stands out from all greys. */
const ON_PICTURE = "#ffd23f";

function axesDrawn(
  [long, short]: readonly [Segment, Segment | undefined],
  point: number,
  { colour }: GlyphStyle,
  onPicture: boolean,
): SvgChild[] {
  const line = ([x1, y1, x2, y2]: Segment, width: number, stroke: string): SvgNode =>
    svg("line", {
      x1,
      y1,
      x2,
      y2,
      stroke,
      "stroke-width": width * point,
      "stroke-linecap": "round",
    });
  const segments = short === undefined ? [long] : [long, short];
  // Small lesions get thin lines, or they would be nothing but lines; on a picture the lesion is to be seen.
  const length = norm(long[2] - long[0], long[3] - long[1]) / point;
  const width = Math.min(onPicture ? 0.7 : 1.1, 0.4 + 0.06 * length);
  if (onPicture) {
    return [
      ...segments.map((segment) => line(segment, width + 0.8, "#000000")),
      ...segments.map((segment) => line(segment, width, ON_PICTURE)),
    ];
  }
  return [
    ...(short === undefined ? [] : [ellipse(long, short, colour)]),
    ...segments.map((segment) => line(segment, width, colour)),
  ];
}

/** The ellipse over the two axes, as a faint area. */
function ellipse(long: Segment, short: Segment, colour: string): SvgNode {
  const [x1, y1, x2, y2] = long;
  const [a, b] = [norm(x2 - x1, y2 - y1), norm(short[2] - short[0], short[3] - short[1])];
  const [ux, uy] = a === 0 ? [1, 0] : [(x2 - x1) / a, (y2 - y1) / a];
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const matrix = [ux, uy, -uy, ux, cx, cy].map((part) => Math.round(part * 1000) / 1000);
  return svg("ellipse", {
    rx: a / 2,
    ry: b / 2,
    transform: `matrix(${matrix.join(" ")})`,
    fill: colour,
    "fill-opacity": 0.22,
  });
}

function pictureOf(lesion: DlInfoLesion, { href, firstPx, sizePx }: SliceImage): SvgNode {
  const [cx, cy] = centrePx(lesion);
  const [sx, sy] = lesion.spacingMm;
  return svg("image", {
    // Pixels counted from 1 are named by their middle.
    x: (firstPx[0] - 0.5 - cx) * sx,
    y: (firstPx[1] - 0.5 - cy) * sy,
    width: sizePx[0] * sx,
    height: sizePx[1] * sy,
    preserveAspectRatio: "none",
    href,
  });
}

function centrePx({ longAxisPx, shortAxisPx }: DlInfoLesion): readonly [x: number, y: number] {
  const [x1, y1, x2, y2] = extent([...longAxisPx, ...shortAxisPx]);
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

/** Texts as elements. Baselines are set by hand, for not every viewer knows `dominant-baseline`. */

import type { Box } from "./boxes.js";
import { type SvgNode, svg } from "./svg.js";
import { textWidth, type Weight } from "./text-metrics.js";

/** Height of a capital letter and of a digit, in font sizes. */
export const CAP_HEIGHT = 0.729;
/** From one line to the next, in font sizes. */
export const LINE_HEIGHT = 1.35;

export interface TextStyle {
  readonly size: number;
  readonly fill?: string;
  readonly weight?: Weight;
  readonly anchor?: "start" | "middle" | "end";
  /** Colour of a halo around the letters, which keeps lines behind them off. */
  readonly halo?: string;
  /** Degrees, clockwise about the anchor. */
  readonly rotation?: number;
}

/** A text whose capitals are centred on `y`. */
export function label(text: string, x: number, y: number, style: TextStyle): SvgNode {
  const { size, fill, weight = "normal", anchor = "start", halo, rotation } = style;
  return svg(
    "text",
    {
      x,
      y: y + (CAP_HEIGHT / 2) * size,
      "font-size": size,
      "font-weight": weight === "bold" ? weight : undefined,
      "text-anchor": anchor === "start" ? undefined : anchor,
      fill,
      "paint-order": halo === undefined ? undefined : "stroke",
      stroke: halo,
      "stroke-width": halo === undefined ? undefined : size * 0.4,
      "stroke-linejoin": halo === undefined ? undefined : "round",
      transform:
        rotation === undefined
          ? undefined
          : `rotate(${rotation} ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`,
    },
    text,
  );
}

/** The box of a text of one line, centred on (x, y). */
export const textBox = (
  text: string,
  x: number,
  y: number,
  size: number,
  weight?: Weight,
): Box => ({
  x,
  y,
  halfWidth: textWidth(text, size, weight) / 2,
  halfHeight: size / 2,
});

/** A text on a label plate, which keeps lines behind it off. */
export function labelPlate(text: string, box: Box, style: TextStyle, background: string): SvgNode {
  return svg(
    "g",
    {},
    svg("rect", {
      x: box.x - box.halfWidth,
      y: box.y - box.halfHeight,
      width: 2 * box.halfWidth,
      height: 2 * box.halfHeight,
      rx: box.halfHeight * 0.6,
      fill: background,
    }),
    label(text, box.x, box.y, { ...style, anchor: "middle" }),
  );
}

/** What the lines on a slice mean, on the dark ground they lie on there. */
import type { Convention } from "../../images/body.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { LegendEntry } from "../kit/legend.js";
import { pathData, type SvgChild, svg } from "../kit/svg.js";
import { INK, withHalo } from "./slice-panel.js";

/** The entries, the last one only where the position is drawn, by this convention. */
export function annotationLegend(
  convention: Convention | undefined,
  { smallSize }: FigureStyle,
): LegendEntry[] {
  const [w, h] = [smallSize * 1.7, smallSize * 1.3];
  const swatch = (text: string, ...symbol: readonly SvgChild[]): LegendEntry => ({
    text,
    symbolWidth: w,
    symbolHeight: h,
    symbol: svg(
      "g",
      {},
      svg("rect", { x: -w / 2, y: -h / 2, width: w, height: h, rx: 1, fill: "#3a3a3a" }),
      ...symbol,
    ),
  });
  const [dx, dy] = [w * 0.34, h * 0.32];
  return [
    swatch(
      "long and short axis",
      ...withHalo(
        pathData`M${-dx},${dy}L${dx},${-dy}M${-dx / 3},${-dy}L${dx / 3},${dy}`,
        INK.axes,
        0.9,
      ),
    ),
    swatch("box", ...withHalo(pathData`M${-dx},${-dy}H${dx}V${dy}H${-dx}Z`, INK.box, 0.9)),
    swatch(
      "centre of the box",
      svg("circle", { r: 1.5, fill: INK.centre, stroke: INK.halo, "stroke-width": 0.3 }),
    ),
    ...(convention
      ? [
          swatch(
            convention === "anatomical"
              ? "relative position in the body"
              : "relative position (mask may include table and arms)",
            ...withHalo(
              pathData`M${-w * 0.4},${-dy}V${dy}M${-w * 0.4},${0}H${w * 0.4}`,
              INK.position,
              0.9,
            ),
          ),
        ]
      : []),
  ];
}

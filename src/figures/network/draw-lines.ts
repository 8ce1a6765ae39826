/** Edges as drawn: routed around nodes, with their numbers placed. */
import type { Area, Box } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { labelPlate } from "../kit/label.js";
import { pathData, type SvgChild, svg } from "../kit/svg.js";
import { placeTexts } from "./edge-labels.js";
import { type Curve, route } from "./edge-routing.js";

/** Dashes of a dotted line and of a broken one. */
export const DOTS = "0.1 3";
export const BROKEN = "2.5 2";

export interface Line {
  readonly from: Box;
  readonly to: Box;
  readonly colour: string;
  readonly width: number;
  readonly dashes?: string | undefined;
  /** What a tooltip says. */
  readonly title: string;
  /** Printed on the line; nothing where "". */
  readonly text: string;
  readonly textColour: string;
}

export interface Drawn {
  readonly lines: readonly SvgChild[];
  readonly texts: readonly SvgChild[];
  /** Where the printed texts are. */
  readonly textBoxes: readonly Box[];
  /** Texts for which there was no room. */
  readonly unprinted: number;
}

/** Draws lines beneath nodes and their texts above; texts of the first lines choose their places first. */
export function drawLines(
  lines: readonly Line[],
  boxes: readonly Box[],
  plot: Area,
  style: FigureStyle,
): Drawn {
  const curves = lines.map(({ from, to }) => route(from, to, boxes, plot));
  const printed = lines.map(({ text, textColour }, i) => ({
    text,
    curve: curves[i] as Curve,
    colour: textColour,
  }));
  const wanted = printed.filter(({ text }) => text !== "");
  const silent = printed.filter(({ text }) => text === "");
  const size = style.labelSize;
  const places = placeTexts([...wanted, ...silent], boxes, plot, size).slice(0, wanted.length);
  return {
    lines: lines.map((line, i) => drawCurve(line, curves[i] as Curve)),
    texts: places.flatMap((box, i) => {
      if (box === undefined) return [];
      const { text, colour } = wanted[i] as (typeof wanted)[number];
      return [labelPlate(text, box, { size, fill: colour }, style.theme.background)];
    }),
    textBoxes: places.filter((box) => box !== undefined),
    unprinted: places.filter((box) => box === undefined).length,
  };
}

function drawCurve({ colour, width, dashes, title }: Line, { from, control, to }: Curve): SvgChild {
  const straight =
    Math.abs(control.x - (from.x + to.x) / 2) + Math.abs(control.y - (from.y + to.y) / 2) < 0.01;
  return svg(
    "path",
    {
      d: straight
        ? pathData`M${from.x},${from.y}L${to.x},${to.y}`
        : pathData`M${from.x},${from.y}Q${control.x},${control.y} ${to.x},${to.y}`,
      fill: "none",
      stroke: colour,
      "stroke-width": width,
      "stroke-dasharray": dashes,
      "stroke-linecap": dashes === DOTS ? "round" : undefined,
    },
    svg("title", {}, title),
  );
}

/** The chart of body-part scores along volumes. */
import { REGION_LIMITS, REGIONS } from "../../bodypart/region.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { linearScale, type Scale } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";

/** A line of the chart. */
export interface ScoreLine {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly {
    readonly mm: number;
    readonly score: number;
    readonly raw: number;
    readonly outlier: boolean;
  }[];
  /** The scores are on the scale of the region limits. */
  readonly hasRegions: boolean;
}

/** The lines over distance, with the limits of the regions where every line has them. */
export function scoreChart(
  lines: readonly ScoreLine[],
  width: number,
  height: number,
  style: FigureStyle,
): SvgChild {
  const all = lines.flatMap(({ points }) => points);
  const scores = all.flatMap(({ score, raw }) => [score, raw]);
  const [low, high] = [Math.floor(Math.min(...scores)) - 0.5, Math.ceil(Math.max(...scores)) + 0.5];
  const top = style.fontSize;
  const bottom = height - bottomAxisHeight(style);
  const y = linearScale([low, high], [top, bottom]);
  const vertical = { title: "Body-part score (head at top)", grid: true };
  const regionRoom = style.smallSize * 1.6;
  const plot: Area = {
    left: leftAxisWidth(y, vertical, style),
    right: width - regionRoom,
    top,
    bottom,
  };
  const longest = Math.max(1, ...all.map(({ mm }) => mm));
  const x = linearScale([0, longest], [plot.left, plot.right - style.fontSize * 0.5]);
  return svg(
    "g",
    { role: "group", "aria-label": "scores along the volumes" },
    leftAxis(y, plot, vertical, style),
    bottomAxis(x, plot, { title: ["Distance from the first slice (mm)", "Distance (mm)"] }, style),
    ...(lines.every(({ hasRegions }) => hasRegions) ? regionMarks(y, plot, style) : []),
    ...lines.map((line) => drawnLine(line, x, y, style)),
  );
}

/** Dashed limits of regions, their names upright at the right. */
function regionMarks(y: Scale, plot: Area, { theme, smallSize }: FigureStyle): SvgChild[] {
  const limits = [y.domain[0], ...REGION_LIMITS, y.domain[1]].map((limit) =>
    Math.max(plot.top, Math.min(plot.bottom, y.at(limit))),
  );
  return REGIONS.flatMap((region, i) => {
    const [from, to] = [limits[i]!, limits[i + 1]!];
    const dashed =
      to < plot.bottom && to > plot.top
        ? svg("line", {
            x1: plot.left,
            x2: plot.right + smallSize * 1.4,
            y1: to,
            y2: to,
            stroke: theme.neutral,
            "stroke-width": 0.6,
            "stroke-dasharray": "3 2",
          })
        : undefined;
    const fits = to - from > region.length * smallSize * 0.6;
    const name = fits
      ? label(region, plot.right + smallSize * 0.8, (from + to) / 2, {
          size: smallSize,
          fill: theme.muted,
          anchor: "middle",
          rotation: -90,
        })
      : undefined;
    return [dashed, name].filter((one) => one !== undefined);
  });
}

function drawnLine(
  { name, colour, points }: ScoreLine,
  x: Scale,
  y: Scale,
  { theme }: FigureStyle,
): SvgChild {
  const path = points.map(
    ({ mm, score }, i) => `${i === 0 ? "M" : "L"}${x.at(mm).toFixed(2)},${y.at(score).toFixed(2)}`,
  );
  return svg(
    "g",
    { "aria-label": name, role: "graphics-symbol img" },
    svg("title", {}, name),
    ...points.map(({ mm, raw, outlier }) =>
      svg("circle", {
        cx: x.at(mm),
        cy: y.at(raw),
        r: outlier ? 1.6 : 0.9,
        fill: outlier ? theme.background : colour,
        "fill-opacity": outlier ? undefined : 0.45,
        stroke: outlier ? colour : undefined,
        "stroke-width": outlier ? 0.6 : undefined,
      }),
    ),
    svg("path", { d: path.join(""), fill: "none", stroke: colour, "stroke-width": 1.2 }),
  );
}

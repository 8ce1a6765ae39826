/** The limits of RECIST 1.1 behind the sums: 30 % below baseline, 20 % and 5 mm above the smallest sum. */
import { responseColour } from "../growth/response-style.js";
import type { TimeAxis } from "../growth/time-axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { Scale } from "../kit/scale.js";
import { spread } from "../kit/spread.js";
import { pathData, type SvgChild, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import type { SumPoint } from "./sum-points.js";

const TEXTS = Object.freeze({
  PD: ["PD threshold:", "nadir +20 %", "and ≥5 mm"],
  PR: ["PR threshold:", "baseline −30 %"],
});

/** Room right of the plot for the names of the limits. */
export const limitLabelWidth = ({ smallSize }: FigureStyle): number =>
  Math.max(
    ...Object.values(TEXTS).flatMap((lines) => lines.map((line) => textWidth(line, smallSize))),
  ) + 7;

/** Shaded areas and their edges; the progression limit is that of every study, held back to the one before. */
export function drawLimits(
  points: readonly SumPoint[],
  time: TimeAxis,
  y: Scale,
  plot: Area,
  { theme }: FigureStyle,
): SvgChild {
  const blue = responseColour("PR", theme) ?? theme.neutral;
  const pr = y.at(points[0]?.partialResponseMm ?? 0);
  const steps = points.slice(1).flatMap((point, i) => {
    const before = points[i];
    if (point.progressionMm === undefined || before === undefined) return [];
    const last = i === points.length - 2;
    const left = i === 0 ? plot.left : time.at(before.study);
    return [
      { left, right: last ? plot.right : time.at(point.study), at: y.at(point.progressionMm) },
    ];
  });
  const line = { fill: "none", "stroke-width": 0.8, "stroke-dasharray": "3 2" };
  const edge = steps.map(({ left, right, at }) => pathData`${left},${at}H${right}`);
  return svg(
    "g",
    { class: "limits", role: "group", "aria-label": "limits of RECIST 1.1" },
    svg("rect", {
      x: plot.left,
      y: pr,
      width: plot.right - plot.left,
      height: plot.bottom - pr,
      fill: blue,
      "fill-opacity": 0.09,
    }),
    ...steps.map(({ left, right, at }) =>
      svg("rect", {
        x: left,
        y: plot.top,
        width: right - left,
        height: Math.max(0, at - plot.top),
        fill: theme.alert,
        "fill-opacity": 0.07,
      }),
    ),
    svg("line", { x1: plot.left, x2: plot.right, y1: pr, y2: pr, stroke: blue, ...line }),
    edge.length === 0
      ? undefined
      : svg("path", { d: `M${edge.join("L")}`, stroke: theme.alert, ...line }),
  );
}

/** What the limits are, right of the plot. */
export function limitLabels(
  points: readonly SumPoint[],
  y: Scale,
  plot: Area,
  { theme, smallSize }: FigureStyle,
): SvgChild {
  const pitch = smallSize * 1.25;
  const pd = points.at(-1)?.progressionMm;
  const pr = points[0]?.partialResponseMm ?? 0;
  const groups = [
    ...(pd === undefined ? [] : [{ lines: TEXTS.PD, at: y.at(pd), fill: theme.alert }]),
    { lines: TEXTS.PR, at: y.at(pr), fill: responseColour("PR", theme) ?? theme.text },
  ];
  const places = spread(
    groups.map(({ at }) => at - plot.top),
    groups.map(({ lines }) => (lines.length * pitch) / 2),
    pitch * 0.3,
    plot.bottom - plot.top,
  );
  return svg(
    "g",
    {},
    ...groups.flatMap(({ lines, fill }, i) =>
      lines.map((line, k) =>
        label(
          line,
          plot.right + 4,
          plot.top + (places[i] ?? 0) + (k - (lines.length - 1) / 2) * pitch,
          { size: smallSize, fill },
        ),
      ),
    ),
  );
}

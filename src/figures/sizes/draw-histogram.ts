/** Histograms of lengths: counts, and how they are drawn. */
import { nice } from "d3-array";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { layer } from "../kit/lesion-element.js";
import { linearScale, ticksOf } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { fitting, textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";

/** One histogram: counts of bins, the last one open. */
export interface Histogram {
  readonly binMm: number;
  readonly limitMm: number;
  readonly counts: readonly number[];
}

/** Counts of sorted values by bins of this width from 0 on; the last bin begins at the limit. */
export function histogram(values: ArrayLike<number>, binMm: number, limitMm: number): Histogram {
  const bins = Math.ceil(limitMm / binMm - 1e-9);
  const counts = new Array<number>(bins + 1).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const bin = value >= limitMm ? bins : Math.min(bins - 1, Math.floor(value / binMm + 1e-9));
    counts[bin] = counts[bin]! + 1;
  }
  return { binMm, limitMm, counts };
}

/** Draws a histogram with its axes and median; `most` is the highest count of all histograms of the figure. */
export function drawHistogram(
  { binMm, limitMm, counts }: Histogram,
  median: number | undefined,
  name: string,
  most: number,
  area: Area,
  style: FigureStyle,
): SvgChild {
  const { theme, fontSize, smallSize } = style;
  // The axis ends at a tick, so that every bar is below one.
  const top = niceTop(most);
  const room = linearScale([0, top], [0, area.bottom - area.top]);
  const left = area.left + leftAxisWidth(room, { title: "Number of lesions" }, style) + 2;
  const right = area.right - fontSize;
  const plot = {
    left,
    right,
    top: area.top + fontSize * 2,
    bottom: area.bottom - bottomAxisHeight(style) - fontSize * 0.4,
  };
  const y = linearScale([0, top], [plot.bottom, plot.top]);
  // The open bin is as wide as the others, after a small gap.
  const gap = fontSize * 0.5;
  const bin = (right - left - gap) / (limitMm / binMm + 1);
  const end = right - bin;
  const x = linearScale([0, limitMm], [left, end - gap]);
  const colour = theme.palette[0]!;
  const bars = counts.map((count, i) => {
    const open = i === counts.length - 1;
    const from = open ? end : x.at(i * binMm);
    const to = open ? right : x.at(Math.min(limitMm, (i + 1) * binMm));
    const range = open
      ? `${brief(limitMm)} mm or more`
      : `${brief(i * binMm)} to below ${brief(Math.min(limitMm, (i + 1) * binMm))} mm`;
    const title = `${name} ${range}: ${counted(count, "lesion")}`;
    return svg(
      "rect",
      {
        x: from,
        y: y.at(count),
        width: Math.max(0.3, to - from - 0.6),
        height: plot.bottom - y.at(count),
        fill: colour,
        "fill-opacity": open ? 0.45 : undefined,
        stroke: open ? colour : undefined,
        "stroke-width": open ? 0.6 : undefined,
        role: "graphics-symbol img",
        "aria-label": title,
      },
      svg("title", {}, title),
    );
  });
  const values = ticksOf(x, 40).filter((value) => x.at(value) < right - smallSize * 4.2);
  const middle =
    median === undefined ? undefined : median < limitMm ? x.at(median) : (end + right) / 2;
  return layer(
    name.toLowerCase().replace(" ", "-"),
    `Histogram: ${name.toLowerCase()}`,
    leftAxis(
      y,
      plot,
      {
        title: ["Number of lesions", "Lesions"],
        grid: true,
        ticks: ticksOf(y, 32).filter(Number.isInteger),
      },
      style,
    ),
    ...bars,
    bottomAxis(x, plot, { title: [`${name} (mm)`, "mm"], ticks: values }, style),
    label(`≥${brief(limitMm)}`, right, plot.bottom + 5 + smallSize / 2, {
      size: smallSize,
      fill: theme.muted,
      anchor: "end",
    }),
    ...(middle === undefined
      ? []
      : [
          svg("line", {
            x1: middle,
            x2: middle,
            y1: plot.top - 2,
            y2: plot.bottom,
            stroke: theme.text,
            "stroke-width": 0.8,
            "stroke-dasharray": "3 2",
          }),
          medianLabel(median as number, middle, plot, style),
        ]),
  );
}

/** The median in words above its line, as near as the panel allows. */
function medianLabel(
  median: number,
  at: number,
  { left, right, top }: Area,
  { fontSize, smallSize }: FigureStyle,
): SvgChild {
  const value = median.toFixed(1);
  const text = fitting([`Median ${value} mm`, `Median ${value}`, value], right - left, smallSize);
  const half = textWidth(text, smallSize) / 2;
  const x = Math.max(left + half, Math.min(right - half, at));
  return label(text, x, top - fontSize * 0.9, { size: smallSize, anchor: "middle" });
}

/** A number without trailing zeros. */
const brief = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The first round value from `most` on: a tick of an axis that begins at 0. */
function niceTop(most: number): number {
  const [, top = most] = nice(0, most, 5);
  return Math.max(top, most);
}

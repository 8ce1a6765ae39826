/** Linear axes with ticks, units and threshold lines. */
import { ticks } from "d3-array";
import type { Area } from "./boxes.js";
import type { FigureStyle } from "./figure-style.js";
import { label } from "./label.js";
import { type SvgChild, svg } from "./svg.js";
import { fitting, textWidth } from "./text-metrics.js";

/** A straight map from values to points on the page. */
export interface Scale {
  readonly domain: readonly [low: number, high: number];
  readonly range: readonly [atLow: number, atHigh: number];
  /** Where a value lies; a domain of no extent lies in the middle. */
  at(value: number): number;
}

export function linearScale(
  domain: readonly [low: number, high: number],
  range: readonly [atLow: number, atHigh: number],
): Scale {
  const [low, high] = domain;
  const [a, b] = range;
  const extent = high - low;
  return {
    domain,
    range,
    at: (value) => (extent === 0 ? (a + b) / 2 : a + ((value - low) / extent) * (b - a)),
  };
}

export interface AxisOptions {
  /**
   * What the axis shows, with its unit: "long axis (mm)"; or several ways to say it, longest first, of which
   * the first is drawn that the plot has room for.
   */
  readonly title: string | readonly string[];
  /** Where the ticks are; about every 45 points where absent. */
  readonly ticks?: readonly number[];
  /** The text of a tick; as many decimals as the ticks need where absent. */
  readonly format?: (value: number) => string;
  /** Draws a faint line through the plot at every tick. */
  readonly grid?: boolean;
}

/** The title of an axis for this much room. */
const titleFor = ({ title }: AxisOptions, room: number, { fontSize }: FigureStyle): string =>
  fitting(typeof title === "string" ? [title] : title, room, fontSize);

/** Round values for ticks about `spacing` points apart. */
export function ticksOf({ domain, range }: Scale, spacing = 45): number[] {
  const [low, high] = domain;
  if (!(high > low)) return [low];
  const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / spacing));
  return ticks(low, high, count);
}

/** Texts with as many decimals as these values differ in, and a real minus. */
export function formatFor(values: readonly number[]): (value: number) => string {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) {
    step = Math.min(step, Math.abs(values[i]! - values[i - 1]!));
  }
  let decimals = 0;
  for (let unit = 1; decimals < 8 && step < unit * 0.999; unit /= 10) decimals++;
  return (value) => value.toFixed(decimals).replace("-", "−");
}

/** Room that a vertical axis needs left of its plot: title, tick texts and gaps. */
export function leftAxisWidth(scale: Scale, options: AxisOptions, style: FigureStyle): number {
  const shown = options.ticks ?? ticksOf(scale, 32);
  const format = options.format ?? formatFor(shown);
  const widest = Math.max(...shown.map((value) => textWidth(format(value), style.smallSize)));
  return style.fontSize * 1.9 + widest + 5;
}

/** Room that a horizontal axis needs below its plot. */
export const bottomAxisHeight = (style: FigureStyle): number =>
  5 + style.smallSize * 1.4 + style.fontSize * 1.5;

/** The axis below a plot. */
export function bottomAxis(
  scale: Scale,
  plot: Area,
  options: AxisOptions,
  style: FigureStyle,
): SvgChild {
  const { theme, smallSize, fontSize } = style;
  const values = options.ticks ?? ticksOf(scale);
  const format = options.format ?? formatFor(values);
  const title = titleFor(options, plot.right - plot.left, style);
  const marks = values.flatMap((value) => {
    const x = scale.at(value);
    return [
      options.grid
        ? svg("line", {
            x1: x,
            x2: x,
            y1: plot.top,
            y2: plot.bottom,
            stroke: theme.band,
            "stroke-width": 0.5,
          })
        : undefined,
      svg("line", {
        x1: x,
        x2: x,
        y1: plot.bottom,
        y2: plot.bottom + 3,
        stroke: theme.neutral,
        "stroke-width": 0.6,
      }),
      label(format(value), x, plot.bottom + 5 + smallSize / 2, {
        size: smallSize,
        fill: theme.muted,
        anchor: "middle",
      }),
    ];
  });
  return svg(
    "g",
    { role: "group", "aria-label": `horizontal axis: ${title}` },
    ...marks,
    svg("line", {
      x1: plot.left,
      x2: plot.right,
      y1: plot.bottom,
      y2: plot.bottom,
      stroke: theme.neutral,
      "stroke-width": 0.6,
    }),
    label(title, (plot.left + plot.right) / 2, plot.bottom + 5 + smallSize * 1.4 + fontSize * 0.7, {
      size: fontSize,
      anchor: "middle",
    }),
  );
}

/** The axis left of a plot; its title stands upright, read from below. */
export function leftAxis(
  scale: Scale,
  plot: Area,
  options: AxisOptions,
  style: FigureStyle,
): SvgChild {
  const { theme, smallSize, fontSize } = style;
  const values = options.ticks ?? ticksOf(scale, 32);
  const format = options.format ?? formatFor(values);
  const title = titleFor(options, plot.bottom - plot.top, style);
  const marks = values.flatMap((value) => {
    const y = scale.at(value);
    return [
      options.grid
        ? svg("line", {
            x1: plot.left,
            x2: plot.right,
            y1: y,
            y2: y,
            stroke: theme.band,
            "stroke-width": 0.5,
          })
        : undefined,
      svg("line", {
        x1: plot.left - 3,
        x2: plot.left,
        y1: y,
        y2: y,
        stroke: theme.neutral,
        "stroke-width": 0.6,
      }),
      label(format(value), plot.left - 5, y, { size: smallSize, fill: theme.muted, anchor: "end" }),
    ];
  });
  const widest = Math.max(...values.map((value) => textWidth(format(value), smallSize)));
  return svg(
    "g",
    { role: "group", "aria-label": `vertical axis: ${title}` },
    ...marks,
    svg("line", {
      x1: plot.left,
      x2: plot.left,
      y1: plot.top,
      y2: plot.bottom,
      stroke: theme.neutral,
      "stroke-width": 0.6,
    }),
    label(title, plot.left - 5 - widest - fontSize, (plot.top + plot.bottom) / 2, {
      size: fontSize,
      anchor: "middle",
      rotation: -90,
    }),
  );
}

export interface ThresholdStyle {
  readonly colour?: string;
  /** Where the text stands. */
  readonly end?: "left" | "right";
}

/** How a threshold line is drawn. */
export const THRESHOLD_LINE = { "stroke-width": 0.8, "stroke-dasharray": "3 2" } as const;

/** A dashed line across the plot at a value, with its text, if any, above the line at one of its ends. */
export function thresholdLine(
  scale: Scale,
  value: number,
  text: string,
  plot: Area,
  style: FigureStyle,
  { colour = style.theme.alert, end = "right" }: ThresholdStyle = {},
): SvgChild {
  const y = scale.at(value);
  return svg(
    "g",
    {},
    svg("line", {
      x1: plot.left,
      x2: plot.right,
      y1: y,
      y2: y,
      stroke: colour,
      ...THRESHOLD_LINE,
    }),
    text === ""
      ? undefined
      : label(text, end === "right" ? plot.right : plot.left + 3, y - style.smallSize * 0.7, {
          size: style.smallSize,
          fill: colour,
          anchor: end === "right" ? "end" : "start",
          halo: style.theme.background,
        }),
  );
}

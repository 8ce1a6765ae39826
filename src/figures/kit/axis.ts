/** Linear axes with ticks, units and threshold lines. */
import type { Area } from "./boxes.js";
import type { FigureStyle } from "./figure-style.js";
import { label, type TextStyle } from "./label.js";
import { formatFor, type Scale, ticksOf } from "./scale.js";
import { type SvgChild, svg } from "./svg.js";
import { fitting, textWidth } from "./text-metrics.js";

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

/** An axis from its parts: a tick, a grid line and a text per value, the line and the title. */
function axis(
  { title, values, format, grid }: Readonly<AxisParts>,
  {
    kind,
    line,
    tickAt,
    gridAt,
    textAt,
    titleAt,
  }: {
    readonly kind: "horizontal" | "vertical";
    readonly line: Segment;
    readonly tickAt: (value: number) => Segment;
    readonly gridAt: (value: number) => Segment;
    readonly textAt: (value: number) => Place;
    readonly titleAt: Place;
  },
  { theme, smallSize, fontSize }: FigureStyle,
): SvgChild {
  const stroke = { stroke: theme.neutral, "stroke-width": 0.6 };
  const ticks = values.flatMap((value) => {
    const { x, y, ...style } = textAt(value);
    return [
      grid ? svg("line", { ...gridAt(value), stroke: theme.band, "stroke-width": 0.5 }) : undefined,
      svg("line", { ...tickAt(value), ...stroke }),
      label(format(value), x, y, { size: smallSize, fill: theme.muted, ...style }),
    ];
  });
  const { x, y, ...style } = titleAt;
  return svg(
    "g",
    { role: "group", "aria-label": `${kind} axis: ${title}` },
    ...ticks,
    svg("line", { ...line, ...stroke }),
    label(title, x, y, { size: fontSize, ...style }),
  );
}

interface AxisParts {
  readonly title: string;
  readonly values: readonly number[];
  readonly format: (value: number) => string;
  readonly grid: boolean;
}

type Segment = Readonly<Record<"x1" | "x2" | "y1" | "y2", number>>;
type Place = { readonly x: number; readonly y: number } & Omit<TextStyle, "size">;

function partsOf(
  options: AxisOptions,
  values: readonly number[],
  room: number,
  style: FigureStyle,
): AxisParts {
  const { ticks: asked = values, format = formatFor(asked), grid = false } = options;
  return { title: titleFor(options, room, style), values: asked, format, grid };
}

/** The axis below a plot. */
export function bottomAxis(
  scale: Scale,
  { left, right, top, bottom }: Area,
  options: AxisOptions,
  style: FigureStyle,
): SvgChild {
  const { smallSize, fontSize } = style;
  const at = (value: number, y1: number, y2: number): Segment => {
    const x = scale.at(value);
    return { x1: x, x2: x, y1, y2 };
  };
  return axis(
    partsOf(options, ticksOf(scale), right - left, style),
    {
      kind: "horizontal",
      line: { x1: left, x2: right, y1: bottom, y2: bottom },
      tickAt: (value) => at(value, bottom, bottom + 3),
      gridAt: (value) => at(value, top, bottom),
      textAt: (value) => ({
        x: scale.at(value),
        y: bottom + 5 + smallSize / 2,
        anchor: "middle",
      }),
      titleAt: {
        x: (left + right) / 2,
        y: bottom + 5 + smallSize * 1.4 + fontSize * 0.7,
        anchor: "middle",
      },
    },
    style,
  );
}

/** The axis left of a plot; its title stands upright, read from below. */
export function leftAxis(
  scale: Scale,
  { left, right, top, bottom }: Area,
  options: AxisOptions,
  style: FigureStyle,
): SvgChild {
  const { smallSize, fontSize } = style;
  const parts = partsOf(options, ticksOf(scale, 32), bottom - top, style);
  const widest = Math.max(
    ...parts.values.map((value) => textWidth(parts.format(value), smallSize)),
  );
  const at = (value: number, x1: number, x2: number): Segment => {
    const y = scale.at(value);
    return { x1, x2, y1: y, y2: y };
  };
  return axis(
    parts,
    {
      kind: "vertical",
      line: { x1: left, x2: left, y1: top, y2: bottom },
      tickAt: (value) => at(value, left - 3, left),
      gridAt: (value) => at(value, left, right),
      textAt: (value) => ({ x: left - 5, y: scale.at(value), anchor: "end" }),
      titleAt: {
        x: left - 5 - widest - fontSize,
        y: (top + bottom) / 2,
        anchor: "middle",
        rotation: -90,
      },
    },
    style,
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

/** The line of no change across a plot. */
export const zeroLine = (scale: Scale, { left, right }: Area, { theme }: FigureStyle): SvgChild =>
  svg("line", {
    x1: left,
    x2: right,
    y1: scale.at(0),
    y2: scale.at(0),
    stroke: theme.neutral,
    "stroke-width": 0.6,
  });

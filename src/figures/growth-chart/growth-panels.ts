/** Small multiples: one plot per sequence, all on the same axes. */
import type { PatientGrowth } from "../../growth/growth-result.js";
import { signed } from "../growth/change-chart-options.js";
import type { GrowthCurve } from "../growth/growth-curves.js";
import { diameterTitle } from "../growth/growth-texts.js";
import { type TimeAxis, timeAxis } from "../growth/time-axis.js";
import {
  type AxisOptions,
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
} from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { linearScale, type Scale } from "../kit/scale.js";
import { type SvgChild, svg, translate } from "../kit/svg.js";
import { conflictSign, symbol } from "../kit/symbols.js";
import { fitting, shorten, textWidth } from "../kit/text-metrics.js";
import { type AtMm, atMm, drawBand, drawCurve, mmAxis } from "./draw-curve.js";
import type { GrowthChartFigureOptions } from "./growth-chart-options.js";

/** More panels than this are lower, so that they go on one page. */
const MANY_PANELS = 12;
/** Least width of a panel, in font sizes. */
const LEAST_WIDTH = 13;

/** Draws the panels row by row from the top of the figure; `bottom` is where they end. */
export function growthPanels(
  growth: PatientGrowth,
  curves: readonly GrowthCurve[],
  { scale: kind, errorBand, time: timeKind }: GrowthChartFigureOptions,
  style: FigureStyle,
): { readonly bottom: number; readonly body: readonly (SvgChild | undefined)[] } {
  const { fontSize, smallSize, width } = style;
  const { domain, axis: ticks } = mmAxis(curves, kind, errorBand);
  const yAxis = { ...ticks, title: "" };
  const panelHeight = fontSize * (curves.length > MANY_PANELS ? 6.5 : 9);
  const left = leftAxisWidth(linearScale(domain, [panelHeight, 0]), yAxis, style) + 2;
  const gap = fontSize * 1.1;
  const columns = Math.max(
    1,
    Math.min(curves.length, Math.floor((width - left + gap) / (fontSize * LEAST_WIDTH + gap))),
  );
  const panelWidth = (width - left - 2 - gap * (columns - 1)) / columns;
  const header = fontSize * 1.9;
  const pitch = header + panelHeight + smallSize * 1.2;
  const rows = Math.ceil(curves.length / columns);
  const change = changeText(curves, panelWidth, smallSize);
  const body = curves.flatMap((curve, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const x = left + column * (panelWidth + gap);
    const top = row * pitch + header;
    const plot: Area = { left: x, right: x + panelWidth, top, bottom: top + panelHeight };
    const y = linearScale(domain, [plot.bottom, plot.top]);
    const time = timeAxis(
      growth,
      [x + fontSize * 0.7, plot.right - fontSize * 0.7],
      style,
      timeKind,
    );
    const lowest = i + columns >= curves.length;
    return panel(
      curve,
      { y, yAxis, time, at: atMm(y, kind) },
      plot,
      column === 0,
      lowest,
      errorBand,
      change,
      style,
    );
  });
  const bottom = rows * pitch - smallSize * 1.2;
  const title = label(diameterTitle(growth)[0], fontSize * 0.8, bottom / 2, {
    size: fontSize,
    anchor: "middle",
    rotation: -90,
  });
  const { title: timeTitle } = timeAxis(growth, [0, width], style, timeKind).axis;
  const timeText = typeof timeTitle === "string" ? timeTitle : (timeTitle[0] ?? "");
  return {
    bottom: bottom + bottomAxisHeight(style),
    body: [
      title,
      ...body,
      label(timeText, (left + width) / 2, bottom + 5 + smallSize * 1.4 + fontSize * 0.7, {
        size: fontSize,
        anchor: "middle",
      }),
    ],
  };
}

interface PanelAxes {
  readonly y: Scale;
  readonly yAxis: AxisOptions;
  readonly time: TimeAxis;
  readonly at: AtMm;
}

function panel(
  curve: GrowthCurve,
  { y, yAxis, time, at }: PanelAxes,
  plot: Area,
  first: boolean,
  lowest: boolean,
  errorBand: boolean,
  change: ChangeText,
  style: FigureStyle,
): (SvgChild | undefined)[] {
  const blank = () => "";
  return [
    leftAxis(y, plot, { ...yAxis, ...(!first && { format: blank }) }, style),
    bottomAxis(
      time.scale,
      plot,
      { ...time.axis, title: "", ...(!lowest && { format: blank }) },
      style,
    ),
    errorBand ? drawBand(curve, time, at, 0.16) : undefined,
    drawCurve(curve, time, at, style.fontSize * 0.6, style),
    heading(curve, change(curve), plot, style),
  ];
}

/** How the change of a curve is told. */
type ChangeText = (curve: GrowthCurve) => string;

const sizesText: ChangeText = ({ points }) =>
  `${(points[0]?.mm ?? 0).toFixed(1)} → ${(points.at(-1)?.mm ?? 0).toFixed(1)} mm`;

const percentText: ChangeText = ({ points }) => {
  const percent = points.at(-1)?.percent;
  return percent === undefined ? "" : signed(percent);
};

/** The longest of three ways to tell a change that has room above every panel. */
function changeText(curves: readonly GrowthCurve[], width: number, size: number): ChangeText {
  const both: ChangeText = (curve) =>
    [sizesText(curve), percentText(curve)].filter((text) => text !== "").join(", ");
  const fits = (text: ChangeText): boolean =>
    curves.every((curve) => textWidth(text(curve), size) <= width - nameWidth(curve, size));
  return [both, sizesText].find(fits) ?? percentText;
}

const nameWidth = ({ label: text, conflict }: GrowthCurve, size: number): number =>
  textWidth(text, size, "bold") + (conflict ? 4.4 : 2.4) * size;

/** "● 3 liver      8.1 → 12.3 mm, +52 %" above a panel. */
function heading(curve: GrowthCurve, change: string, plot: Area, style: FigureStyle): SvgChild {
  const { smallSize: size, theme } = style;
  const { style: look, sequence } = curve;
  const y = plot.top - size * 0.95;
  const right = fitting([change, ""], plot.right - plot.left - nameWidth(curve, size), size);
  const room = plot.right - plot.left - size * 2.4 - textWidth(right, size);
  const sign = curve.conflict
    ? conflictSign({ x: plot.right - textWidth(right, size) - size, y }, style)
    : undefined;
  return svg(
    "g",
    { "data-sequence": sequence },
    svg(
      "g",
      { transform: translate(plot.left + size * 0.5, y) },
      symbol(look.shape, size * 0.8, look.colour, theme.background),
    ),
    label(shorten(curve.label, room, size, "bold"), plot.left + size * 1.4, y, {
      size,
      weight: "bold",
    }),
    label(right, plot.right, y, { size, anchor: "end", fill: theme.muted }),
    sign,
  );
}

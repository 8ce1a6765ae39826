/** How long lesions are: histograms of the two axes (Fig. 2 of the paper's supplement). */
import { nice, quantileSorted } from "d3-array";
import { fail } from "../../core/errors.js";
import { type Lesion, lesionList } from "../../core/lesion.js";
import { number, type OptionSchema, resolveOptions } from "../../core/options.js";
import { assertFinite } from "../kit/assert-finite.js";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  linearScale,
  ticksOf,
} from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { layer } from "../kit/lesion-element.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { fitting, textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";

/** Options of {@link sizesFigure}. */
export interface SizesFigureOptions extends FigureOptions {
  /** Width of a bin in mm, above 0 and at most the limit. 0 takes a twentieth of the limit. @defaultValue 0 */
  readonly binMm: number;
  /**
   * Where the last bin begins, mm; it holds everything from there on. 0 takes a round value that at most
   * 2 % of the long axes exceed. @defaultValue 0
   */
  readonly limitMm: number;
}

export const SIZES_FIGURE_OPTIONS: OptionSchema<SizesFigureOptions> = {
  ...FIGURE_OPTIONS,
  binMm: number(0, "Width of a bin in mm; 0 takes a twentieth of the limit", { min: 0 }),
  limitMm: number(0, "Where the last, open bin begins, mm; 0 takes a round value", { min: 0 }),
};

/** One histogram: counts of bins, the last one open. */
export interface Histogram {
  readonly binMm: number;
  readonly limitMm: number;
  readonly counts: readonly number[];
}

/** More bins than this are narrower than a line. */
const MOST_BINS = 1000;

/**
 * Histograms of long and short axis in mm, with their medians. A bin holds its lower edge; the last one,
 * pale, holds everything from the limit on. Lesions without a size are left out, and counted in a note.
 * O(n log n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a size that is no finite number.
 */
export function sizesFigure(
  lesions: Iterable<Lesion>,
  given?: Partial<SizesFigureOptions>,
): Figure {
  const options = resolveOptions("sizesFigure", SIZES_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const all = lesionList(lesions);
  assertFinite(all);
  const axes = (["longAxisMm", "shortAxisMm"] as const).map((name) =>
    all.flatMap((lesion) => lesion[name] ?? []).sort((a, b) => a - b),
  ) as [number[], number[]];
  const limitMm = options.limitMm || usualLimit(axes[0].length > 0 ? axes[0] : axes[1]);
  const binMm = options.binMm || limitMm / 20;
  if (binMm > limitMm) {
    fail("BAD_OPTION", `binMm to be at most the limit, ${limitMm} mm`, binMm, { option: "binMm" });
  }
  if (limitMm / binMm > MOST_BINS) {
    const least = `binMm to be at least a thousandth of the limit, ${limitMm} mm`;
    fail("BAD_OPTION", least, binMm, { option: "binMm" });
  }
  const histograms = axes.map((values) => histogram(values, binMm, limitMm));
  const medians = axes.map((values) => quantileSorted(values, 0.5));
  const stacked = style.widthMm < 120;
  const panelWidth = stacked ? style.width : style.width / 2;
  // Wide letters need room of their own, however narrow the panel.
  const panelHeight = Math.max(
    14 * style.fontSize,
    Math.min(panelWidth * 0.62, 22 * style.fontSize),
  );
  const most = Math.max(1, ...histograms.flatMap(({ counts }) => counts));
  const names = ["Long axis", "Short axis"];
  const body = histograms.map((one, i) =>
    panel(
      one,
      medians[i],
      names[i]!,
      most,
      {
        left: stacked ? 0 : i * panelWidth,
        right: stacked ? panelWidth : (i + 1) * panelWidth,
        top: stacked ? i * panelHeight : 0,
        bottom: stacked ? (i + 1) * panelHeight : panelHeight,
      },
      style,
    ),
  );
  const unmeasured = all.length - axes[0].length;
  const inWords = axes.map((values, i) =>
    values.length === 0
      ? `${names[i]}: unknown`
      : `${names[i]}: median ${medians[i]!.toFixed(1)} mm, from ${values[0]!.toFixed(1)} to ${(values.at(-1) as number).toFixed(1)} mm, ${(histograms[i] as Histogram).counts.at(-1)} of ${limitMm} mm or more`,
  );
  return finished(
    {
      title: options.title || "Lesion sizes",
      description: `${counted(axes[0].length, "measured lesion")}. ${inWords.join("; ")}.`,
      notes: unmeasured > 0 ? [`${counted(unmeasured, "lesion")} without a size left out.`] : [],
      empty: axes[0].length + axes[1].length === 0 ? "No lesion has a size." : undefined,
      bottom: stacked ? 2 * panelHeight : panelHeight,
      body,
      legends: [],
    },
    style,
  );
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

/** The multiple of 20 mm that at most 2 % of the values exceed; of 5 mm below 20. */
function usualLimit(sorted: readonly number[]): number {
  const high = quantileSorted([...sorted], 0.98) ?? 40;
  return high <= 20 ? Math.max(5, Math.ceil(high / 5) * 5) : Math.ceil(high / 20) * 20;
}

function panel(
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
  // The open bin is as wide as the others, behind a little gap.
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

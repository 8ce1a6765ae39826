/** The waterfall chart: the best change of every lesion or patient, from worst to best. */
import { fail } from "../../core/errors.js";
import { assertInteger } from "../../core/options.js";
import { followed } from "../../growth/changes.js";
import type { PatientGrowth } from "../../growth/growth-result.js";
import type { PatientResponse } from "../../response/response-result.js";
import {
  type ChangeChartOptions,
  changeChartOptions,
  DEFAULT_CHANGE_CHART_OPTIONS,
  signed,
} from "../growth/change-chart-options.js";
import { patientReason, sequenceReason, withoutNote } from "../growth/left-out-notes.js";
import {
  type AxisOptions,
  leftAxis,
  leftAxisWidth,
  linearScale,
  type Scale,
  thresholdLine,
} from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { fitting, shorten, textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";

export interface WaterfallFigureOptions extends ChangeChartOptions {
  /**
   * Bars beyond this number are left out, evenly over the ranks; at least 2.
   * @defaultValue 400
   */
  readonly maxBars: number;
}

export const DEFAULT_WATERFALL_FIGURE_OPTIONS: WaterfallFigureOptions = Object.freeze({
  ...DEFAULT_CHANGE_CHART_OPTIONS,
  mostPercent: 100,
  maxBars: 400,
});

/** A lesion or patient and its best change. */
interface Bar {
  readonly name: string;
  readonly percent: number;
  /** Where the best was, in words. */
  readonly when: string;
}

/**
 * The best change from baseline, in percent, of every lesion sequence (of growth) or of the sum of targets
 * of every patient (of responses), from worst to best. Best is the smallest at any study after the first.
 *
 * What was not measured again has no bar, and the figure says how many they are, and why. O(n log n) for n points.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for growths and responses at once.
 */
export function waterfallFigure(
  subjects: readonly PatientGrowth[] | readonly PatientResponse[],
  given?: Partial<WaterfallFigureOptions>,
): Figure {
  const { options, style } = changeChartOptions(
    "waterfallFigure",
    DEFAULT_WATERFALL_FIGURE_OPTIONS,
    given,
  );
  assertInteger("maxBars", options.maxBars, 2);
  const responses = subjects.filter((subject) => "assessments" in subject).length;
  if (responses > 0 && responses < subjects.length) {
    fail("BAD_VALUE", "growths of patients or responses of patients", "both at once");
  }
  const patients = responses > 0;
  const { bars: all, without } = patients
    ? patientBars(subjects as readonly PatientResponse[])
    : lesionBars(subjects as readonly PatientGrowth[]);
  const ranked = [...all].sort((a, b) => b.percent - a.percent || order(a.name, b.name));
  const bars = thinnedOut(ranked, options.maxBars);
  const what = patients ? "patient" : "lesion sequence";

  const { growthPercent, shrinkagePercent, mostPercent } = options;
  const highest = Math.min(mostPercent, Math.max(growthPercent, ...bars.map((bar) => bar.percent)));
  const lowest = Math.min(-shrinkagePercent, ...bars.map((bar) => bar.percent));
  const room = (highest - lowest) * 0.05;
  const cutTexts = bars.some(({ percent }) => percent > mostPercent) ? style.labelSize * 1.6 : 0;
  const top = style.fontSize * 1.6 + cutTexts;
  const plotHeight = style.width * (style.widthMm < 120 ? 0.6 : 0.42);
  const y = linearScale([lowest - room, highest], [top + plotHeight, top]);
  const axis: AxisOptions = {
    title: [
      `best change of ${patients ? "the sum of targets" : "diameter"} (%)`,
      "best change (%)",
      "%",
    ],
    grid: true,
  };
  const plot: Area = {
    left: leftAxisWidth(y, axis, style),
    right: style.width - 2,
    top,
    bottom: top + plotHeight,
  };
  const names = namesBelow(bars, plot, what, !patients && subjects.length > 1, style);
  const cut = bars.filter(({ percent }) => percent > mostPercent).length;
  return finished(
    {
      title: options.title || `Best change of ${patients ? "patients" : "lesions"}`,
      description: describe(bars, what, options),
      notes: [
        `${signed(growthPercent)} is measured from baseline here; progression is judged against the smallest sum so far.`,
        ...(cut > 0 ? [`${cut} of ${bars.length} bars cut off at ${signed(mostPercent)}.`] : []),
        ...withoutNote(without, all.length + without.length, [what, `${what}s`], "bar"),
        ...(bars.length < all.length
          ? [`${bars.length} of ${all.length} bars drawn, evenly over the ranks.`]
          : []),
        ...names.notes,
      ],
      empty: bars.length === 0 ? "nothing measured twice" : undefined,
      bottom: plot.bottom + names.height,
      body: [
        leftAxis(y, plot, axis, style),
        ...bars.map((bar, i) => drawBar(bar, i, bars.length, y, plot, options, style)),
        svg("line", {
          x1: plot.left,
          x2: plot.right,
          y1: y.at(0),
          y2: y.at(0),
          stroke: style.theme.neutral,
          "stroke-width": 0.6,
        }),
        thresholdLine(y, growthPercent, signed(growthPercent), plot, style),
        thresholdLine(y, -shrinkagePercent, signed(-shrinkagePercent), plot, style, {
          end: "left",
          colour: style.theme.muted,
        }),
        ...names.nodes,
      ],
      legends: [legendOf(options, style)],
    },
    style,
  );
}

/** Numbers before texts, as people order names. */
const order = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

function lesionBars(growths: readonly PatientGrowth[]): { bars: Bar[]; without: string[] } {
  const several = growths.length > 1;
  const without: string[] = [];
  const bars = growths.flatMap(({ patient, sequences }) =>
    sequences.flatMap((one): Bar[] => {
      const { sequence, points } = one;
      const later = followed(points).flatMap(({ study, fromBaseline }) =>
        fromBaseline?.percent === undefined ? [] : [{ study, percent: fromBaseline.percent }],
      );
      const best = smallest(later);
      if (best === undefined) {
        without.push(sequenceReason(one));
        return [];
      }
      const name = several ? `${patient}/${sequence}` : String(sequence);
      return [{ name, percent: best.percent, when: `study ${best.study}` }];
    }),
  );
  return { bars, without };
}

function patientBars(responses: readonly PatientResponse[]): { bars: Bar[]; without: string[] } {
  const without: string[] = [];
  const bars = responses.flatMap((one): Bar[] => {
    const { patient, assessments, best } = one;
    const later = assessments.flatMap(({ study, target }) =>
      target?.fromBaselinePercent === undefined
        ? []
        : [{ study, percent: target.fromBaselinePercent }],
    );
    const least = smallest(later);
    if (least === undefined) {
      without.push(patientReason(one));
      return [];
    }
    const when = `study ${least.study}, best response ${best.response}`;
    return [{ name: patient, percent: least.percent, when }];
  });
  return { bars, without };
}

const smallest = (changes: readonly { study: number; percent: number }[]) =>
  changes.reduce<(typeof changes)[number] | undefined>(
    (best, one) => (best === undefined || one.percent < best.percent ? one : best),
    undefined,
  );

/** At most so many of the ranks, evenly, the first and the last among them. */
function thinnedOut(ranked: readonly Bar[], most: number): readonly Bar[] {
  if (ranked.length <= most) return ranked;
  return Array.from(
    { length: most },
    (_, i) => ranked[Math.round((i * (ranked.length - 1)) / (most - 1))] as Bar,
  );
}

type ChangeKind = "growth" | "shrinkage" | "between";

const kindOf = (percent: number, options: ChangeChartOptions): ChangeKind => {
  if (percent >= options.growthPercent) return "growth";
  return percent <= -options.shrinkagePercent ? "shrinkage" : "between";
};

const colourOf = (kind: ChangeKind, { theme }: FigureStyle): string => {
  if (kind === "between") return theme.neutral;
  return theme.palette[kind === "growth" ? 1 % theme.palette.length : 0]!;
};

/** Width of a bar's place and of the bar, in points. */
const widthOf = (plot: Area, count: number) => {
  const left = plot.left + 3;
  const step = Math.min((plot.right - left) / count, 28);
  return { step, bar: Math.max(step * 0.78, step - 3), left };
};

function drawBar(
  { name, percent, when }: Bar,
  i: number,
  count: number,
  y: Scale,
  plot: Area,
  options: WaterfallFigureOptions,
  style: FigureStyle,
): SvgChild {
  const { step, bar, left } = widthOf(plot, count);
  const shown = Math.min(percent, options.mostPercent);
  const x = left + i * step;
  const [from, to] = [y.at(Math.max(shown, 0)), y.at(Math.min(shown, 0))];
  const cutText =
    percent > options.mostPercent && step >= style.labelSize * 1.1
      ? label(Math.round(percent).toFixed(0), x + bar / 2, from - style.labelSize * 0.8, {
          size: style.labelSize,
          anchor: "middle",
          fill: style.theme.muted,
        })
      : undefined;
  const title = `${name}: ${signed(percent, 1)} (${when})`;
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": title },
    svg("title", {}, title),
    svg("rect", {
      x,
      y: from,
      width: bar,
      // No change is a line, not nothing.
      height: Math.max(to - from, 0.8),
      fill: colourOf(kindOf(percent, options), style),
    }),
    cutText,
  );
}

/** Names below the plot, those of several patients' sequences as patient/sequence: upright where they fit and turned where not; none where bars are too thin. */
function namesBelow(
  bars: readonly Bar[],
  plot: Area,
  what: string,
  several: boolean,
  style: FigureStyle,
) {
  const { step, bar, left } = widthOf(plot, Math.max(bars.length, 1));
  const { labelSize: size, fontSize, theme } = style;
  const room = plot.right - plot.left;
  const words = (named: boolean): string => {
    const titles = [`${what}s, worst to best`, "worst to best", ""];
    const pairs = [
      `${what}s as patient/sequence, worst to best`,
      "patient/sequence, worst to best",
      "patient/sequence",
    ];
    return fitting(named && several ? [...pairs, ...titles] : titles, room, fontSize);
  };
  const title = (height: number, named: boolean): SvgChild =>
    label(words(named), (plot.left + plot.right) / 2, plot.bottom + height + fontSize, {
      size: fontSize,
      anchor: "middle",
    });
  if (step < size * 1.05) {
    const notes = [`Names of ${counted(bars.length, "bar")} stand in their tooltips.`];
    return { height: fontSize * 2, nodes: [title(0, false)], notes: bars.length > 0 ? notes : [] };
  }
  const longest = 60;
  const names = bars.map(({ name }) => shorten(name, longest, size));
  const widest = Math.max(0, ...names.map((name) => textWidth(name, size)));
  const upright = widest <= step - 2;
  const height = upright ? size * 1.5 : widest + 5;
  const nodes = names.map((name, i) => {
    const x = left + i * step + bar / 2;
    return upright
      ? label(name, x, plot.bottom + size, { size, anchor: "middle", fill: theme.muted })
      : label(name, x, plot.bottom + 4, { size, anchor: "end", fill: theme.muted, rotation: -90 });
  });
  return { height: height + fontSize * 2, nodes: [...nodes, title(height, true)], notes: [] };
}

function legendOf(options: ChangeChartOptions, style: FigureStyle): LegendGroup {
  const { growthPercent, shrinkagePercent } = options;
  const size = style.smallSize;
  const entry = (kind: ChangeKind, text: string) => ({
    text,
    symbolWidth: size,
    symbol: svg("rect", {
      x: -size / 2,
      y: -size / 2,
      width: size,
      height: size,
      fill: colourOf(kind, style),
    }),
  });
  return {
    title: "best change",
    entries: [
      entry("growth", `grown by ${growthPercent} % or more`),
      entry("between", "between"),
      entry("shrinkage", `shrunk by ${shrinkagePercent} % or more`),
    ],
  };
}

function describe(bars: readonly Bar[], what: string, options: ChangeChartOptions): string {
  const count = (kind: ChangeKind): number =>
    bars.filter(({ percent }) => kindOf(percent, options) === kind).length;
  const [worst, best] = [bars[0], bars.at(-1)];
  const range =
    worst && best
      ? ` from ${signed(worst.percent)} (${worst.name}) to ${signed(best.percent)} (${best.name})`
      : "";
  return `Best change of ${counted(bars.length, what)}${range}: ${count("growth")} grown by ${options.growthPercent} % or more, ${count("shrinkage")} shrunk by ${options.shrinkagePercent} % or more, ${count("between")} between.`;
}

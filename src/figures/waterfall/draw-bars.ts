/** Bars of the waterfall chart on the page, their names and their legend. */
import type { OverallResponse } from "../../response/response-criteria.js";
import { type ChangeChartOptions, signed } from "../growth/change-chart-options.js";
import {
  growthColour,
  RESPONSE_NAMES,
  responseEntries,
  responseFill,
  responseTitle,
} from "../growth/response-style.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import type { Scale } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { fitting, shorten, textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";
import type { Bar } from "./waterfall-bars.js";

/** How a change of a lesion compares with the limits. */
export type ChangeKind = "growth" | "shrinkage" | "between";

export const kindOf = (percent: number, options: ChangeChartOptions): ChangeKind => {
  if (percent >= options.growthPercent) return "growth";
  return percent <= -options.shrinkagePercent ? "shrinkage" : "between";
};

/** Lesions: orange for growth, blue for shrinkage; red is left to progressive disease of patients. */
function fillOf({ percent, best }: Bar, options: ChangeChartOptions, { theme }: FigureStyle) {
  if (best !== undefined) return responseFill(best, theme);
  const fill = lesionColour(kindOf(percent, options), theme);
  return { fill, stroke: fill };
}

const lesionColour = (kind: ChangeKind, theme: FigureStyle["theme"]): string => {
  if (kind === "growth") return growthColour(theme);
  return responseFill(kind === "shrinkage" ? "PR" : "SD", theme).fill;
};

/** Bars share the width; a few are no wider than a tenth of it. */
function barPlaces(plot: Area, count: number) {
  const room = plot.right - plot.left - 6;
  const step = room / Math.max(count, 3);
  const left = plot.left + 3 + (room - step * count) / 2;
  return { step, bar: Math.min(Math.max(step * 0.76, step - 6), room / 10), left };
}

export function drawBar(
  one: Bar,
  i: number,
  count: number,
  y: Scale,
  plot: Area,
  options: ChangeChartOptions,
  style: FigureStyle,
): SvgChild {
  const { name, percent, study, best, patient, sequence } = one;
  const { smallSize: size, theme } = style;
  const { step, bar, left } = barPlaces(plot, count);
  const shown = Math.min(percent, options.mostPercent);
  const centre = left + (i + 0.5) * step;
  const [from, to] = [y.at(Math.max(shown, 0)), y.at(Math.min(shown, 0))];
  const cut = percent > options.mostPercent;
  const texts = [
    ...(cut ? [`${Math.round(percent)}`] : []),
    ...(best === undefined ? [] : [RESPONSE_NAMES[best][0]]),
  ];
  const fits = texts.every((text) => textWidth(text, size, "bold") <= step - 1);
  const response = best === undefined ? "" : `, best overall response ${best}`;
  const title = `${name}: ${signed(percent, 1)} (study ${study})${response}`;
  const { fill, stroke } = fillOf(one, options, style);
  return svg(
    "g",
    {
      class: "bar",
      role: "graphics-symbol img",
      "aria-label": title,
      "data-patient": patient,
      "data-sequence": sequence,
      "data-study": study,
    },
    svg("title", {}, title),
    svg("rect", {
      x: centre - bar / 2,
      y: from,
      width: bar,
      // No change is a line, not nothing.
      height: Math.max(to - from, 0.8),
      fill,
      stroke,
      "stroke-width": 0.6,
    }),
    ...(fits ? texts : []).map((text, k) => {
      const beyond = percent > 0 ? -1 : 1;
      const edge = percent > 0 ? from : to;
      return label(text, centre, edge + beyond * size * (0.85 + 1.2 * k), {
        size,
        anchor: "middle",
        fill: text === "PD" ? theme.alert : theme.text,
        weight: best === undefined ? "normal" : "bold",
        halo: theme.background,
      });
    }),
  );
}

/** Names below the plot: upright where they fit, turned where not, none where bars are too thin. */
export function namesBelow(
  bars: readonly Bar[],
  plot: Area,
  what: string,
  several: boolean,
  style: FigureStyle,
) {
  const { step, left } = barPlaces(plot, bars.length);
  const { smallSize: size, fontSize, theme } = style;
  const room = plot.right - plot.left;
  const titles = [`${what}s, worst to best`, "Worst to best", ""];
  const pairs = [
    `${what}s as patient/sequence, worst to best`,
    "Patient/sequence, worst to best",
    "Patient/sequence",
  ];
  const title = (height: number, named: boolean): SvgChild =>
    label(
      fitting(named && several ? [...pairs, ...titles] : titles, room, fontSize),
      (plot.left + plot.right) / 2,
      plot.bottom + height + fontSize,
      { size: fontSize, anchor: "middle" },
    );
  if (step < size * 1.1) {
    const notes = [`The names of ${counted(bars.length, "bar")} are in the tooltips.`];
    return { height: fontSize * 2, nodes: [title(0, false)], notes: bars.length > 0 ? notes : [] };
  }
  const names = bars.map(({ name }) => shorten(name, 60, size));
  const widest = Math.max(0, ...names.map((name) => textWidth(name, size)));
  const upright = widest <= step - 2;
  const height = upright ? size * 1.5 : widest + 5;
  const nodes = names.map((name, i) => {
    const x = left + (i + 0.5) * step;
    return upright
      ? label(name, x, plot.bottom + size, { size, anchor: "middle", fill: theme.muted })
      : label(name, x, plot.bottom + 4, { size, anchor: "end", fill: theme.muted, rotation: -90 });
  });
  return { height: height + fontSize * 2, nodes: [...nodes, title(height, true)], notes: [] };
}

export function barLegend(
  bars: readonly Bar[],
  options: ChangeChartOptions,
  style: FigureStyle,
): LegendGroup {
  const used = new Set(
    bars.flatMap(({ best }): OverallResponse[] => (best === undefined ? [] : [best])),
  );
  if (used.size > 0) {
    return { title: responseTitle(style, true), entries: responseEntries(used, style) };
  }
  const size = style.smallSize;
  const { growthPercent, shrinkagePercent } = options;
  const texts: readonly (readonly [ChangeKind, string])[] = [
    ["growth", `Grown by ${growthPercent} % or more`],
    ["between", "Between"],
    ["shrinkage", `Shrunk by ${shrinkagePercent} % or more`],
  ];
  return {
    title: "Best change",
    entries: texts.map(([kind, text]) => ({
      text,
      symbolWidth: size,
      symbol: svg("rect", {
        x: -size / 2,
        y: -size / 2,
        width: size,
        height: size,
        fill: lesionColour(kind, style.theme),
      }),
    })),
  };
}

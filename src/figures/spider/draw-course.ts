/** One line of the spider chart with its points, and what the chart's symbols mean. */
import { signed } from "../growth/change-chart-options.js";
import { lineEntries, lineStyle } from "../growth/line-style.js";
import { measurementSymbol, sequenceGroup } from "../growth/sequence-group.js";
import type { TimeAxis } from "../growth/time-axis.js";
import { THRESHOLD_LINE } from "../kit/axis.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { type LegendGroup, legendLine } from "../kit/legend.js";
import type { Scale } from "../kit/scale.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import type { Course } from "./spider-courses.js";

/** With more sequences than this, lines are thin and points small dots: the numbers at their ends tell them apart. */
export const MOST_SHAPES = 8;

export interface Plotting {
  readonly time: TimeAxis;
  readonly y: Scale;
  readonly mostPercent: number;
  readonly crowded: boolean;
}

export function drawCourse(
  { sequence, style, points }: Course,
  { time, y, mostPercent: most, crowded }: Plotting,
  { theme, fontSize }: FigureStyle,
): SvgChild {
  const shape = crowded ? "circle" : style.shape;
  const size = fontSize * (crowded ? 0.42 : 0.72);
  const lines = points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const part = within(
      { x: time.at(from.study), percent: from.percent },
      { x: time.at(to.study), percent: to.percent },
      most,
    );
    if (part === undefined) return [];
    const [a, b] = part;
    return [
      svg("line", {
        class: "link",
        x1: a.x,
        y1: y.at(a.percent),
        x2: b.x,
        y2: y.at(b.percent),
        stroke: style.colour,
        "data-from": from.row,
        "data-to": to.row,
        ...lineStyle(to, crowded ? 0.7 : 1),
      }),
    ];
  });
  const symbols = points.map((point) => {
    const { study, mm, percent } = point;
    return measurementSymbol(
      point,
      sequence,
      [time.at(study), y.at(Math.min(percent, most))],
      `sequence ${sequence}, study ${study}: ${mm.toFixed(1)} mm, ${signed(percent, 1)}`,
      symbol(percent > most ? "up" : shape, size, style.colour, theme.background),
    );
  });
  return sequenceGroup(sequence, `sequence ${sequence}`, ...lines, ...symbols);
}

interface ChangeAt {
  readonly x: number;
  readonly percent: number;
}

/** The part of a line up to this change; none where both ends lie beyond. */
function within(a: ChangeAt, b: ChangeAt, most: number): readonly [ChangeAt, ChangeAt] | undefined {
  if (a.percent > most && b.percent > most) return undefined;
  const edge = (): ChangeAt => {
    const part = (most - a.percent) / (b.percent - a.percent);
    return { x: a.x + part * (b.x - a.x), percent: most };
  };
  return [a.percent > most ? edge() : a, b.percent > most ? edge() : b];
}

/** Only what occurs, beside the limits. */
export function spiderLegend(
  courses: readonly Course[],
  {
    mostPercent: most,
    growthPercent,
    shrinkagePercent,
  }: Readonly<Record<"mostPercent" | "growthPercent" | "shrinkagePercent", number>>,
  style: FigureStyle,
): LegendGroup {
  const { theme, fontSize } = style;
  const width = fontSize * 2;
  const all = courses.flatMap(({ points }) => points);
  const beyond = {
    text: `Beyond ${signed(most)}`,
    symbol: symbol("up", fontSize * 0.72, theme.text, theme.background),
    symbolWidth: fontSize,
  };
  return {
    entries: [
      { text: "Number at the end of a line: sequence" },
      {
        text: `${signed(growthPercent)}, ${signed(-shrinkagePercent)}`,
        symbol: legendLine(width, { stroke: theme.muted, ...THRESHOLD_LINE }),
        symbolWidth: width,
      },
      ...lineEntries(all, style),
      ...(all.some(({ percent }) => percent > most) ? [beyond] : []),
    ],
  };
}

/** The spider chart: how much every sequence changed from its first measurement, over time. */

import { assertInteger } from "../../core/options.js";
import { followed } from "../../growth/changes.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import {
  type ChangeChartOptions,
  changeChartOptions,
  DEFAULT_CHANGE_CHART_OPTIONS,
  signed,
} from "../growth/change-chart-options.js";
import { growthStyles } from "../growth/growth-styles.js";
import { sequenceReason, withoutNote } from "../growth/left-out-notes.js";
import { measuredOften, type TimeAxis, timeAxis } from "../growth/time-axis.js";
import {
  bottomAxis,
  bottomAxisHeight,
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
import { moved } from "../kit/legend.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import { spread } from "../kit/spread.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";

export interface SpiderFigureOptions extends ChangeChartOptions {
  /**
   * Sequences beyond this number are left out, those with fewest measurements first; at least 1.
   * @defaultValue 20
   */
  readonly maxSequences: number;
}

export const DEFAULT_SPIDER_FIGURE_OPTIONS: SpiderFigureOptions = Object.freeze({
  ...DEFAULT_CHANGE_CHART_OPTIONS,
  maxSequences: 20,
});

/** A sequence on its way to a line. */
interface Course {
  readonly sequence: SequenceGrowth;
  readonly sequenceStyle: SequenceStyle;
  readonly points: readonly {
    readonly study: number;
    readonly percent: number;
    readonly gap: boolean;
  }[];
}

/**
 * The change of every sequence's diameter from its first measurement, in percent, over the studies of a
 * patient: days or months where dates are known, else numbers of studies. The number at the end of a line
 * is that of the sequence; dashes cross studies in which it was not measured.
 *
 * Sequences with one measurement, and those that begin with 0 mm, have no line, and the figure says how
 * many they are. O(sequences x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function spiderFigure(growth: PatientGrowth, given?: Partial<SpiderFigureOptions>): Figure {
  const { options, style } = changeChartOptions(
    "spiderFigure",
    DEFAULT_SPIDER_FIGURE_OPTIONS,
    given,
  );
  assertInteger("maxSequences", options.maxSequences, 1);
  const all = coursesOf(growth, style);
  const courses = mostMeasured(all, options.maxSequences);
  const plotHeight = Math.max(
    style.width * (style.widthMm < 120 ? 0.68 : 0.45),
    courses.length * style.labelSize * 1.25,
  );
  const top = style.fontSize;
  const values = courses.flatMap(({ points }) => points.map(({ percent }) => percent));
  const { growthPercent, shrinkagePercent, mostPercent } = options;
  const highest = Math.min(mostPercent, Math.max(growthPercent, ...values));
  const lowest = Math.min(-shrinkagePercent, ...values);
  const margin = (highest - lowest) * 0.06;
  const y = linearScale([lowest - margin, highest + margin], [top + plotHeight, top]);
  const titles = ["change of diameter from first measurement (%)", "change from first (%)", "%"];
  const axis = { title: titles, grid: true };
  const numbers = courses.map(({ sequence }) => String(sequence.sequence));
  const widest = Math.max(0, ...numbers.map((text) => textWidth(text, style.smallSize, "bold")));
  const plot: Area = {
    left: leftAxisWidth(y, axis, style),
    right: style.width - widest - style.fontSize * 2.4,
    top,
    bottom: top + plotHeight,
  };
  const inset = style.fontSize;
  const time = timeAxis(growth, [plot.left + inset, plot.right - inset], style);
  const cut = values.filter((percent) => percent > mostPercent).length;
  return finished(
    {
      title: options.title || `Change of the lesions of patient ${growth.patient}`,
      description: describe(courses),
      notes: [
        ...(cut > 0
          ? [
              `${cut} of ${values.length} measurements above ${signed(mostPercent)}, drawn at the upper edge.`,
            ]
          : []),
        ...leftOut(growth, all, courses.length),
      ],
      empty: courses.length === 0 ? "nothing measured twice" : undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        leftAxis(y, plot, axis, style),
        bottomAxis(time.scale, plot, time.axis, style),
        thresholdLine(y, growthPercent, signed(growthPercent), plot, style, { end: "left" }),
        thresholdLine(y, -shrinkagePercent, signed(-shrinkagePercent), plot, style, {
          end: "left",
          colour: style.theme.muted,
        }),
        ...courses.map((course) => drawCourse(course, time, y, mostPercent, style)),
        ...endLabels(courses, time, y, mostPercent, plot, style),
      ],
      legends: [legendOf(courses, style)],
    },
    style,
  );
}

function coursesOf(growth: PatientGrowth, { theme }: FigureStyle): Course[] {
  const sequences = measuredOften(growth, 2).filter(
    ({ points }) => (followed(points)[0]?.diameterMm ?? 0) > 0,
  );
  const styles = growthStyles(growth, theme);
  return sequences.map((sequence) => ({
    sequence,
    // Measured once and gone since: grey, as in the swimmer chart.
    sequenceStyle: styles.get(sequence.sequence) ?? { colour: theme.neutral, shape: "circle" },
    points: percentages(sequence.points),
  }));
}

/** Change by study, with a gap where studies without a measurement lie before it. */
function percentages(points: readonly GrowthPoint[]): Course["points"] {
  const known = followed(points);
  return known.map((point, k) => {
    const before = known[k - 1];
    const gap = before !== undefined && points.indexOf(point) - points.indexOf(before) > 1;
    return { study: point.study, percent: point.fromBaseline?.percent ?? 0, gap };
  });
}

function mostMeasured(courses: readonly Course[], most: number): Course[] {
  const kept = new Set(
    [...courses]
      .sort(
        (a, b) => b.points.length - a.points.length || a.sequence.sequence - b.sequence.sequence,
      )
      .slice(0, most),
  );
  return courses.filter((course) => kept.has(course));
}

function leftOut(growth: PatientGrowth, able: readonly Course[], drawn: number): string[] {
  const lines = new Set(able.map(({ sequence }) => sequence));
  const without = growth.sequences.filter((sequence) => !lines.has(sequence)).map(sequenceReason);
  const more = able.length - drawn;
  return [
    ...withoutNote(without, growth.sequences.length, ["sequence", "sequences"], "line"),
    ...(more > 0
      ? [`${counted(more, "more sequence")} left out, those measured least often.`]
      : []),
  ];
}

function drawCourse(
  { sequence, sequenceStyle, points }: Course,
  time: TimeAxis,
  y: Scale,
  most: number,
  { theme, fontSize }: FigureStyle,
): SvgChild {
  const withPlace = points.map(
    ({ study, percent }) => [time.at(study), y.at(Math.min(percent, most))] as const,
  );
  const lines = withPlace.slice(1).map(([x2, y2], i) => {
    const [x1, y1] = withPlace[i] as readonly [number, number];
    return svg("line", {
      x1,
      y1,
      x2,
      y2,
      stroke: sequenceStyle.colour,
      "stroke-width": 1.3,
      "stroke-dasharray": points[i + 1]?.gap ? "2.5 2" : undefined,
    });
  });
  const marks = points.map(({ study, percent }, i) => {
    const [px, py] = withPlace[i] as readonly [number, number];
    const mm = sequence.points.find((point) => point.study === study)?.diameterMm as number;
    const title = `sequence ${sequence.sequence}, study ${study}: ${mm.toFixed(1)} mm, ${signed(percent, 1)}`;
    return svg(
      "g",
      { transform: moved(px, py), role: "graphics-symbol img", "aria-label": title },
      svg("title", {}, title),
      symbol(
        percent > most ? "up" : sequenceStyle.shape,
        fontSize * 0.75,
        sequenceStyle.colour,
        theme.background,
      ),
    );
  });
  return svg("g", { "aria-label": `sequence ${sequence.sequence}` }, ...lines, ...marks);
}

/** The numbers of sequences in a column at the right, joined to the ends of their lines. */
function endLabels(
  courses: readonly Course[],
  time: TimeAxis,
  y: Scale,
  most: number,
  plot: Area,
  style: FigureStyle,
): SvgChild[] {
  const ends = courses.map(({ points }) => {
    const { study, percent } = points.at(-1) as Course["points"][number];
    return { x: time.at(study), y: y.at(Math.min(percent, most)) };
  });
  const size = style.smallSize;
  const places = spread(
    ends.map((end) => end.y - plot.top),
    ends.map(() => size / 2),
    size * 0.15,
    plot.bottom - plot.top,
  );
  return courses.map(({ sequence, sequenceStyle }, i) => {
    const [end, place] = [ends[i] as { x: number; y: number }, plot.top + places[i]!];
    return svg(
      "g",
      {},
      svg("path", {
        d: `M${end.x.toFixed(2)},${end.y.toFixed(2)}L${plot.right.toFixed(2)},${end.y.toFixed(2)}L${(plot.right + style.fontSize * 1.5).toFixed(2)},${place.toFixed(2)}`,
        fill: "none",
        stroke: sequenceStyle.colour,
        "stroke-width": 0.4,
        "stroke-dasharray": "0.5 1.5",
      }),
      label(String(sequence.sequence), plot.right + style.fontSize * 1.8, place, {
        size,
        weight: "bold",
      }),
    );
  });
}

function legendOf(courses: readonly Course[], { theme, fontSize }: FigureStyle) {
  const gaps = courses.some(({ points }) => points.some(({ gap }) => gap));
  const width = fontSize * 2;
  const dashes = svg("line", {
    x1: -width / 2,
    x2: width / 2,
    y1: 0,
    y2: 0,
    stroke: theme.neutral,
    "stroke-width": 1.3,
    "stroke-dasharray": "2.5 2",
  });
  return {
    title: "",
    entries: [
      { text: "number at the right: sequence", symbolWidth: 0 },
      ...(gaps ? [{ text: "not measured in between", symbol: dashes, symbolWidth: width }] : []),
    ],
  };
}

function describe(courses: readonly Course[]): string {
  const last = courses.map(({ sequence, points }) => {
    const { study, percent } = points.at(-1) as Course["points"][number];
    return `sequence ${sequence.sequence} ${signed(percent)} at study ${study}`;
  });
  return `Change of the diameter of ${counted(courses.length, "lesion sequence")} from their first measurement: ${last.join(", ")}.`;
}

/** The spider chart: the change of every sequence from its first measurement, over time. */

import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import { followed } from "../../growth/changes.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import {
  CHANGE_CHART_OPTIONS,
  type ChangeChartOptions,
  signed,
} from "../growth/change-chart-options.js";
import { emptyGrowthText } from "../growth/empty-text.js";
import { endLabels, endLabelWidth } from "../growth/end-labels.js";
import { growthStyles } from "../growth/growth-styles.js";
import { sequenceReason, withoutNote } from "../growth/left-out-notes.js";
import { lineStyle } from "../growth/line-style.js";
import { measuredOften, type TimeAxis, timeAxis } from "../growth/time-axis.js";
import { assertPatientGrowth } from "../kit/assert-patient-result.js";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  linearScale,
  type Scale,
  THRESHOLD_LINE,
  thresholdLine,
} from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { type LegendGroup, moved } from "../kit/legend.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import { counted } from "../kit/wording.js";

/** Options of {@link spiderFigure}. */
export interface SpiderFigureOptions extends ChangeChartOptions {
  /**
   * Sequences beyond this number are left out, those with fewest measurements first; at least 1.
   * @defaultValue 20
   */
  readonly maxSequences: number;
}

export const SPIDER_FIGURE_OPTIONS: OptionSchema<SpiderFigureOptions> = {
  ...CHANGE_CHART_OPTIONS,
  maxSequences: integer(20, "Sequences drawn; those with the fewest measurements go first", 1),
};

/** A sequence as a line. */
interface Course {
  readonly sequence: number;
  readonly look: SequenceStyle;
  readonly points: readonly CoursePoint[];
}

interface CoursePoint {
  readonly study: number;
  readonly row: number | undefined;
  readonly mm: number;
  readonly percent: number;
  readonly gap: boolean;
  readonly uncertain: boolean;
}

/**
 * Draws the change of every sequence's diameter from its first measurement, in percent, over the studies of a
 * patient: days or months where dates are known, else study numbers. The number at the end of a line is the
 * sequence. Uncertain links are dashed, intervals with unmeasured studies thin. A line that leaves the plot is
 * broken at its edge, where triangles mark the measurements beyond.
 *
 * Sequences with one measurement, and those that begin with 0 mm, have no line, and a note counts them.
 * O(sequences x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function spiderFigure(growth: PatientGrowth, given?: Partial<SpiderFigureOptions>): Figure {
  assertPatientGrowth(growth);
  const options = resolveOptions("spiderFigure", SPIDER_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const all = coursesOf(growth, style);
  const courses = mostMeasured(all, options.maxSequences);
  const { fontSize } = style;
  const crowded = courses.length > MOST_SHAPES;
  const plotHeight = Math.max(
    style.width * (style.widthMm < 120 ? (crowded ? 0.9 : 0.68) : 0.45),
    courses.length * fontSize * 1.25,
  );
  const top = fontSize * 1.6;
  const values = courses.flatMap(({ points }) => points.map(({ percent }) => percent));
  const { growthPercent, shrinkagePercent, mostPercent } = options;
  const beyond = values.filter((percent) => percent > mostPercent).length;
  const highest = Math.min(mostPercent, Math.max(growthPercent, ...values));
  const lowest = Math.min(-shrinkagePercent, ...values);
  // A label has room beyond the last point.
  const margin = (highest - lowest) * Math.max(0.06, (style.smallSize * 1.8) / plotHeight);
  const upper = beyond > 0 ? mostPercent : highest + margin;
  const y = linearScale([lowest - margin, upper], [top + plotHeight, top]);
  const axis = {
    title: ["Change of diameter from first measurement (%)", "Change from first (%)", "%"],
    grid: true,
  };
  const numbers = courses.map(({ sequence }) => String(sequence));
  const plot: Area = {
    left: leftAxisWidth(y, axis, style),
    right: style.width - endLabelWidth(numbers, style),
    top,
    bottom: top + plotHeight,
  };
  const time = timeAxis(growth, [plot.left + fontSize, plot.right - fontSize * 0.6], style);
  const lines = courses.map(({ sequence, look, points }) => ({
    text: String(sequence),
    colour: look.colour,
    sequence,
    points: points.map(
      ({ study, percent }) => [time.at(study), y.at(Math.min(percent, mostPercent))] as const,
    ),
  }));
  return finished(
    {
      title: options.title || `Change of the lesions of patient ${growth.patient}`,
      patient: growth.patient,
      description: describe(courses, mostPercent),
      notes: [
        ...(beyond > 0
          ? [
              `${beyond} of ${values.length} measurements above ${signed(mostPercent)}: lines are broken at the upper edge.`,
            ]
          : []),
        ...leftOut(growth, all, courses.length),
      ],
      empty: courses.length === 0 ? emptyGrowthText(growth) : undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        leftAxis(y, plot, axis, style),
        bottomAxis(time.scale, plot, time.axis, style),
        ...[growthPercent, -shrinkagePercent].map((percent) =>
          thresholdLine(y, percent, "", plot, style, { colour: style.theme.muted }),
        ),
        ...courses.map((course) => drawCourse(course, { time, y, mostPercent, crowded }, style)),
        ...endLabels(lines, { ...plot, right: plot.right - fontSize * 0.6 }, style),
      ],
      legends: [legendOf(courses, options, style)],
    },
    style,
  );
}

function coursesOf(growth: PatientGrowth, { theme }: FigureStyle): Course[] {
  const looks = growthStyles(growth, theme);
  return measuredOften(growth, 2)
    .filter(({ points }) => (followed(points)[0]?.diameterMm ?? 0) > 0)
    .map(({ sequence, points }) => ({
      sequence,
      // Measured once and absent since: grey, as in the timeline.
      look: looks.get(sequence) ?? { colour: theme.neutral, shape: "circle" },
      points: percentages(points),
    }));
}

/** Change by study, with a gap where studies without a measurement lie before it. */
function percentages(points: readonly GrowthPoint[]): CoursePoint[] {
  const known = followed(points);
  return known.map((point, k) => {
    const before = known[k - 1];
    return {
      study: point.study,
      row: point.row,
      mm: point.diameterMm,
      percent: point.fromBaseline?.percent ?? 0,
      gap: before !== undefined && points.indexOf(point) - points.indexOf(before) > 1,
      uncertain: point.link?.uncertain === true,
    };
  });
}

function mostMeasured(courses: readonly Course[], most: number): Course[] {
  const kept = new Set(
    [...courses]
      .sort((a, b) => b.points.length - a.points.length || a.sequence - b.sequence)
      .slice(0, most),
  );
  return courses.filter((course) => kept.has(course));
}

function leftOut(growth: PatientGrowth, able: readonly Course[], drawn: number): string[] {
  const lines = new Set(able.map(({ sequence }) => sequence));
  const without = growth.sequences.filter(({ sequence }: SequenceGrowth) => !lines.has(sequence));
  const more = able.length - drawn;
  return [
    ...withoutNote(
      without.map(sequenceReason),
      growth.sequences.length,
      ["sequence", "sequences"],
      "line",
    ),
    ...(more > 0
      ? [`${counted(more, "more sequence")} left out, those with the fewest measurements.`]
      : []),
  ];
}

/** With more sequences than this, lines are thin and points small dots: the numbers at their ends tell them apart. */
const MOST_SHAPES = 8;

interface Plotting {
  readonly time: TimeAxis;
  readonly y: Scale;
  readonly mostPercent: number;
  readonly crowded: boolean;
}

function drawCourse(
  { sequence, look, points }: Course,
  { time, y, mostPercent: most, crowded }: Plotting,
  { theme, fontSize }: FigureStyle,
): SvgChild {
  const shape = crowded ? "circle" : look.shape;
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
        stroke: look.colour,
        "data-from": from.row,
        "data-to": to.row,
        ...lineStyle(to, crowded ? 0.7 : 1),
      }),
    ];
  });
  const symbols = points.map(({ study, row, mm, percent }) => {
    const title = `sequence ${sequence}, study ${study}: ${mm.toFixed(1)} mm, ${signed(percent, 1)}`;
    return svg(
      "g",
      {
        class: "lesion",
        transform: moved(time.at(study), y.at(Math.min(percent, most))),
        role: "graphics-symbol img",
        "aria-label": title,
        "data-row": row,
        "data-study": study,
        "data-sequence": sequence,
      },
      svg("title", {}, title),
      symbol(percent > most ? "up" : shape, size, look.colour, theme.background),
    );
  });
  return svg(
    "g",
    {
      class: "sequence",
      role: "group",
      "aria-label": `sequence ${sequence}`,
      "data-sequence": sequence,
    },
    ...lines,
    ...symbols,
  );
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

function legendOf(
  courses: readonly Course[],
  { mostPercent: most, growthPercent, shrinkagePercent }: SpiderFigureOptions,
  style: FigureStyle,
): LegendGroup {
  const { theme, fontSize } = style;
  const width = fontSize * 2;
  const all = courses.flatMap(({ points }) => points);
  const line = (kind: { gap: boolean; uncertain: boolean }) =>
    svg("line", {
      x1: -width / 2,
      x2: width / 2,
      y1: 0,
      y2: 0,
      stroke: theme.text,
      ...lineStyle(kind),
    });
  const entries = [
    {
      used: true,
      text: `${signed(growthPercent)}, ${signed(-shrinkagePercent)}`,
      symbol: svg("line", {
        x1: -width / 2,
        x2: width / 2,
        y1: 0,
        y2: 0,
        stroke: theme.muted,
        ...THRESHOLD_LINE,
      }),
      symbolWidth: width,
    },
    {
      used: all.some(({ uncertain }) => uncertain),
      text: "Uncertain link",
      symbol: line({ gap: false, uncertain: true }),
      symbolWidth: width,
    },
    {
      used: all.some(({ gap }) => gap),
      text: "Not measured in between",
      symbol: line({ gap: true, uncertain: false }),
      symbolWidth: width,
    },
    {
      used: all.some(({ percent }) => percent > most),
      text: `Beyond ${signed(most)}`,
      symbol: symbol("up", fontSize * 0.72, theme.text, theme.background),
      symbolWidth: fontSize,
    },
  ];
  return {
    title: "",
    entries: [
      { text: "Number at the end of a line: sequence", symbolWidth: 0 },
      ...entries.filter(({ used }) => used),
    ],
  };
}

function describe(courses: readonly Course[], most: number): string {
  const last = courses.map(({ sequence, points }) => {
    const { study, percent } = points.at(-1) ?? { study: 0, percent: 0 };
    const beyond = percent > most ? " (beyond the plot)" : "";
    return `sequence ${sequence} ${signed(percent)} at study ${study}${beyond}`;
  });
  return `Change of the diameter of ${counted(courses.length, "lesion sequence")} from their first measurement: ${last.join(", ")}.`;
}

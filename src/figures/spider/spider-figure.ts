/** The spider chart: the change of every sequence from its first measurement, over time. */

import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientGrowth } from "../../growth/growth-result.js";
import {
  CHANGE_CHART_OPTIONS,
  type ChangeChartOptions,
  signed,
} from "../growth/change-chart-options.js";
import { endLabels, endLabelWidth } from "../growth/end-labels.js";
import { emptyGrowthText } from "../growth/growth-texts.js";
import { sequencesLeftOut } from "../growth/left-out-notes.js";
import { mostMeasured } from "../growth/shown-sequences.js";
import { timeAxis } from "../growth/time-axis.js";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  thresholdLine,
  zeroLine,
} from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { assertPatientGrowth } from "../kit/figure-data-checks.js";
import { styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { linearScale } from "../kit/scale.js";
import { counted } from "../kit/wording.js";
import { drawCourse, MOST_SHAPES, spiderLegend } from "./draw-course.js";
import { type Course, coursesOf } from "./spider-courses.js";

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
  const courses = mostMeasured(all, options.maxSequences, ({ points }) => points.length);
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
    title: [
      "Change of diameter from first measurement (%)",
      "Change from first measurement (%)",
      "Change (%)",
      "%",
    ],
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
  const lines = courses.map(({ sequence, style: { colour }, points }) => ({
    text: String(sequence),
    colour,
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
        ...sequencesLeftOut(growth, all, courses.length),
      ],
      empty: courses.length === 0 ? emptyGrowthText(growth) : undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        leftAxis(y, plot, axis, style),
        bottomAxis(time.scale, plot, time.axis, style),
        zeroLine(y, plot, style),
        ...[growthPercent, -shrinkagePercent].map((percent) =>
          thresholdLine(y, percent, "", plot, style, { colour: style.theme.muted }),
        ),
        ...courses.map((course) => drawCourse(course, { time, y, mostPercent, crowded }, style)),
        ...endLabels(lines, { ...plot, right: plot.right - fontSize * 0.6 }, style),
      ],
      legends: [spiderLegend(courses, options, style)],
    },
    style,
  );
}

function describe(courses: readonly Course[], most: number): string {
  const last = courses.map(({ sequence, points }) => {
    const { study, percent } = points.at(-1) ?? { study: 0, percent: 0 };
    const beyond = percent > most ? " (beyond the plot)" : "";
    return `sequence ${sequence} ${signed(percent)} at study ${study}${beyond}`;
  });
  return `Change of the diameter of ${counted(courses.length, "lesion sequence")} from their first measurement: ${last.join(", ")}.`;
}

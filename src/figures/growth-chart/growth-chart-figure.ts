/** The growth chart: the long axis of every lesion in mm, over time. */

import { resolveOptions } from "../../core/options.js";
import type { PatientGrowth } from "../../growth/growth-result.js";
import { curvesOf, type GrowthCurve } from "../growth/growth-curves.js";
import { diameterTitle, emptyGrowthText } from "../growth/growth-texts.js";
import { sequencesLeftOut } from "../growth/left-out-notes.js";
import { mostMeasured } from "../growth/shown-sequences.js";
import type { Figure } from "../kit/figure.js";
import { assertPatientGrowth } from "../kit/figure-data-checks.js";
import { styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { counted } from "../kit/wording.js";
import {
  GROWTH_CHART_FIGURE_OPTIONS,
  type GrowthChartFigureOptions,
} from "./growth-chart-options.js";
import { growthLegend } from "./growth-legend.js";
import { growthPanels } from "./growth-panels.js";
import { growthPlot } from "./growth-plot.js";

/**
 * Draws the long axis (of lymph nodes the short axis) of every sequence in mm over the patient's studies: dates
 * where they are known, else study numbers. Uncertain links are dashed, intervals with unmeasured studies are
 * thin, absent lesions are crosses at 0 mm. The band is the measurement error around the first diameter: a last
 * diameter outside of it is a change that {@link grow} calls growing or shrinking.
 *
 * Up to `maxTogether` sequences share one plot; more have a plot each. Sequences measured once have no line, and
 * a note counts them. O(sequences x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 * @example
 * const [patient] = grow(match(lesions), { dates });
 * const chart = growthChartFigure(patient, { widthMm: 85 });
 */
export function growthChartFigure(
  growth: PatientGrowth,
  given?: Partial<GrowthChartFigureOptions>,
): Figure {
  assertPatientGrowth(growth);
  const options = resolveOptions("growthChartFigure", GROWTH_CHART_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const all = curvesOf(growth, style.theme);
  const curves = mostMeasured(all, options.maxSequences, ({ points }) => points.length);
  const draw = curves.length <= options.maxTogether ? growthPlot : growthPanels;
  const { bottom, body } =
    curves.length === 0 ? { bottom: 0, body: [] } : draw(growth, curves, options, style);
  return finished(
    {
      title: options.title || `Growth of the lesions of patient ${growth.patient}`,
      patient: growth.patient,
      description: describe(curves, growth),
      notes: sequencesLeftOut(growth, all, curves.length),
      empty: curves.length === 0 ? emptyGrowthText(growth) : undefined,
      bottom,
      body,
      legends: [growthLegend(curves, options, style)],
    },
    style,
  );
}

function describe(curves: readonly GrowthCurve[], growth: PatientGrowth): string {
  const courses = curves.map(({ name, points }) => {
    const seen = points.map(({ study, mm }) => `study ${study} ${mm.toFixed(1)} mm`);
    return `${name}: ${seen.join(", ")}`;
  });
  const what = diameterTitle(growth)[0];
  return `${what} of ${counted(curves.length, "lesion sequence")} over time. ${courses.join("; ")}.`;
}

/** The sum of target diameters over time, with the limits of RECIST 1.1 and the response. */

import { greatest } from "d3-array";
import { choice, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientResponse } from "../../response/response-result.js";
import { assumptionNotes } from "../growth/assumption-notes.js";
import { patientReason } from "../growth/left-out-notes.js";
import { responseTimes, timeAxis } from "../growth/time-axis.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { assertPatientResponse } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { linearScale } from "../kit/scale.js";
import { svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { drawLimits, limitLabels, limitLabelWidth } from "./draw-limits.js";
import { drawSums, sumLegend } from "./draw-sums.js";
import {
  placeStrip,
  responseStrip,
  STRIP_ROWS,
  stripHeight,
  stripLegend,
  stripNotes,
} from "./response-strip.js";
import { isIncomplete, type SumPoint, sumNotes, sumPoints } from "./sum-points.js";

/** Options of {@link sumOfDiametersFigure}. */
export interface SumOfDiametersFigureOptions extends FigureOptions {
  /**
   * What the time axis shows where dates are known: calendar dates, or the time since the baseline.
   * @defaultValue "date"
   */
  readonly time: "date" | "elapsed";
}

export const SUM_OF_DIAMETERS_FIGURE_OPTIONS: OptionSchema<SumOfDiametersFigureOptions> = {
  ...FIGURE_OPTIONS,
  time: choice(["date", "elapsed"], "date", "Calendar dates, or time since the baseline"),
};

/**
 * Draws the sum of target diameters of a patient in mm over the studies, from baseline on: dates where they are
 * known, else study numbers. Below the blue line (30 % less than baseline) the targets are in partial response;
 * above the red line (20 % and 5 mm more than the smallest sum so far, both) they are progressive. Rows below the
 * axis show the response of targets and non-targets, new lesions and the overall response in every study. The
 * assumptions behind the response are printed in the figure.
 *
 * A study in which a target was not evaluable has an open triangle at the sum of the others: the sum is at least
 * that. A study in which no target was evaluable has no symbol, and a note names it. O(targets x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 * @example
 * const [response] = respond(grow(match(lesions), { dates }), { unknownOrgan: "together" });
 * const chart = sumOfDiametersFigure(response, { widthMm: 85 });
 */
export function sumOfDiametersFigure(
  response: PatientResponse,
  given?: Partial<SumOfDiametersFigureOptions>,
): Figure {
  assertPatientResponse(response);
  const options = resolveOptions("sumOfDiametersFigure", SUM_OF_DIAMETERS_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const title = options.title || `Sum of diameters of patient ${response.patient}`;
  const points = sumPoints(response);
  const assumptions = assumptionNotes([response]);
  if (points.length === 0) {
    return finished(
      {
        title,
        patient: response.patient,
        description: `No sum of diameters: ${patientReason(response)}.`,
        notes: assumptions,
        empty: emptyText(response),
        bottom: 0,
        body: [],
        legends: [],
      },
      style,
    );
  }
  const { fontSize, width, widthMm } = style;
  const top = fontSize;
  const plotHeight = width * (widthMm < 120 ? 0.5 : 0.34);
  const highest = Math.max(
    ...points.flatMap(({ evaluableMm, progressionMm = 0 }) => [evaluableMm, progressionMm]),
  );
  const y = linearScale([0, highest * 1.08], [top + plotHeight, top]);
  const axis = { title: ["Sum of diameters (mm)", "Sum (mm)", "mm"], grid: true };
  const widestName = Math.max(
    ...STRIP_ROWS.map((name) => textWidth(name, style.smallSize, "bold")),
  );
  const plot: Area = {
    left: Math.max(leftAxisWidth(y, axis, style), widestName + 6),
    right: width - limitLabelWidth(style),
    top,
    bottom: top + plotHeight,
  };
  const time = timeAxis(
    responseTimes(response),
    [plot.left + fontSize * 1.4, plot.right - fontSize * 1.4],
    style,
    options.time,
  );
  const stripTop = plot.bottom + bottomAxisHeight(style) + fontSize * 0.4;
  const strip = placeStrip(points, time, plot, style);
  return finished(
    {
      title,
      patient: response.patient,
      description: describe(response, points),
      notes: [...assumptions, ...sumNotes(points), ...stripNotes(strip)],
      empty: undefined,
      bottom: stripTop + stripHeight(style),
      body: [
        drawLimits(points, time, y, plot, style),
        leftAxis(y, plot, axis, style),
        bottomAxis(time.scale, plot, time.axis, style),
        ...drawSums(points, time, y, style),
        limitLabels(points, y, plot, style),
        svg(
          "g",
          { class: "response", role: "group", "aria-label": "response" },
          ...responseStrip(strip, stripTop, plot, style),
        ),
      ],
      legends: [sumLegend(points, style), stripLegend(strip, style)],
    },
    style,
  );
}

/** Why there is no sum, with the largest lesion of the baseline. */
function emptyText(response: PatientResponse): string {
  const sizes = response.assignments.flatMap(({ sequence, baselineMm }) =>
    baselineMm === undefined ? [] : [{ sequence, baselineMm }],
  );
  const largest = greatest(sizes, ({ baselineMm }) => baselineMm);
  const nearest =
    largest === undefined
      ? "No lesion measured at baseline."
      : `Largest lesion at baseline: ${largest.baselineMm.toFixed(1)} mm, sequence ${largest.sequence}.`;
  return `No sum of diameters: ${patientReason(response)}. ${nearest}`;
}

function describe(response: PatientResponse, points: readonly SumPoint[]): string {
  const sums = points.map((point) => {
    const { study, sumMm, evaluableMm, response: overall } = point;
    const least = isIncomplete(point) ? `at least ${evaluableMm.toFixed(1)} mm` : "unknown";
    const size = sumMm === undefined ? least : `${sumMm.toFixed(1)} mm`;
    return `study ${study} ${size}${overall === undefined ? " (baseline)" : ` (${overall})`}`;
  });
  return `Sum of target diameters of patient ${response.patient}: ${sums.join(", ")}. Best overall response ${response.best.response}.`;
}

/** The waterfall chart: the best change of every lesion or patient, from worst to best. */
import { fail } from "../../core/errors.js";
import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientGrowth } from "../../growth/growth-result.js";
import type { PatientResponse } from "../../response/response-result.js";
import { assumptionNotes } from "../growth/assumption-notes.js";
import {
  CHANGE_CHART_OPTIONS,
  type ChangeChartOptions,
  signed,
} from "../growth/change-chart-options.js";
import { withoutNote } from "../growth/left-out-notes.js";
import { type AxisOptions, leftAxis, leftAxisWidth, thresholdLine, zeroLine } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { growthsAndResponses } from "../kit/figure-data-checks.js";
import { styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { linearScale } from "../kit/scale.js";
import { evenlySpaced } from "../kit/subset.js";
import { counted } from "../kit/wording.js";
import { barLegend, drawBar, kindOf, namesBelow } from "./draw-bars.js";
import { type Bar, lesionBars, patientBars } from "./waterfall-bars.js";

/** Options of {@link waterfallFigure}. */
export interface WaterfallFigureOptions extends ChangeChartOptions {
  /**
   * Bars beyond this number are left out, evenly over the ranks; at least 2.
   * @defaultValue 400
   */
  readonly maxBars: number;
}

export const WATERFALL_FIGURE_OPTIONS: OptionSchema<WaterfallFigureOptions> = {
  ...CHANGE_CHART_OPTIONS,
  mostPercent: { ...CHANGE_CHART_OPTIONS.mostPercent, default: 100 },
  maxBars: integer(400, "Bars drawn; the others are left out evenly over the ranks", 2),
};

/**
 * Draws the best change from baseline, in percent, of every lesion sequence (of growth) or of the sum of diameters
 * of every patient (of responses), from worst to best. Best is the smallest at any study after the first. Bars of
 * patients have the colour of the best overall response and its abbreviation where there is room; the assumptions
 * behind the responses are printed in the figure.
 *
 * What was not measured again has no bar, and a note counts it by reason. O(n log n) for n measurements.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for growths and responses at once, and for
 * anything else.
 */
export function waterfallFigure(
  subjects: readonly PatientGrowth[] | readonly PatientResponse[],
  given?: Partial<WaterfallFigureOptions>,
): Figure {
  const options = resolveOptions("waterfallFigure", WATERFALL_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const { growths, responses } = growthsAndResponses(subjects);
  if (growths.length > 0 && responses.length > 0) {
    fail("BAD_VALUE", "growths of patients or responses of patients", "both at once");
  }
  const ofPatients = responses.length > 0;
  const { bars: all, without } = ofPatients ? patientBars(responses) : lesionBars(growths);
  const bars = evenlySpaced(all, options.maxBars);
  const what = ofPatients ? "Patient" : "Lesion sequence";

  const { growthPercent, shrinkagePercent, mostPercent } = options;
  const highest = Math.min(mostPercent, Math.max(growthPercent, ...bars.map((bar) => bar.percent)));
  const lowest = Math.min(-shrinkagePercent, ...bars.map((bar) => bar.percent));
  const textRoom = style.smallSize * (ofPatients ? 2.8 : 1.6);
  const top = style.fontSize * 0.6 + textRoom;
  const plotHeight = style.width * (style.widthMm < 120 ? 0.6 : 0.42);
  const below = ofPatients ? textRoom : style.smallSize;
  const y = linearScale([lowest, highest], [top + plotHeight - below, top]);
  const axis: AxisOptions = {
    title: ofPatients
      ? ["Best change from baseline in sum of diameters (%)", "Best change from baseline (%)", "%"]
      : ["Best change of diameter from first measurement (%)", "Best change of diameter (%)", "%"],
    grid: true,
  };
  const plot: Area = {
    left: leftAxisWidth(y, axis, style),
    right: style.width - 2,
    top: style.fontSize * 0.6,
    bottom: top + plotHeight,
  };
  const names = namesBelow(bars, plot, what, !ofPatients && growths.length > 1, style);
  const threshold = { end: "left", colour: style.theme.muted } as const;
  return finished(
    {
      title: options.title || `Best change of ${ofPatients ? "patients" : "lesions"}`,
      description: describe(bars, what.toLowerCase(), options),
      notes: [
        ...(ofPatients
          ? [
              ...assumptionNotes(responses),
              "Bars show the change from baseline; PD is judged against the nadir, and by new and non-target lesions.",
            ]
          : []),
        ...cutNote(bars, mostPercent),
        ...withoutNote(without, all.length + without.length, [
          what.toLowerCase(),
          `${what.toLowerCase()}s`,
        ]),
        ...(bars.length < all.length
          ? [`${bars.length} of ${all.length} bars drawn, evenly over the ranks.`]
          : []),
        ...names.notes,
      ],
      empty: bars.length === 0 ? emptyText(ofPatients, without) : undefined,
      bottom: plot.bottom + names.height,
      body: [
        leftAxis(y, plot, axis, style),
        thresholdLine(y, growthPercent, signed(growthPercent), plot, style, {
          ...threshold,
          end: "right",
        }),
        thresholdLine(y, -shrinkagePercent, signed(-shrinkagePercent), plot, style, threshold),
        ...bars.map((bar, i) => drawBar(bar, i, bars.length, y, plot, options, style)),
        zeroLine(y, plot, style),
        ...names.nodes,
      ],
      legends: [barLegend(bars, options, style)],
    },
    style,
  );
}

/** The note on bars that are cut off, if there are any. */
function cutNote(bars: readonly Bar[], most: number): string[] {
  const cut = bars.filter(({ percent }) => percent > most);
  const largest = Math.max(...cut.map(({ percent }) => percent));
  return cut.length > 0
    ? [
        `${cut.length} of ${bars.length} bars cut off at ${signed(most)} (largest: ${signed(largest)}).`,
      ]
    : [];
}

const emptyText = (ofPatients: boolean, without: readonly string[]): string =>
  ofPatients
    ? `No patient has a sum of diameters in two or more studies. ${counted(without.length, "patient")} given.`
    : `No lesion measured in two or more studies. ${counted(without.length, "sequence")} given.`;

function describe(bars: readonly Bar[], what: string, options: ChangeChartOptions): string {
  const count = (kind: "growth" | "shrinkage" | "between"): number =>
    bars.filter(({ percent }) => kindOf(percent, options) === kind).length;
  const [worst, best] = [bars[0], bars.at(-1)];
  const range =
    worst && best
      ? ` from ${signed(worst.percent)} (${worst.name}) to ${signed(best.percent)} (${best.name})`
      : "";
  return `Best change of ${counted(bars.length, what)}${range}: ${count("growth")} grown by ${options.growthPercent} % or more, ${count("shrinkage")} shrunk by ${options.shrinkagePercent} % or more, ${count("between")} between.`;
}

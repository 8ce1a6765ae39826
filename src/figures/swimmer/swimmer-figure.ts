/** The swimmer chart: one lane per patient with the response over time. */
import { choice, integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientResponse } from "../../response/response-result.js";
import { assumptionNotes } from "../growth/assumption-notes.js";
import { elapsedTicks } from "../growth/date-ticks.js";
import { patientReason, withoutNote } from "../growth/left-out-notes.js";
import { tickCount } from "../growth/time-axis.js";
import { bottomAxis, bottomAxisHeight } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { assertResponseList } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { linearScale } from "../kit/scale.js";
import { evenlySpaced } from "../kit/subset.js";
import { svg } from "../kit/svg.js";
import { shorten, textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";
import { drawLane } from "./draw-lane.js";
import { type PatientLane, patientLane, timeUnitOf } from "./patient-lanes.js";
import { swimmerLegend } from "./swimmer-legend.js";

/** Options of {@link swimmerFigure}. */
export interface SwimmerFigureOptions extends FigureOptions {
  /** Lanes by time under observation, longest first, or in the order given. @defaultValue "duration" */
  readonly order: "duration" | "input";
  /** Lanes beyond this number are left out, evenly over the order; at least 2. @defaultValue 60 */
  readonly maxPatients: number;
}

export const SWIMMER_FIGURE_OPTIONS: OptionSchema<SwimmerFigureOptions> = {
  ...FIGURE_OPTIONS,
  order: choice(["duration", "input"], "duration", "Order of lanes: longest first, or as given"),
  maxPatients: integer(60, "Lanes drawn; the others are left out evenly over the order", 2),
};

/**
 * Draws one lane per patient, from baseline to the last study, in the colour of the overall response (RECIST 1.1)
 * of each study until the next. Symbols mark the start of the first response, progression and new lesions; an
 * arrow marks patients without progression at the last study. The best overall response stands at the end.
 * The assumptions behind the responses are printed in the figure.
 *
 * Time is in months since baseline where all patients have dates, else in studies. Patients without a study after
 * baseline have no lane, and a note counts them. O(patients x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 * @example
 * const responses = respond(grow(match(lesions), { dates }), { unknownOrgan: "together" });
 * const chart = swimmerFigure(responses);
 */
export function swimmerFigure(
  responses: readonly PatientResponse[],
  given?: Partial<SwimmerFigureOptions>,
): Figure {
  assertResponseList(responses);
  const options = resolveOptions("swimmerFigure", SWIMMER_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const { fontSize, smallSize, width } = style;
  const unit = timeUnitOf(responses);
  const followed = responses.filter(({ assessments }) => assessments.length > 0);
  const all = followed.map((response) => patientLane(response, unit));
  const ordered =
    options.order === "input" ? all : [...all].sort((a, b) => b.duration - a.duration);
  const lanes = evenlySpaced(ordered, options.maxPatients);
  const laneHeight = fontSize * 1.9;
  const names = lanes.map(({ patient }) => shorten(patient, width * 0.22, smallSize));
  const widest = Math.max(0, ...names.map((name) => textWidth(name, smallSize)));
  const top = fontSize * 1.9;
  const plot: Area = {
    left: fontSize * 1.9 + widest + 4,
    right: width - fontSize * 4.4,
    top,
    bottom: top + Math.max(lanes.length * laneHeight, textWidth("Patient", fontSize) + 4),
  };
  const longest = Math.max(1, ...lanes.map(({ duration }) => duration));
  const scale = linearScale([0, longest], [plot.left + 1, plot.right - fontSize]);
  const title =
    unit === "study"
      ? ["Studies since baseline", "Studies"]
      : [`Time since baseline (${unit})`, unit];
  const ticks = elapsedTicks(longest, unit, tickCount(plot.right - plot.left));
  return finished(
    {
      title: options.title || "Response of patients over time",
      description: describe(lanes),
      notes: [
        ...assumptionNotes(responses),
        ...withoutNote(
          responses.filter(({ assessments }) => assessments.length === 0).map(patientReason),
          responses.length,
          ["patient", "patients"],
        ),
        ...(lanes.length < all.length
          ? [`${lanes.length} of ${all.length} lanes drawn, evenly over the order.`]
          : []),
      ],
      empty:
        lanes.length === 0
          ? `No patient has a study after baseline. ${counted(responses.length, "patient")} given.`
          : undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        bottomAxis(scale, plot, { title, grid: true, ticks }, style),
        label("Patient", fontSize * 0.8, (plot.top + plot.bottom) / 2, {
          size: fontSize,
          anchor: "middle",
          rotation: -90,
        }),
        label("Best", plot.right + fontSize * 2.2, top - smallSize, {
          size: smallSize,
          weight: "bold",
          anchor: "middle",
        }),
        ...lanes.map((lane, i) =>
          svg(
            "g",
            {
              class: "patient",
              role: "group",
              "aria-label": `patient ${lane.patient}`,
              "data-patient": lane.patient,
            },
            label(names[i] ?? "", plot.left - 4, top + (i + 0.5) * laneHeight, {
              size: smallSize,
              anchor: "end",
            }),
            ...drawLane(lane, scale, top + (i + 0.5) * laneHeight, plot, style),
          ),
        ),
      ],
      legends: swimmerLegend(lanes, style),
    },
    style,
  );
}

function describe(lanes: readonly PatientLane[]): string {
  const courses = lanes.map(
    ({ patient, best, stages }) =>
      `patient ${patient} ${stages.map(({ response }) => response ?? "baseline").join(", ")}, best ${best}`,
  );
  return `Overall response of ${counted(lanes.length, "patient")} over time: ${courses.join("; ")}.`;
}

/** The timeline: in which studies every sequence of a patient was measured, and how it changed. */

import { fail } from "../../core/errors.js";
import { integer, number, type OptionSchema, resolveOptions, value } from "../../core/options.js";
import type { PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import type { PatientResponse } from "../../response/response-result.js";
import { assumptionNotes } from "../growth/assumption-notes.js";
import { growthStyles, measuredIn, mostMeasured } from "../growth/shown-sequences.js";
import { bottomAxis, bottomAxisHeight } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import { assertPatientGrowth, assertSamePatient } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";
import { drawTimelineLane, type TimelineLimits, timelineLegend } from "./draw-timeline-lane.js";
import {
  drawResponses,
  placeResponses,
  responseLegend,
  responseNotes,
  responsesHeight,
} from "./overall-responses.js";
import { placedStudies } from "./place-studies.js";

/** Options of {@link timelineFigure}. */
export interface TimelineFigureOptions extends FigureOptions, TimelineLimits {
  /**
   * The patient's response; its overall responses stand in a lane of their own.
   * @defaultValue undefined
   */
  readonly response: PatientResponse | undefined;
  /** Least growth from the smallest so far for a triangle up, %; 0 to 1000. @defaultValue 20 */
  readonly growthPercent: number;
  /** Least growth in mm for a triangle up, beside that in percent. @defaultValue 5 (RECIST 1.1) */
  readonly growthMm: number;
  /** Least shrinkage from the first measurement for a triangle down, %; 0 to 100. @defaultValue 30 */
  readonly shrinkagePercent: number;
  /**
   * Sequences beyond this number are left out, those with fewest measurements first; at least 1.
   * @defaultValue 60
   */
  readonly maxSequences: number;
}

export const TIMELINE_FIGURE_OPTIONS: OptionSchema<TimelineFigureOptions> = {
  ...FIGURE_OPTIONS,
  response: value<PatientResponse | undefined>(undefined, "The patient's response"),
  growthPercent: number(20, "Least growth from the smallest diameter for a triangle up, %", {
    min: 0,
    max: 1000,
  }),
  growthMm: number(5, "Least growth in mm for a triangle up, beside that in percent", {
    min: 0,
    max: 1000,
  }),
  shrinkagePercent: number(30, "Least shrinkage from the first diameter for a triangle down, %", {
    min: 0,
    max: 100,
  }),
  maxSequences: integer(60, "Sequences drawn; those with the fewest measurements go first", 1),
};

/**
 * Draws a lane for every sequence of a patient, from its first to its last measurement; at every study a symbol for
 * its diameter: above its nadir, below its first measurement, or neither, by RECIST's limits on the single
 * lesion; an empty ring where it was not measured in between, a cross where it is absent. A small vertical tick
 * marks where a lesion is first measured after the first study. With a response, targets have a T beside their
 * number, the overall response of every study stands above the lanes, and the assumptions are printed.
 *
 * Where there is no room for all words, the first PD, PR and CR have theirs before other responses, and the rest
 * are ticks. O(sequences x studies).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_OPTION for the response of another patient.
 */
export function timelineFigure(
  growth: PatientGrowth,
  given?: Partial<TimelineFigureOptions>,
): Figure {
  assertPatientGrowth(growth);
  const options = resolveOptions("timelineFigure", TIMELINE_FIGURE_OPTIONS, given);
  assertResponseTo(growth, options.response);
  const style = styleOf(options);
  const { fontSize } = style;
  const lanes = mostMeasured(growth.sequences, options.maxSequences, ({ points }) =>
    measuredIn(points),
  );
  const styles = growthStyles(growth, style.theme);
  const laneHeight = fontSize * 1.7;
  const targets = targetsOf(options.response);
  const nameOf = ({ sequence }: SequenceGrowth): string =>
    targets.has(sequence) ? `T ${sequence}` : String(sequence);
  const names = [...lanes.map(nameOf), ...(options.response ? ["Overall"] : [])];
  const widest = Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
  const [left, right] = [fontSize * 2.2 + widest + 4, style.width - fontSize];
  const inset = fontSize * 1.4;
  const { time, sizes, isEven } = placedStudies(growth, [left + inset, right - inset], style);
  const placed = placeResponses(options.response?.assessments ?? [], time, style);
  const top = fontSize;
  const first = top + (options.response ? responsesHeight(placed, style) : 0);
  const plot: Area = {
    left,
    right,
    top,
    // High enough for the title of the axis, which stands upright.
    bottom: first + Math.max(lanes.length * laneHeight, textWidth("Sequence", fontSize)) + 2,
  };
  const laneAt = (i: number): number => first + (i + 0.5) * laneHeight;
  return finished(
    {
      title: options.title || `Studies of the lesions of patient ${growth.patient}`,
      patient: growth.patient,
      description: describe(growth, lanes, options),
      notes: [
        ...(options.response === undefined ? [] : assumptionNotes([options.response])),
        ...(lanes.length < growth.sequences.length
          ? [
              `${lanes.length} of ${growth.sequences.length} sequences drawn, those with the most measurements.`,
            ]
          : []),
        ...responseNotes(placed),
        ...(isEven ? ["Studies are evenly spaced: their dates lie too close together."] : []),
      ],
      empty: lanes.length === 0 ? "No sequences: the patient has no lesions." : undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        ...growth.studies.map(({ study }) =>
          svg("line", {
            x1: time.at(study),
            x2: time.at(study),
            y1: plot.top,
            y2: plot.bottom,
            stroke: style.theme.band,
            "stroke-width": 0.8,
          }),
        ),
        bottomAxis(time.scale, plot, time.axis, style),
        label("Sequence", fontSize * 0.8, (first + plot.bottom) / 2, {
          size: fontSize,
          anchor: "middle",
          rotation: -90,
        }),
        ...(options.response ? [drawResponses(placed, time, first, plot.left, style)] : []),
        ...lanes.map((sequence, i) =>
          drawTimelineLane(sequence, styles.get(sequence.sequence), nameOf(sequence), sizes, {
            time,
            y: laneAt(i),
            plot,
            options,
            style,
            first: growth.studies[0]?.study,
          }),
        ),
      ],
      legends: [
        ...(options.response ? [responseLegend(placed, style)] : []),
        timelineLegend(lanes, options, targets.size > 0, growth.studies[0]?.study, style),
      ],
    },
    style,
  );
}

/** @throws LesionGraphError BAD_OPTION for a response of another patient, or of other studies. */
function assertResponseTo({ patient, studies }: PatientGrowth, response?: PatientResponse): void {
  if (response === undefined) return;
  assertSamePatient("response", response.patient, patient);
  const known = new Set(studies.map(({ study }) => study));
  const other = response.assessments.find(({ study }) => !known.has(study));
  if (other === undefined) return;
  fail("BAD_OPTION", "a response to the studies of the growth", `study ${other.study}`, {
    option: "response",
    patient,
  });
}

/** The sequences that are targets. */
const targetsOf = (response: PatientResponse | undefined): ReadonlySet<number> =>
  new Set(
    response?.assignments.filter(({ role }) => role === "target").map(({ sequence }) => sequence),
  );

function describe(
  growth: PatientGrowth,
  lanes: readonly SequenceGrowth[],
  { response }: TimelineFigureOptions,
): string {
  const all = lanes.map(
    ({ sequence, points, presence: { first, last } }) =>
      `sequence ${sequence} measured ${counted(measuredIn(points), "time")} from study ${first} to ${last}`,
  );
  const overallOf = response?.assessments.map(
    ({ study, overall }) => `study ${study} ${overall.response}`,
  );
  const overall = overallOf === undefined ? "" : ` Overall response: ${overallOf.join(", ")}.`;
  return `${counted(lanes.length, "lesion sequence")} in ${counted(growth.studies.length, "study", "studies")}: ${all.join("; ")}.${overall}`;
}

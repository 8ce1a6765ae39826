/** The timeline: in which studies every sequence of a patient was measured, and how it changed. */

import { fail } from "../../core/errors.js";
import { integer, number, type OptionSchema, resolveOptions, value } from "../../core/options.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import type { PatientResponse } from "../../response/response-result.js";
import { assumptionNotes } from "../growth/assumption-notes.js";
import { signed } from "../growth/change-chart-options.js";
import { growthStyles, measuredIn } from "../growth/growth-styles.js";
import { evenTimeAxis, type TimeAxis, timeAxis } from "../growth/time-axis.js";
import { assertPatientGrowth } from "../kit/assert-patient-result.js";
import { assertSamePatient } from "../kit/assert-same-patient.js";
import { bottomAxis, bottomAxisHeight } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { type LegendGroup, moved } from "../kit/legend.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import { type SvgChild, type SvgNode, svg } from "../kit/svg.js";
import { type SymbolKind, symbol } from "../kit/symbols.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";
import {
  drawResponses,
  placeResponses,
  responseMarkLegend,
  responseMarkNotes,
  responsesHeight,
} from "./response-marks.js";

/** Options of {@link timelineFigure}. */
export interface TimelineFigureOptions extends FigureOptions {
  /**
   * The patient's response; its overall marked stand in a lane of their own.
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
 * its diameter: grown from its smallest, shrunk from its first, or neither, by RECIST's limits on the single
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
  const lanes = mostMeasured(growth.sequences, options.maxSequences);
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
  const marked = placeResponses(options.response?.assessments ?? [], time, style);
  const top = fontSize;
  const first = top + (options.response ? responsesHeight(marked, style) : 0);
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
        ...responseMarkNotes(marked),
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
        ...(options.response ? [drawResponses(marked, time, first, plot.left, style)] : []),
        ...lanes.map((sequence, i) =>
          lane(sequence, styles.get(sequence.sequence), nameOf(sequence), sizes, {
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
        ...(options.response ? [responseMarkLegend(marked, style)] : []),
        legendOf(lanes, options, targets.size > 0, growth.studies[0]?.study, style),
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

function mostMeasured(sequences: readonly SequenceGrowth[], most: number): SequenceGrowth[] {
  const kept = new Set(
    [...sequences]
      .sort((a, b) => measuredIn(b.points) - measuredIn(a.points) || a.sequence - b.sequence)
      .slice(0, most),
  );
  return sequences.filter((sequence) => kept.has(sequence));
}

/** The sequences that are targets. */
const targetsOf = (response: PatientResponse | undefined): ReadonlySet<number> =>
  new Set(
    response?.assignments.filter(({ role }) => role === "target").map(({ sequence }) => sequence),
  );

/** Symbols smaller than this cannot be told apart, in font sizes. */
const LEAST_SYMBOL = 0.42;

/** Studies by their dates, or evenly spaced where some lie so close that their symbols could not be told apart. */
function placedStudies(
  growth: PatientGrowth,
  range: readonly [left: number, right: number],
  style: FigureStyle,
): {
  readonly time: TimeAxis;
  readonly sizes: ReadonlyMap<number, number>;
  readonly isEven: boolean;
} {
  const dated = timeAxis(growth, range, style);
  const sizes = symbolSizes(growth, dated, style);
  if (Math.min(...sizes.values()) >= style.fontSize * LEAST_SYMBOL || growth.studies.length < 2) {
    return { time: dated, sizes, isEven: false };
  }
  const time = evenTimeAxis(growth, range, style);
  return { time, sizes: symbolSizes(growth, time, style), isEven: true };
}

/** By study; smaller where studies stand close, so that symbols of a lane do not cover each other. */
function symbolSizes(
  { studies }: PatientGrowth,
  time: TimeAxis,
  { fontSize }: FigureStyle,
): ReadonlyMap<number, number> {
  const places = studies.map(({ study }) => time.at(study));
  return new Map(
    studies.map(({ study }, i) => {
      const x = places[i] ?? 0;
      const gaps = [places[i - 1], places[i + 1]].flatMap((other) =>
        other === undefined ? [] : [Math.abs(other - x) * 0.88],
      );
      return [study, Math.max(fontSize * 0.2, Math.min(fontSize * 0.85, ...gaps))];
    }),
  );
}

/** What a lane is drawn with. */
interface LaneContext {
  readonly time: TimeAxis;
  readonly y: number;
  readonly plot: Area;
  readonly options: TimelineFigureOptions;
  readonly style: FigureStyle;
  /** The patient's first study. */
  readonly first: number | undefined;
}

function lane(
  { sequence, points, presence }: SequenceGrowth,
  sequenceStyle: SequenceStyle | undefined,
  name: string,
  sizes: ReadonlyMap<number, number>,
  { time, y, plot, options, style, first }: LaneContext,
): SvgChild {
  const { theme, fontSize } = style;
  const colour = sequenceStyle?.colour ?? theme.neutral;
  const marks = points.flatMap((point) => {
    const kind = symbolOf(point, presence, options);
    if (kind === undefined) return [];
    const title = inWords(sequence, point);
    return [
      svg(
        "g",
        {
          transform: moved(time.at(point.study), y),
          class: "lesion",
          role: "graphics-symbol img",
          "aria-label": title,
          "data-row": point.row,
          "data-study": point.study,
          "data-sequence": sequence,
        },
        svg("title", {}, title),
        symbol(
          kind,
          sizes.get(point.study) ?? fontSize * 0.3,
          kind === "cross" ? theme.text : colour,
          theme.background,
        ),
      ),
    ];
  });
  return svg(
    "g",
    {
      class: "sequence",
      role: "group",
      "aria-label": `sequence ${sequence}`,
      "data-sequence": sequence,
    },
    label(name, plot.left - 4, y, {
      size: fontSize,
      anchor: "end",
      ...(name.startsWith("T ") && { weight: "bold" as const }),
    }),
    presence.first === first ? undefined : firstSeenTick(time.at(presence.first), y, style),
    svg("line", {
      x1: time.at(presence.first),
      x2: time.at(presence.last),
      y1: y,
      y2: y,
      stroke: colour,
      "stroke-width": fontSize * 0.35,
      "stroke-linecap": "round",
      "stroke-opacity": 0.45,
    }),
    ...marks,
  );
}

/** Where a lesion is first measured after the first study. */
const firstSeenTick = (x: number, y: number, { theme, fontSize }: FigureStyle): SvgNode =>
  svg("line", {
    class: "first-measured",
    x1: x,
    x2: x,
    y1: y - fontSize * 0.75,
    y2: y + fontSize * 0.75,
    stroke: theme.text,
    "stroke-width": 0.9,
  });

/** None before the first and behind the last mark, unless the lesion is known to be gone. */
function symbolOf(
  point: GrowthPoint,
  { first, last }: SequenceGrowth["presence"],
  { growthPercent, growthMm, shrinkagePercent }: TimelineFigureOptions,
): SymbolKind | undefined {
  const { study, status, fromBaseline, fromNadir } = point;
  if (status === "absent") return study > first ? "cross" : undefined;
  if (status === "not measured") return study > first && study < last ? "ring" : undefined;
  const { mm = 0, percent = mm > 0 ? Number.POSITIVE_INFINITY : 0 } = fromNadir ?? {};
  if (mm > 0 && percent >= growthPercent && mm >= growthMm) return "up";
  return (fromBaseline?.percent ?? 0) <= -shrinkagePercent && fromBaseline ? "down" : "circle";
}

function inWords(sequence: number, point: GrowthPoint): string {
  const place = `sequence ${sequence}, study ${point.study}`;
  if (point.diameterMm === undefined) return `${place}: not measured`;
  const percent = point.fromBaseline?.percent;
  const change = percent === undefined ? "" : `, ${signed(percent, 1)}`;
  return `${place}: ${point.status === "absent" ? "absent" : `${point.diameterMm.toFixed(1)} mm`}${change}`;
}

function legendOf(
  lanes: readonly SequenceGrowth[],
  options: TimelineFigureOptions,
  hasTargets: boolean,
  first: number | undefined,
  style: FigureStyle,
): LegendGroup {
  const { theme, fontSize } = style;
  const used = new Set(
    lanes.flatMap(({ points, presence }) =>
      points.map((point) => symbolOf(point, presence, options)),
    ),
  );
  const { growthPercent, growthMm, shrinkagePercent } = options;
  const texts: readonly (readonly [SymbolKind, string])[] = [
    ["up", `${signed(growthPercent)} and ${growthMm} mm from its smallest`],
    ["down", `${signed(-shrinkagePercent)} from its first`],
    ["circle", "Neither"],
    ["ring", "Not measured"],
    ["cross", "Absent"],
  ];
  return {
    title: "",
    entries: [
      ...texts
        .filter(([kind]) => used.has(kind))
        .map(([kind, text]) => ({
          text,
          symbolWidth: fontSize,
          symbol: symbol(kind, fontSize * 0.85, theme.text, theme.background),
        })),
      ...(lanes.some(({ presence }) => presence.first !== first)
        ? [{ text: "First measured here", symbolWidth: 2, symbol: firstSeenTick(0, 0, style) }]
        : []),
      ...(hasTargets ? [{ text: "T: target lesion", symbolWidth: 0 }] : []),
    ],
  };
}

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

/** The overall response over time: in words where there is room, as ticks where there is not. */

import type { OverallResponse } from "../../response/response-criteria.js";
import type { Assessment } from "../../response/response-result.js";
import { RESPONSE_NAMES, RESPONSES, responseTitle } from "../growth/response-style.js";
import type { TimeAxis } from "../growth/time-axis.js";
import { type Box, collide } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label, labelPlate, textBox } from "../kit/label.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { type SvgChild, type SvgNode, svg } from "../kit/svg.js";

/** An overall response with its place; without a row there was no room for its word. */
export interface PlacedResponse {
  readonly assessment: Assessment;
  readonly text: string;
  /** 0 next to the lanes, 1 above. */
  readonly row: 0 | 1 | undefined;
}

/**
 * Finds places in two rows. What a reader looks for first chooses first: the first PD, PR and CR, then the
 * first and the last response, then the other changes, then the rest.
 */
export function placeResponses(
  assessments: readonly Assessment[],
  time: TimeAxis,
  { smallSize }: FigureStyle,
): PlacedResponse[] {
  const responses = assessments.map(({ overall }) => overall.response);
  const rank = (i: number): number => {
    const response = responses[i] as OverallResponse;
    const turn = response === "PD" || response === "PR" || response === "CR";
    if (turn && responses.indexOf(response) === i) return 0;
    if (i === 0 || i === responses.length - 1) return 1;
    return response === responses[i - 1] ? 3 : 2;
  };
  const order = responses.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
  const rows: readonly [Box[], Box[]] = [[], []];
  const rowOf = new Map<number, 0 | 1>();
  for (const i of order) {
    const { study, overall } = assessments[i] as Assessment;
    const box = textBox(RESPONSE_NAMES[overall.response][0], time.at(study), 0, smallSize, "bold");
    const row = ([0, 1] as const).find((one) => !rows[one].some((other) => collide(box, other, 2)));
    if (row === undefined) continue;
    rows[row].push(box);
    rowOf.set(i, row);
  }
  return assessments.map((assessment, i) => ({
    assessment,
    text: RESPONSE_NAMES[assessment.overall.response][0],
    row: rowOf.get(i),
  }));
}

const rowPitch = ({ smallSize }: FigureStyle): number => smallSize * 1.5;

/** Room that responses need above the lanes, in points. */
export function responsesHeight(placed: readonly PlacedResponse[], style: FigureStyle): number {
  const rows = Math.max(0, ...placed.map(({ row = 0 }) => row)) + 1;
  const ticks = placed.some(({ row }) => row === undefined) ? style.smallSize * 0.9 : 0;
  return rows * rowPitch(style) + ticks + style.smallSize * 0.5;
}

/** The lane, from its `bottom` upwards. */
export function drawResponses(
  placed: readonly PlacedResponse[],
  time: TimeAxis,
  bottom: number,
  left: number,
  style: FigureStyle,
): SvgChild {
  const { theme, smallSize, fontSize } = style;
  const ticks = placed.some(({ row }) => row === undefined) ? smallSize * 0.9 : 0;
  const rowAt = (row: 0 | 1): number =>
    bottom - smallSize * 0.5 - ticks - (row + 0.5) * rowPitch(style);
  const drawn = placed.map(({ assessment: { study, overall }, text, row }) => {
    const x = time.at(study);
    const fill = overall.response === "PD" ? theme.alert : theme.text;
    const title = `study ${study}: ${overall.response}, ${overall.reason}`;
    const box = textBox(text, x, rowAt(row ?? 0), smallSize, "bold");
    const grown = { ...box, halfWidth: box.halfWidth + 1, halfHeight: box.halfHeight + 1 };
    return svg(
      "g",
      {},
      svg("title", {}, title),
      row === undefined
        ? tick(x, bottom - smallSize * 0.9, fill, style)
        : labelPlate(text, grown, { size: smallSize, weight: "bold", fill }, theme.background),
    );
  });
  return svg(
    "g",
    { role: "group", "aria-label": "overall response" },
    label("Overall", left - 4, rowAt(0), { size: fontSize, anchor: "end" }),
    ...drawn,
  );
}

const tick = (x: number, y: number, stroke: string, { smallSize }: FigureStyle): SvgNode =>
  svg("line", {
    x1: x,
    x2: x,
    y1: y - smallSize * 0.4,
    y2: y + smallSize * 0.4,
    stroke,
    "stroke-width": 1.4,
  });

/** How many responses have no word; nothing where all have one. */
export function responseNotes(placed: readonly PlacedResponse[]): string[] {
  const silent = placed.filter(({ row }) => row === undefined).length;
  return silent === 0
    ? []
    : [
        `${silent} of ${placed.length} overall responses drawn as ticks: no room for their names, which are in the tooltips.`,
      ];
}

/** What the lane is, and what its words mean. */
export function responseLegend(placed: readonly PlacedResponse[], style: FigureStyle): LegendGroup {
  const used = new Set(placed.map(({ assessment }) => assessment.overall.response));
  const words = RESPONSES.filter((word) => used.has(word));
  const silent: LegendEntry[] = placed.some(({ row }) => row === undefined)
    ? [
        {
          text: "Unlabelled tick: response (red = PD)",
          symbolWidth: 2,
          symbol: tick(0, 0, style.theme.text, style),
        },
      ]
    : [];
  return {
    title: responseTitle(style),
    entries: [...words.map((word) => ({ text: RESPONSE_NAMES[word].join(" ") })), ...silent],
  };
}

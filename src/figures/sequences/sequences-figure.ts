/** The sequences that matching leaves of a lesion graph (Fig. 7 of the paper). */

import { assertBoolean, assertOneOf } from "../../core/options.js";
import type { Edge, PatientMatch, RejectedPair } from "../../matching/result.js";
import type { Box } from "../kit/boxes.js";
import { grown } from "../kit/boxes.js";
import { decimalsFor, shortDistance } from "../kit/distance-text.js";
import { drawnLinks, inDistance, linkWords } from "../kit/drawn-links.js";
import type { Figure } from "../kit/figure.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import type { LegendEntry } from "../kit/legend.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import type { ShownLesion } from "../kit/shown-patient.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { lesionText, summary } from "../kit/wording.js";
import { BROKEN, DOTS, drawLines, type Line } from "../network/draw-lines.js";
import { drawNode, nodeText, RING } from "../network/draw-node.js";
import { networkOf } from "../network/network.js";
import { labelLegend, sizeLegend } from "../network/network-legends.js";
import {
  DEFAULT_NETWORK_OPTIONS,
  type NetworkOptions,
  networkOptions,
} from "../network/network-options.js";
import { headings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";

export interface SequencesFigureOptions extends NetworkOptions {
  /**
   * Links to draw: those that hold each sequence together with the smallest steps in time, or all.
   * @defaultValue "steps"
   */
  readonly links: "steps" | "all";
  /** Whether refused pairs are drawn, faintly, with the reason as a tooltip. @defaultValue true */
  readonly rejectedPairs: boolean;
}

export const DEFAULT_SEQUENCES_FIGURE_OPTIONS: SequencesFigureOptions = Object.freeze({
  ...DEFAULT_NETWORK_OPTIONS,
  nodeLabel: "sequence",
  links: "steps",
  rejectedPairs: true,
});

/**
 * What matching kept of the lesion graph, lesions where {@link graphFigure} with the same options puts
 * them: links in the colour of their sequence, doubtful ones dotted, refused pairs faint and dashed, a
 * lesion marked twice as one double node, conflicts with a red sign.
 *
 * Refused pairs are those the match lists; with `refused: "none"` there are none to draw. No lesions give
 * a figure that says so.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION, that too for the graph of another patient;
 * without `graph` as {@link lesionGraph}.
 */
export function sequencesFigure(
  match: PatientMatch,
  given?: Partial<SequencesFigureOptions>,
): Figure {
  const options = networkOptions("sequencesFigure", DEFAULT_SEQUENCES_FIGURE_OPTIONS, given);
  assertOneOf("links", options.links, ["steps", "all"]);
  assertBoolean("rejectedPairs", options.rejectedPairs);
  const network = networkOf(match, options);
  const { shown, style, plot } = network;
  const nodes = nodesOf(shown.marks, network.boxes);
  const studyOf = new Map(shown.marks.map(({ lesion }) => [lesion.row, lesion.study]));
  const drawnEdge = ({ from, to }: Edge): boolean => nodes.has(from) && nodes.has(to);

  const { all: links, steps } = drawnLinks(match, shown);
  const kept = options.links === "all" ? links : steps;
  const rejectedPairs = match.rejectedPairs.filter(drawnEdge);
  const shownRejectedPairs = options.rejectedPairs ? thinned(rejectedPairs, studyOf, 1) : [];
  const decimals = decimalsFor(options.maxDistance);
  const sequenceOf = new Map(shown.marks.map(({ lesion, sequence }) => [lesion.row, sequence]));
  const boxOf = (row: number): Box => (nodes.get(row) as Node).room;
  const lines: Line[] = [
    ...kept.map((link) => ({
      from: boxOf(link.from),
      to: boxOf(link.to),
      colour: shown.styles.get(sequenceOf.get(link.from) as number)?.colour ?? style.theme.neutral,
      width: 1.8,
      dashes: link.uncertain ? DOTS : undefined,
      title: linkWords(link),
      text:
        options.distances && link.distance !== undefined
          ? shortDistance(link.distance, decimals)
          : "",
      textColour: style.theme.text,
    })),
    ...shownRejectedPairs.map((rejectedPair) => ({
      from: boxOf(rejectedPair.from),
      to: boxOf(rejectedPair.to),
      colour: style.theme.neutral,
      width: 0.6,
      dashes: BROKEN,
      title: rejectedPairText(rejectedPair),
      text: "",
      textColour: style.theme.text,
    })),
  ];
  const drawn = drawLines(
    lines,
    Array.from(nodes.values(), ({ room }) => room),
    plot,
    style,
  );
  const conflicts = shown.marks.some(({ conflict }) => conflict);
  const doubles = Array.from(nodes.values()).filter(({ marks }) => marks.length > 1);
  return finished(
    {
      title: options.title || `Lesion sequences of patient ${match.patient}`,
      description: `${summary(shown)} Matched by ${match.method === "joint" ? "the joint matcher" : "Algorithm 1"}.`,
      notes: [
        ...shown.notes,
        ...(kept.length < links.length
          ? [
              `${kept.length} of ${links.length} links drawn: those that join each sequence with the smallest steps in time.`,
            ]
          : []),
        ...(options.rejectedPairs && shownRejectedPairs.length < rejectedPairs.length
          ? [
              `${shownRejectedPairs.length} of ${rejectedPairs.length} refused pairs drawn: for each lesion the nearest in the next and in the previous study, and in its own.`,
            ]
          : []),
        ...(drawn.unprinted > 0
          ? [
              `No room for ${drawn.unprinted} of ${kept.length} distances; they are in the tooltips.`,
            ]
          : []),
      ],
      empty: shown.marks.length === 0 ? "no lesions" : undefined,
      bottom: plot.bottom,
      body: [
        ...headings(network),
        svg("g", { "aria-label": "links" }, ...[...drawn.lines].reverse()),
        svg(
          "g",
          { "aria-label": "lesions" },
          ...Array.from(nodes.values(), ({ marks, box }) => {
            const first = marks[0] as ShownLesion;
            const twice = marks.length > 1 ? `, marked ${marks.length} times in its study` : "";
            const conflict = first.conflict
              ? ", conflict: its sequence has another lesion of this study"
              : "";
            return drawNode(
              {
                box,
                sequenceStyle: styleOfLesion(first, options.colourBy, shown.styles, style),
                text: nodeText(first, options.nodeLabel, shown, style),
                title: `${lesionText(first.lesion)}, sequence ${first.sequence}${twice}${conflict}`,
                double: marks.length > 1,
                conflict: first.conflict,
              },
              style,
            );
          }),
        ),
        svg("g", { "aria-label": "distances" }, ...drawn.texts),
      ],
      legends: [
        styleLegend(shown, options.colourBy, style, {
          numbers: options.nodeLabel === "sequence" ? "in the nodes" : "in the tooltips",
        }),
        {
          title: "",
          entries: lineEntries(
            {
              kept: kept.length > 0,
              uncertain: kept.some(({ uncertain }) => uncertain === true),
              rejectedPairs: shownRejectedPairs.length > 0,
              double: doubles.length > 0,
              conflict: conflicts,
            },
            style,
          ),
        },
        sizeLegend(shown, style),
        { title: "", entries: breakEntry(shown, style) },
        labelLegend(shown, options.nodeLabel),
      ],
    },
    style,
  );
}

/** One lesion of one study with all its marks. */
interface Node {
  readonly marks: ShownLesion[];
  readonly box: Box;
  /** The box with the second outline of a lesion that was marked twice. */
  readonly room: Box;
}

/** Lesions by the row of their first mark; in the middle of their marks. */
function nodesOf(
  marks: readonly ShownLesion[],
  boxes: ReadonlyMap<number, Box>,
): Map<number, Node> {
  const groups = new Map<number, ShownLesion[]>();
  for (const mark of marks) {
    const group = groups.get(mark.node);
    if (group === undefined) groups.set(mark.node, [mark]);
    else group.push(mark);
  }
  return new Map(
    Array.from(groups, ([row, group]) => {
      const own = group.map(({ lesion }) => boxes.get(lesion.row) as Box);
      const mean = (of: (box: Box) => number): number =>
        own.reduce((sum, box) => sum + of(box), 0) / own.length;
      const size = Math.max(...own.map(({ halfWidth }) => halfWidth));
      const box = {
        x: mean(({ x }) => x),
        y: mean(({ y }) => y),
        halfWidth: size,
        halfHeight: Math.max(...own.map(({ halfHeight }) => halfHeight)),
      };
      return [row, { marks: group, box, room: group.length > 1 ? grown(box, RING) : box }];
    }),
  );
}

const REASONS: Readonly<Record<RejectedPair["step"], string>> = {
  threshold: "not near enough",
  exclusion: "excluded",
  "cannot-link": "cannot-link",
  conflict: "their sequences have different lesions of one study",
  odds: "not likely enough",
  duplicate: "not likely enough duplicates",
};

function rejectedPairText({ from, to, distance, step, competitor }: RejectedPair): string {
  const reason =
    step === "exclusion"
      ? competitor === undefined
        ? "two lesions of one study"
        : "a rival is nearer"
      : REASONS[step];
  const other =
    competitor === undefined
      ? ""
      : `: rows ${competitor.from} and ${competitor.to}, ${inDistance(competitor.distance)}`;
  return `rows ${from} and ${to}, ${inDistance(distance)}: refused by ${step}, ${reason}${other}`;
}

function lineEntries(
  has: Readonly<Record<"kept" | "uncertain" | "rejectedPairs" | "double" | "conflict", boolean>>,
  style: FigureStyle,
): LegendEntry[] {
  const { theme, fontSize, smallSize } = style;
  const length = fontSize * 2.2;
  const line = (width: number, dashes?: string) =>
    svg("line", {
      x1: -length / 2,
      x2: length / 2,
      y1: 0,
      y2: 0,
      stroke: width > 1 ? theme.text : theme.neutral,
      "stroke-width": width,
      "stroke-dasharray": dashes,
      "stroke-linecap": dashes === DOTS ? "round" : undefined,
    });
  const r = smallSize * 0.5;
  const ring = { fill: "none", stroke: theme.neutral, "stroke-width": 0.9 };
  const entries: (LegendEntry | false)[] = [
    has.kept && { text: "same lesion", symbolWidth: length, symbol: line(1.8) },
    has.uncertain && { text: "uncertain", symbolWidth: length, symbol: line(1.8, DOTS) },
    has.rejectedPairs && { text: "rejected pair", symbolWidth: length, symbol: line(0.6, BROKEN) },
    has.double && {
      text: "marked twice",
      symbolWidth: 2 * (r + RING) + 1,
      symbol: svg(
        "g",
        {},
        svg("circle", { r, ...ring, fill: theme.neutral }),
        svg("circle", { r: r + RING, ...ring }),
      ),
    },
    has.conflict && {
      text: "conflict",
      symbolWidth: smallSize * 1.3,
      symbol: conflictSign({ x: 0, y: 0 }, style),
    },
  ];
  return entries.filter((entry) => entry !== false);
}

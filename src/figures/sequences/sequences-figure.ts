/** The sequences of a patient over time (Fig. 7 of the paper). */
import { boolean, choice, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import type { Figure } from "../kit/figure.js";
import { styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { acceptedPairs, joinedPairs } from "../kit/joined-pairs.js";
import { layer } from "../kit/lesion-element.js";
import { NODE_FIGURE_OPTIONS, type NodeFigureOptions } from "../kit/patient-options.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import { type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted, decimalsFor, summary } from "../kit/wording.js";
import { drawNode, nodeText } from "../network/draw-node.js";
import { labelEntries, nodeSigns, sizeLegend } from "../network/network-legends.js";
import { studyHeadings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";
import { drawSequenceLinks } from "./draw-sequence-links.js";
import { fitted } from "./fit-sequences.js";
import { laneHeadings, laneLabels } from "./lane-headings.js";
import { linkEntries, rejectedLink, sequenceLink } from "./sequence-links.js";

/** Options of {@link sequencesFigure}. */
export interface SequencesFigureOptions extends NodeFigureOptions {
  /**
   * "consecutive" joins each lesion with the next one of its sequence in time; "accepted" draws the pairs
   * that the matcher itself accepted. @defaultValue "consecutive"
   */
  readonly links: "consecutive" | "accepted";
  /** Draw rejected pairs, thin and dashed, with the step that rejected them as tooltip. @defaultValue false */
  readonly rejectedPairs: boolean;
}

export const SEQUENCES_FIGURE_OPTIONS: OptionSchema<SequencesFigureOptions> = {
  ...NODE_FIGURE_OPTIONS,
  links: choice(
    ["consecutive", "accepted"],
    "consecutive",
    "Join consecutive lesions in time, or the pairs that the matcher accepted",
  ),
  rejectedPairs: boolean(false, "Draw rejected pairs, with the step that rejected them as tooltip"),
};

/**
 * The sequences of one patient: studies in time order, one lane per sequence, consecutive lesions joined by
 * straight lines with their distances. Lanes are ordered along the body, head first; lesions of a single
 * study stand below. Uncertain links are dotted, links over a study without the lesion are thin, duplicates
 * have a double outline, conflicts a red sign. No lesions give a figure that says so. O(n log n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a size or place that is no finite number.
 */
export function sequencesFigure(
  match: PatientMatch,
  given?: Partial<SequencesFigureOptions>,
): Figure {
  const options = resolveOptions("sequencesFigure", SEQUENCES_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const shown = shownPatient(match, options.maxLesions, style.theme);
  const links =
    options.links === "consecutive" ? joinedPairs(match, shown) : acceptedPairs(match, shown);
  const decimals = Math.min(
    3,
    decimalsFor(Math.max(0, ...links.map((link) => link.distance ?? 0))),
  );
  const texts = links.map(({ distance }) =>
    options.distances && distance !== undefined ? distance.toFixed(decimals) : "",
  );
  const request = {
    direction: options.direction,
    laneLabels: laneLabels(shown, style),
    numberWidth: Math.max(0, ...texts.map((text) => textWidth(text, style.labelSize))),
  };
  const { layout, nodes, nodeLabel, scale } = fitted(shown, request, options.nodeLabel, style);
  const rejected = match.rejectedPairs.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const drawnRejected = options.rejectedPairs ? thinned(rejected, studyOfNode(shown), 1) : [];
  const drawn = drawSequenceLinks(
    [
      ...links.map((link, i) => sequenceLink(link, texts[i] ?? "", shown, options, style)),
      ...drawnRejected.map((pair) => rejectedLink(pair, style)),
    ],
    layout,
    style,
  );
  const drawnNodes = Array.from(nodes, ([node, { lesions }]) => {
    const [first] = lesions;
    const box = layout.boxes.get(node);
    if (first === undefined || box === undefined) return undefined;
    return drawNode(
      {
        box,
        lesions,
        sequenceStyle: styleOfLesion(first, options.colourBy, shown.styles, style),
        text: nodeText(first, nodeLabel, shown, style),
        highlight: options.highlight,
      },
      style,
    );
  });
  return finished(
    {
      title: options.title || `Lesion sequences of patient ${match.patient}`,
      description: `${summary(shown)} Matched by ${match.method === "joint" ? "the joint matcher" : "Algorithm 1"}.`,
      patient: match.patient,
      notes: [
        ...shown.notes,
        ...(nodeLabel === options.nodeLabel
          ? []
          : ["No room for node labels; they are in the tooltips."]),
        ...(drawnRejected.length < rejected.length && options.rejectedPairs
          ? [
              `${drawnRejected.length} of ${counted(rejected.length, "rejected pair")} drawn: for each lesion the nearest in the next, the previous and the same study.`,
            ]
          : []),
        ...(drawn.unprinted > 0
          ? [
              `No room for ${drawn.unprinted} of ${texts.length} distances; they are in the tooltips.`,
            ]
          : []),
      ],
      empty: shown.lesions.length === 0 ? `Patient ${match.patient} has no lesions.` : undefined,
      bottom: layout.plot.bottom,
      body: [
        ...studyHeadings(layout, style),
        laneHeadings(layout, request, options, style),
        layer("links", "Links", ...drawn.lines),
        layer("lesions", "Lesions", ...drawnNodes),
        layer("distances", "Distances", ...drawn.texts),
      ],
      legends: [
        options.colourBy === "type"
          ? styleLegend(shown, "type", style, { numbers: "in the tooltips" })
          : { entries: [] },
        {
          entries: [
            ...linkEntries(
              {
                link: links.length > 0,
                skips: drawn.skips,
                uncertain: links.some(({ uncertain }) => uncertain),
                rejected: drawnRejected.length > 0,
              },
              style,
            ),
            ...nodeSigns(
              {
                duplicate: Array.from(nodes.values()).some(({ lesions }) => lesions.length > 1),
                conflict: shown.lesions.some(({ conflict }) => conflict),
              },
              style,
            ),
          ],
        },
        sizeLegend(shown, style, scale),
        { entries: breakEntry(shown, style) },
        { entries: labelEntries("Node", shown, nodeLabel) },
        {
          entries: texts.some((text) => text !== "")
            ? [
                {
                  text: `Number on a link: distance${match.method === "joint" ? " (joint matcher)" : ""}`,
                },
              ]
            : [],
        },
      ],
    },
    style,
  );
}

const studyOfNode = (shown: ShownPatient): Map<number, number> =>
  new Map(shown.lesions.map(({ node, lesion }) => [node, lesion.study]));

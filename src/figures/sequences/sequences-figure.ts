/** The sequences of a patient over time (Fig. 7 of the paper). */
import {
  boolean,
  choice,
  defaultsOf,
  type OptionSchema,
  resolveOptions,
} from "../../core/options.js";
import type { Edge, PatientMatch, RejectedPair } from "../../matching/result.js";
import { decimalsFor, shortDistance } from "../kit/distance-text.js";
import type { Figure } from "../kit/figure.js";
import { type FigureStyle, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { acceptedPairs, distanceText, type JoinedPair, joinedPairs } from "../kit/joined-pairs.js";
import { label } from "../kit/label.js";
import type { LegendEntry } from "../kit/legend.js";
import { layer } from "../kit/lesion-element.js";
import {
  NODE_FIGURE_OPTIONS,
  type NodeFigureOptions,
  type NodeLabel,
} from "../kit/patient-options.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import { type ShownPatient, shownPatient } from "../kit/shown-patient.js";
import { breakEntry } from "../kit/study-gaps.js";
import { styleLegend } from "../kit/style-legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted, summary } from "../kit/wording.js";
import { drawNode, nodeSize, nodeText } from "../network/draw-node.js";
import { type LesionNode, lesionNodes } from "../network/lesion-nodes.js";
import { labelLegend, nodeSigns, sizeLegend } from "../network/network-legends.js";
import { studyHeadings } from "../network/study-headings.js";
import { thinned } from "../network/thinning.js";
import { BROKEN, DOTS, drawSequenceLinks, type SequenceLink } from "./draw-sequence-links.js";
import { type LayoutRequest, layoutSequences, type SequenceLayout } from "./sequence-layout.js";

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

export const DEFAULT_SEQUENCES_FIGURE_OPTIONS = defaultsOf(SEQUENCES_FIGURE_OPTIONS);

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
    options.distances && distance !== undefined ? shortDistance(distance, decimals) : "",
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
              `${drawnRejected.length} of ${counted(rejected.length, "rejected pair")} drawn: for each lesion the nearest of the next and of the previous study, and of its own.`,
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
          : { title: "", entries: [] },
        {
          title: "",
          entries: [
            ...lineEntries(
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
        { title: "", entries: breakEntry(shown, style) },
        labelLegend(shown, nodeLabel),
        {
          title: "",
          entries: texts.some((text) => text !== "")
            ? [{ text: "Number on a link: distance", symbolWidth: 0 }]
            : [],
        },
      ],
    },
    style,
  );
}

const studyOfNode = (shown: ShownPatient): Map<number, number> =>
  new Map(shown.lesions.map(({ node, lesion }) => [node, lesion.study]));

/** Number of each sequence, with the type of its lesions where there is room for it. */
function laneLabels(shown: ShownPatient, { widthMm }: FigureStyle): Map<number, string> {
  return new Map(
    Array.from(shown.styles.keys(), (id) => {
      const own = shown.lesions.filter(({ sequence }) => sequence === id);
      const types = new Set(own.map(({ lesion }) => lesion.type));
      const [type] = types;
      const only = widthMm >= 120 && types.size === 1 && type !== undefined;
      return [id, only ? `${id} ${type}` : String(id)];
    }),
  );
}

interface Fitted {
  readonly layout: SequenceLayout;
  readonly nodes: ReadonlyMap<number, LesionNode>;
  readonly nodeLabel: NodeLabel;
  /** How much smaller the circles are than usual, at most 1. */
  readonly scale: number;
}

/**
 * The first layout that has room for its nodes: with node labels; without numbers on links; without node labels;
 * with smaller nodes.
 */
function fitted(
  shown: ShownPatient,
  request: LayoutRequest,
  wanted: NodeLabel,
  style: FigureStyle,
): Fitted {
  const attempt = (nodeLabel: NodeLabel, numberWidth: number, scale = 1) => {
    const nodes = lesionNodes(shown, (lesion) => nodeSize(lesion, nodeLabel, shown, style, scale));
    const layout = layoutSequences(shown, nodes, { ...request, numberWidth }, style);
    const widest = Math.max(0, ...Array.from(nodes.values(), ({ halfWidth }) => 2 * halfWidth));
    return { layout, nodes, nodeLabel, scale, widest };
  };
  const fits = ({ layout, widest }: ReturnType<typeof attempt>): boolean =>
    layout.direction === "down" || layout.pitch >= widest + 2;
  const { numberWidth } = request;
  const attempts = [
    () => attempt(wanted, numberWidth),
    () => attempt(wanted, 0),
    () => attempt("none", numberWidth),
    () => attempt("none", 0),
  ];
  for (const next of attempts) {
    const found = next();
    if (fits(found)) return found;
  }
  const plain = attempt("none", 0);
  return attempt("none", 0, Math.max(0.2, (plain.layout.pitch - 2) / plain.widest));
}

/** Numbers of the sequences at the beginning of their lanes. */
function laneHeadings(
  { lanes, direction, plot }: SequenceLayout,
  { laneLabels: texts }: LayoutRequest,
  { colourBy }: SequencesFigureOptions,
  style: FigureStyle,
): SvgNode {
  const { smallSize: size, fontSize, theme } = style;
  const known = new Set<number | undefined>();
  const nodes: SvgNode[] = [];
  if (direction === "across" && texts.size > 0) {
    nodes.push(label("Sequence", 2, plot.top - fontSize, { size, fill: theme.muted }));
  }
  for (const { sequence, at } of lanes) {
    if (known.has(sequence)) continue;
    known.add(sequence);
    const fill = colourBy === "sequence" && sequence !== undefined ? theme.text : theme.muted;
    const across = direction === "across";
    if (sequence === undefined) {
      const words = ["Single", "study"];
      words.forEach((word, i) => {
        const [x, y] = across
          ? [2, at + (i - 0.5) * size * 1.15]
          : [at, plot.top - fontSize * 1.4 + i * size * 1.05];
        nodes.push(label(word, x, y, { size, fill, anchor: across ? "start" : "middle" }));
      });
      continue;
    }
    const text = texts.get(sequence) ?? String(sequence);
    nodes.push(
      across
        ? label(text, 2, at, { size, weight: "bold", fill })
        : label(String(sequence), at, plot.top - fontSize, {
            size,
            weight: "bold",
            fill,
            anchor: "middle",
          }),
    );
  }
  return layer("sequences", "Sequences", ...nodes);
}

function sequenceLink(
  { from, to, sequence, title, uncertain }: JoinedPair,
  text: string,
  shown: ShownPatient,
  options: SequencesFigureOptions,
  { theme }: FigureStyle,
): SequenceLink {
  const colour = shown.styles.get(sequence)?.colour ?? theme.neutral;
  return {
    from,
    to,
    sequence,
    title,
    text,
    kind: "link",
    colour: options.colourBy === "sequence" ? colour : theme.neutral,
    width: 2,
    dashes: uncertain ? DOTS : undefined,
    highlight: options.highlight,
  };
}

const rejectedLink = (pair: RejectedPair, { theme }: FigureStyle): SequenceLink => ({
  from: pair.from,
  to: pair.to,
  sequence: undefined,
  title: rejectedPairText(pair),
  text: "",
  kind: "rejected-pair",
  colour: theme.neutral,
  width: 0.6,
  dashes: BROKEN,
  highlight: {},
});

const REASONS: Readonly<Record<RejectedPair["step"], string>> = {
  threshold: "distance not below the threshold",
  exclusion: "two lesions of one study",
  "cannot-link": "cannot-link constraint",
  conflict: "their sequences have different lesions of one study",
  odds: "not likely enough",
  duplicate: "not likely enough duplicates",
};

function rejectedPairText({ from, to, distance, step, competitor }: RejectedPair): string {
  const nearer = (other: Edge): string =>
    `nearer: rows ${other.from} and ${other.to}, ${distanceText(other.distance)}`;
  const reason = competitor === undefined ? REASONS[step] : nearer(competitor);
  return `rows ${from} and ${to}, ${distanceText(distance)}: rejected by ${step}, ${reason}`;
}

function lineEntries(
  has: Readonly<Record<"link" | "skips" | "uncertain" | "rejected", boolean>>,
  style: FigureStyle,
): LegendEntry[] {
  const { theme, fontSize } = style;
  const length = fontSize * 2.2;
  const entry = (text: string, width: number, dashes?: string): LegendEntry => ({
    text,
    symbolWidth: length,
    symbol: svg("line", {
      x1: -length / 2,
      x2: length / 2,
      y1: 0,
      y2: 0,
      stroke: dashes === BROKEN ? theme.neutral : theme.text,
      "stroke-width": width,
      "stroke-dasharray": dashes,
      "stroke-linecap": dashes === DOTS ? "round" : undefined,
    }),
  });
  const entries: (LegendEntry | false)[] = [
    has.link && entry("same lesion", 2),
    has.skips && entry("not annotated in a study between", 0.9),
    has.uncertain && entry("uncertain link", 2, DOTS),
    has.rejected && entry("rejected pair", 0.6, BROKEN),
  ];
  return entries.filter((one) => one !== false);
}

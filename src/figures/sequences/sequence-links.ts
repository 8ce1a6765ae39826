/** Links and rejected pairs as lines of the sequences figure, and what the lines mean. */
import type { Edge, RejectedPair } from "../../matching/result.js";
import type { FigureStyle, Highlight } from "../kit/figure-style.js";
import { distanceText, type JoinedPair } from "../kit/joined-pairs.js";
import type { LegendEntry } from "../kit/legend.js";
import { legendLine } from "../kit/legend.js";
import type { ColourBy } from "../kit/patient-options.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { BROKEN, DOTS, type SequenceLink } from "./draw-sequence-links.js";

export function sequenceLink(
  { from, to, sequence, title, uncertain }: JoinedPair,
  text: string,
  shown: ShownPatient,
  options: { readonly colourBy: ColourBy; readonly highlight: Highlight },
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

export const rejectedLink = (pair: RejectedPair, { theme }: FigureStyle): SequenceLink => ({
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

/** Only what occurs. */
export function linkEntries(
  has: Readonly<Record<"link" | "skips" | "uncertain" | "rejected", boolean>>,
  style: FigureStyle,
): LegendEntry[] {
  const { theme, fontSize } = style;
  const length = fontSize * 2.2;
  const entry = (text: string, width: number, dashes?: string): LegendEntry => ({
    text,
    symbolWidth: length,
    symbol: legendLine(length, {
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

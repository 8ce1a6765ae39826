/** The links in time of a patient's sequences, as figures draw them. */
import type { Edge, Link, PatientMatch } from "../../matching/result.js";
import type { ShownPatient } from "./shown-patient.js";

/** Two lesions of one sequence by their nodes, the one of the earlier study in front. */
export interface JoinedPair {
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
  readonly distance: number | undefined;
  readonly uncertain: boolean;
  /** Tooltip. */
  readonly title: string;
}

/** The links between lesions that are shown, in the order of the match. Their ends are nodes. */
export const joinedPairs = (match: PatientMatch, shown: ShownPatient): JoinedPair[] =>
  shownPairs(match.links, shown).map(([link, sequence]) => ({
    from: link.from,
    to: link.to,
    sequence,
    distance: link.distance,
    uncertain: link.uncertain === true,
    title: `sequence ${sequence}: ${linkText(link)}`,
  }));

/** The pairs that the matcher itself kept, between lesions that are shown. */
export const acceptedPairs = (match: PatientMatch, shown: ShownPatient): JoinedPair[] =>
  shownPairs(match.acceptedPairs, shown).map(([{ from, to, distance }, sequence]) => ({
    from,
    to,
    sequence,
    distance,
    uncertain: false,
    title: `sequence ${sequence}: rows ${from} and ${to}, accepted: ${distanceText(distance)}`,
  }));

function shownPairs<P extends Edge>(
  pairs: readonly P[],
  { lesions }: ShownPatient,
): (readonly [pair: P, sequence: number])[] {
  const sequenceOf = new Map(lesions.map(({ node, sequence }) => [node, sequence]));
  return pairs.flatMap((pair) => {
    const sequence = sequenceOf.get(pair.from);
    return sequence === undefined || !sequenceOf.has(pair.to) ? [] : [[pair, sequence] as const];
  });
}

/** At most three digits. */
const brief = (value: number): string => Number(value.toPrecision(3)).toString();

export const distanceText = (distance: number | undefined): string =>
  distance === undefined ? "distance unknown" : `distance ${brief(distance)}`;

/** Why two lesions are taken as the same. */
function linkText(link: Link): string {
  const { from, to, distance, logOdds, probability, runnerUp, margin } = link;
  const parts = [`rows ${from} and ${to} are the same lesion: ${distanceText(distance)}`];
  if (probability !== undefined) parts.push(`probability ${probability.toFixed(3)}`);
  if (logOdds !== undefined) parts.push(`log-odds ${brief(logOdds)}`);
  if (runnerUp !== undefined && margin !== undefined) {
    parts.push(`runner-up rows ${runnerUp.from} and ${runnerUp.to}, margin ${brief(margin)}`);
  }
  if (link.uncertain) parts.push("uncertain");
  if (link.constrained) parts.push("constrained");
  if (!link.accepted) parts.push("through other pairs of the sequence");
  return parts.join("; ");
}

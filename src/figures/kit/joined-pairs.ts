/** The links in time of a patient's sequences: each lesion with the next one of its sequence. */
import { groupBy } from "../../core/group-by.js";
import type { Link, PatientMatch } from "../../matching/result.js";
import { drawnLinks, linkText } from "./drawn-links.js";
import { byNode, type ShownLesion, type ShownPatient } from "./shown-patient.js";

/** Two lesions of one sequence by their nodes, the one of the earlier study in front. */
export interface JoinedPair {
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
  /** The matcher's own link between them, where it has one. */
  readonly link: Link | undefined;
  /** Tooltip. */
  readonly title: string;
}

/**
 * The pairs to join, sequence by sequence: consecutive lesions in time. Where a sequence has several lesions
 * in a study (a conflict), time alone does not say which belong together: the matcher's links with the
 * smallest steps in time are joined instead.
 */
export function joinedPairs(match: PatientMatch, shown: ShownPatient): JoinedPair[] {
  const { all, steps } = drawnLinks(match, shown);
  const linkOf = new Map(all.map((link) => [`${link.from} ${link.to}`, link]));
  const sequenceOf = new Map(shown.lesions.map(({ node, sequence }) => [node, sequence]));
  const nodes = Array.from(byNode(shown.lesions).values())
    .flatMap(([first]) => first ?? [])
    .sort((a, b) => a.lesion.study - b.lesion.study || a.node - b.node);
  return Array.from(groupBy(nodes, ({ sequence }) => sequence)).flatMap(([sequence, members]) =>
    (consecutive(members) ?? steps.filter(({ from }) => sequenceOf.get(from) === sequence)).map(
      ({ from, to }) => {
        const link = linkOf.get(`${from} ${to}`) ?? linkOf.get(`${to} ${from}`);
        const text = link === undefined ? `rows ${from} and ${to}` : linkText(link);
        return { from, to, sequence, link, title: `sequence ${sequence}: ${text}` };
      },
    ),
  );
}

/** Pairs of neighbours in time; undefined where two lesions are of one study. */
function consecutive(members: readonly ShownLesion[]): { from: number; to: number }[] | undefined {
  const pairs: { from: number; to: number }[] = [];
  let before: ShownLesion | undefined;
  for (const member of members) {
    if (before !== undefined) {
      if (before.lesion.study === member.lesion.study) return undefined;
      pairs.push({ from: before.node, to: member.node });
    }
    before = member;
  }
  return pairs;
}

/** Which lesions the board joins. */
import type { PatientMatch } from "../../matching/result.js";
import { drawnLinks, linkWords } from "../kit/drawn-links.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";

/** Two lesions of one sequence by their nodes, the earlier study's in front. */
export interface JoinedPair {
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
  /** What a tooltip says. */
  readonly title: string;
}

/**
 * The pairs to join, sequence by sequence. Where a sequence has one lesion in every study, each is joined
 * with the next one. Where it has several in a study, or where matching refused such a pair, the links are
 * joined that {@link sequencesFigure} draws too: those that matching found, with the smallest steps in time.
 */
export function joinedPairs(match: PatientMatch, shown: ShownPatient): JoinedPair[] {
  const { all, steps } = drawnLinks(match, shown);
  const rejectedPairs = new Set(match.rejectedPairs.map(({ from, to }) => `${from} ${to}`));
  const wordsOf = new Map(all.map((link) => [`${link.from} ${link.to}`, linkWords(link)]));
  const sequenceOf = new Map(shown.marks.map(({ node, sequence }) => [node, sequence]));
  return Array.from(nodesBySequence(shown.marks)).flatMap(([sequence, nodes]) => {
    const chain = nodes.slice(1).map((node, i) => ({ from: nodes[i] as ShownLesion, to: node }));
    const straight = chain.every(
      ({ from, to }) =>
        from.lesion.study < to.lesion.study && !rejectedPairs.has(`${from.node} ${to.node}`),
    );
    const pairs = straight
      ? chain.map(({ from, to }) => ({ from: from.node, to: to.node }))
      : steps.filter(({ from }) => sequenceOf.get(from) === sequence);
    return pairs.map(({ from, to }) => {
      const words = wordsOf.get(`${from} ${to}`) ?? `rows ${from} and ${to}`;
      return { from, to, sequence, title: `sequence ${sequence}: ${words}` };
    });
  });
}

/** One mark for every node, in the order of studies. */
function nodesBySequence(marks: readonly ShownLesion[]): Map<number, ShownLesion[]> {
  const groups = new Map<number, ShownLesion[]>();
  const known = new Set<number>();
  for (const mark of [...marks].sort((a, b) => a.lesion.study - b.lesion.study)) {
    if (known.has(mark.node)) continue;
    known.add(mark.node);
    const group = groups.get(mark.sequence);
    if (group === undefined) groups.set(mark.sequence, [mark]);
    else group.push(mark);
  }
  return groups;
}

/** The links of a match that figures draw, and what tooltips say of them. */
import type { Edge, Link, PatientMatch } from "../../matching/result.js";
import type { ShownPatient } from "./shown-patient.js";

export interface DrawnLinks {
  /** Every link between two lesions that are shown. */
  readonly all: readonly Link[];
  /** Those of them that hold each sequence together with the smallest steps in time. */
  readonly steps: readonly Link[];
}

/** The links between lesions that are shown; their ends are nodes, rows of first annotations. */
export function drawnLinks({ links }: PatientMatch, { lesions }: ShownPatient): DrawnLinks {
  const studyOf = new Map(lesions.map(({ node, lesion }) => [node, lesion.study]));
  const all = links.filter(({ from, to }) => studyOf.has(from) && studyOf.has(to));
  return { all, steps: spanning(all, studyOf) };
}

/** At most three digits. */
const brief = (value: number): string => Number(value.toPrecision(3)).toString();

export const distanceText = (distance: number | undefined): string =>
  distance === undefined ? "distance unknown" : `distance ${brief(distance)}`;

/** Why two lesions are taken as the same. */
export function linkText({
  from,
  to,
  distance,
  logOdds,
  runnerUp,
  margin,
  uncertain,
  constrained,
}: Link): string {
  const parts = [`rows ${from} and ${to} are the same lesion: ${distanceText(distance)}`];
  if (logOdds !== undefined) parts.push(`log-odds ${brief(logOdds)}`);
  if (runnerUp !== undefined && margin !== undefined) {
    parts.push(`runner-up rows ${runnerUp.from} and ${runnerUp.to}, margin ${brief(margin)}`);
  }
  if (uncertain) parts.push("uncertain");
  if (constrained) parts.push("constrained");
  return parts.join("; ");
}

/**
 * The links that hold sequences together with the smallest steps in time: a spanning forest, fewest
 * studies apart first, then the nearest. What is left out says nothing new about who belongs together.
 */
export function spanning<P extends Edge>(
  links: readonly P[],
  studyOf: ReadonlyMap<number, number>,
): P[] {
  const groupOf = new Map<number, number>();
  const root = (row: number): number => {
    let at = row;
    for (let up = groupOf.get(at); up !== undefined; up = groupOf.get(at)) at = up;
    return at;
  };
  const gap = ({ from, to }: Edge): number =>
    Math.abs((studyOf.get(to) as number) - (studyOf.get(from) as number));
  const order = [...links].sort((a, b) => gap(a) - gap(b) || byDistance(a, b));
  return order.filter(({ from, to }) => {
    const [a, b] = [root(from), root(to)];
    if (a === b) return false;
    groupOf.set(b, a);
    return true;
  });
}

/** The nearest first, pairs whose distance is not known last. */
export function byDistance(a: Edge, b: Edge): number {
  const [one, two] = [a.distance ?? Number.MAX_VALUE, b.distance ?? Number.MAX_VALUE];
  return one - two || a.from - b.from || a.to - b.to;
}

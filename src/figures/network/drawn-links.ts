/** The links of a match that figures draw, and what tooltips say of them. */
import type { Link, PatientMatch } from "../../matching/result.js";
import type { ShownPatient } from "./marks.js";
import { spanning } from "./thin.js";

export interface DrawnLinks {
  /** Every link between two lesions that are shown. */
  readonly all: readonly Link[];
  /** Those of them that hold each sequence together with the smallest steps in time. */
  readonly steps: readonly Link[];
}

/** The links between lesions that are shown; their ends are nodes, rows of first marks. */
export function drawnLinks({ links }: PatientMatch, { marks }: ShownPatient): DrawnLinks {
  const studyOf = new Map(marks.map(({ node, lesion }) => [node, lesion.study]));
  const all = links.filter(({ from, to }) => studyOf.has(from) && studyOf.has(to));
  return { all, steps: spanning(all, studyOf) };
}

/** At most three digits. */
const brief = (value: number): string => Number(value.toPrecision(3)).toString();

export const inDistance = (distance: number | undefined): string =>
  distance === undefined ? "distance not known" : `distance ${brief(distance)}`;

/** Why two lesions are taken as the same. */
export function linkWords({
  from,
  to,
  distance,
  logOdds,
  runnerUp,
  margin,
  uncertain,
  constrained,
}: Link): string {
  const parts = [`rows ${from} and ${to} are the same lesion: ${inDistance(distance)}`];
  if (logOdds !== undefined) parts.push(`log-odds ${brief(logOdds)}`);
  if (runnerUp !== undefined && margin !== undefined) {
    parts.push(`runner-up rows ${runnerUp.from} and ${runnerUp.to}, margin ${brief(margin)}`);
  }
  if (uncertain) parts.push("uncertain");
  if (constrained) parts.push("constrained");
  return parts.join("; ");
}

/** Pairs of lesions by their distance in the lesion graph. */
import { type LesionGraph, lesionGraph } from "../../graph/lesion-graph.js";
import type { PatientMatch } from "../../matching/result.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import type { GraphFigureOptions } from "./graph-options.js";

/** A pair of nodes by the rows of their first annotations, with the smallest distance of their annotations. */
export interface LesionPair {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

/** Beyond this many lesions the smallest distance is not looked for. */
const MOST_COMPARED = 500;

/** Pairs of nodes that are nearer than `maxDistance`, the nearest first, and the smallest distance of all. */
export function nearPairs(
  match: PatientMatch,
  { lesions }: ShownPatient,
  { graph: given, maxDistance }: GraphFigureOptions,
): { readonly near: readonly LesionPair[]; readonly nearest: number | undefined } {
  const all = match.sequences.flatMap((sequence) => sequence.lesions);
  const nodeOf = new Map(lesions.map(({ lesion, node }) => [String(lesion.row), node]));
  let nearest: number | undefined;
  const smallest = new Map<string, LesionPair>();
  const look = (graph: LesionGraph): void =>
    graph.forEachEdge((_, { distance }, source, target) => {
      const [a, b] = [nodeOf.get(source), nodeOf.get(target)];
      if (a === undefined || b === undefined || a === b) return;
      if (nearest === undefined || distance < nearest) nearest = distance;
      if (distance >= maxDistance) return;
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const key = `${from} ${to}`;
      if (distance < (smallest.get(key)?.distance ?? Number.POSITIVE_INFINITY)) {
        smallest.set(key, { from, to, distance });
      }
    });
  look(given ?? lesionGraph(all, { maxDistance }));
  if (nearest === undefined && given === undefined && lesions.length <= MOST_COMPARED) {
    // Nothing below the limit: how far the limit would have to go is worth knowing.
    look(lesionGraph(all));
  }
  const near = Array.from(smallest.values()).sort(
    (a, b) => a.distance - b.distance || a.from - b.from || a.to - b.to,
  );
  return { near, nearest };
}

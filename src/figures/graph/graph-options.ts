/** Options of the lesion graph. */
import { integer, number, type OptionSchema, value } from "../../core/options.js";
import type { LesionGraph } from "../../graph/lesion-graph.js";
import { NODE_FIGURE_OPTIONS, type NodeFigureOptions } from "../kit/patient-options.js";

/** Options of `graphFigure`. */
export interface GraphFigureOptions extends NodeFigureOptions {
  /**
   * The graph whose distances place the lesions and are drawn; undefined makes it of the match's lesions
   * with the default features. @defaultValue undefined
   */
  readonly graph: LesionGraph | undefined;
  /**
   * Only pairs with a smaller distance are drawn, in the unit of the distances.
   * @defaultValue 0.1, Algorithm 1's T2
   */
  readonly maxDistance: number;
  /**
   * Upper limits of the first three classes of distances, ascending; the fourth ends at `maxDistance`. They
   * do not depend on it: the same line means the same distance in every figure.
   * @defaultValue [0.025, 0.05, 0.075]
   */
  readonly breaks: readonly [number, number, number];
  /**
   * From every lesion edges are drawn to this many nearest ones of the next study in which it has a near
   * one, of the study before, and of its own; at least 1. @defaultValue 2
   */
  readonly neighbours: number;
}

const areBreaks = (given: unknown): boolean =>
  Array.isArray(given) &&
  given.length === 3 &&
  given.every((one, i) => Number.isFinite(one) && one > (i === 0 ? 0 : given[i - 1]));

export const GRAPH_FIGURE_OPTIONS: OptionSchema<GraphFigureOptions> = {
  ...NODE_FIGURE_OPTIONS,
  graph: value<LesionGraph | undefined>(
    undefined,
    "Graph whose distances are drawn; made of the match's lesions where absent",
  ),
  maxDistance: number(0.1, "Only pairs with a smaller distance are drawn", { above: 0 }),
  breaks: value<readonly [number, number, number]>(
    Object.freeze([0.025, 0.05, 0.075] as const),
    "Upper limits of the first three classes of distances",
    "three ascending numbers > 0",
    areBreaks,
  ),
  neighbours: integer(2, "Edges from each lesion to the next study, the one before and its own", 1),
};

/** What can be chosen about the two node-link figures. */

import {
  assertBoolean,
  assertInteger,
  assertNonNegative,
  assertOneOf,
  completeOptions,
} from "../../core/options.js";
import type { LesionGraph } from "../../graph/lesion-graph.js";
import { DEFAULT_FIGURE_OPTIONS, type FigureOptions } from "../kit/figure-style.js";

export const NODE_LABELS = Object.freeze(["row", "id", "sequence", "longAxisMm", "none"] as const);
/** Data row of the input, the lesion's id, the number of its sequence, the long axis in mm, or nothing. */
export type NodeLabel = (typeof NODE_LABELS)[number];

export interface NetworkOptions extends FigureOptions {
  /**
   * The graph whose distances place the lesions and are drawn; undefined makes it of the match's lesions
   * with the default features. @defaultValue undefined
   */
  readonly graph: LesionGraph | undefined;
  /**
   * Pairs that are not nearer than this are not drawn, in the unit of the distances.
   * @defaultValue 0.1, Algorithm 1's T2
   */
  readonly maxDistance: number;
  /** Text in a node. @defaultValue "row" for the graph, "sequence" for the sequences */
  readonly nodeLabel: NodeLabel;
  /** @defaultValue "sequence" */
  readonly colourBy: "sequence" | "type";
  /** Whether to print distances on edges. @defaultValue true */
  readonly distances: boolean;
  /**
   * Lesions beyond this number are left out, those of the sequences with fewest studies first; at least 1.
   * @defaultValue 60
   */
  readonly maxLesions: number;
  /**
   * Studies as columns ("across") or as rows ("down"); "auto" takes columns unless they would be too
   * narrow for nodes and numbers. @defaultValue "auto"
   */
  readonly direction: "auto" | "across" | "down";
}

export const DEFAULT_NETWORK_OPTIONS: NetworkOptions = Object.freeze({
  ...DEFAULT_FIGURE_OPTIONS,
  graph: undefined,
  maxDistance: 0.1,
  nodeLabel: "row",
  colourBy: "sequence",
  distances: true,
  maxLesions: 60,
  direction: "auto",
});

/** Completes and checks the options. @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION. */
export function networkOptions<T extends NetworkOptions>(
  caller: string,
  defaults: Readonly<T>,
  given: Partial<T> | undefined,
): T {
  const options = completeOptions(caller, defaults, given);
  assertNonNegative("maxDistance", options.maxDistance);
  assertOneOf("nodeLabel", options.nodeLabel, NODE_LABELS);
  assertOneOf("colourBy", options.colourBy, ["sequence", "type"]);
  assertBoolean("distances", options.distances);
  assertInteger("maxLesions", options.maxLesions, 1);
  assertOneOf("direction", options.direction, ["auto", "across", "down"]);
  return options;
}

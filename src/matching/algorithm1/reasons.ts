/** What Algorithm 1 says about its links and refusals. */
import { type NamedNodes, type Pair, PairSet } from "../named-nodes.js";
import { nodeDistance } from "../nodes.js";
import type { Edge, Link, Refusal } from "../result.js";
import type { Linked } from "./links.js";
import { nextNearest } from "./nearest.js";

/** Algorithm 1 knows every distance. */
type MeasuredEdge = Edge & { readonly distance: number };

export class Reasons {
  readonly #named: NamedNodes;
  readonly #linked: Linked;
  readonly #pinned: PairSet;

  constructor(named: NamedNodes, linked: Linked) {
    this.#named = named;
    this.#linked = linked;
    this.#pinned = new PairSet(linked.nodes.count, linked.pinned);
  }

  /** A link with its runner-up and margin, and whether it is pinned. */
  link(i: number, j: number): Link {
    const link = this.#edge(i, j);
    const runnerUp = this.#rival(i, j);
    return {
      ...link,
      ...(runnerUp && { runnerUp, margin: runnerUp.distance - link.distance }),
      ...(this.#pinned.has(i, j) && { pinned: true }),
    };
  }

  /**
   * Pairs that are not linked, with the step that refused them: all of them, or those nearer than t2.
   * O(m²).
   */
  refusals(t2: number, all: boolean): Refusal[] {
    const { count, study } = this.#linked.nodes;
    const kept = new PairSet(count, this.#linked.links);
    const forbidden = new PairSet(count, this.#linked.forbidden);
    const refused: Refusal[] = [];
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        if (kept.has(i, j)) continue;
        const edge = this.#edge(i, j);
        if (forbidden.has(i, j)) refused.push({ ...edge, step: "forbidden" });
        else if (edge.distance < t2) refused.push({ ...edge, ...this.#exclusion(i, j, study) });
        else if (all) refused.push({ ...edge, step: "threshold" });
      }
    }
    return refused;
  }

  #edge(i: number, j: number): MeasuredEdge {
    return { ...this.#named.rows(i, j), distance: nodeDistance(this.#linked.nodes, i, j) };
  }

  #exclusion(i: number, j: number, study: Int32Array): Pick<Refusal, "step" | "rival"> {
    if (study[i] === study[j]) return { step: "exclusion" };
    return { step: "exclusion", rival: this.#rival(i, j) };
  }

  /** The nearest pair that i could make with j's study, or j with i's, instead of each other. */
  #rival(i: number, j: number): MeasuredEdge | undefined {
    const { nodes, pinnedDistance, t2 } = this.#linked;
    const near = nearer(this.#nearOther(i, j), this.#nearOther(j, i));
    if (near !== undefined && near.distance < t2) return near;
    // The runner-up may lie beyond T2, where no pairs were looked at.
    const beyond = ([node, partner]: Pair): MeasuredEdge | undefined => {
      const other = nextNearest(nodes, node, partner, pinnedDistance);
      return other < 0 ? undefined : this.#edge(node, other);
    };
    return nearer(beyond([i, j]), beyond([j, i]));
  }

  /** The nearest node nearer than T2 in the partner's study, other than the partner. */
  #nearOther(node: number, partner: number): MeasuredEdge | undefined {
    const { nodes, nearest } = this.#linked;
    const slot = node * nodes.studies + (nodes.study[partner] as number);
    const first = nearest.first[slot] as number;
    const other = first === partner ? (nearest.second[slot] as number) : first;
    return other < 0 ? undefined : this.#edge(node, other);
  }
}

/** The pair with the smaller distance, of equals the first. */
function nearer(
  one: MeasuredEdge | undefined,
  two: MeasuredEdge | undefined,
): MeasuredEdge | undefined {
  if (one === undefined || two === undefined) return one ?? two;
  return two.distance < one.distance ? two : one;
}

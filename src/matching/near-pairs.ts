/**
 * Pairs of nodes nearer than a limit, without looking at all pairs: no two rows are nearer than any one
 * of their columns says, so a sweep along one column leaves out whatever is too far apart in it alone.
 */
import { squaredDistance } from "../features/distance.js";
import type { Nodes } from "./feature-nodes.js";

/** Up to this many nodes, all pairs are looked at sooner than anything can be sorted. */
const FEW = 48;

/** Calls back with a pair i < j and its distance. */
type Meet = (i: number, j: number, distance: number) => void;

/**
 * Calls `meet` for every pair i < j nearer than `limit`, in no order that matters: of one study
 * (`"within"`), or of two (`"between"`). The same pairs as a look at all of them, to the last bit: rounded
 * sums of squares and their roots never fall below those of one term. O(n² d) in the worst case, and in
 * proportion to the pairs that one column cannot tell apart otherwise. O(n d) memory.
 */
export function forEachNearPair(
  nodes: Nodes,
  limit: number,
  studies: "within" | "between",
  meet: Meet,
): void {
  const within = studies === "within";
  const column = nodes.count > FEW ? widestColumn(nodes, limit) : -1;
  if (column < 0) lookAtAll(nodes, limit, within, meet);
  else sweep(nodes, column, limit, within, meet);
}

/** Nodes stand study by study: those of j's own study, or those of the studies before it. */
function lookAtAll(nodes: Nodes, limit: number, within: boolean, meet: Meet): void {
  const { count, study, values, d } = nodes;
  const beyond = squareBeyond(limit);
  let first = 0;
  for (let j = 1; j < count; j++) {
    if (study[j] !== study[j - 1]) first = j;
    const end = within ? j : first;
    for (let i = within ? first : 0; i < end; i++) {
      const square = squaredDistance(values, d, i, j, beyond);
      if (square > beyond) continue;
      const distance = Math.sqrt(square);
      if (distance < limit) meet(i, j, distance);
    }
  }
}

/** Nodes along a column, each compared with those before it that the column does not rule out. */
function sweep(nodes: Nodes, column: number, limit: number, within: boolean, meet: Meet): void {
  const { count, d } = nodes;
  const place = (node: number): number => nodes.values[node * d + column]!;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => place(a) - place(b),
  );
  // Copied in that order, so that memory is read as it lies.
  const values = new Float64Array(count * d);
  const study = new Int32Array(count);
  order.forEach((node, p) => {
    values.set(nodes.values.subarray(node * d, (node + 1) * d), p * d);
    study[p] = nodes.study[node]!;
  });
  const beyond = squareBeyond(limit);
  for (let p = 1; p < count; p++) {
    const at = values[p * d + column]!;
    for (let q = p - 1; q >= 0; q--) {
      const apart = at - values[q * d + column]!;
      if (apart >= limit && Math.sqrt(apart * apart) >= limit) break;
      if ((study[p] === study[q]) !== within) continue;
      const square = squaredDistance(values, d, q, p, beyond);
      if (square > beyond) continue;
      const distance = Math.sqrt(square);
      if (distance >= limit) continue;
      const [one, other] = [order[p]!, order[q]!];
      meet(Math.min(one, other), Math.max(one, other), distance);
    }
  }
}

/** No number above this has a root below the limit: so that most pairs need no root. */
const squareBeyond = (limit: number): number => limit * limit * (1 + 1e-9);

/**
 * The column whose values lie farthest apart, of those that are known of every node; -1 where none lie
 * farther apart than the limit, so that no pair would be left out.
 */
export function widestColumn({ count, values, d }: Nodes, limit: number): number {
  let widest = -1;
  let most = limit;
  for (let column = 0; column < d; column++) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let known = true;
    for (let node = 0; node < count && known; node++) {
      const value = values[node * d + column]!;
      known = !Number.isNaN(value);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    if (!known || !(greatest - least > most)) continue;
    most = greatest - least;
    widest = column;
  }
  return widest;
}

/**
 * Pairs of nodes nearer than a limit, without looking at all pairs: no two rows are nearer than any one
 * of their columns says, so a sweep along one column leaves out whatever is too far apart in it alone.
 */
import { type Nodes, nodeDistance } from "./nodes.js";

/** Up to this many nodes, all pairs are looked at sooner than anything can be sorted. */
const FEW = 48;

/**
 * Calls `meet` for every pair i < j nearer than `limit`, in no order that matters: of one study
 * (`"within"`), or of two (`"between"`). The same pairs as a look at all of them, to the last bit: rounded
 * sums of squares and their roots never fall below those of one term. O(n² d) in the worst case, and in
 * proportion to the pairs that one column cannot tell apart otherwise. O(n) memory.
 */
export function forEachNearPair(
  nodes: Nodes,
  limit: number,
  studies: "within" | "between",
  meet: (i: number, j: number, distance: number) => void,
): void {
  const { count, study, values, d } = nodes;
  const within = studies === "within";
  const column = count > FEW ? widestColumn(nodes, limit) : -1;
  if (column < 0) {
    for (let j = 1; j < count; j++) {
      for (let i = 0; i < j; i++) {
        if ((study[i] === study[j]) !== within) continue;
        const distance = nodeDistance(nodes, i, j);
        if (distance < limit) meet(i, j, distance);
      }
    }
    return;
  }
  const place = (node: number): number => values[node * d + column] as number;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => place(a) - place(b) || a - b,
  );
  for (let p = 1; p < count; p++) {
    const one = order[p] as number;
    for (let q = p - 1; q >= 0; q--) {
      const other = order[q] as number;
      const apart = place(one) - place(other);
      if (Math.sqrt(apart * apart) >= limit) break;
      if ((study[one] === study[other]) !== within) continue;
      const distance = nodeDistance(nodes, one, other);
      if (distance < limit) meet(Math.min(one, other), Math.max(one, other), distance);
    }
  }
}

/**
 * The column whose values lie farthest apart, of those that are known of every node; -1 where none lie
 * farther apart than the limit, so that no pair would be left out.
 */
function widestColumn({ count, values, d }: Nodes, limit: number): number {
  let widest = -1;
  let most = limit;
  for (let column = 0; column < d; column++) {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    let known = true;
    for (let node = 0; node < count && known; node++) {
      const value = values[node * d + column] as number;
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

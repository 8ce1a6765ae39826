/** Groups of items 0..n-1 that grow by joining two of them. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = new Int32Array(size);
    for (let i = 0; i < size; i++) this.#parent[i] = i;
  }

  /** The smallest item of an item's group. */
  find(item: number): number {
    const parent = this.#parent;
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    for (let i = item; i !== root; ) {
      const next = parent[i]!;
      parent[i] = root;
      i = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const p = this.find(a);
    const q = this.find(b);
    this.#parent[Math.max(p, q)] = Math.min(p, q);
  }

  /** For each item the number of its group, groups counted from 0 in the order of their first items. */
  labels(): Int32Array {
    const labels = new Int32Array(this.#parent.length);
    let groups = 0;
    for (let i = 0; i < labels.length; i++) {
      const root = this.find(i);
      labels[i] = root === i ? groups++ : labels[root]!;
    }
    return labels;
  }
}

/** For each group number, counted from 0 in the order of the groups' first items, the items that carry it, in order. */
export function membersOf(labels: Int32Array): number[][] {
  const members: number[][] = [];
  for (let item = 0; item < labels.length; item++) {
    const label = labels[item]!;
    if (label === members.length) members.push([item]);
    else members[label]!.push(item);
  }
  return members;
}

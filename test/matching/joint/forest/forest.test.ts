import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestForest } from "../../../../src/matching/joint/forest/forest.js";
import type { ForestProblem } from "../../../../src/matching/joint/forest/problem.js";

const problem = (given: Partial<ForestProblem>): ForestProblem => ({
  count: 0,
  study: [],
  links: [],
  must: [],
  apart: [],
  searchLimit: 1_000_000,
  ...given,
});

/** Every partition of 0..n-1, as the group number of each item. */
function* partitions(n: number, groups: number[] = []): Generator<number[]> {
  if (groups.length === n) {
    yield groups;
    return;
  }
  const next = Math.max(-1, ...groups) + 1;
  for (let group = 0; group <= next; group++) yield* partitions(n, [...groups, group]);
}

/** Weight of a maximum spanning forest within groups, by Prim's method: nothing in common with src. */
function worth(groups: readonly number[], weight: (i: number, j: number) => number): number {
  const left = new Set(groups.keys());
  let total = 0;
  while (left.size > 0) {
    const [start] = left as Set<number> & Iterable<number>;
    const tree = [start as number];
    left.delete(start as number);
    for (;;) {
      let best = 0;
      let item = -1;
      for (const inside of tree) {
        for (const outside of left) {
          const own = weight(inside, outside);
          if (groups[inside] === groups[outside] && own > best) [best, item] = [own, outside];
        }
      }
      if (item < 0) break;
      total += best;
      tree.push(item);
      left.delete(item);
    }
  }
  return total;
}

/** The best value over all partitions that keep the constraint. */
function exhaustive({ count, study, links, apart }: ForestProblem): number {
  const weight = (i: number, j: number): number =>
    links.find((link) => link.i === Math.min(i, j) && link.j === Math.max(i, j))?.weight ?? 0;
  let best = 0;
  for (const groups of partitions(count)) {
    const clash = groups.some((group, i) =>
      groups.some(
        (other, j) =>
          i < j &&
          group === other &&
          (study[i] === study[j] || apart.some(([a, b]) => a === i && b === j)),
      ),
    );
    if (!clash) best = Math.max(best, worth(groups, weight));
  }
  return best;
}

/** Problems of up to 7 items in up to 4 studies, weights from a few values so that ties abound. */
const small = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    study: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }),
    links: fc
      .uniqueArray(
        fc.record({
          i: fc.integer({ min: 0, max: count - 1 }),
          j: fc.integer({ min: 0, max: count - 1 }),
          weight: fc.oneof(
            fc.integer({ min: -3, max: 9 }),
            fc.double({ min: -5, max: 9, noNaN: true }),
          ),
        }),
        { selector: ({ i, j }) => `${Math.min(i, j)} ${Math.max(i, j)}`, maxLength: 21 },
      )
      .map((links) => links.filter(({ i, j }) => i < j)),
    apart: fc
      .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 2 })
      .map((pairs) => pairs.filter(([i, j]) => i < j)),
  }),
);

/** Two lesions in each of three studies, most of them linked: several cases are searched, and some are worse. */
const crowded = fc
  .record({
    weights: fc.array(fc.integer({ min: -2, max: 9 }), { minLength: 12, maxLength: 12 }),
    held: fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
  })
  .map(({ weights, held }) => {
    const study = [0, 0, 1, 1, 2, 2];
    const pairs = study.flatMap((s, i) =>
      study.flatMap((t, j) => (s < t ? [[i, j] as [number, number]] : [])),
    );
    const links = pairs.map(([i, j], k) => ({ i, j, weight: weights[k]! }));
    return { count: 6, study, links, apart: held.map((k) => pairs[k]!) };
  });
/** Studies by number: of one word of 32 bits, or of three of them with bits in common. */
const problems = fc
  .record({
    given: fc.oneof(small, crowded),
    numbers: fc.constantFrom([0, 1, 2, 3], [65, 35, 5, 67]),
  })
  .map(({ given, numbers }) => ({ ...given, study: given.study.map((one) => numbers[one]!) }));
const legal = (given: ForestProblem): ForestProblem => ({
  ...given,
  links: given.links.filter(({ i, j }) => given.study[i] !== given.study[j]),
});

describe("bestForest", () => {
  it("is the maximum spanning forest where it joins no two lesions of a study", () => {
    const links = [
      { i: 0, j: 1, weight: 5 },
      { i: 1, j: 2, weight: 4 },
      { i: 0, j: 2, weight: 3 },
    ];
    expect(bestForest(problem({ count: 3, study: [0, 1, 2], links }))).toEqual({
      links: [links[0], links[1]],
      value: 9,
      bound: 9,
    });
  });

  /**
   * Items 0 and 1 of study 0, 2 of study 1, 3 of study 2. The heaviest link 0-2 (6) is a trap: with it
   * only 2-3 or 1-3 can follow. 6 + max(2-3: 1, 1-3: 5) = 11; without it 1-2 (5.5) + 1-3 (5) = 10.5.
   */
  it("weighs a trap against what it costs", () => {
    const links = [
      { i: 0, j: 2, weight: 6 },
      { i: 1, j: 2, weight: 5.5 },
      { i: 1, j: 3, weight: 5 },
      { i: 2, j: 3, weight: 1 },
    ];
    expect(bestForest(problem({ count: 4, study: [0, 0, 1, 2], links })).value).toBe(11);
  });

  it("does not take the greedy way where another is better", () => {
    // Greedy takes 0-2 (6) and is left with nothing for 1 and 3; 0-3 and 1-2 make 5 + 5.
    const links = [
      { i: 0, j: 2, weight: 6 },
      { i: 0, j: 3, weight: 5 },
      { i: 1, j: 2, weight: 5 },
    ];
    const {
      value,
      bound,
      links: taken,
    } = bestForest(problem({ count: 4, study: [0, 0, 1, 1], links }));
    expect([value, bound]).toEqual([10, 10]);
    expect(taken.map(({ i, j }) => [i, j])).toEqual(
      expect.arrayContaining([
        [0, 3],
        [1, 2],
      ]),
    );
  });

  it("keeps a better forest that was found before a worse one", () => {
    // Greedy takes 1-4 (9), and 2-4 or 0-4 (5); {0, 2, 4} and {1, 3, 5} make 5 + 5 + 3 + 5.
    const links = [
      { i: 0, j: 4, weight: 5 },
      { i: 1, j: 3, weight: 3 },
      { i: 1, j: 4, weight: 9 },
      { i: 1, j: 5, weight: 5 },
      { i: 2, j: 4, weight: 5 },
    ];
    const six = problem({ count: 6, study: [0, 0, 1, 1, 2, 2], links });
    expect(bestForest(six)).toMatchObject({ value: 18, bound: 18 });
  });

  /**
   * Items 0 and 1 of study 0, 2 and 3 of study 1. Three forests bound the first case, of 3 links each: 16 without the
   * constraint, 11 that does not join 0 and 1, 11 that does not join 2 and 3. Greedy finds 6. With 0-3 granted, one
   * forest of 3 links is the solution, 10; with 0 and 3 apart, another two show that there is nothing above 6.
   */
  it.each([
    [0, 6, 11],
    [8, 6, 11],
    [9, 10, 11],
    [11, 10, 11],
    [12, 10, 10],
  ])(
    "after %d links returns what it found and what there can be at most",
    (searchLimit, value, bound) => {
      const links = [
        { i: 0, j: 2, weight: 6 },
        { i: 0, j: 3, weight: 5 },
        { i: 1, j: 2, weight: 5 },
      ];
      const four = problem({ count: 4, study: [0, 0, 1, 1], links, searchLimit });
      expect(bestForest(four)).toMatchObject({ value, bound });
    },
  );

  it("takes the least of its bounds", () => {
    // 12 without the constraint, 7 that does not join 0 and 1, 11 that does not join 2 and 3; 1 + 5 is the best.
    const links = [
      { i: 0, j: 2, weight: 6 },
      { i: 0, j: 3, weight: 1 },
      { i: 1, j: 2, weight: 5 },
    ];
    const four = problem({ count: 4, study: [0, 0, 1, 1], links, searchLimit: 0 });
    expect(bestForest(four)).toMatchObject({ value: 6, bound: 7 });
  });

  it("is not kept from a link by a cannot-link of lesions that nothing connects", () => {
    const links = [
      { i: 0, j: 1, weight: 3 },
      { i: 2, j: 3, weight: 4 },
    ];
    const four = { count: 4, study: [0, 1, 0, 1], links };
    for (const apart of [
      [[0, 3]],
      [[1, 2]],
      [
        [0, 3],
        [1, 2],
      ],
    ] as const) {
      expect(bestForest(problem({ ...four, apart }))).toMatchObject({ value: 7, bound: 7 });
    }
  });

  it("does not depend on the order of links, even of equal weight", () => {
    const shuffled = problems.chain((given) => {
      const own = legal(problem(given));
      const { length } = own.links;
      return fc.tuple(fc.constant(own), fc.shuffledSubarray([...own.links], { minLength: length }));
    });
    fc.assert(
      fc.property(shuffled, ([own, links]) => {
        expect(bestForest({ ...own, links })).toEqual(bestForest(own));
      }),
    );
  });

  it("agrees with exhaustive search, and proves it", () => {
    fc.assert(
      fc.property(problems, (given) => {
        const own = legal(problem(given));
        const { value, bound, links } = bestForest(own);
        expect(value).toBeCloseTo(exhaustive(own), 9);
        expect(bound).toBe(value);
        expect(links.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(value, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it("without steps still gives a forest that keeps the constraint, and a bound above the best", () => {
    fc.assert(
      fc.property(problems, (given) => {
        const own = legal(problem({ ...given, searchLimit: 0 }));
        const { value, bound } = bestForest(own);
        const best = exhaustive(own);
        expect(value).toBeLessThanOrEqual(best + 1e-9);
        expect(bound).toBeGreaterThanOrEqual(best - 1e-9);
      }),
    );
  });

  it("keeps must-links of any weight, and cannot-links apart", () => {
    const links = [
      { i: 0, j: 1, weight: 5 },
      { i: 1, j: 2, weight: 4 },
    ];
    const must = [{ i: 0, j: 2, weight: -7 }];
    const constrained = bestForest(problem({ count: 3, study: [0, 1, 2], links, must }));
    expect(constrained.value).toBe(-7 + 5);
    const held = bestForest(problem({ count: 3, study: [0, 1, 2], links, apart: [[0, 2]] }));
    expect(held).toEqual({ links: [links[0]], value: 5, bound: 5 });
  });

  it("keeps must-links where nothing else links their items, and where the search has no steps", () => {
    const alone = [{ i: 0, j: 1, weight: -7 }];
    const two = bestForest(problem({ count: 2, study: [0, 1], must: alone }));
    expect(two).toEqual({ links: alone, value: -7, bound: -7 });
    const links = [
      { i: 0, j: 2, weight: 6 },
      { i: 0, j: 3, weight: 5 },
      { i: 1, j: 2, weight: 5 },
    ];
    const must = [{ i: 2, j: 4, weight: -1 }];
    const five = { count: 5, study: [0, 0, 1, 1, 2], links, must };
    const greedy = bestForest(problem({ ...five, searchLimit: 0 }));
    expect(greedy.value).toBe(6 - 1);
    expect(greedy.links).toEqual([must[0], links[0]]);
    expect(bestForest(problem(five)).value).toBe(5 + 5 - 1);
  });

  it("takes no link without evidence", () => {
    const links = [
      { i: 0, j: 1, weight: 0 },
      { i: 1, j: 2, weight: 1e-9 },
    ];
    const forest = bestForest(problem({ count: 3, study: [0, 1, 2], links }));
    expect(forest.links).toEqual([links[1]]);
  });

  it("of nothing is nothing", () => {
    expect(bestForest(problem({}))).toEqual({ links: [], value: 0, bound: 0 });
  });
});

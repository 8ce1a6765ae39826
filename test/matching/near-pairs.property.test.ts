import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Nodes, nodeDistance } from "../../src/matching/feature-nodes.js";
import { forEachNearPair } from "../../src/matching/near-pairs.js";

/** Nodes on a coarse grid (ties, coincident nodes) or anywhere; some columns not known everywhere. */
const nodes: fc.Arbitrary<Nodes> = fc
  .record({
    count: fc.integer({ min: 0, max: 90 }),
    d: fc.constantFrom(1, 2, 3, 16, 70, 131),
    studies: fc.integer({ min: 1, max: 6 }),
    unknown: fc.boolean(),
    value: fc.constantFrom<fc.Arbitrary<number>>(
      fc.integer({ min: 0, max: 5 }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 1e-160, noNaN: true }),
    ),
  })
  .chain(({ count, d, studies, unknown, value }) =>
    fc.record({
      values: fc
        .array(unknown ? fc.oneof(value, fc.constant(Number.NaN)) : value, {
          minLength: count * d,
          maxLength: count * d,
        })
        .map((values) => Float64Array.from(values)),
      study: fc
        .array(fc.integer({ min: 0, max: studies - 1 }), { minLength: count, maxLength: count })
        .map((study) => Int32Array.from(study).sort()),
      count: fc.constant(count),
      d: fc.constant(d),
      studies: fc.constant(studies),
    }),
  );

describe("forEachNearPair", () => {
  it.each(["within", "between"] as const)(
    "meets exactly the pairs that a look at all of them finds, %s studies",
    (which) => {
      fc.assert(
        fc.property(nodes, fc.constantFrom(0, 1e-161, 0.4, 1, 2.5, 100), (some, limit) => {
          const met: string[] = [];
          forEachNearPair(some, limit, which, (i, j, distance) =>
            met.push(`${i} ${j} ${distance}`),
          );
          const all: string[] = [];
          for (let j = 0; j < some.count; j++) {
            for (let i = 0; i < j; i++) {
              const distance = nodeDistance(some, i, j);
              const same = some.study[i] === some.study[j];
              if (distance < limit && same === (which === "within")) {
                all.push(`${i} ${j} ${distance}`);
              }
            }
          }
          expect(met.sort()).toEqual(all.sort());
        }),
      );
    },
  );
});

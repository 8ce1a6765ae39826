import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LargeSet } from "../../src/core/large-set.js";

describe("LargeSet", () => {
  it("holds what a Set holds, in the same order, over several parts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 })),
        fc.integer({ min: 1, max: 5 }),
        (items, size) => {
          const large = new LargeSet(items, size);
          const set = new Set(items);
          expect([...large]).toEqual([...set]);
          for (let item = 0; item <= 40; item++) expect(large.has(item)).toBe(set.has(item));
        },
      ),
    );
  });
});

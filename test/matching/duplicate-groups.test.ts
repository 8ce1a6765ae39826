import { describe, expect, it } from "vitest";
import { DuplicateGroups } from "../../src/matching/duplicate-groups.js";

describe("DuplicateGroups", () => {
  /** Indices 0, 1 of study 1; 2, 3 of study 2; 4 of study 3. */
  const study = [1, 1, 2, 2, 3];
  const groups = (
    must: readonly (readonly [number, number])[],
    cannot: readonly (readonly [number, number])[] = [],
  ) => new DuplicateGroups(study, { must, cannot });

  it("merges what nothing separates", () => {
    const some = groups([[0, 2]], [[2, 3]]);
    expect(some.join(0, 1)).toBe(true);
    expect([...some.labels()]).toEqual([0, 0, 1, 2, 3]);
  });

  it("does not merge what a cannot-link separates, directly or through must-links", () => {
    for (const apart of [
      [0, 1],
      [1, 0],
      [4, 1],
      [1, 4],
    ] as const) {
      const some = groups([[0, 4]], [apart]);
      expect([apart, some.join(0, 1), some.join(1, 0)]).toEqual([apart, false, false]);
      expect([...some.labels()]).toEqual([0, 1, 2, 3, 4]);
    }
    // A cannot-link between a lesion of the group and one of neither.
    expect(groups([[0, 4]], [[4, 3]]).join(0, 1)).toBe(true);
  });

  it("does not merge lesions whose must-links lead to two lesions of another study", () => {
    const chained = [
      [0, 2],
      [1, 3],
    ] as const;
    expect(groups(chained).join(0, 1)).toBe(false);
    // The two of the other study are duplicates.
    expect(groups([...chained, [2, 3]]).join(0, 1)).toBe(true);
    // Both lead to one lesion of another study, or to lesions of different studies.
    expect(groups([[0, 2]]).join(0, 1)).toBe(true);
    expect(
      groups([
        [0, 2],
        [1, 4],
      ]).join(0, 1),
    ).toBe(true);
  });

  it("remembers what was merged before", () => {
    const some = groups([
      [0, 2],
      [1, 3],
    ]);
    expect(some.join(2, 3)).toBe(false);
    const free = groups([[0, 2]]);
    expect([free.join(0, 1), free.join(2, 3)]).toEqual([true, true]);
    expect([...free.labels()]).toEqual([0, 0, 1, 1, 2]);
  });
});

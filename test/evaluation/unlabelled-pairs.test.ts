import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { evaluate } from "../../src/evaluation/evaluate.js";
import { at } from "../support/lesions.js";
import { matchOf } from "../support/matches.js";

/** One sequence through studies 1 to 4; the truth links 1-2 and 3-4 and does not know row 5. */
const lesions = [at(1, 1, 0), at(2, 2, 0), at(3, 3, 0), at(4, 4, 0), at(5, 5, 0)];
const truth = [
  { row: 1, group: "a" },
  { row: 2, group: "a" },
  { row: 3, group: "b" },
  { row: 4, group: "b" },
];
const options = { resamples: 0 } as const;
const match = matchOf([lesions.map(({ row, study }) => [row, study] as const)]);

describe("pairs that truth cannot judge", () => {
  it("with partial truth are those of groups that share no study, and those without truth", () => {
    // 1-3, 1-4, 2-3, 2-4 and the four pairs of row 5.
    expect(evaluate([match], truth, { ...options, partial: true }).unlabelledPairs).toEqual({
      pairs: 8,
      comparable: 0,
      contradicted: 0,
    });
  });

  it("with complete truth are those of lesions without truth", () => {
    expect(evaluate([match], truth, options).unlabelledPairs.pairs).toBe(4);
  });

  it("are contradicted by another type or a location more than 0.1 away, which may be held back", () => {
    const heldBack: Lesion[] = lesions.map((lesion, i) => ({
      ...lesion,
      type: i === 0 ? "liver" : "lung",
      location: [0.5, 0.5, i === 1 ? 0.61 : 0.5],
    }));
    // Row 1 has another type than 3, 4 and 5; row 2 is 0.11 from 3, 4 and 5.
    expect(
      evaluate([match], truth, { ...options, partial: true, heldBack }).unlabelledPairs,
    ).toEqual({ pairs: 8, comparable: 8, contradicted: 6 });
  });
});

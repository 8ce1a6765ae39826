import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joint } from "../../src/matching/joint/joint.js";
import { linksInTime } from "../../src/matching/links-in-time.js";
import { simulateCohort } from "../../src/simulation/cohort.js";

describe("linksInTime", () => {
  it("joins each node with the closest of the neighbouring study where a study has several", () => {
    // Nodes 0 and 1 of study 0, 2 and 3 of study 1; distances by position.
    const position = [0, 10, 9, 1];
    const distance = (i: number, j: number) => Math.abs(position[i]! - position[j]!);
    expect(linksInTime(Int32Array.of(0, 0, 0, 0), Int32Array.of(0, 0, 1, 1), distance)).toEqual([
      [0, 3],
      [1, 2],
    ]);
  });

  it("of equally close nodes takes the first", () => {
    // Node 2 is as close to 0 as to 1; node 3 is closest to 1.
    const position = [0, 2, 1, 2];
    const distance = (i: number, j: number) => Math.abs(position[i]! - position[j]!);
    expect(linksInTime(Int32Array.of(0, 0, 0, 0), Int32Array.of(0, 0, 1, 1), distance)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("leaves no node of a conflict alone", () => {
    const distance = (i: number, j: number) => Math.abs(i - j);
    expect(linksInTime(Int32Array.of(0, 0, 0), Int32Array.of(0, 0, 1), distance)).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it("gives a sequence without conflicts one link less than it has studies, study by study", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), (seed) => {
        const { lesions } = simulateCohort({ patients: 1, seed, meanStudies: 6 });
        const { sequences, links, acceptedPairs, duplicates } = joint(lesions);
        const later = new Set(duplicates.flatMap(({ rows }) => rows.slice(1)));
        const expected = sequences.flatMap(({ lesions: own }) => {
          const nodes = own.filter(({ row }) => !later.has(row));
          return nodes.slice(1).map(({ row }, k) => `${nodes[k]!.row}-${row}`);
        });
        expect(links.map(({ from, to }) => `${from}-${to}`).sort()).toEqual(expected.sort());
        const accepted = new Set(acceptedPairs.map(({ from, to }) => `${from}-${to}`));
        for (const { from, to, accepted: own } of links) {
          expect(accepted.has(`${from}-${to}`)).toBe(own);
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AcceptedPaths, SequenceStudies } from "../../../src/matching/joint/found-sequences.js";

/** Nodes by study, each with its sequence; no two nodes of a study in one sequence. */
const studies = fc
  .array(fc.record({ study: fc.nat(3), sequence: fc.nat(4) }), { minLength: 1, maxLength: 12 })
  .map((nodes) => {
    const unique = new Map(nodes.map((node) => [`${node.study} ${node.sequence}`, node]));
    const sorted = [...unique.values()].sort((a, b) => a.study - b.study);
    // Sequences are numbered by their first nodes.
    const names = [...new Set(sorted.map(({ sequence }) => sequence))];
    return {
      study: Int32Array.from(sorted, ({ study }) => study),
      sequenceOf: Int32Array.from(sorted, ({ sequence }) => names.indexOf(sequence)),
    };
  });

describe("SequenceStudies", () => {
  it("has the pair that keeps two nodes apart: the first's with the study of the second, or the other way", () => {
    fc.assert(
      fc.property(studies, ({ study, sequenceOf }) => {
        const found = new SequenceStudies(sequenceOf, study);
        for (let j = 0; j < study.length; j++) {
          for (let i = 0; i < j; i++) {
            if (sequenceOf[i] === sequenceOf[j] || study[i] === study[j]) continue;
            const inOther = (own: number, other: number): number =>
              study.findIndex((s, k) => s === study[other] && sequenceOf[k] === sequenceOf[own]);
            const [ofI, ofJ] = [inOther(i, j), inOther(j, i)];
            const pair = ofI >= 0 ? [i, ofI] : ofJ >= 0 ? [j, ofJ] : undefined;
            expect(found.conflict(i, j)).toEqual(pair?.sort((a, b) => a - b));
          }
        }
      }),
    );
  });

  it("tells which sequences have no study in common, with one key for all their pairs", () => {
    fc.assert(
      fc.property(studies, ({ study, sequenceOf }) => {
        const found = new SequenceStudies(sequenceOf, study);
        const keys = new Map<number, string>();
        for (let j = 0; j < study.length; j++) {
          for (let i = 0; i < study.length; i++) {
            if (sequenceOf[i] === sequenceOf[j]) continue;
            const studiesOf = (own: number) =>
              [...study].filter((_, k) => sequenceOf[k] === sequenceOf[own]);
            const common = studiesOf(i).some((one) => studiesOf(j).includes(one));
            expect(found.mayMerge(i, j)).toBe(!common);
            const names = [sequenceOf[i], sequenceOf[j]].sort().join(" ");
            expect(found.key(i, j)).toBe(found.key(j, i));
            expect(keys.get(found.key(i, j)) ?? names).toBe(names);
            keys.set(found.key(i, j), names);
          }
        }
      }),
    );
  });
});

describe("AcceptedPaths", () => {
  /** A tree of links: each node but the first is linked to an earlier one. */
  const trees = fc.array(fc.record({ to: fc.nat(), weight: fc.integer({ min: -9, max: 9 }) }), {
    maxLength: 8,
  });

  it("have the strength of their weakest pair", () => {
    fc.assert(
      fc.property(trees, (given) => {
        const links = given.map(({ to, weight }, k) => ({ i: to % (k + 1), j: k + 1, weight }));
        const paths = new AcceptedPaths(links.length + 1, links, ({ weight }) => 2 * weight);
        const weakest = (from: number, to: number, before = -1): number => {
          if (from === to) return Number.POSITIVE_INFINITY;
          const ways = links.flatMap(({ i, j, weight }) => {
            const next = i === from ? j : j === from ? i : -1;
            return next < 0 || next === before
              ? []
              : [Math.min(2 * weight, weakest(next, to, from))];
          });
          return Math.max(Number.NEGATIVE_INFINITY, ...ways);
        };
        for (let from = 0; from <= links.length; from++) {
          for (let to = 0; to <= links.length; to++) {
            expect(paths.weakest(from, to)).toBe(weakest(from, to));
          }
        }
      }),
    );
  });

  it("are none between nodes that no pairs connect", () => {
    const paths = new AcceptedPaths(3, [{ i: 0, j: 1, weight: 4 }], ({ weight }) => weight);
    expect(paths.weakest(0, 2)).toBe(Number.NEGATIVE_INFINITY);
  });
});

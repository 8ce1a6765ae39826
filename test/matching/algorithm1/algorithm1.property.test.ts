import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import { membersOf } from "../../../src/core/union-find.js";
import { lesionGraph } from "../../../src/graph/lesion-graph.js";
import { algorithm1, sequencesByT2 } from "../../../src/matching/algorithm1/algorithm1.js";
import type {
  Algorithm1Options,
  Exclusion,
} from "../../../src/matching/algorithm1/algorithm1-options.js";
import {
  exclusionStep,
  extractionStep,
  mergeStep,
  thresholdStep,
} from "../../../src/matching/algorithm1/steps.js";
import { match } from "../../../src/matching/match.js";
import type { Edge, RejectedPair } from "../../../src/matching/result.js";
import { bruteForceSequences, sortedRows } from "../../support/brute-force.js";
import { at, gridPatients, roughPatients, rowsBySequence } from "../../support/lesions.js";

const patients = fc.oneof(gridPatients, roughPatients);
const threshold = fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: 0, max: 4, noNaN: true }));
const exclusion = fc.constantFrom<Exclusion>("mutual", "one-sided");
const options = fc.record({ t1: threshold, t2: threshold, exclusion });
/** Thresholds that can be halved eight times without rounding. */
const roundThreshold = fc.integer({ min: 0, max: 64 }).map((steps) => steps / 16);

const rows = (lesions: readonly Lesion[], given: Partial<Algorithm1Options>): number[][] =>
  sortedRows(rowsBySequence(algorithm1(lesions, given).sequences));

describe("algorithm1", () => {
  it("agrees with an independent brute-force implementation on 5,000 patients", () => {
    fc.assert(
      fc.property(patients, options, (lesions, given) => {
        expect(rows(lesions, given)).toEqual(
          bruteForceSequences(lesions, given.t1, given.t2, given.exclusion),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it("agrees with it on patients of more than 48 lesions, whose pairs are found in another way", () => {
    const many = fc.record({ seed: fc.nat(), count: fc.integer({ min: 49, max: 70 }) });
    fc.assert(
      fc.property(many, options, ({ seed, count }, given) => {
        const random = randomSource(seed, 0);
        const lesions = Array.from({ length: count }, (_, i) =>
          at(i + 1, 1 + random.below(4), 0, {
            id: `L${i}`,
            vector: [random.below(20), random.below(3)],
          }),
        );
        expect(rows(lesions, given)).toEqual(
          bruteForceSequences(lesions, given.t1, given.t2, given.exclusion),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("gives each link the best other pair of its ends as runner-up", () => {
    /** Several lesions in each of three studies, so that both ends of a link have others. */
    const crowded = fc.nat().map((seed) => {
      const random = randomSource(seed, 0);
      return Array.from({ length: 12 }, (_, i) =>
        at(i + 1, 1 + (i % 3), 0, { vector: [random.uniform(0, 6), random.uniform(0, 6)] }),
      );
    });
    const both = fc.oneof(patients, crowded, crowded);
    fc.assert(
      fc.property(both, options, (lesions, given) => {
        const { links, sequences, duplicates } = algorithm1(lesions, given);
        const later = new Set(duplicates.flatMap(({ rows: own }) => own.slice(1)));
        const nodes = sequences
          .flatMap(({ lesions: own }) => own)
          .filter(({ row }) => !later.has(row));
        const vectorOf = ({ row }: Lesion): number[] => {
          const own = duplicates.find(({ rows: [first] }) => first === row)?.rows ?? [row];
          const vectors = lesions
            .filter((one) => own.includes(one.row))
            .map(({ vector }) => vector!);
          return [0, 1].map((k) => vectors.reduce((sum, one) => sum + one[k]!, 0) / own.length);
        };
        const apart = (a: Lesion, b: Lesion): number => {
          const [p, q] = [vectorOf(a), vectorOf(b)];
          return Math.sqrt((p[0]! - q[0]!) ** 2 + (p[1]! - q[1]!) ** 2);
        };
        const byRow = new Map(nodes.map((one) => [one.row, one]));
        for (const { from, to, distance, runnerUp, margin } of links) {
          const [a, b] = [byRow.get(from)!, byRow.get(to)!];
          const others = nodes.flatMap((one) => [
            ...(one.study === b.study && one !== b ? [apart(a, one)] : []),
            ...(one.study === a.study && one !== a ? [apart(one, b)] : []),
          ]);
          expect(runnerUp === undefined).toBe(others.length === 0);
          if (runnerUp === undefined) continue;
          expect(runnerUp.distance).toBeCloseTo(Math.min(...others), 9);
          expect(margin).toBe(runnerUp.distance! - distance!);
          const named = [byRow.get(runnerUp.from)!, byRow.get(runnerUp.to)!] as const;
          expect(apart(...named)).toBeCloseTo(runnerUp.distance!, 9);
          expect(named.filter((one) => one === a || one === b)).toHaveLength(1);
        }
      }),
    );
  });

  it("gives the same sequences for several T2 at once", () => {
    const values = fc.array(threshold, { maxLength: 4 });
    fc.assert(
      fc.property(patients, options, values, (lesions, given, t2Values) => {
        const { lesions: ordered, byT2 } = sequencesByT2(lesions, t2Values, given);
        const found = byT2.map((labels) =>
          membersOf(labels).map((own) => own.map((one) => ordered[one]!.row)),
        );
        expect(found.map(sortedRows)).toEqual(
          t2Values.map((t2) => rows(lesions, { ...given, t2 })),
        );
      }),
    );
  });

  it("agrees with its steps on the graph: sequences, links and rejected pairs", () => {
    fc.assert(
      fc.property(patients, options, (lesions, given) => {
        const fast = algorithm1(lesions, { ...given, rejectedPairs: "all" });
        const merged = mergeStep(lesionGraph(lesions), given.t1);
        const near = thresholdStep(merged, given.t2);
        const kept = exclusionStep(near.graph, given.exclusion);
        expect(extractionStep(kept.graph)).toEqual(fast.sequences);

        const name = ({ from, to, distance }: Edge) => `${from}-${to} ${distance}`;
        const links = kept.graph.mapEdges((key, { distance }) => `${key} ${distance}`);
        expect(links.sort()).toEqual(fast.acceptedPairs.map(name).sort());
        for (const step of ["threshold", "exclusion"] as const) {
          const onGraph = step === "threshold" ? near.rejectedPairs : kept.rejectedPairs;
          const inArrays = fast.rejectedPairs.filter((rejectedPair) => rejectedPair.step === step);
          const withCompetitor = (pair: RejectedPair) =>
            `${name(pair)} ${pair.competitor && name(pair.competitor)}`;
          expect(onGraph.map(withCompetitor).sort()).toEqual(inArrays.map(withCompetitor).sort());
        }
        const { rejectedPairs } = algorithm1(lesions, given);
        expect(rejectedPairs).toEqual(
          fast.rejectedPairs.filter(({ step }) => step !== "threshold"),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("puts every lesion into exactly one sequence, in order of study", () => {
    fc.assert(
      fc.property(patients, options, (lesions, given) => {
        const { sequences } = algorithm1(lesions, given);
        const all = sequences.flatMap((sequence) => sequence.lesions);
        expect(new Set(all).size).toBe(all.length);
        expect(new Set(all)).toEqual(new Set(lesions));
        for (const sequence of sequences) {
          const studies = sequence.lesions.map(({ study }) => study);
          expect(studies).toEqual([...studies].sort((a, b) => a - b));
        }
        expect(sequences.map(({ id }) => id)).toEqual(sequences.map((_, i) => i + 1));
      }),
    );
  });

  it("does not care about the order of rows", () => {
    const shuffled = patients.chain((lesions) =>
      fc.tuple(fc.constant(lesions), fc.shuffledSubarray(lesions, { minLength: lesions.length })),
    );
    fc.assert(
      fc.property(shuffled, options, ([lesions, others], given) => {
        expect(algorithm1(others, given)).toEqual(algorithm1(lesions, given));
      }),
    );
  });

  it("does not care what patients are called, and never mixes them", () => {
    fc.assert(
      fc.property(fc.array(patients, { maxLength: 4 }), options, (own, given) => {
        let row = 0;
        const cohort = own.map((lesions, i) =>
          lesions.map((lesion) => ({ ...lesion, patient: `patient ${i}`, row: ++row })),
        );
        const interleaved = cohort.flat().sort((a, b) => a.study - b.study);
        const together = match(interleaved, { ...given, method: "algorithm1" });
        const alone = cohort.filter((lesions) => lesions.length > 0);
        expect(together).toHaveLength(alone.length);
        for (const lesions of alone) {
          const result = together.find(({ patient }) => patient === lesions[0]?.patient);
          expect(result).toEqual(algorithm1(lesions, given));
        }
      }),
    );
  });

  it("with mutual exclusion gives a lesion at most one link into any other study", () => {
    fc.assert(
      fc.property(patients, threshold, threshold, (lesions, t1, t2) => {
        const { acceptedPairs } = algorithm1(lesions, { t1, t2 });
        const studyOf = new Map(lesions.map(({ row, study }) => [row, study]));
        const ends = acceptedPairs.flatMap(({ from, to }) => [
          `${from} ${studyOf.get(to)}`,
          `${to} ${studyOf.get(from)}`,
        ]);
        expect(new Set(ends).size).toBe(ends.length);
      }),
    );
  });

  it("before exclusion, a larger T2 only merges groups", () => {
    fc.assert(
      fc.property(patients, threshold, threshold, (lesions, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        const groups = (t2: number) =>
          extractionStep(thresholdStep(lesionGraph(lesions), t2).graph).map(
            (sequence) => new Set(sequence.lesions.map(({ row }) => row)),
          );
        const coarse = groups(large);
        for (const fine of groups(small)) {
          expect(coarse.some((group) => [...fine].every((row) => group.has(row)))).toBe(true);
        }
      }),
    );
  });

  it("with T1 = 0 merges nothing", () => {
    fc.assert(
      fc.property(patients, threshold, (lesions, t2) => {
        expect(algorithm1(lesions, { t1: 0, t2 }).duplicates).toEqual([]);
      }),
    );
  });

  it("does not care about the unit: distances and thresholds times 2^k", () => {
    fc.assert(
      fc.property(
        gridPatients,
        roundThreshold,
        roundThreshold,
        exclusion,
        fc.integer({ min: -8, max: 8 }),
        (lesions, t1, t2, exclusion, power) => {
          const given = { t1, t2, exclusion };
          const factor = 2 ** power;
          const scaled = lesions.map((lesion) => ({
            ...lesion,
            vector: Array.from(lesion.vector ?? [], (value) => value * factor),
          }));
          expect(rows(scaled, { ...given, t1: given.t1 * factor, t2: given.t2 * factor })).toEqual(
            rows(lesions, given),
          );
        },
      ),
    );
  });

  it("leaves its input alone", () => {
    fc.assert(
      fc.property(patients, options, (lesions, given) => {
        const before = structuredClone(lesions);
        const frozen = Object.freeze(lesions.map((lesion) => Object.freeze({ ...lesion })));
        expect(algorithm1(frozen, Object.freeze({ ...given }))).toEqual(algorithm1(lesions, given));
        expect(lesions).toEqual(before);
      }),
    );
  });

  it("agrees with its steps where types are partly unknown", () => {
    const typed = fc.array(
      fc.record({
        study: fc.integer({ min: 1, max: 4 }),
        x: fc.integer({ min: 0, max: 5 }),
        type: fc.constantFrom("liver" as const, "lung" as const, undefined),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(typed, threshold, threshold, (annotations, t1, t2) => {
        const lesions = annotations.map(({ study, x, type }, i) => ({
          row: i + 1,
          patient: "p",
          study,
          id: `L${i}`,
          centreMm: [x, 0, 0] as const,
          type,
        }));
        const features = {
          features: ["location", "type"] as const,
          weights: { location: 1, type: 2 },
        };
        const merged = mergeStep(lesionGraph(lesions, features), t1);
        const kept = exclusionStep(thresholdStep(merged, t2).graph);
        expect(extractionStep(kept.graph)).toEqual(
          algorithm1(lesions, { ...features, t1, t2 }).sequences,
        );
      }),
    );
  });
});

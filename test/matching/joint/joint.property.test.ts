import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LesionGraphError } from "../../../src/core/errors.js";
import type { Lesion } from "../../../src/core/lesion.js";
import { groupByPatient } from "../../../src/core/lesion-list.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { matchPatient } from "../../../src/matching/match.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { sortedRows } from "../../support/brute-force.js";
import { rowsBySequence } from "../../support/lesions.js";

/** A simulated patient, with normalised or physical location. */
const patients: fc.Arbitrary<Lesion[]> = fc
  .record({
    seed: fc.nat(),
    physical: fc.boolean(),
    meanStudies: fc.constantFrom(1, 2, 4, 8),
    meanLesions: fc.constantFrom(1, 3, 6),
    unannotated: fc.constantFrom(0, 0.3),
    duplicated: fc.constantFrom(0, 0.3),
    positionNoise: fc.constantFrom(0, 1, 3),
  })
  .map(({ seed, physical, ...options }) => {
    const { lesions } = simulateCohort({ ...options, seed, patients: 1 });
    return physical ? lesions.map((one) => ({ ...one, location: undefined })) : [...lesions];
  });

const rows = (lesions: readonly Lesion[], options = {}): number[][] =>
  sortedRows(rowsBySequence(joint(lesions, options).sequences));

/** A patient and constraints between its rows. */
const constrained = patients.chain((lesions) => {
  const row = fc.constantFrom(...lesions.map((lesion) => lesion.row));
  const pairs = fc
    .array(fc.tuple(row, row), { maxLength: 3 })
    .map((all) => all.filter(([a, b]) => a !== b));
  return fc.record({ lesions: fc.constant(lesions), mustLink: pairs, cannotLink: pairs });
});

describe("joint", () => {
  it("puts every lesion into exactly one sequence, and no two of a study that are not duplicates", () => {
    fc.assert(
      fc.property(patients, (lesions) => {
        const { sequences, duplicates, conflicts, links } = joint(lesions);
        const all = sequences.flatMap((sequence) => sequence.lesions.map(({ row }) => row));
        expect(all.sort((a, b) => a - b)).toEqual(lesions.map(({ row }) => row));
        expect(conflicts).toEqual([]);
        const later = new Set(duplicates.flatMap((one) => one.rows.slice(1)));
        for (const sequence of sequences) {
          const studies = sequence.lesions
            .filter(({ row }) => !later.has(row))
            .map(({ study }) => study);
          expect(new Set(studies).size).toBe(studies.length);
        }
        expect(links).toHaveLength(lesions.length - later.size - sequences.length);
      }),
    );
  });

  it("does not care about the order of rows", () => {
    const shuffled = patients.chain((lesions) =>
      fc.tuple(fc.constant(lesions), fc.shuffledSubarray(lesions, { minLength: lesions.length })),
    );
    fc.assert(
      fc.property(shuffled, ([lesions, others]) => {
        expect(joint(others)).toEqual(joint(lesions));
      }),
    );
  });

  it("keeps constraints, or reports that they contradict each other", () => {
    let [runs, kept] = [0, 0];
    fc.assert(
      fc.property(
        constrained,
        fc.constantFrom("joint" as const, "algorithm1" as const),
        ({ lesions, ...constraints }, method) => {
          runs++;
          let sequences: ReturnType<typeof matchPatient>["sequences"];
          try {
            ({ sequences } = matchPatient(lesions, { method, ...constraints }));
          } catch (error) {
            expect((error as LesionGraphError).code).toBe("CONTRADICTION");
            return;
          }
          kept++;
          const sequenceOf = new Map(
            sequences.flatMap(({ id, lesions: own }) => own.map(({ row }) => [row, id])),
          );
          for (const [a, b] of constraints.mustLink)
            expect(sequenceOf.get(a)).toBe(sequenceOf.get(b));
          for (const [a, b] of constraints.cannotLink)
            expect(sequenceOf.get(a)).not.toBe(sequenceOf.get(b));
        },
      ),
      { numRuns: 600 },
    );
    expect(kept / runs).toBeGreaterThan(0.5);
  });

  it("does not care where a whole study lies, as far as its lesions show it", () => {
    const shift = fc.tuple(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -300, max: 300 }),
    );
    // Four lesions well apart, in every study.
    const places = [
      [0, 0, 100],
      [80, 30, 220],
      [-70, 40, 330],
      [30, -50, 450],
    ] as const;
    fc.assert(
      fc.property(fc.array(shift, { minLength: 2, maxLength: 5 }), (shifts) => {
        const lesions = shifts.flatMap(([dx, dy, dz], s) =>
          places.map(([x, y, z], k) => ({
            row: s * 4 + k + 1,
            patient: "p",
            study: s + 1,
            series: 1,
            id: `${s} ${k}`,
            centreMm: [x + dx, y + dy, z + dz] as const,
            longAxisMm: 10 + 8 * k,
            shortAxisMm: 7 + 5 * k,
          })),
        );
        expect(rows(lesions)).toEqual(places.map((_, k) => shifts.map((__, s) => s * 4 + k + 1)));
      }),
    );
  });

  it("keeps a study's sequences when rows of another patient come before them", () => {
    fc.assert(
      fc.property(patients, (lesions) => {
        const later = lesions.map((lesion) => ({ ...lesion, row: lesion.row + 100 }));
        const shifted = rows(later).map((own) => own.map((row) => row - 100));
        expect(shifted).toEqual(rows(lesions));
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the ids of sequences that persist when the last study is added", () => {
    fc.assert(
      fc.property(patients, (lesions) => {
        const last = Math.max(...lesions.map(({ study }) => study));
        const before = joint(lesions.filter(({ study }) => study < last));
        const after = joint(lesions, { previous: [before] });
        expect(new Set(after.sequences.map(({ id }) => id)).size).toBe(after.sequences.length);
        for (const old of before.sequences) {
          const same = after.sequences.find((sequence) =>
            old.lesions.every((lesion) => sequence.lesions.includes(lesion)),
          );
          const alone = before.sequences.every(
            (other) => other === old || !other.lesions.some((one) => same?.lesions.includes(one)),
          );
          if (same !== undefined && alone) expect(same.id).toBe(old.id);
        }
      }),
    );
  });

  it("leaves its input alone", () => {
    fc.assert(
      fc.property(patients, (lesions) => {
        const before = structuredClone(lesions);
        const frozen = Object.freeze(lesions.map((lesion) => Object.freeze({ ...lesion })));
        expect(joint(frozen)).toEqual(joint(lesions));
        expect(lesions).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  it("proves its solutions for nearly all patients of a cohort", () => {
    const { lesions } = simulateCohort({ patients: 300, seed: 8 });
    const solutions = groupByPatient(lesions).map((patient) => joint(patient.lesions).solution);
    expect(solutions.filter((solution) => solution?.optimal)).toHaveLength(300);
    for (const solution of solutions) {
      expect(solution?.bound).toBeGreaterThanOrEqual(solution?.logOdds ?? Number.NaN);
    }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnarPatient } from "../../src/core/lesion.js";
import { csvLine } from "../../src/csv/csv-line.js";
import { cellsOf } from "../../src/csv/table.js";
import { isColumnar } from "../../src/deeplesion/columnar-reader.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { type Algorithm1Options, algorithm1 } from "../../src/matching/algorithm1/algorithm1.js";
import { columnMatcher, fitsColumns, sequenceLines } from "../../src/matching/column-matcher.js";
import type { MatchOptions } from "../../src/matching/match.js";
import { MATCH_COLUMNS, matchRows } from "../../src/matching/match-table.js";
import { streamColumnarPatients } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";

const options: fc.Arbitrary<Partial<Algorithm1Options>> = fc.record(
  {
    t1: fc.constantFrom(0, 0.02, 0.1, 5),
    t2: fc.constantFrom(0, 0.05, 0.1, 0.4, 9),
    exclusion: fc.constantFrom("mutual", "one-sided"),
    location: fc.constantFrom("auto", "normalised", "physical"),
    missingSeries: fc.constantFrom("different", "any"),
    features: fc.subarray(["location", "size", "type"] as const, { minLength: 1 }),
    weights: fc.constant({ size: 0.1 }),
  },
  { requiredKeys: [] },
);

describe("patients in columns", () => {
  it("give the CSV lines of the same patients as objects, whatever the options", async () => {
    const { lesions } = simulateCohort({ patients: 60, seed: 12, meanStudies: 4 });
    const text = writeDlInfo(lesions);
    const patients: ColumnarPatient[] = [];
    for await (const batch of streamColumnarPatients([new TextEncoder().encode(text)])) {
      patients.push(...batch.filter(isColumnar));
    }
    expect(patients.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(options, fc.nat(patients.length - 1), (given, at) => {
        const usable = given.weights && (given.features?.includes("size") ?? true);
        const { weights, ...rest } = given;
        const asked = usable ? { ...rest, weights: { size: 0.1 } } : rest;
        const patient = patients[at]!;
        const matched = algorithm1(patient.lesions(), asked);
        // Columns have no warnings: every lesion of a DL_info.csv has a series.
        expect(matched.warnings).toEqual([]);
        const linesOf = (file: string[]) =>
          matchRows(matched).map((row) => csvLine([...file, ...cellsOf(MATCH_COLUMNS, row)]));
        const partition = columnMatcher(asked)(patient);
        expect(sequenceLines(patient, partition)).toBe(linesOf([]).join(""));
        expect(sequenceLines(patient, partition, "a,b")).toBe(linesOf(["a,b"]).join(""));
      }),
      { numRuns: 500 },
    );
  });

  it("serve Algorithm 1 without constraints, earlier ids and vectors", () => {
    const method = "algorithm1" as const;
    const empty = { mustLink: [], cannotLink: [], previous: [], features: [] };
    expect(fitsColumns({ method })).toBe(true);
    expect(fitsColumns({ method, ...empty })).toBe(true);
    expect(fitsColumns({ method, t2: 0.2, features: ["location", "size"] })).toBe(true);
    for (const more of [
      { mustLink: [[1, 2]] },
      { cannotLink: [[1, 2]] },
      { previous: [{ patient: "p", sequences: [] }] },
      { features: ["size", "appearance"] },
    ] as const) {
      expect([more, fitsColumns({ method, ...more } as MatchOptions)]).toEqual([more, false]);
    }
    expect(fitsColumns({})).toBe(false);
    expect(fitsColumns({ method: "joint" })).toBe(false);
  });
});

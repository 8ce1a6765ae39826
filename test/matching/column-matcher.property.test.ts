import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnarPatient } from "../../src/core/lesion.js";
import { linesOf } from "../../src/csv/table.js";
import { isColumnar } from "../../src/deeplesion/columnar-reader.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import type { Algorithm1Options } from "../../src/matching/algorithm1/algorithm1-options.js";
import {
  columnMatcher,
  fitsColumns,
  type Partition,
  sequenceLines,
} from "../../src/matching/column-matcher.js";
import type { JointOptions } from "../../src/matching/joint/joint-options.js";
import { type MatchOptions, matchPatient } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { MATCH_COLUMNS, matchRows } from "../../src/matching/match-table.js";
import type { PatientMatch } from "../../src/matching/result.js";
import { streamColumnarPatients } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";

const algorithm1Options: fc.Arbitrary<Partial<Algorithm1Options>> = fc.record(
  {
    t1: fc.constantFrom(0, 0.02, 0.1, 5),
    t2: fc.constantFrom(0, 0.05, 0.1, 0.4, 9),
    exclusion: fc.constantFrom("mutual", "one-sided"),
    location: fc.constantFrom("auto", "normalised", "physical"),
    missingSeries: fc.constantFrom("different", "any"),
    rejectedPairs: fc.constantFrom("near", "all", "none"),
    explain: fc.boolean(),
    features: fc.subarray(["location", "size", "type"] as const, { minLength: 1 }),
    weights: fc.constant({ size: 0.1 }),
  },
  { requiredKeys: [] },
);

const jointOptions: fc.Arbitrary<Partial<JointOptions>> = fc.record(
  {
    location: fc.constantFrom("auto", "normalised", "physical", "combined"),
    missingSeries: fc.constantFrom("different", "any"),
    features: fc.subarray(["location", "size", "type"] as const, { minLength: 1 }),
    searchLimit: fc.constantFrom(1, 200_000),
    uncertainBelow: fc.constant(0.5),
  },
  { requiredKeys: [] },
);

/** Simulated patients that were read as columns. */
async function patientsInColumns(): Promise<readonly ColumnarPatient[]> {
  const { lesions } = simulateCohort({ patients: 60, seed: 12, meanStudies: 4 });
  const patients: ColumnarPatient[] = [];
  const bytes = new TextEncoder().encode(writeDlInfo(lesions));
  for await (const batch of streamColumnarPatients([bytes])) {
    patients.push(...batch.filter(isColumnar));
  }
  expect(patients.length).toBeGreaterThan(40);
  return patients;
}

/** Asserts that columns give the lines, and the result, of the same patient as objects. */
function expectSameLines(patient: ColumnarPatient, options: MatchOptions): void {
  const matched = matchPatient(patient.lesions(), options);
  // Columns have no warnings: every lesion of a DL_info.csv has a series.
  expect(matched.warnings).toEqual([]);
  const expected = (file: string[]) => linesOf(MATCH_COLUMNS, matchRows(matched), file);
  const partition = columnMatcher(options).partition(patient) as Partition;
  expect(sequenceLines(patient, partition)).toBe(expected([]));
  expect(sequenceLines(patient, partition, "a,b")).toBe(expected(["a,b"]));
  const result = columnMatcher(options).result(patient, patient.lesions()) as PatientMatch;
  expect(result).toEqual(matched);
  expect(JSON.stringify(matchToJson(result))).toBe(JSON.stringify(matchToJson(matched)));
}

describe("patients in columns", () => {
  it("give the result and the CSV lines of the same patients as objects, whatever the options", async () => {
    const patients = await patientsInColumns();
    const patient = fc.constantFrom(...patients);
    fc.assert(
      fc.property(algorithm1Options, patient, (given, one) => {
        const usable = given.weights && (given.features?.includes("size") ?? true);
        const { weights, ...rest } = given;
        const asked = usable ? { ...rest, weights: { size: 0.1 } } : rest;
        expectSameLines(one, { method: "algorithm1", ...asked });
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(jointOptions, patient, (given, one) => {
        expectSameLines(one, { method: "joint", ...given });
      }),
      { numRuns: 500 },
    );
  });

  it("are left to objects by the joint matcher where a number is missing or no length", async () => {
    const [patient] = (await patientsInColumns()) as [ColumnarPatient];
    const one = (field: "location" | "centreMm" | "axesMm", value: number) => ({
      ...{ ...patient, idOf: patient.idOf, lesions: patient.lesions },
      [field]: patient[field].map((column) => column.with(0, value)),
    });
    const matcher = columnMatcher({ method: "joint" });
    const lesions = patient.lesions();
    const found = (other: ColumnarPatient) => [
      matcher.partition(other),
      matcher.result(other, lesions),
    ];
    const none = [undefined, undefined];
    expect(found(patient)).not.toContain(undefined);
    expect(found(one("location", Number.NaN))).toEqual(none);
    expect(found(one("centreMm", 1.1e6))).toEqual(none);
    expect(found(one("axesMm", 1.1e6))).toEqual(none);
  });

  it("serve both methods without constraints, earlier ids and vectors", () => {
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
    expect(fitsColumns({})).toBe(true);
    expect(fitsColumns({ method: "joint", previous: [{ patient: "p", sequences: [] }] })).toBe(
      false,
    );
  });
});

/** Changes of the input that must not change who is whom: units, sides, order, names, other patients, time. */
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { csvLine } from "../../src/csv/csv-line.js";
import { grow } from "../../src/growth/index.js";
import { match } from "../../src/matching/index.js";
import { readLesions } from "../../src/measurements/read-lesions.js";
import { respond } from "../../src/response/index.js";
import { simulateCohort } from "../../src/simulation/index.js";
import { shuffled } from "../support/patients.js";

/** 40 patients; half of them have positions in mm only. */
const lesions: readonly Lesion[] = simulateCohort({
  patients: 40,
  seed: 31,
  meanStudies: 4,
}).lesions.map(({ row, patient, study, series, id, location, centreMm, ...axes }) => ({
  row,
  patient,
  study,
  series,
  id,
  location: Number(patient) % 2 === 0 ? location : undefined,
  centreMm,
  longAxisMm: axes.longAxisMm,
  shortAxisMm: axes.shortAxisMm,
}));

describe.each(["joint", "algorithm1"] as const)("%s", (method) => {
  /** Rows of each sequence, in order. */
  const partition = (input: readonly Lesion[], options = {}): string[] =>
    match(input, { method, ...options })
      .flatMap(({ sequences }) => sequences)
      .map((sequence) =>
        sequence.lesions
          .map(({ row }) => row)
          .sort((a, b) => a - b)
          .join(" "),
      )
      .sort();
  const expected = partition(lesions);

  it("has something to compare", () => {
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.filter((rows) => rows.includes(" ")).length).toBeGreaterThan(50);
  });

  it.each(["mm", "cm"] as const)("gives the sequences of mm for a table in %s", (unit) => {
    const factor = unit === "cm" ? 10 : 1;
    const columns = ["patient", "study", "series", "x", "y", "z", "long", "short"];
    const lines = lesions.map(({ patient, study, series, centreMm, longAxisMm, shortAxisMm }) =>
      csvLine([
        patient,
        study,
        series,
        ...[...(centreMm ?? []), longAxisMm ?? 0, shortAxisMm ?? 0].map((mm) => mm / factor),
      ]),
    );
    const table = readLesions([csvLine(columns), ...lines].join(""), { units: unit });
    const physical = lesions.map((lesion) => ({ ...lesion, location: undefined }));
    expect(partition(table.lesions)).toEqual(partition(physical));
  });

  it("does not care which side of the body is which", () => {
    const mirrored = lesions.map((lesion): Lesion => {
      const [x = 0, y = 0, z = 0] = lesion.centreMm ?? [];
      const location = lesion.location;
      return {
        ...lesion,
        centreMm: [-x, y, z],
        location: location && [1 - location[0], location[1], location[2]],
      };
    });
    expect(partition(mirrored)).toEqual(expected);
  });

  it("does not care about the order of rows or the names of patients", () => {
    expect(partition(shuffled(lesions))).toEqual(expected);
    const renamed = lesions.map((lesion) => ({ ...lesion, patient: `name ${lesion.patient}` }));
    expect(partition(renamed)).toEqual(expected);
  });

  it("matches patients alike alone and among others", () => {
    const half = (rest: number): Lesion[] =>
      lesions.filter(({ patient }) => Number(patient) % 4 === rest);
    expect([0, 1, 2, 3].flatMap((rest) => partition(half(rest))).sort()).toEqual(expected);
  });

  it("does not care about gaps in the numbers of studies", () => {
    const spread = lesions.map((lesion) => ({ ...lesion, study: 7 * lesion.study + 3 }));
    expect(partition(spread)).toEqual(expected);
  });

  it("keeps ids of sequences when studies are added, and gives none of them to another", () => {
    const last = (patient: string): number =>
      Math.max(...lesions.filter((one) => one.patient === patient).map(({ study }) => study));
    const before = match(
      lesions.filter(({ patient, study }) => study < last(patient)),
      { method },
    );
    const after = match(lesions, { method, previous: before });
    let kept = 0;
    for (const { patient, sequences } of before) {
      const now = after.find((one) => one.patient === patient);
      const idOf = new Map(
        now?.sequences.flatMap(({ id, lesions: own }) => own.map(({ row }) => [row, id] as const)),
      );
      const old = new Map(
        sequences.flatMap(({ id, lesions: own }) => own.map(({ row }) => [row, id] as const)),
      );
      for (const { id, lesions: own } of now?.sequences ?? []) {
        const earlier = new Set(own.flatMap(({ row }) => old.get(row) ?? []));
        // A part that fell off an earlier sequence is new, too.
        expect(earlier.has(id) || id > Math.max(...old.values())).toBe(true);
      }
      for (const { id, lesions: own } of sequences) {
        const ids = new Set(own.map(({ row }) => idOf.get(row)));
        const [only] = ids;
        const others = [...old].filter(([row, one]) => one !== id && idOf.get(row) === only);
        if (ids.size > 1 || others.length > 0) continue;
        expect(only).toBe(id);
        kept++;
      }
    }
    expect(kept).toBeGreaterThan(50);
  });
});

describe("growth and response", () => {
  const matches = match(lesions, { method: "algorithm1" });
  /** Dates with `step` days from one study to the next. */
  const dated = (step: number) =>
    [...new Set(lesions.map(({ patient, study }) => `${patient} ${study}`))].map((key) => {
      const [patient = "", study] = key.split(" ");
      const day = new Date(Date.UTC(2000, 0, 1) + Number(study) * step * 86_400_000);
      return { patient, study: Number(study), date: day.toISOString().slice(0, 10) };
    });

  it("have half the rates and twice the doubling times in twice the time", () => {
    const [slow, fast] = [120, 60].map((step) => grow(matches, { dates: dated(step) }));
    let compared = 0;
    for (const [p, { sequences }] of (slow ?? []).entries()) {
      for (const [s, { rates }] of sequences.entries()) {
        const other = fast?.[p]?.sequences[s]?.rates;
        expect(rates?.span).toBe(other && 2 * other.span);
        const [slope, twice] = [rates?.fit?.lnDiameterSlope, other?.fit?.lnDiameterSlope];
        expect(slope === undefined).toBe(twice === undefined);
        if (slope === undefined || twice === undefined) continue;
        expect(2 * slope).toBeCloseTo(twice, 12);
        expect((rates?.fit?.volumeDoubling ?? 0) / 2).toBeCloseTo(
          other?.fit?.volumeDoubling ?? 0,
          4,
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("have the same responses in other units of length where all limits are relative", () => {
    // Baseline 40 to 80 mm, and twice as large: every target is measurable and above 5 mm in both.
    const sized = (factor: number): Lesion[] =>
      lesions.map((lesion) => {
        const long = factor * (40 + (lesion.longAxisMm ?? 0) / 4);
        return { ...lesion, type: "liver" as const, longAxisMm: long, shortAxisMm: 0.8 * long };
      });
    const [one, two] = [1, 2].map((factor) =>
      respond(grow(match(sized(factor), { method: "algorithm1", features: ["location"] }))).map(
        ({ assessments }) => assessments.map(({ overall }) => overall.response),
      ),
    );
    expect(one?.flat().length).toBeGreaterThan(50);
    expect(two).toEqual(one);
  });
});

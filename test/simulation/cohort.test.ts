import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupByPatient } from "../../src/core/lesion-list.js";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import type { SimulationOptions } from "../../src/simulation/simulation-options.js";
import { SIMULATION_SCHEMA } from "../../src/simulation/simulation-options.js";
import { errorOf } from "../support/errors.js";

const shares = fc.double({ min: 0, max: 0.9, noNaN: true });
const anyOptions = fc.record({
  seed: fc.nat(),
  patients: fc.integer({ min: 0, max: 4 }),
  meanStudies: fc.double({ min: 1, max: 8, noNaN: true }),
  meanLesions: fc.double({ min: 1, max: 8, noNaN: true }),
  appearing: shares,
  disappearing: shares,
  unannotated: shares,
  duplicated: shares,
  positionNoise: fc.double({ min: 0, max: 3, noNaN: true }),
  studyShift: fc.double({ min: 0, max: 2, noNaN: true }),
  partialScan: shares,
});

describe("simulateCohort", () => {
  it("gives rows that DL_info.csv can hold, without a warning, and reads them back the same", () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const { lesions } = simulateCohort(options);
        const read = readDlInfo(writeDlInfo(lesions));
        expect(read.lesions).toEqual(lesions);
        const kinds = new Set(read.warnings.map(({ kind }) => kind));
        kinds.delete("location");
        expect([...kinds]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("tells the true group of every row; a lesion has one annotation a study, or two in two series", () => {
    fc.assert(
      fc.property(anyOptions, (options) => {
        const { lesions, truth } = simulateCohort(options);
        expect(truth.map(({ row }) => row)).toEqual(lesions.map(({ row }) => row));
        const seen = new Set<string>();
        lesions.forEach(({ study, series, patient }, i) => {
          const key = `${truth[i]?.group} ${study} ${series}`;
          expect(seen.has(key)).toBe(false);
          seen.add(key).add(`${truth[i]?.group} ${patient}`);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("is the same for the same seed, and a larger cohort begins with the smaller one", () => {
    const small = simulateCohort({ seed: 5, patients: 3 });
    const large = simulateCohort({ seed: 5, patients: 6 });
    expect(simulateCohort({ seed: 5, patients: 3 })).toEqual(small);
    expect(large.lesions.slice(0, small.lesions.length)).toEqual(small.lesions);
    expect(large.truth.slice(0, small.truth.length)).toEqual(small.truth);
    expect(simulateCohort({ seed: 6, patients: 3 })).not.toEqual(small);
  });

  it("has about DeepLesion's numbers: 2.4 studies a patient, 3.1 lesions a study", () => {
    const { lesions } = simulateCohort({ patients: 2000, seed: 11 });
    const patients = groupByPatient(lesions);
    const studies = new Set(lesions.map(({ patient, study }) => `${patient} ${study}`)).size;
    expect(patients).toHaveLength(2000);
    // Counted on annotations, so a study without one is not seen: DeepLesion's 10,594 / 4,427 and 32,735 / 10,594.
    expect(studies / patients.length).toBeGreaterThan(2);
    expect(studies / patients.length).toBeLessThan(2.8);
    expect(lesions.length / studies).toBeGreaterThan(2.8);
    expect(lesions.length / studies).toBeLessThan(3.5);
  });

  /** In 892 real rows: median 19.3 mm, 95 % below 63.5, 99 % below 82.6, largest 122. */
  it("has about DeepLesion's sizes, and none that no body holds", () => {
    const { lesions } = simulateCohort({ patients: 1000, seed: 2024, meanStudies: 4 });
    const sizes = lesions.map(({ longAxisMm }) => longAxisMm).sort((a, b) => a - b);
    const share = (part: number): number => sizes[Math.floor(part * (sizes.length - 1))]!;
    expect(Math.abs(share(0.5) - 19.3)).toBeLessThan(1.5);
    expect(Math.abs(share(0.95) - 63.5)).toBeLessThan(12);
    expect(Math.abs(share(0.99) - 82.6)).toBeLessThan(12);
    expect(share(0)).toBeGreaterThan(1);
    expect(share(1)).toBeLessThan(200);
  });

  it("keeps every annotation and its box in the image, whatever the noise, shifts and growth", () => {
    const wild = fc.record({
      seed: fc.nat(),
      growth: fc.double({ min: 0, max: 2, noNaN: true }),
      measurementError: fc.double({ min: 0, max: 2, noNaN: true }),
      positionNoise: fc.double({ min: 0, max: 50, noNaN: true }),
      studyShift: fc.double({ min: 0, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(wild, (options) => {
        for (const { boxPx } of simulateCohort({ ...options, patients: 5 }).lesions) {
          expect(Math.min(...boxPx)).toBeGreaterThanOrEqual(1);
          expect(Math.max(...boxPx)).toBeLessThanOrEqual(512);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("places every annotation of a lesion alike where noise and shifts are off", () => {
    const { lesions, truth } = simulateCohort({
      patients: 20,
      positionNoise: 0,
      studyShift: 0,
      partialScan: 0,
      seed: 3,
    });
    const first = new Map<number, (typeof lesions)[number]>();
    lesions.forEach((lesion, i) => {
      const group = truth[i]?.group as number;
      const before = first.get(group) ?? lesion;
      first.set(group, before);
      expect(lesion.location).toEqual(before.location);
    });
  });

  it.each([
    [{ patients: -1 }],
    [{ patients: 1.5 }],
    [{ patients: 1e9 }],
    [{ unannotated: 1.2 }],
    [{ growth: -0.1 }],
    [{ meanStudies: 0.5 }],
    [{ meanIntervalDays: 1e308 }],
    [{ medianLongMm: 0 }],
    [{ meanStudies: 1000, maxStudies: 1000, meanIntervalDays: 3652 }],
    [{ unannotated: 1 }],
  ])("rejects %j", (options: Partial<SimulationOptions>) => {
    const { message } = errorOf("BAD_OPTION", () => simulateCohort(options));
    expect(message).toMatchSnapshot();
  });

  it("gives finite positions and sizes above 0 at the limits of every option", () => {
    for (const [name, { accepts }] of Object.entries(SIMULATION_SCHEMA)) {
      if (["patients", "seed", "unannotated"].includes(name)) continue;
      for (const value of [0, 1, 10, 1000, 3652, 10_000, 1e308]) {
        if (!accepts(value)) continue;
        const { lesions } = simulateCohort({ patients: 1, meanIntervalDays: 14, [name]: value });
        for (const { location, centreMm, longAxisMm = 0, shortAxisMm = 0 } of lesions) {
          expect([name, value, longAxisMm > 0 && shortAxisMm > 0]).toEqual([name, value, true]);
          const numbers = [...(location ?? []), ...(centreMm ?? []), longAxisMm, shortAxisMm];
          expect([name, value, numbers.every(Number.isFinite)]).toEqual([name, value, true]);
        }
      }
    }
  });

  it("rejects unknown options", () => {
    errorOf("UNKNOWN_OPTION", () => simulateCohort({ unanotated: 0.1 } as never));
  });
});

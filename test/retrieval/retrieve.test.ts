import fc from "fast-check";
import { measureAppearance, retrieveAll } from "lesion-graph/node";
import { describe, expect, it } from "vitest";
import { LESION_TYPES, type Lesion } from "../../src/core/lesion.js";
import { DEFAULT_WEIGHTS } from "../../src/features/feature-options.js";
import { nearestLesions, rankedLesions } from "../../src/retrieval/nearest-lesions.js";
import { retrievalIndex } from "../../src/retrieval/retrieval-index.js";
import { retrieve } from "../../src/retrieval/retrieve.js";
import { retrievalScores } from "../../src/retrieval/scores.js";
import { errorOf } from "../support/errors.js";

const lesion = (
  row: number,
  patient: string,
  vector: readonly number[],
  more: object = {},
): Lesion => ({
  row,
  patient,
  study: 1,
  id: `L${String(row).padStart(3, "0")}`,
  vector,
  ...more,
});
const rows = (hits: readonly { readonly lesion: Lesion }[]): number[] =>
  hits.map(({ lesion: { row } }) => row);

const cohort = fc
  .tuple(fc.integer({ min: 1, max: 37 }), fc.integer({ min: 2, max: 40 }))
  .chain(([dimensions, n]) =>
    fc.array(
      fc.record({
        patient: fc.constantFrom("1", "2", "3", "10"),
        // Coarse values, so that equal distances abound.
        vector: fc.array(fc.integer({ min: 0, max: 3 }), {
          minLength: dimensions,
          maxLength: dimensions,
        }),
        type: fc.constantFrom(...LESION_TYPES.slice(0, 3), undefined),
      }),
      { minLength: n, maxLength: n },
    ),
  )
  .map((annotations) =>
    annotations.map(({ patient, vector, type }, i) => lesion(i + 1, patient, vector, { type })),
  );

describe("rankedLesions", () => {
  it("agrees with a comparison sort, with ties in the order of the index", () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, 1e-300, 1e300),
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 60 }), (numbers) => {
        const values = Float64Array.from(numbers);
        const n = values.length;
        const patients = Int32Array.from(values, (_, i) => i);
        const allowed = new Uint8Array(n).fill(1);
        const space = { values, dimensions: 1, patients, gaps: false, allowed };
        const square = (i: number): number => (values[0]! - values[i]!) ** 2;
        const expected = Array.from({ length: n - 1 }, (_, k) => k + 1).sort(
          (a, b) => Math.sign(square(a) - square(b)) || a - b,
        );
        const finite = expected.every((i) => Number.isFinite(square(i)));
        if (finite) expect(Array.from(rankedLesions(space, 0))).toEqual(expected);
      }),
    );
  });
});

describe("retrieve", () => {
  it("tells distances apart that float32 does not hold", () => {
    const near = [100000.003, 100000.002, 100000.001].map((x, i) => lesion(i + 2, `${i}`, [x]));
    const { hits } = retrieve([lesion(1, "q", [100000]), ...near], 1);
    expect(rows(hits)).toEqual([4, 3, 2]);
    expect(hits[0]?.distance).toBeCloseTo(0.001, 9);
    const large = [4e38, 5e38].map((x, i) => lesion(i + 2, `${i}`, [x]));
    expect(retrieve([lesion(1, "q", [0]), ...large], 1).hits[0]?.distance).toBe(4e38);
  });

  it("agrees with sorting all lesions of other patients, whatever their order", () => {
    fc.assert(
      fc.property(cohort, fc.nat(), fc.integer({ min: 1, max: 12 }), (lesions, pick, top) => {
        const query = lesions[pick % lesions.length]!;
        const square = (other: Lesion): number =>
          (query.vector as number[]).reduce(
            (sum, value, k) => sum + (value - (other.vector as number[])[k]!) ** 2,
            0,
          );
        const expected = lesions
          .filter(({ patient }) => patient !== query.patient)
          .sort(
            (a, b) =>
              square(a) - square(b) || Number(a.patient) - Number(b.patient) || a.row - b.row,
          )
          .slice(0, top);
        const found = retrieve(lesions, query.row, { features: ["appearance"], top });
        expect(rows(found.hits)).toEqual(rows(expected.map((one) => ({ lesion: one }))));
        found.hits.forEach(({ distance }, i) => {
          expect(distance).toBeCloseTo(Math.sqrt(square(expected[i]!)), 5);
        });
        const rotation = retrieve([...lesions].reverse(), query.row, {
          features: ["appearance"],
          top,
        });
        expect(rotation).toEqual(found);
      }),
    );
  });

  it("finds only what the filter lets through, and says whether types agree", () => {
    const lesions = [
      lesion(1, "1", [0], { type: "liver", sex: "F", split: "test" }),
      lesion(2, "2", [1], { type: "lung", sex: "F", split: "test" }),
      lesion(3, "3", [2], { type: "liver", sex: "M", split: "train" }),
      lesion(4, "4", [3], { sex: "F", split: "train" }),
    ];
    const found = retrieve(lesions, 1);
    expect(rows(found.hits)).toEqual([2, 3, 4]);
    expect(found.hits.map(({ sameType }) => sameType)).toEqual([false, true, undefined]);
    expect(rows(retrieve(lesions, 1, { type: "liver" }).hits)).toEqual([3]);
    expect(rows(retrieve(lesions, 1, { sex: "F" }).hits)).toEqual([2, 4]);
    expect(rows(retrieve(lesions, 1, { split: "train", top: 1 }).hits)).toEqual([3]);
  });

  it("leaves an unknown type out of distances", () => {
    const known = { location: [0, 0, 0] as const };
    const lesions = [
      lesion(1, "1", [0], { ...known, type: "liver" }),
      lesion(2, "2", [0], { ...known }),
      lesion(3, "3", [0], { ...known, type: "lung" }),
      lesion(4, "4", [0], { location: [0, 0, 0.05], type: "liver" }),
    ];
    const { hits } = retrieve(lesions, 1, { features: ["location", "type"] });
    expect(rows(hits)).toEqual([2, 4, 3]);
    expect(hits.map(({ distance }) => Number(distance.toFixed(6)))).toEqual([
      0,
      0.05,
      DEFAULT_WEIGHTS.type,
    ]);
  });

  it("leaves out lesions without a normalised location where others have one, and counts them", () => {
    const sizes = { longAxisMm: 10, shortAxisMm: 8 };
    const at = (row: number, x: number) =>
      lesion(row, String(row), [], { ...sizes, location: [x, 0, 0], centreMm: [-x, 0, 0] });
    const lost = lesion(9, "9", [], { ...sizes, centreMm: [0, 0, 0] });
    const withPlace = [at(1, 0), at(2, 0.5), at(3, 0.2)];
    // By hand: 0.2 and 0.5 away along x, sizes alike; in mm the lost one would be the nearest.
    const alone = retrieve(withPlace, 1);
    expect(alone.hits.map(({ distance }) => Number(distance.toFixed(6)))).toEqual([0.2, 0.5]);
    for (const lesions of [
      [...withPlace, lost],
      [lost, ...withPlace],
    ]) {
      expect(retrieve(lesions, 1)).toEqual({ ...alone, leftOut: 1 });
      const { where } = errorOf("MISSING_FEATURE", () => retrieve(lesions, 9));
      expect(where).toEqual({ row: 9, patient: "9", lesion: "L009" });
      expect(rows(retrieve(lesions, 1, { location: "physical" }).hits)).toEqual([9, 3, 2]);
      expect(retrieve(lesions, 9, { features: ["size"] }).leftOut).toBe(0);
      errorOf("MISSING_FEATURE", () => retrieve(lesions, 1, { location: "normalised" }), {
        row: 9,
        patient: "9",
        lesion: "L009",
      });
    }
    // Nobody has one: mm for all.
    const inMm = [lost, { ...lost, row: 2, patient: "2", id: "b", centreMm: [0, 6, 0] as const }];
    const [hit] = retrieve(inMm, 9).hits;
    expect([hit?.distance.toFixed(6), retrieve(inMm, 9).leftOut]).toEqual(["0.010000", 0]);
  });

  it("leaves out a lesion without a short axis, which changes no other result", () => {
    const at = (row: number, longAxisMm: number, shortAxisMm?: number) =>
      lesion(row, String(row), [], { longAxisMm, ...(shortAxisMm && { shortAxisMm }) });
    const whole = [at(1, 10, 8), at(2, 10, 6), at(3, 20, 8)];
    const features = ["size"] as const;
    const alone = retrieve(whole, 1, { features });
    // By hand: ln(8 / 6) = 0.29 along the short axis; ln(20 / 10) = 0.69 along the long one.
    expect(alone.hits.map(({ lesion: { row } }) => row)).toEqual([2, 3]);
    const withLong = [...whole, at(4, 10)];
    expect(retrieve(withLong, 1, { features })).toEqual({ ...alone, leftOut: 1 });
    errorOf("MISSING_FEATURE", () => retrieve(withLong, 4, { features }), { row: 4 });
    // Nobody has one: long axes for all.
    const long = [at(1, 10), at(2, 20)];
    expect(retrieve(long, 1, { features })).toMatchObject({
      leftOut: 0,
      hits: [{ distance: expect.any(Number) }],
    });
  });

  it("takes any number of wanted lesions", () => {
    const lesions = [lesion(1, "1", [0]), lesion(2, "2", [3]), lesion(3, "3", [1])];
    expect(rows(retrieve(lesions, 1, { top: 1e10 }).hits)).toEqual([3, 2]);
    const space = { ...retrievalIndex(lesions), allowed: Uint8Array.of(1, 0, 1) };
    expect(nearestLesions(space, 0, 2, 1e10)).toEqual({
      places: 3,
      indices: Int32Array.of(2, -1, -1, 2, 0, -1),
      distances: Float64Array.of(1, Number.NaN, Number.NaN, 2, 3, Number.NaN),
    });
  });

  it("rejects invalid rows and options", () => {
    const lesions = [lesion(1, "1", [0]), lesion(2, "2", [0])];
    errorOf("UNKNOWN_ROW", () => retrieve(lesions, 7));
    errorOf("BAD_OPTION", () => retrieve(lesions, 1, { top: 0 }), { option: "top" });
    errorOf("UNKNOWN_OPTION", () => retrieve(lesions, 1, { types: 1 } as never), {
      option: "types",
    });
  });
});

describe("retrieveAll (workers)", () => {
  it("is retrieve for every row", async () => {
    const lesions = Array.from({ length: 300 }, (_, i) =>
      lesion(i + 1, String(i % 40), [(i * 37) % 101, (i * i) % 53, i % 7]),
    );
    const all = await retrieveAll(lesions, { top: 4 }, { workers: 2 });
    expect(all).toEqual(lesions.map(({ row }) => retrieve(lesions, row, { top: 4 })));
    const whole = await retrieveAll(lesions.slice(0, 80), { top: 1e10 }, { workers: 1 });
    expect(whole.map(({ hits }) => hits.length)).toEqual(lesions.slice(0, 80).map(() => 78));
  });

  it("puts no query that cannot be compared", async () => {
    const withPlace = [1, 2, 3].map((row) =>
      lesion(row, String(row), [], { location: [row, 0, 0], longAxisMm: 9, shortAxisMm: 9 }),
    );
    const all = await retrieveAll([...withPlace, lesion(4, "4", [])], {}, { workers: 1 });
    expect(all.map(({ query, leftOut }) => [query.row, leftOut])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it("rejects invalid worker options before any work, as measuring does", async () => {
    const unknownOption = { code: "UNKNOWN_OPTION", where: { option: "worker" } };
    const how = { worker: 1 } as never;
    await expect(retrieveAll([lesion(1, "1", [0])], {}, how)).rejects.toMatchObject(unknownOption);
    await expect(measureAppearance(".", [], how)).rejects.toMatchObject(unknownOption);
  });
});

describe("retrievalScores", () => {
  it("are those of a small set worked out by hand", () => {
    // On a line: liver 0 | lung 1 | liver 2 | liver 10, each of another patient; top 2.
    // Query 1: lung, liver, liver: 1/2; AP (1/2 + 2/3) / 2 = 7/12. Query 3: lung at 1, liver at 2,
    // liver at 8: the same. Query 4: liver, lung, liver: 1/2; AP (1 + 2/3) / 2 = 5/6. Query 2 has no
    // other lung.
    const lesions = [0, 1, 2, 10].map((x, i) =>
      lesion(i + 1, String(i), [x], { type: i === 1 ? "lung" : "liver" }),
    );
    const scores = retrievalScores([...lesions, lesion(9, "9", [0])], { top: 2 });
    expect(scores.queries).toBe(3);
    expect(scores.precisionAtTop).toBeCloseTo(0.5, 12);
    expect(scores.meanAveragePrecision).toBeCloseTo((7 / 12 + 7 / 12 + 5 / 6) / 3, 12);
    expect(scores.randomSource).toBeCloseTo(2 / 3, 12);
    expect(Object.keys(scores.byType)).toEqual(["liver"]);
  });

  it("count lesions of known type that have no place among the others", () => {
    const at = (row: number, x: number | undefined) =>
      lesion(row, String(row), [], {
        type: "lung",
        longAxisMm: 9,
        shortAxisMm: 9,
        ...(x === undefined ? {} : { location: [x, 0, 0] }),
      });
    const { queries, leftOut } = retrievalScores([at(1, 0.1), at(2, undefined), at(3, 0.2)]);
    expect([queries, leftOut]).toEqual([2, 1]);
  });

  it("are 1 where types lie apart, and nothing without types", () => {
    const lesions = Array.from({ length: 20 }, (_, i) =>
      lesion(i + 1, String(i), [i % 2 ? 100 + i : i], { type: i % 2 ? "bone" : "lung" }),
    );
    const scores = retrievalScores(lesions, { top: 5 });
    expect([scores.precisionAtTop, scores.meanAveragePrecision]).toEqual([1, 1]);
    errorOf("MISSING_FEATURE", () => retrievalScores([lesion(1, "1", [0])]));
    errorOf("MISSING_FEATURE", () => retrievalScores(lesions, { type: "liver" }));
    errorOf("MISSING_FEATURE", () => retrievalScores(lesions, { sex: "F" }));
  });
});

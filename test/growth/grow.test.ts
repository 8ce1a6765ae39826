import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grow, growPatient } from "../../src/growth/grow.js";
import { readDates } from "../../src/growth/patient-dates.js";
import { match } from "../../src/matching/match.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { errorOf } from "../support/errors.js";
import { type LesionSpec, lengths, measuredMatch } from "../support/growth.js";

const growOf = (sequences: LesionSpec[][], options = {}) =>
  growPatient(measuredMatch(sequences), options);
const one = (annotations: LesionSpec[], options = {}) =>
  growOf([annotations], options).sequences[0];

describe("changes", () => {
  /** 20, 10, 15 mm: -50 % from baseline, then -25 %, and +50 % from the study before and the nadir. */
  it("are those from baseline, from the study before and from the smallest so far", () => {
    const points = one(lengths(20, 10, 15, 12))?.points ?? [];
    expect(points.map(({ fromBaseline }) => fromBaseline?.percent)).toEqual([
      undefined,
      -50,
      -25,
      -40,
    ]);
    expect(points[2]?.fromPrevious).toMatchObject({ fromStudy: 2, fromRow: 2, mm: 5, percent: 50 });
    expect(points[3]?.fromNadir).toMatchObject({ fromStudy: 2, mm: 2, percent: 20 });
    expect(points[3]?.fromPrevious).toMatchObject({ fromStudy: 3, mm: -3, percent: -20 });
  });

  /** Areas 20 x 10 = 200 and 30 x 20 = 600 mm²: three times, +200 %. */
  it("of the area product are WHO's", () => {
    const points = one([
      { study: 1, long: 20, short: 10 },
      { study: 2, long: 30, short: 20 },
    ])?.points;
    expect(points?.map(({ areaMm2 }) => areaMm2)).toEqual([200, 600]);
    expect(points?.[1]?.fromBaseline).toMatchObject({ mm: 10, percent: 50, areaPercent: 200 });
  });

  it("pass over studies without an annotation", () => {
    const grown = growOf([lengths(20, undefined, 30), lengths(9, 9, 9)]).sequences[0];
    expect(grown?.points.map(({ status }) => status)).toEqual([
      "measured",
      "not measured",
      "measured",
    ]);
    expect(grown?.points[1]).toMatchObject({
      row: undefined,
      rows: [],
      longAxisMm: undefined,
      areaMm2: undefined,
      fromBaseline: undefined,
    });
    expect(grown?.points[2]?.fromPrevious).toMatchObject({ fromStudy: 1, mm: 10 });
    expect(grown?.points[2]?.rate).toMatchObject({ span: 2, mm: 5 });
  });

  it("have no rates of volumes where none was measured, although an absent lesion has 0 ml", () => {
    const options = { annotationCompleteness: "complete" };
    const match = [lengths(20, undefined, undefined), lengths(9, 9, 9)];
    const points = growOf(match, options).sequences[0]?.points ?? [];
    expect(points.map(({ volumeMl }) => volumeMl)).toEqual([undefined, 0, 0]);
    expect(points.map(({ volumeRate }) => volumeRate)).toEqual([undefined, undefined, undefined]);
  });

  it("from 0 mm have no percentage", () => {
    const options = { annotationCompleteness: "complete" };
    const points = growOf([lengths(20, undefined, 30), lengths(9, 9, 9)], options).sequences[0]
      ?.points;
    expect(points?.[1]).toMatchObject({ status: "absent", longAxisMm: 0, row: undefined });
    expect(points?.[1]?.fromBaseline).toMatchObject({ mm: -20, percent: -100 });
    expect(points?.[2]?.fromNadir).toEqual({
      fromStudy: 2,
      fromRow: undefined,
      mm: 30,
      percent: undefined,
      areaPercent: undefined,
    });
  });

  it("begin with the first annotation, though absence before it is known", () => {
    const options = { annotationCompleteness: "complete" };
    const late = growOf([lengths(undefined, 20, 22), lengths(9, 9, 9)], options).sequences[0];
    expect(late?.points.map(({ status }) => status)).toEqual(["absent", "measured", "measured"]);
    expect(late?.points[1]).toMatchObject({ fromBaseline: undefined, rate: undefined });
    expect(late?.points[2]?.fromBaseline).toMatchObject({ fromStudy: 2, mm: 2, percent: 10 });
    expect(late?.trend).toMatchObject({ class: "stable", changeMm: 2, limitMm: 4 });
    expect(late?.rates).toMatchObject({ span: 1, mm: 2 });
  });

  it("in percent do not depend on the unit of length", () => {
    const sizes = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.1, max: 10, noNaN: true }), (mm, factor) => {
        const scaled = one(lengths(...mm.map((size) => size * factor)))?.points ?? [];
        one(lengths(...mm))?.points.forEach((point, i) => {
          for (const from of ["fromBaseline", "fromPrevious", "fromNadir"] as const) {
            const [a, b] = [point[from], scaled[i]?.[from]];
            expect(b?.percent ?? 0).toBeCloseTo(a?.percent ?? 0, 6);
            expect(b?.areaPercent ?? 0).toBeCloseTo(a?.areaPercent ?? 0, 4);
          }
        });
      }),
    );
  });

  it("from equal smallest diameters are from the first", () => {
    const points = one(lengths(20, 10, 10, 15))?.points;
    expect(points?.[3]?.fromNadir).toMatchObject({ fromStudy: 2, fromRow: 2, mm: 5 });
  });

  it("from the nadir are never below 0 but at a new nadir", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 9 }),
        (mm) => {
          const points = one(lengths(...mm))?.points ?? [];
          points.slice(1).forEach(({ fromNadir }, i) => {
            const least = Math.min(...mm.slice(0, i + 1));
            expect(fromNadir?.mm).toBe(mm[i + 1]! - least);
          });
        },
      ),
    );
  });
});

describe("annotations of one study", () => {
  const annotations: LesionSpec[] = [
    { study: 1, long: 18 },
    { study: 2, long: 19, short: 12 },
    { study: 2, long: 21, short: 11 },
    { study: 2, long: 20 },
  ];

  it("give the one with the largest long axis, and all rows", () => {
    expect(one(annotations)?.points[1]).toMatchObject({
      row: 3,
      rows: [2, 3, 4],
      longAxisMm: 21,
      shortAxisMm: 11,
    });
    const equal = annotations.map(({ study }) => ({ study, long: 20 }));
    expect(one(equal)?.points[1]).toMatchObject({ row: 2 });
  });

  it("give the first where that is asked for", () => {
    expect(one(annotations, { duplicates: "first" })?.points[1]).toMatchObject({
      row: 2,
      longAxisMm: 19,
    });
  });
});

describe("nodes", () => {
  it("are followed by the short axis when they are named, by any of their annotations", () => {
    const annotations: LesionSpec[] = [
      { study: 1, long: 30, short: 16 },
      { study: 2, long: 30, short: 8 },
    ];
    expect(one(annotations)?.points[1]?.fromBaseline?.percent).toBe(0);
    const node = one(annotations, { lymphNodeRows: [2] });
    expect(node?.isLymphNode).toBe(true);
    expect(node?.points[1]).toMatchObject({ diameterMm: 8, longAxisMm: 30 });
    expect(node?.points[1]?.fromBaseline?.percent).toBe(-50);
    const short = one([{ study: 1, long: 30, short: 16, longAxisMm: undefined }], {
      lymphNodeRows: [1],
    });
    expect(short?.points[0]).toMatchObject({ diameterMm: 16, areaMm2: undefined });
  });

  it("have the type of the first annotation that has one", () => {
    const typed = one([
      { study: 1, long: 30 },
      { study: 2, long: 30, type: "liver" },
      { study: 3, long: 30, type: "lung" },
    ]);
    expect(typed?.type).toBe("liver");
  });

  it("must be rows of lesions", () => {
    const matches = [measuredMatch([lengths(10)])];
    errorOf("UNKNOWN_ROW", () => grow(matches, { lymphNodeRows: [2] }));
    expect(grow(matches, { lymphNodeRows: [1] })[0]?.sequences[0]?.isLymphNode).toBe(true);
    expect(growPatient(matches[0] as never, { lymphNodeRows: [2] }).sequences).toHaveLength(1);
  });
});

describe("dates", () => {
  const dates = readDates("patient,study,date\np,1,2020-01-01\np,2,2020-01-31\np,3,2020-03-01\n");

  /** 30 days from 10 to 12 mm: 2/30 mm a day; ln 2 x 30 / (3 ln 1.2) = 38.02 days. */
  it("give growth a day", () => {
    const grown = growOf([lengths(10, 12, 15)], { dates });
    expect([grown.unit, grown.studies.map(({ day }) => day)]).toEqual(["day", [0, 30, 60]]);
    const rate = grown.sequences[0]?.points[1]?.rate;
    expect(rate).toMatchObject({ span: 30, mm: 2 / 30 });
    expect(rate?.rate?.volumeDoubling).toBeCloseTo(38.02, 2);
    expect(grown.sequences[0]?.rates).toMatchObject({ unit: "day", span: 60 });
  });

  it("name studies without annotations", () => {
    const grown = growOf([lengths(10, 12)], { dates, annotationCompleteness: "complete" });
    expect(grown.sequences[0]?.points.map(({ status }) => status)).toEqual([
      "measured",
      "measured",
      "absent",
    ]);
  });

  it("are missing: an error that names patient and study", () => {
    const error = errorOf("BAD_DATES", () => growOf([lengths(10, 12, 15, 11)], { dates }));
    expect(error.where).toEqual({ patient: "p", study: 4 });
  });

  it("of a Map made by hand are checked: none becomes a day that is no number", () => {
    const soon = new Map([["p", new Map([[1, "soon"]])]]);
    errorOf("BAD_VALUE", () => growOf([lengths(10)], { dates: soon }));
  });
});

describe("no lesions, one lesion, one study", () => {
  it("give nothing, and a sequence without changes", () => {
    expect(growOf([])).toMatchObject({
      studies: [],
      sequences: [],
      splitMergeCandidates: [],
      unit: "study",
    });
    const single = one(lengths(12));
    expect(single).toMatchObject({
      rates: undefined,
      trend: { class: "single", changeMm: undefined, limitMm: undefined },
      presence: { first: 1, last: 1, firstMeasuredLater: false, intermittent: false },
      flags: [],
    });
  });
});

describe("rejected input", () => {
  it("options that are not known or out of range", () => {
    errorOf("UNKNOWN_OPTION", () => growOf([], { date: undefined, dats: 1 }));
    errorOf("BAD_OPTION", () => growOf([], { annotationCompleteness: "full" }));
    errorOf("BAD_OPTION", () => growOf([], { duplicates: "mean" }));
    errorOf("BAD_OPTION", () => growOf([], { errorMm: Number.NaN }));
  });

  it.each([
    [undefined, "MISSING_FEATURE"],
    [Number.NaN, "BAD_VALUE"],
    [-1, "BAD_VALUE"],
    [Number.POSITIVE_INFINITY, "BAD_VALUE"],
  ] as const)("a long axis of %s mm", (longAxisMm, code) => {
    const annotations: LesionSpec[] = [{ study: 1, long: 1, longAxisMm }];
    const error = errorOf(code, () => growOf([annotations]));
    expect(error.where).toMatchObject({ row: 1, patient: "p" });
  });

  it("a single match in place of a list, and a list in place of a match", () => {
    const single = measuredMatch([lengths(10, 12)]);
    for (const given of [single, undefined, [undefined], ["p"], [[single]]]) {
      const { fault } = errorOf("BAD_VALUE", () => grow(given as never));
      expect(fault.remedy).toBeDefined();
    }
    for (const given of [[single], undefined, {}]) {
      const { fault } = errorOf("BAD_VALUE", () => growPatient(given as never));
      expect(fault.remedy).toBeDefined();
    }
  });

  it("rows of lymph nodes that are not iterable", () => {
    for (const lymphNodeRows of [3, null]) {
      const { where } = errorOf("BAD_OPTION", () => growOf([], { lymphNodeRows }));
      expect(where).toMatchObject({ option: "lymphNodeRows" });
    }
  });
});

it("is the same whatever the order of rows", () => {
  const { lesions } = simulateCohort({ patients: 12, seed: 5, meanStudies: 5 });
  const ordered = JSON.stringify(grow(match(lesions, { method: "joint" })));
  fc.assert(
    fc.property(fc.shuffledSubarray([...lesions], { minLength: lesions.length }), (shuffled) => {
      const grown = grow(match(shuffled, { method: "joint" }));
      const first = new Map(lesions.map(({ patient }, i) => [patient, i]));
      grown.sort((a, b) => (first.get(a.patient) as number) - (first.get(b.patient) as number));
      expect(JSON.stringify(grown)).toBe(ordered);
    }),
    { numRuns: 10 },
  );
});

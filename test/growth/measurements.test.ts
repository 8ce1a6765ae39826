/** Which axis, annotation, volume and link of a study counts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import { growthSummaryTable, growthTable } from "../../src/growth/index.js";
import { errorOf } from "../support/errors.js";
import { type LesionSpec, lengths, measuredMatch } from "../support/growth.js";

const growOf = (annotations: LesionSpec[], options = {}) =>
  growPatient(measuredMatch([annotations]), options);
const sequenceOf = (annotations: LesionSpec[], options = {}) =>
  growOf(annotations, options).sequences[0];

describe("the followed axis", () => {
  const withoutShort = (study: number, long: number): LesionSpec => ({
    study,
    long,
    shortAxisMm: undefined,
  });

  it("is enough: long axes alone give growth, without areas", () => {
    const points = sequenceOf([withoutShort(1, 20), withoutShort(2, 30)])?.points;
    expect(points?.[1]).toMatchObject({ diameterMm: 30, areaMm2: undefined });
    expect(points?.[1]?.fromBaseline).toMatchObject({ percent: 50, areaPercent: undefined });
    expect(growthTable([growOf([withoutShort(1, 20)])]).rows[0]?.areaMm2).toBeUndefined();
  });

  it("must be known: the short axis of a lymph node", () => {
    const error = errorOf("MISSING_FEATURE", () =>
      growOf([withoutShort(1, 20)], { lymphNodeRows: [1] }),
    );
    expect(error.where).toMatchObject({ row: 1, patient: "p" });
  });

  it("decides which of several annotations counts: 30 x 12 or 28 x 16 mm", () => {
    const annotations: LesionSpec[] = [
      { study: 1, long: 30, short: 12 },
      { study: 1, long: 28, short: 16 },
    ];
    expect(sequenceOf(annotations)?.points[0]).toMatchObject({ row: 1, diameterMm: 30 });
    const node = sequenceOf(annotations, { lymphNodeRows: [1] })?.points[0];
    expect(node).toMatchObject({ row: 2, rows: [1, 2], diameterMm: 16, longAxisMm: 28 });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1.1e6])(
    "is not used with a volume of %s",
    (ml) => {
      errorOf("BAD_VALUE", () => growOf([{ study: 1, long: 10, volumeMl: ml }]));
    },
  );
});

describe("a tiny diameter", () => {
  /** From 1e-310 mm to 10 mm is 1e313 %, beyond the largest number. */
  it("has no percentage where it overflows", () => {
    const points = sequenceOf([
      { study: 1, long: 1e-310, short: 1e-310, volumeMl: 1e-310 },
      { study: 2, long: 10, short: 10, volumeMl: 1 },
    ])?.points;
    expect(points?.[1]?.fromBaseline).toMatchObject({
      mm: 10,
      percent: undefined,
      areaPercent: undefined,
      volumePercent: undefined,
    });
  });
});

describe("measured volumes", () => {
  const annotations: LesionSpec[] = [
    { study: 1, long: 20, volumeMl: 4 },
    { study: 2, long: 21, volumeMl: 8 },
    { study: 3, long: 22 },
    { study: 4, long: 20, volumeMl: 2 },
  ];

  it("give true changes and doubling times where they are known", () => {
    const sequence = sequenceOf(annotations);
    const percents = sequence?.points.map(({ fromBaseline }) => fromBaseline?.volumePercent);
    expect(percents).toEqual([undefined, 100, undefined, -50]);
    expect(sequence?.points[3]?.fromPrevious?.volumePercent).toBeUndefined();
    // From 4 to 8 ml in one study: doubled. From 8 to 2 ml in two studies: halved once per study.
    expect(sequence?.points[1]?.volumeRate?.rate?.volumeDoubling).toBeCloseTo(1, 12);
    expect(sequence?.points[3]?.volumeRate).toMatchObject({ span: 2 });
    expect(sequence?.points[3]?.volumeRate?.rate?.volumeDoubling).toBeCloseTo(-1, 12);
    // ln(2 / 4) / 3 studies.
    expect(sequence?.volumeRates?.twoPoint?.lnVolumeSlope).toBeCloseTo(Math.log(0.5) / 3, 12);
  });

  it("are those of the diameters for a sphere", () => {
    const sphere = (mm: number) => ((Math.PI / 6) * mm ** 3) / 1000;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (mm) => {
          const spheres = mm.map(
            (long, i): LesionSpec => ({
              study: i + 1,
              long,
              volumeMl: sphere(long),
            }),
          );
          const sequence = sequenceOf(spheres);
          expect(sequence?.volumeRates?.mm).toBeCloseTo(sequence?.rates?.mm ?? Number.NaN, 6);
          const [a, b] = [sequence?.volumeRates, sequence?.rates];
          expect(a?.twoPoint?.lnVolumeSlope).toBeCloseTo(b?.twoPoint?.lnVolumeSlope ?? 9, 9);
        },
      ),
    );
  });

  it("are columns of the tables", () => {
    const growth = growOf(annotations);
    expect(growthTable([growth]).rows.map(({ volumeMl }) => volumeMl)).toEqual([
      4,
      8,
      undefined,
      2,
    ]);
    expect(growthSummaryTable([growth]).rows[0]).toMatchObject({
      firstVolumeMl: 4,
      lastVolumeMl: 2,
      volumeChangePercent: -50,
    });
  });

  it("are unknown, never 0, where the input has none", () => {
    const growth = growOf(lengths(20, undefined, 30), { annotationCompleteness: "complete" });
    const [summary] = growthSummaryTable([growth]).rows;
    expect(growth.sequences[0]?.volumeRates).toBeUndefined();
    expect(summary).toMatchObject({
      firstVolumeMl: undefined,
      volumeChangePercent: undefined,
      measuredVolumeDoubling: undefined,
    });
  });
});

describe("a point for a chart", () => {
  it("has the measurement error band: a fifth of the diameter, at least 2 mm", () => {
    const match = measuredMatch([lengths(8, undefined, 30), lengths(9, 9, 9)]);
    const points = growPatient(match).sequences[0]?.points;
    expect(points?.map(({ changeLimitMm }) => changeLimitMm)).toEqual([2, undefined, 6]);
  });

  it("has the link to the previous measurement, and whether it is uncertain", () => {
    const base = measuredMatch([lengths(10, undefined, 11, 12), lengths(9, 9, 9, 9)]);
    const link = { accepted: true, distance: 0.02 };
    const growth = growPatient({
      ...base,
      links: [
        { ...link, from: 1, to: 2, margin: 0.01 },
        { ...link, from: 2, to: 3, margin: 0.02 },
      ],
    });
    expect(growth.sequences[0]?.points.map((point) => point.link)).toEqual([
      undefined,
      undefined,
      { fromStudy: 1, fromRow: 1, uncertain: true, distance: 0.02, logOdds: undefined },
      { fromStudy: 3, fromRow: 2, uncertain: false, distance: 0.02, logOdds: undefined },
    ]);
    // A link from a study before the previous one is another.
    const skipping = { ...link, from: 1, to: 3, margin: 0.02 };
    const { sequences } = growPatient({ ...base, links: [skipping, { ...link, from: 2, to: 3 }] });
    expect(sequences[0]?.points[3]?.link).toMatchObject({ fromStudy: 3, fromRow: 2 });
    const alone = growPatient({ ...base, links: [skipping] });
    expect(alone.sequences[0]?.points[3]?.link).toBeUndefined();
  });
});

describe("volumes of absent lesions", () => {
  const complete = { annotationCompleteness: "complete" as const };
  const other = lengths(9, 9, 9);
  const grownOf = (...annotations: LesionSpec[]) =>
    growPatient(measuredMatch([annotations, other]), complete);
  const summaryOf = (...annotations: LesionSpec[]) =>
    growthSummaryTable([grownOf(...annotations)]).rows[0];
  const volume = (study: number, volumeMl?: number): LesionSpec => ({ study, long: 20, volumeMl });

  it("count as 0 ml after the first annotation, not before it", () => {
    const late = grownOf(volume(2, 4), volume(3, 8));
    expect(late.sequences[0]?.volumeRates).toMatchObject({ span: 1 });
    expect(summaryOf(volume(2, 4), volume(3, 8))).toMatchObject({
      firstVolumeMl: 4,
      lastVolumeMl: 8,
      volumeChangePercent: 100,
    });
    expect(summaryOf(volume(1, 4), volume(2, 8))).toMatchObject({
      firstVolumeMl: 4,
      lastVolumeMl: 0,
      volumeChangePercent: -100,
    });
  });

  it("are passed over where no volume was measured, and begin with the first that was", () => {
    expect(grownOf(volume(1)).sequences[0]?.volumeRates).toBeUndefined();
    expect(summaryOf(volume(1))).toMatchObject({ firstVolumeMl: undefined });
    expect(summaryOf(volume(1), volume(2, 4), volume(3, 2))).toMatchObject({
      firstVolumeMl: 4,
      lastVolumeMl: 2,
      volumeChangePercent: -50,
    });
  });

  it("have doubling times in days with dates only", () => {
    const doublingOf = (...days: (string | undefined)[]) => {
      const annotations = days.map((date, i) => ({ ...volume(i + 1, 2 ** i), date }));
      return growthTable([growPatient(measuredMatch([annotations]))]).rows.map(
        ({ measuredVolumeDoublingDays }) => measuredVolumeDoublingDays,
      );
    };
    // From 1 to 2 ml in ten days.
    expect(doublingOf("2020-01-01", "2020-01-11")).toEqual([undefined, expect.closeTo(10, 9)]);
    expect(doublingOf(undefined, undefined)).toEqual([undefined, undefined]);
    // Within a day.
    expect(doublingOf("2020-01-01", "2020-01-01")).toEqual([undefined, undefined]);
  });
});

describe("dates of the lesions", () => {
  const dated = (study: number, long: number, date?: string): LesionSpec => ({ study, long, date });

  it("give rates per day where every study has one", () => {
    const growth = growOf([dated(1, 10, "2020-01-01"), dated(2, 12, "2020-01-31")]);
    expect([growth.unit, growth.studies.map(({ day }) => day)]).toEqual(["day", [0, 30]]);
    expect(growOf([dated(1, 10, "2020-01-01"), dated(2, 12)]).unit).toBe("study");
    // A date of one lesion is that of its study, in any order of rows.
    const some = [
      dated(1, 10),
      dated(1, 9, "2020-01-01"),
      dated(2, 12, "2020-01-11"),
      dated(2, 11),
    ];
    expect(growOf(some).studies.map(({ day }) => day)).toEqual([0, 10]);
    const twice = [dated(1, 10, "2020-01-01"), dated(1, 9, "2020-01-01")];
    expect(growOf([...twice, dated(2, 12, "2020-01-11")]).studies.map(({ day }) => day)).toEqual([
      0, 10,
    ]);
  });

  it("must agree within a study and follow the order of studies", () => {
    const other = [dated(1, 10, "2020-01-01"), dated(1, 12, "2020-01-02")];
    errorOf("BAD_DATES", () => growOf(other));
    errorOf("BAD_DATES", () => growOf([dated(1, 10, "2020-02-01"), dated(2, 12, "2020-01-02")]));
  });

  it("must be those of the option, which may add studies and dates", () => {
    const dates = [
      { patient: "p", study: 1, date: "2020-01-01" },
      { patient: "p", study: 2, date: "2020-01-11" },
      { patient: "p", study: 3, date: "2020-01-31" },
    ];
    const first = dated(1, 10, "2020-01-01");
    const days = (...others: LesionSpec[]) =>
      growOf([first, ...others], { dates }).studies.map(({ day }) => day);
    expect(days(dated(3, 12, "2020-01-31"))).toEqual([0, 10, 30]);
    expect(days(dated(3, 12, "2020-01-31T08:30"), dated(2, 9))).toEqual([0, 10, 30]);
    const error = errorOf("BAD_DATES", () => days(dated(2, 12, "2020-01-31")));
    expect(error.where).toEqual({ patient: "p", study: 2 });
    expect(error.message).toMatch(/2020-01-31.*2020-01-11/);
  });
});

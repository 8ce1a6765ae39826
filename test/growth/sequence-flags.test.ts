import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import { readDates } from "../../src/growth/patient-dates.js";
import { type LesionSpec, lengths, measuredMatch } from "../support/growth.js";

const flags = (annotations: LesionSpec[], options = {}) =>
  growPatient(measuredMatch([annotations]), options).sequences[0]?.flags;
const dates = (second: string) => readDates(`patient,study,date\np,1,2020-01-01\np,2,${second}\n`);

describe("implausible growth", () => {
  it("without dates is more than three times the diameter", () => {
    expect(flags(lengths(10, 30))).toEqual([]);
    expect(flags(lengths(10, 30.1))).toEqual([
      {
        kind: "growth",
        rows: [1, 2],
        message: expect.stringMatching(/10\.0 mm.*30\.1 mm.*\b3\b/),
      },
    ]);
    expect(flags(lengths(30, 9))).toEqual([]);
    // Exactly three times, although 2.3 x 3 is 6.8999999999999995 in binary.
    expect(flags(lengths(2.3, 6.9))).toEqual([]);
  });

  /** ln 2 x 30 / (3 ln 1.4) = 20.6 days; to 14.2 mm: ln 2 x 30 / (3 ln 1.42) = 19.8 days. */
  it("with dates is a volume that doubles in less than 20 days", () => {
    expect(flags(lengths(10, 14), { dates: dates("2020-01-31") })).toEqual([]);
    expect(flags(lengths(10, 14.2), { dates: dates("2020-01-31") })?.[0]).toMatchObject({
      kind: "growth",
      rows: [1, 2],
      message: expect.stringMatching(/14\.2 mm.*19\.8 days/),
    });
    // ln 2 x 60 / (3 ln (10 / 5)) = 20 days exactly, at the limit.
    expect(flags(lengths(5, 10), { dates: dates("2020-03-01") })).toEqual([]);
    expect(flags(lengths(5, 10), { dates: dates("2020-02-29") })).toHaveLength(1);
  });

  it("is not told from 0 mm, where the lesion was absent or measured as 0", () => {
    const complete = { annotationCompleteness: "complete" };
    const seen = measuredMatch([lengths(10, undefined, 11), lengths(9, 9, 9)]);
    expect(growPatient(seen, complete as never).sequences[0]?.flags).toEqual([]);
    expect(flags(lengths(0, 12), { dates: dates("2020-01-31") })).toEqual([]);
  });

  it("within a day is any growth beyond the error", () => {
    expect(flags(lengths(10, 11.9), { dates: dates("2020-01-01") })).toEqual([]);
    expect(flags(lengths(10, 12), { dates: dates("2020-01-01") })?.[0]).toMatchObject({
      kind: "growth",
      rows: [1, 2],
    });
  });
});

describe("side flip", () => {
  const sides = (...xs: number[]) =>
    flags(xs.map((x, i) => ({ study: i + 1, long: 10, location: [x, 0.5, 0.5] as const })));

  it("is an annotation on either side, further than a tenth of the body from the middle", () => {
    expect(sides(0.3, 0.6)).toEqual([]);
    expect(sides(0.7, 0.55, 0.39)).toEqual([
      {
        kind: "side",
        rows: [1, 3],
        message: expect.stringMatching(/0\.20.*-0\.11/),
      },
    ]);
  });

  /** 60 mm are 0.1 on the scale of location. */
  it("is told by mm where there is no relative location", () => {
    const centred = (x: number, study: number) => ({
      study,
      long: 10,
      centreMm: [x, 0, 0] as const,
    });
    expect(flags([centred(-59, 1), centred(80, 2)])).toEqual([]);
    expect(flags([centred(-61, 1), centred(80, 2)])?.map(({ kind }) => kind)).toEqual(["side"]);
  });
});

describe("slices", () => {
  const sliced = (study: number, more: object) => ({ study, long: 20, ...more }) as LesionSpec;

  it("are flagged where the key slice lies outside", () => {
    expect(flags([sliced(1, { keySlice: 30, sliceRange: [30, 40] })])).toEqual([]);
    expect(flags([sliced(1, { keySlice: 29, sliceRange: [30, 40] })])).toEqual([
      { kind: "slice", rows: [1], message: expect.stringMatching(/29.*30.*40/) },
    ]);
  });

  it("are flagged where they are more than twice as far apart in another study", () => {
    const spaced = (...z: number[]) =>
      flags(z.map((mm, i) => sliced(i + 1, { spacingMm: [1, 1, mm] })));
    expect(spaced(2, 4)).toEqual([]);
    expect(spaced(2, 4.1)?.[0]).toMatchObject({
      kind: "spacing",
      rows: [1, 2],
      message: expect.stringMatching(/2 mm.*4\.1 mm/),
    });
  });

  /** Rule 1 of RECIST: twice the slice distance where that is above 5 mm. */
  it("are flagged where the lesion is less than two of them", () => {
    expect(flags([sliced(1, { spacingMm: [1, 1, 10] })])).toEqual([]);
    expect(flags([sliced(1, { long: 19.9, spacingMm: [1, 1, 10] })])?.[0]?.kind).toBe("spacing");
    expect(flags([sliced(1, { long: 9.9, spacingMm: [1, 1, 5] })])).toEqual([]);
  });
});

describe("in-plane pixel spacing", () => {
  const pixels = (...mm: number[]): LesionSpec[] =>
    mm.map((x, i) => ({ study: i + 1, long: 20, spacingMm: [x, x, 1] }) as LesionSpec);
  const kinds = (annotations: LesionSpec[]) =>
    flags(annotations)?.map(({ kind, rows }) => [kind, ...rows]);

  it.each([0.15, 0.5, 2])("of %d mm is plausible", (mm) => {
    expect(kinds(pixels(mm, mm))).toEqual([]);
  });

  it.each([0.149, 0.08, 2.01, 8])("of %d mm is flagged", (mm) => {
    expect(kinds([...pixels(mm)])).toEqual([["pixelSpacing", 1]]);
  });

  it("that differs within the patient by more than three times is flagged in all studies", () => {
    expect(kinds(pixels(0.3, 0.9))).toEqual([]);
    expect(kinds(pixels(0.3, 0.91))).toEqual([
      ["pixelSpacing", 1],
      ["pixelSpacing", 2],
    ]);
  });

  it("along y counts too", () => {
    const annotations = [{ study: 1, long: 20, spacingMm: [0.8, 8, 1] } as LesionSpec];
    expect(kinds(annotations)).toEqual([["pixelSpacing", 1]]);
  });

  it("is compared with that of the patient's other sequences", () => {
    const other = { study: 3, long: 9, spacingMm: [0.25, 0.25, 1] } as LesionSpec;
    const { sequences } = growPatient(measuredMatch([pixels(0.8, 0.8), [other]]));
    expect(sequences.map(({ flags: all }) => all.map(({ kind }) => kind))).toEqual([
      ["pixelSpacing", "pixelSpacing"],
      ["pixelSpacing"],
    ]);
  });
});

describe("links and conflicts", () => {
  const base = measuredMatch([lengths(10, 11), lengths(20, 21)]);

  it("flag their own sequence", () => {
    const grown = growPatient({
      ...base,
      conflicts: [{ sequence: 2, study: 2, rows: [4, 9] }],
      links: [
        { from: 1, to: 2, distance: 0.03, margin: 0.01, accepted: true },
        { from: 3, to: 4, distance: 0.02, margin: 0.011, accepted: true },
      ],
    });
    expect(grown.sequences.map(({ flags: all }) => all.map(({ kind }) => kind))).toEqual([
      ["link"],
      ["conflict"],
    ]);
    expect(grown.sequences[0]?.flags[0]).toMatchObject({
      rows: [1, 2],
      message: expect.stringMatching(/0\.030.*0\.010/),
    });
  });

  it("are flagged without a distance, as links of other programs may be", () => {
    const links = [{ from: 1, to: 2, margin: 0.01, accepted: true as const }];
    const { sequences } = growPatient({ ...base, links });
    expect(sequences[0]?.flags.map(({ kind }) => kind)).toEqual(["link"]);
  });

  it("are not flagged where a must-link joins the lesions", () => {
    const constrained = {
      from: 1,
      to: 2,
      accepted: true,
      constrained: true,
      margin: -0.2,
    } as const;
    for (const more of [{ distance: 0.3 }, { logOdds: -4, uncertain: true }]) {
      const grown = growPatient({ ...base, links: [{ ...constrained, ...more }] });
      expect(grown.sequences[0]?.flags).toEqual([]);
    }
  });

  it("are uncertain where the joint matcher says so", () => {
    const link = { from: 1, to: 2, accepted: true, distance: 0.3, logOdds: 1.5 };
    const grown = growPatient({ ...base, links: [{ ...link, uncertain: true }] });
    expect(grown.sequences[0]?.flags[0]).toMatchObject({
      rows: [1, 2],
      message: expect.stringContaining("1.50"),
    });
    expect(growPatient({ ...base, links: [{ ...link, margin: 0 }] }).sequences[0]?.flags).toEqual(
      [],
    );
  });
});

import { describe, expect, it } from "vitest";
import { readDates } from "../../src/growth/dates.js";
import { growPatient } from "../../src/growth/grow.js";
import { lengths, type Mark, measuredMatch } from "../support/growth.js";

const flags = (marks: Mark[], options = {}) =>
  growPatient(measuredMatch([marks]), options).sequences[0]?.flags;
const dates = (second: string) => readDates(`patient,study,date\np,1,2020-01-01\np,2,${second}\n`);

describe("implausible growth", () => {
  it("without dates is more than three times the diameter", () => {
    expect(flags(lengths(10, 30))).toEqual([]);
    expect(flags(lengths(10, 30.1))).toEqual([
      {
        kind: "growth",
        rows: [1, 2],
        message: "10.0 mm in study 1, 30.1 mm in study 2: more than 3 times the diameter",
      },
    ]);
    expect(flags(lengths(30, 9))).toEqual([]);
  });

  /** ln 2 x 30 / (3 ln 1.4) = 20.6 days; to 14.2 mm: ln 2 x 30 / (3 ln 1.42) = 19.8 days. */
  it("with dates is a volume that doubles in less than 20 days", () => {
    expect(flags(lengths(10, 14), { dates: dates("2020-01-31") })).toEqual([]);
    expect(flags(lengths(10, 14.2), { dates: dates("2020-01-31") })?.[0]?.message).toBe(
      "10.0 mm in study 1, 14.2 mm in study 2: the volume doubles in 19.8 days, faster than in 20",
    );
  });

  it("within a day is any growth beyond the error", () => {
    expect(flags(lengths(10, 11.9), { dates: dates("2020-01-01") })).toEqual([]);
    expect(flags(lengths(10, 12), { dates: dates("2020-01-01") })?.[0]?.message).toContain(
      "growth within one day",
    );
  });
});

describe("side flip", () => {
  const sides = (...xs: number[]) =>
    flags(xs.map((x, i) => ({ study: i + 1, long: 10, location: [x, 0.5, 0.5] as const })));

  it("is a mark on either side, further than a tenth of the body from the middle", () => {
    expect(sides(0.3, 0.6)).toEqual([]);
    expect(sides(0.7, 0.55, 0.39)).toEqual([
      {
        kind: "side",
        rows: [1, 3],
        message:
          "right of the middle of the image in study 1 (0.20), left of the middle of the image in study 3 (-0.11)",
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
  const sliced = (study: number, more: object) => ({ study, long: 20, ...more }) as Mark;

  it("are flagged where the key slice lies outside", () => {
    expect(flags([sliced(1, { keySlice: 30, sliceRange: [30, 40] })])).toEqual([]);
    expect(flags([sliced(1, { keySlice: 29, sliceRange: [30, 40] })])).toEqual([
      { kind: "slice", rows: [1], message: "key slice 29 lies outside slices 30 to 40" },
    ]);
  });

  it("are flagged where they are more than twice as far apart in another study", () => {
    const spaced = (...z: number[]) =>
      flags(z.map((mm, i) => sliced(i + 1, { spacingMm: [1, 1, mm] })));
    expect(spaced(2, 4)).toEqual([]);
    expect(spaced(2, 4.1)?.[0]).toMatchObject({
      kind: "spacing",
      rows: [1, 2],
      message: "slices 2 mm apart in study 1, 4.1 mm in study 2",
    });
  });

  /** Rule 1 of RECIST: twice the slice distance where that is above 5 mm. */
  it("are flagged where the lesion is less than two of them", () => {
    expect(flags([sliced(1, { spacingMm: [1, 1, 10] })])).toEqual([]);
    expect(flags([sliced(1, { long: 19.9, spacingMm: [1, 1, 10] })])?.[0]?.kind).toBe("spacing");
    expect(flags([sliced(1, { long: 9.9, spacingMm: [1, 1, 5] })])).toEqual([]);
  });
});

describe("what the matcher doubted", () => {
  const base = measuredMatch([lengths(10, 11), lengths(20, 21)]);

  it("conflicts and doubtful links stand in the flags of their own sequence", () => {
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
    expect(grown.sequences[0]?.flags[0]?.message).toBe(
      "the link of rows 1 and 2 is doubtful: distance 0.030, margin 0.010",
    );
  });

  it("a pinned link is nobody's doubt", () => {
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

  it("the joint matcher says itself which links are doubtful", () => {
    const link = { from: 1, to: 2, accepted: true, distance: 0.3, logOdds: 1.5 };
    const grown = growPatient({ ...base, links: [{ ...link, uncertain: true }] });
    expect(grown.sequences[0]?.flags[0]?.message).toBe(
      "the link of rows 1 and 2 is doubtful: log-odds 1.50, no runner-up",
    );
    expect(growPatient({ ...base, links: [{ ...link, margin: 0 }] }).sequences[0]?.flags).toEqual(
      [],
    );
  });
});

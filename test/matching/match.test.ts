import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { type MatchOptions, match, matchPatient } from "../../src/matching/match.js";
import { METHODS } from "../../src/matching/result.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

const lesions = [at(1, 1, 0), at(2, 2, 0), at(3, 1, 0, { patient: "q" })];

describe("match", () => {
  it("matches patients one by one, in the order of their first lesions", () => {
    const matches = match(lesions);
    expect(matches.map(({ patient }) => patient)).toEqual(["p", "q"]);
    expect(matches[0]).toEqual(matchPatient(lesions.slice(0, 2)));
    expect(match([])).toEqual([]);
    expect(match(lesions, { method: "joint" })).toEqual(matches);
  });

  it("rejects options that no matcher takes, even without lesions", () => {
    errorOf("UNKNOWN_OPTION", () => match([], { bogus: 1 } as never), { option: "bogus" });
    const remedyOf = (options: object) =>
      errorOf("UNKNOWN_OPTION", () => match([], options as never)).fault.remedy;
    expect(remedyOf({ methd: "joint" })).toContain('"method"');
    expect(remedyOf({ t2: 0.1 })).toContain('method: "algorithm1"');
    expect(remedyOf({ method: "algorithm1", model: 1 })).toContain('method: "joint"');
    errorOf("BAD_OPTION", () => match([], { method: "jiont" } as never), { option: "method" });
    errorOf("UNKNOWN_ROW", () => match([], { mustLink: [[1, 2]] }), { option: "mustLink", row: 1 });
  });

  it.each([null, "joint", 3])("rejects %j as options", (options) => {
    for (const run of [match, matchPatient]) {
      errorOf("BAD_OPTION", () => run(lesions.slice(0, 2), options as never));
    }
  });
});

describe("missing series", () => {
  const placed = (row: number, study: number, xMm: number): Lesion => ({
    row,
    patient: "p",
    study,
    id: `L${row}`,
    centreMm: [xMm, 0, 0],
    longAxisMm: 20,
    shortAxisMm: 10,
  });
  // 1 mm apart: below T1 = 12 mm, and within the usual difference of duplicates.
  const near = [placed(1, 1, 0), placed(2, 1, 1), placed(3, 2, 0)];
  const inSeries = near.map((lesion) => ({ ...lesion, series: lesion.row }));

  it.each([
    ["joint", "different", false],
    ["joint", "any", true],
    ["algorithm1", "different", false],
    ["algorithm1", "any", true],
  ] as const)("%s, %s: merges duplicates %s, with a warning", (method, missingSeries, merges) => {
    const matched = (lesions: readonly Lesion[]) =>
      matchPatient(lesions, { method, missingSeries } as MatchOptions);
    const { duplicates, warnings } = matched(near);
    expect(duplicates.map(({ rows }) => rows)).toEqual(merges ? [[1, 2]] : []);
    expect(warnings).toMatchObject([{ kind: "missing-series", row: 1, patient: "p" }]);
    expect(matched(inSeries).warnings).toEqual([]);
    // The other value of the option is the remedy.
    const other = merges ? "different" : "any";
    expect(warnings[0]?.message).toContain(`missingSeries: "${other}"`);
    // A series of one of the two says as little as none.
    for (const known of [1, 2]) {
      const half = near.map((one) => (one.row === known ? { ...one, series: 1 } : one));
      expect(matched(half).warnings).toMatchObject([{ kind: "missing-series", row: 1 }]);
    }
    const identical = [placed(1, 1, 0), placed(2, 1, 0), placed(3, 2, 0)];
    expect(matched(identical)).toMatchObject({ duplicates: [{ rows: [1, 2] }], warnings: [] });
  });

  it("does not warn of what constraints decide", () => {
    for (const method of METHODS) {
      const { warnings } = matchPatient(near, { method, mustLink: [[1, 2]] });
      expect(warnings).toEqual([]);
    }
  });
});

describe("misspelled fields", () => {
  it.each(["centerMm", "centre_mm", "longAxis", "Location", "long_axis_mm", "series_"])(
    "rejects %s in place of a known field",
    (name) => {
      const { series: _, location: __, ...bare } = at(1, 1, 0);
      for (const method of METHODS) {
        const lesion = { ...bare, vector: [0], [name]: 1 } as never;
        const error = errorOf("UNKNOWN_FEATURE", () => match([lesion], { method }));
        expect(error.where).toMatchObject({ row: 1, patient: "p" });
      }
    },
  );

  it("keeps fields of the caller's own", () => {
    const centreMm = [1, 2, 3] as const;
    const lesion: Lesion = { ...at(1, 1, 0), centreMm, ...{ comment: "x", centerMm: centreMm } };
    expect(match([lesion])).toHaveLength(1);
    // The same name without the known field, in a later lesion.
    const { centreMm: _, ...misspelled } = { ...lesion, row: 2, id: "L002" };
    errorOf("UNKNOWN_FEATURE", () => match([lesion, misspelled as Lesion]), { row: 2 });
  });
});

describe("earlier results", () => {
  const cohort = [...lesions, at(4, 2, 0, { patient: "q" })];
  const others = cohort.map((lesion) => ({
    ...lesion,
    id: `other ${lesion.id}`,
    location: [9, 9, 9] as const,
  }));

  it("without any lesions now are no error, and no warning where they continue", () => {
    const previous = match(cohort);
    for (const method of METHODS) {
      expect(matchPatient([], { method, previous })).toMatchObject({ sequences: [], warnings: [] });
      expect(match([], { method, previous })).toEqual([]);
    }
    const { warnings } = matchPatient(cohort.slice(0, 2), { previous });
    expect(warnings.filter(({ kind }) => kind === "previous")).toEqual([]);
  });

  it("of a cohort: one patient may be new, but not all", () => {
    const before = match(cohort);
    const mixed = [...cohort.slice(0, 2), ...others.slice(2)];
    const [p, q] = match(mixed, { previous: before });
    const kinds = (one = p) => one?.warnings.map(({ kind }) => kind);
    expect(kinds(p)).not.toContain("previous");
    expect(kinds(q)).toContain("previous");
    expect(q?.sequences.map(({ id }) => id)).not.toContain(1);
    for (const foreign of [others, cohort.map((one) => ({ ...one, patient: `${one.patient}2` }))]) {
      errorOf("BAD_VALUE", () => match(foreign, { previous: before }), { option: "previous" });
    }
  });
});

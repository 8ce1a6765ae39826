/** Rules 1 and 2: what can be a target, and what is chosen. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { respond } from "../../src/response/index.js";
import { type Course, growthOf, oneTarget, responseOf, rowOf } from "../support/courses.js";
import { errorOf } from "../support/errors.js";

/** What each lesion was taken for. */
const rolesOf = (courses: readonly Course[], options = {}) =>
  responseOf(courses, options).assignments.map(({ role }) => role);

/** The same diameter in two studies, so that everything was measured again. */
const twice = (mm: number, more: Partial<Course> = {}): Course => ({ mm: [mm, mm], ...more });

describe("rule 1: measurable at baseline", () => {
  it.each([
    // Thin slices, or none known: 10 mm.
    [10, undefined, "target"],
    [9.99, undefined, "non-target"],
    [10, 1, "target"],
    [10, 5, "target"],
    [9.9, 5, "non-target"],
    // Above 5 mm twice the distance: 11 mm at 5.5, 14 mm at 7, 20 mm at 10.
    [10.9, 5.5, "non-target"],
    [11, 5.5, "target"],
    [13.9, 7, "non-target"],
    [14, 7, "target"],
    [19.9, 10, "non-target"],
    [20, 10, "target"],
  ])("%d mm on slices %d mm apart is a %s", (mm, slice, role) => {
    const course = slice === undefined ? twice(mm) : twice(mm, { slice });
    expect(rolesOf([course])).toEqual([role]);
  });

  it.each([
    [15, "target"],
    [14.9, "non-target"],
    [10, "non-target"],
    [9.9, "ignored"],
    [3, "ignored"],
  ])("a node with a short axis of %d mm is %s", (mm, role) => {
    // Its long axis is 4 mm longer and does not count; nor does a slice distance of 9 mm.
    expect(rolesOf([twice(mm, { lymphNode: true })])).toEqual([role]);
    expect(rolesOf([twice(mm, { lymphNode: true, slice: 9 })])).toEqual([role]);
  });

  it("says by which rule", () => {
    const { assignments } = responseOf([
      twice(8),
      twice(8, { lymphNode: true }),
      twice(30, { type: "lung" }),
    ]);
    expect(assignments.map(({ rule, role }) => [rule, role])).toEqual([
      [1, "non-target"],
      [1, "ignored"],
      [2, "target"],
    ]);
    expect(assignments[2]).toMatchObject({ sequence: 3, organ: "lung", baselineMm: 30 });
  });

  it("does not hang on the last digit of binary numbers", () => {
    expect(rolesOf([twice(9.999999999999998)])).toEqual(["target"]);
    expect(rolesOf([twice(9.999999999999998, { lymphNode: true })])).toEqual(["non-target"]);
  });
});

describe("rule 2: the targets", () => {
  it("are at most five, the largest", () => {
    const types = ["liver", "lung", "bone", "kidney", "pelvis", "abdomen", "mediastinum"] as const;
    const courses = types.map((type, i) => twice(20 + i, { type }));
    expect(rolesOf(courses)).toEqual([
      "non-target",
      "non-target",
      ...["target", "target", "target", "target", "target"],
    ]);
  });

  it("are at most two of an organ, the largest", () => {
    const courses = [20, 50, 30, 40].map((mm) => twice(mm, { type: "liver" }));
    expect(rolesOf(courses)).toEqual(["non-target", "target", "non-target", "target"]);
    expect(rolesOf([...courses, twice(11, { type: "lung" })]).at(-1)).toBe("target");
  });

  it("have the organ of a note rather than the coarse type", () => {
    // Three of the abdomen, but one of them in the spleen.
    const spleen = { note: { organ: "spleen" } };
    const courses = [twice(50), twice(40), twice(30, spleen)].map((one) => ({
      ...one,
      type: "abdomen" as const,
    }));
    expect(rolesOf(courses)).toEqual(["target", "target", "target"]);
    expect(responseOf(courses).assignments[2]?.organ).toBe("spleen");
  });

  it("take an organ for the same however it is capitalised", () => {
    const note = { organ: "Liver" };
    const courses = [twice(50, { note }), twice(40), twice(30)].map((one) => ({
      ...one,
      type: "liver" as const,
    }));
    expect(rolesOf(courses)).toEqual(["target", "target", "non-target"]);
  });

  it("count all lymph nodes as one organ, wherever they are", () => {
    const courses = [
      twice(16, { lymphNode: true, type: "mediastinum" }),
      twice(18, { lymphNode: true, type: "abdomen" }),
      twice(20, { lymphNode: true, type: "pelvis", note: { organ: "groin" } }),
    ];
    expect(rolesOf(courses)).toEqual(["non-target", "target", "target"]);
    expect(responseOf(courses).assignments.map(({ organ }) => organ)).toEqual([
      "lymph nodes",
      "lymph nodes",
      "lymph nodes",
    ]);
  });

  it("are ranked by the diameter that counts: a node by its short axis", () => {
    // 5 others of 17 mm and a node of 16 mm, which is 20 mm long.
    const types = ["liver", "lung", "bone", "kidney", "pelvis"] as const;
    const others = types.map((type) => twice(17, { type }));
    expect(rolesOf([twice(16, { lymphNode: true }), ...others])[0]).toBe("non-target");
  });

  it("can be measured again: a smaller one that was goes first", () => {
    const once = oneTarget(50);
    const again = [20, 15].map((mm) => twice(mm));
    const courses = [once, ...again].map((one) => ({ ...one, type: "liver" as const }));
    expect(rolesOf(courses)).toEqual(["non-target", "target", "target"]);
    // where all lesions were annotated an absent one is known to be gone: 0 mm is a measurement.
    expect(rolesOf(courses, { annotationCompleteness: "complete" })).toEqual([
      "target",
      "target",
      "non-target",
    ]);
  });

  it.each(["absent", "too small", "merged"] as const)(
    "can be measured again where the reader says %s: that is a figure too",
    (status) => {
      const courses = [
        { ...oneTarget(50), statuses: { 2: status } },
        ...[20, 15].map((mm) => twice(mm)),
      ].map((one) => ({ ...one, type: "liver" as const }));
      expect(rolesOf(courses)).toEqual(["target", "target", "non-target"]);
    },
  );

  it.each(["present", "not evaluable"] as const)(
    "cannot be measured again where all that is known is %s",
    (status) => {
      const courses = [
        { ...oneTarget(50), statuses: { 2: status } },
        ...[20, 15].map((mm) => twice(mm)),
      ].map((one) => ({ ...one, type: "liver" as const }));
      expect(rolesOf(courses)).toEqual(["non-target", "target", "target"]);
    },
  );

  it.each(["non-target", "ignored"] as const)("leave a lesion that a note calls %s", (role) => {
    // The largest of three in the liver.
    const courses = [twice(50, { note: { role } }), twice(40), twice(30)].map((one) => ({
      ...one,
      type: "liver" as const,
    }));
    expect(rolesOf(courses)).toEqual([role, "target", "target"]);
  });

  it("are others where nothing else is there", () => {
    expect(rolesOf([oneTarget(50), oneTarget(40, 41)])).toEqual(["target", "target"]);
  });

  it("are of equals the first in order", () => {
    const courses = [30, 30, 30].map((mm) => twice(mm, { type: "lung" }));
    expect(rolesOf(courses)).toEqual(["target", "target", "non-target"]);
  });

  it("are never more than five, two an organ, and always measurable, and no larger one is left out", () => {
    const type = fc.constantFrom("liver" as const, "lung" as const, "bone" as const);
    const course = fc.record({
      mm: fc.integer({ min: 5, max: 40 }).map((mm) => [mm, mm]),
      type,
      lymphNode: fc.boolean(),
      slice: fc.constantFrom(1, 5, 8),
    });
    fc.assert(
      fc.property(fc.array(course, { minLength: 1, maxLength: 12 }), (courses) => {
        const { assignments } = responseOf(courses);
        const organ = ({ lymphNode, type: own }: (typeof courses)[number]): string =>
          lymphNode ? "node" : own;
        const limit = ({ lymphNode, slice }: (typeof courses)[number]): number =>
          lymphNode ? 15 : slice > 5 ? 2 * slice : 10;
        const sized = courses.map((one, i) => ({
          mm: one.mm[0]!,
          organ: organ(one),
          measurable: one.mm[0]! >= limit(one),
          target: assignments[i]?.role === "target",
        }));
        const targets = sized.filter(({ target }) => target);
        expect(targets.every(({ measurable }) => measurable)).toBe(true);
        expect(targets.length).toBeLessThanOrEqual(5);
        for (const one of sized) {
          const same = targets.filter((other) => other.organ === one.organ);
          expect(same.length).toBeLessThanOrEqual(2);
          if (one.target || !one.measurable) continue;
          // Left out: its organ has two that are no smaller, or there are five that are no smaller.
          const full = [same.length === 2 ? same : [], targets.length === 5 ? targets : []].filter(
            (chosen) => chosen.length > 0 && chosen.every(({ mm }) => mm >= one.mm),
          );
          expect(full).not.toEqual([]);
        }
      }),
    );
  });
});

describe("an organ that is not known", () => {
  const unknown = [30, 25, 20].map((mm) => twice(mm, { type: undefined }));

  it("is rejected, with place and remedy", () => {
    const error = errorOf("MISSING_ORGAN", () => responseOf(unknown));
    expect(error.fault.remedy).toContain("unknownOrgan");
    expect(error.where).toEqual({ patient: "p", study: 1, row: rowOf(1, 1) });
  });

  it("is taken as one organ where the caller says so", () => {
    expect(rolesOf(unknown, { unknownOrgan: "together" })).toEqual([
      "target",
      "target",
      "non-target",
    ]);
  });

  it("is not needed of nodes, of lesions too small for a target, nor where targets are named", () => {
    expect(rolesOf([twice(20, { type: undefined, lymphNode: true })])).toEqual(["target"]);
    expect(rolesOf([twice(9, { type: undefined })])).toEqual(["non-target"]);
    const named = unknown.map((one, i) => (i === 1 ? { ...one, note: { role: "target" } } : one));
    expect(rolesOf(named as Course[])).toEqual(["non-target", "target", "non-target"]);
  });
});

describe("targets that are named", () => {
  const target = { role: "target" } as const;

  it("are taken as they are, and exceeded limits are listed", () => {
    const courses: Course[] = [
      ...[30, 29, 28].map((mm) => twice(mm, { type: "liver", note: target })),
      twice(9, { type: "lung", note: target }),
      twice(14, { lymphNode: true, note: target }),
      twice(40, { type: "bone", note: target }),
    ];
    const response = responseOf(courses);
    expect(response.assignments.map(({ role }) => role)).toEqual(Array(6).fill("target"));
    expect(response.baseline?.sumMm).toBe(30 + 29 + 28 + 9 + 14 + 40);
    const exceeded = response.assumptions.filter(({ kind }) => kind === "targetLimits");
    expect(exceeded.map(({ text }) => text.match(/\d+/g)?.map(Number))).toEqual([
      // Sequences 4 and 5 by rule 1; 3 in the liver and 6 in all by rule 2.
      [4, 1, 9],
      [5, 1, 14],
      [3, 2, 2],
      [6, 2, 5],
    ]);
  });

  it("exceed nothing by two in an organ and five in all, organs without case and spaces", () => {
    const organs = ["liver", " Liver", "lung", "bone", "bone"];
    const exceededBy = (named: readonly string[]) =>
      responseOf(
        named.map((organ) => ({ mm: [20, 20], note: { role: "target", organ } }) as const),
      ).assumptions.filter(({ kind }) => kind === "targetLimits").length;
    expect(exceededBy(organs)).toBe(0);
    expect(exceededBy([...organs.slice(0, 4), "LIVER "])).toBe(1);
    expect(exceededBy([...organs, "kidney"])).toBe(1);
    // Two limits: six in all, three in the bone.
    expect(exceededBy([...organs, "Bone"])).toBe(2);
    // Unknown organs may all be different ones.
    const unknown = { mm: [20, 20], type: undefined, note: target } as const;
    const { assumptions } = responseOf([unknown, unknown, unknown]);
    expect(assumptions.map(({ kind }) => kind)).not.toContain("targetLimits");
  });

  it("leave everything else a non-target", () => {
    const { assignments } = responseOf([twice(30), twice(20, { note: target })]);
    expect(assignments.map(({ role, rule }) => [role, rule])).toEqual([
      ["non-target", 2],
      ["target", 2],
    ]);
  });

  it("are chosen by rule in patients in which no note names one", () => {
    const growths = [
      growthOf([twice(30), twice(20)], { patient: "a" }),
      growthOf([twice(30), twice(20)], { patient: "b" }),
    ];
    // Rows of both patients are the same here; a note is on the row of either, so only one is noted.
    const [a] = respond([growths[0] as (typeof growths)[number]], {
      lesionNotes: [{ row: rowOf(2, 1), role: "target" }],
    });
    const [b] = respond([growths[1] as (typeof growths)[number]]);
    expect(a?.assignments.map(({ role }) => role)).toEqual(["non-target", "target"]);
    expect(b?.assignments.map(({ role }) => role)).toEqual(["target", "target"]);
  });
});

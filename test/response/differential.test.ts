/** RECIST 1.1 and iRECIST against an independent brute force over 10,000 random courses. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Course, immuneOf, overallOf, responseOf, targetOf } from "../support/courses.js";
import { type PlainTarget, plainResponse } from "../support/recist-brute-force.js";
import {
  type PlainCase,
  type PlainState,
  plainBest,
  plainImmune,
  plainOverall,
} from "../support/response-brute-force.js";

/** Diameters in tenths on a grid where limits are often hit; 0 is absent. */
const tenths = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 30 }).map((n) => 10 * n) },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(40, 50, 99, 100, 101, 120, 140, 168) },
);

const cases: fc.Arbitrary<PlainCase> = fc
  .record({
    targets: fc.integer({ min: 1, max: 3 }),
    nonTargets: fc.integer({ min: 0, max: 2 }),
    newLesions: fc.constantFrom(0, 0, 0, 1, 2),
    later: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ targets, nonTargets, newLesions, later }) => {
    const studies = <T>(one: fc.Arbitrary<T>) =>
      fc.array(one, { minLength: later, maxLength: later });
    const list = <T>(one: fc.Arbitrary<T>, count: number) =>
      fc.array(one, { minLength: count, maxLength: count });
    const target = fc
      .tuple(
        fc.boolean(),
        fc.constantFrom(150, 160, 200, 250, 300),
        studies(fc.option(tenths, { nil: undefined, freq: 12 })),
      )
      .map(([lymphNode, first, rest]): PlainTarget => ({ lymphNode, tenths: [first, ...rest] }));
    const state = fc.constantFrom<PlainState>(
      "present",
      "absent",
      "absent",
      "unknown",
      "progressed",
    );
    const newLesion = fc
      .tuple(fc.integer({ min: 1, max: later }), studies(fc.integer({ min: 5, max: 30 })))
      .map(([from, sizes]) => [
        undefined,
        ...sizes.map((mm, i) => (i + 1 >= from ? 10 * mm : undefined)),
      ]);
    return fc.record({
      targets: list(target, targets),
      nonTargets: list(
        studies(state).map((states): PlainState[] => ["present", ...states]),
        nonTargets,
      ),
      newLesions: list(newLesion, newLesions),
      days: studies(fc.constantFrom(14, 27, 28, 42, 56, 60)).map((steps) => [
        0,
        ...steps.map((_, i) => steps.slice(0, i + 1).reduce((sum, step) => sum + step, 0)),
      ]),
    });
  });

/** The same patient as annotations and notes. */
function coursesOf({ targets, nonTargets, newLesions }: PlainCase): Course[] {
  const statuses = <T>(items: readonly T[], statusOf: (item: T) => string | undefined) =>
    Object.fromEntries(
      items.flatMap((item, s) => {
        const status = statusOf(item);
        return s === 0 || status === undefined ? [] : [[s + 1, status]];
      }),
    ) as NonNullable<Course["statuses"]>;
  return [
    ...targets.map(
      ({ lymphNode, tenths }): Course => ({
        lymphNode,
        mm: tenths.map((one) => (one === undefined || one === 0 ? undefined : one / 10)),
        statuses: statuses(tenths, (one) => (one === 0 ? "absent" : undefined)),
        note: { role: "target" },
      }),
    ),
    ...nonTargets.map(
      (states): Course => ({
        mm: [8],
        statuses: statuses(states, (one) => (one === "unknown" ? "not evaluable" : one)),
        note: { role: "non-target" },
      }),
    ),
    ...newLesions.map(
      (sizes): Course => ({
        mm: sizes.map((one) => (one === undefined ? undefined : one / 10)),
        note: { role: "new" },
      }),
    ),
  ];
}

/** Mutation testing takes fewer. */
const COURSES = Number(process.env["RESPONSE_COURSES"] ?? 10_000);

describe("10,000 random courses", () => {
  it("agree with RECIST 1.1 and iRECIST by definition", { timeout: 120_000 }, () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(cases, fc.boolean(), (one, confirm) => {
        const studies = one.days.map((_, s) => s).slice(1);
        const overall = studies.map((s) => plainOverall(one, s));
        const response = responseOf(coursesOf(one), { days: one.days, confirm });
        expect(targetOf(response)).toEqual(studies.map((s) => plainResponse(one.targets, s)));
        expect(overallOf(response)).toEqual(overall);
        const immune = plainImmune(one).slice(1);
        expect(immuneOf(response)).toEqual(immune);
        const best = plainBest(overall, one.days.slice(1), confirm);
        expect(response.best.response).toBe(best);
        for (const each of [...overall, ...immune, `best ${best}`]) {
          met.set(each, (met.get(each) ?? 0) + 1);
        }
      }),
      { numRuns: COURSES, seed: 20_261_126 },
    );
    // Every response came up often.
    for (const each of ["CR", "PR", "SD", "PD", "NE", "iUPD", "iCPD", "iCR", "iPR", "iSD", "iNE"]) {
      expect([each, (met.get(each) ?? 0) > COURSES / 100]).toEqual([each, true]);
    }
    for (const each of ["CR", "PR", "SD", "PD", "NE"]) {
      expect([each, (met.get(`best ${each}`) ?? 0) > COURSES / 100]).toEqual([each, true]);
    }
  });
});

/** What every sequence is taken for, and notes that do not fit. */
import { describe, expect, it } from "vitest";
import { respond } from "../../src/growth/index.js";
import { growthOf, oneTarget, overallOf, responseOf, rowOf } from "../support/courses.js";
import { fault } from "../support/errors.js";

const rolesOf = (...of: Parameters<typeof responseOf>) =>
  responseOf(...of).assignments.map(({ role, rule, why }) => [role, rule, why]);

describe("a lesion that starts after baseline", () => {
  const late = [oneTarget(30, 30, 30), oneTarget(undefined, undefined, 12)];

  it("is no new lesion: annotation is partial unless the caller says otherwise (rule 10)", () => {
    expect(rolesOf(late)[1]).toEqual([
      "first measured later",
      10,
      "first measured at study 3; not marked before is no proof of absence",
    ]);
    expect(overallOf(responseOf(late))).toEqual(["SD", "SD"]);
  });

  it("is new where all lesions were marked", () => {
    const options = { annotation: "complete" } as const;
    expect(rolesOf(late, options)[1]).toEqual([
      "new",
      10,
      "first measured at study 3, and all lesions were marked",
    ]);
    expect(overallOf(responseOf(late, options))).toEqual(["SD", "PD"]);
  });

  it("is new where the reader says so: a region that was not scanned at baseline", () => {
    const noted = [late[0], { ...late[1], note: { role: "new" } }] as typeof late;
    expect(rolesOf(noted)[1]).toEqual(["new", 10, "new by the reader"]);
    expect(overallOf(responseOf(noted))).toEqual(["SD", "PD"]);
  });

  it("is left out where the reader says so, whatever the annotation", () => {
    const noted = [late[0], { ...late[1], note: { role: "ignored" } }] as typeof late;
    expect(rolesOf(noted, { annotation: "complete" })[1]).toEqual([
      "ignored",
      2,
      "left out by the reader",
    ]);
    expect(overallOf(responseOf(noted, { annotation: "complete" }))).toEqual(["SD", "SD"]);
  });
});

describe("a baseline that is not the first study", () => {
  it("takes lesions there for those of the baseline, and leaves out those of before", () => {
    const courses = [
      oneTarget(50, 40, 30),
      oneTarget(30, undefined, 20),
      oneTarget(undefined, 25, 25),
    ];
    const response = responseOf(courses, { baseline: 2 });
    expect(response.baseline).toMatchObject({ study: 2, sumMm: 65 });
    expect(response.assignments.map(({ role }) => role)).toEqual(["target", "ignored", "target"]);
    expect(response.assignments[1]?.why).toBe("measured in study 1, but not at baseline");
    expect(response.assessments.map(({ study }) => study)).toEqual([3]);
    // 30 + 25 = 55 of 65 mm: -15.4 %.
    expect(overallOf(response)).toEqual(["SD"]);
  });
});

describe("a node that was normal at baseline", () => {
  it("is new where the reader says that it has become pathological, from 10 mm on (rule 10)", () => {
    const node = { mm: [8, 9.9, 10], node: true, note: { role: "new" } } as const;
    const response = responseOf([oneTarget(30, 30, 30), node]);
    expect(response.assignments[1]).toMatchObject({ role: "new", rule: 10 });
    expect(overallOf(response)).toEqual(["SD", "PD"]);
  });

  it("is left out otherwise, and the result says that it has grown beyond 10 mm", () => {
    const node = { mm: [8, 9.9, 25], node: true } as const;
    const response = responseOf([oneTarget(30, 30, 30), node]);
    expect(overallOf(response)).toEqual(["SD", "SD"]);
    expect(response.remarks).toContain(
      "node sequence 2, normal at baseline, is 25 mm in study 3: new only where the reader says so",
    );
  });
});

describe("notes that do not fit", () => {
  const refuse = (fragment: string, ...of: Parameters<typeof responseOf>) =>
    fault("BAD_RESPONSE", fragment, () => responseOf(...of));

  it.each(["target", "non-target"] as const)("refuses a %s without a mark at baseline", (role) => {
    const error = refuse(`expected a ${role} to be measured at baseline, study 1, got "no mark"`, [
      oneTarget(30, 30),
      { mm: [undefined, 12], note: { role } },
    ]);
    expect(error.where).toEqual({ patient: "p", row: rowOf(2, 2) });
  });

  it("refuses a new lesion that was there at baseline", () => {
    const error = refuse("expected a new lesion not to be there at baseline", [
      { mm: [30, 30], note: { role: "new" } },
    ]);
    expect(error.where).toEqual({ patient: "p", row: rowOf(1, 1) });
    refuse("expected a new lesion not to be there at baseline", [
      { mm: [10, 12], node: true, note: { role: "new" } },
    ]);
  });

  it("refuses a part with a role, with a mark at baseline, of no target, of itself", () => {
    const whole = oneTarget(40, 20);
    const partOf = rowOf(1, 1);
    refuse('expected a part of a target to have no role of its own, got "new"', [
      whole,
      { mm: [undefined, 12], note: { partOf, role: "new" } },
    ]);
    refuse('expected a part not to be there before the split, got "a mark at baseline"', [
      whole,
      { mm: [12, 12], note: { partOf } },
    ]);
    const none = `expected a part of another sequence that is a target, got "part of row`;
    refuse(`${none} 101"`, [{ mm: [8, 8] }, { mm: [undefined, 12], note: { partOf } }]);
    refuse(`${none} 202"`, [whole, { mm: [undefined, 12], note: { partOf: rowOf(2, 2) } }]);
    refuse(`${none} 999"`, [whole, { mm: [undefined, 12], note: { partOf: 999 } }]);
  });

  it("refuses a part of a node that is not measured as a node", () => {
    refuse('expected a part to be a node, as its target is, got "none"', [
      { mm: [20, 12], node: true },
      { mm: [undefined, 9], note: { partOf: rowOf(1, 1) } },
    ]);
    refuse('expected a part to be no node, as its target is, got "one"', [
      { mm: [20, 12] },
      { mm: [undefined, 9], node: true, note: { partOf: rowOf(1, 1) } },
    ]);
  });

  it("refuses a node that growth took for something else, and says what to do", () => {
    const error = refuse("expected nodes to be measured by the short axis", [
      { mm: [30, 30], note: { node: true } },
    ]);
    expect(error.message).toContain("give its row to grow() as one of nodes");
    expect(error.where).toEqual({ patient: "p", row: rowOf(1, 1) });
    refuse("expected a lesion that is no node to be none of grow()'s nodes", [
      { mm: [30, 30], node: true, note: { node: false } },
    ]);
    expect(() => responseOf([{ mm: [30, 30], node: true, note: { node: true } }])).not.toThrow();
    expect(() => responseOf([{ mm: [30, 30], note: { node: false } }])).not.toThrow();
  });

  it("takes notes on two marks of a sequence together, and refuses those that disagree", () => {
    const courses = [oneTarget(30, 25), { ...oneTarget(20, 20), type: "lung" as const }];
    const response = responseOf(courses, {
      lesions: [
        { row: rowOf(2, 1), organ: "pleura" },
        { row: rowOf(2, 2), role: "target" },
      ],
    });
    expect(response.assignments[1]).toMatchObject({ role: "target", organ: "pleura" });
    const two = [
      { row: rowOf(2, 1), role: "target" },
      { row: rowOf(2, 2), role: "ignored" },
    ] as const;
    const error = fault("BAD_RESPONSE", "expected notes on one sequence to agree", () =>
      responseOf(courses, { lesions: two }),
    );
    expect(error.message).toContain('"role target on row 201 and ignored on row 202"');
  });

  it("takes parts of one target for the same, by whichever of its marks it is named", () => {
    const response = responseOf([oneTarget(40, 20, 20), oneTarget(undefined, 15, 15)], {
      lesions: [
        { row: rowOf(2, 2), partOf: rowOf(1, 1) },
        { row: rowOf(2, 3), partOf: rowOf(1, 2) },
      ],
    });
    // 20 + 15 = 35.
    expect(response.assessments.map(({ target }) => target?.sumMm)).toEqual([35, 35]);
  });

  it("refuses a lesion that is noted twice, and rows that are not there", () => {
    const growth = growthOf([oneTarget(30, 30)]);
    const twice = fault("BAD_RESPONSE", 'expected every lesion once, got "row 101 again"', () =>
      respond([growth], { lesions: [{ row: 101 }, { row: 101 }] }),
    );
    expect(twice.where).toEqual({ row: 101 });
    const unknown = fault("UNKNOWN_ROW", "expected notes to be on rows of lesions, got 7", () =>
      respond([growth], { lesions: [{ row: 7 }] }),
    );
    expect(unknown.where).toEqual({ row: 7 });
    fault("UNKNOWN_ROW", "got 8", () =>
      respond([growth], { statuses: [{ row: 8, study: 2, status: "absent" }] }),
    );
  });
});

/** What every sequence is taken for, and notes that do not fit. */
import { describe, expect, it } from "vitest";
import { respond } from "../../src/response/index.js";
import { growthOf, oneTarget, overallOf, responseOf, rowOf } from "../support/courses.js";
import { errorOf } from "../support/errors.js";

const rolesOf = (...of: Parameters<typeof responseOf>) =>
  responseOf(...of).assignments.map(({ role, rule }) => [role, rule]);

describe("a lesion that starts after baseline", () => {
  const late = [oneTarget(30, 30, 30), oneTarget(undefined, undefined, 12)];

  it("is no new lesion: annotation is partial unless the caller says otherwise (rule 10)", () => {
    expect(rolesOf(late)[1]).toEqual(["first measured later", 10]);
    expect(overallOf(responseOf(late))).toEqual(["SD", "SD"]);
  });

  it("is new where all lesions were annotated", () => {
    const options = { annotationCompleteness: "complete" } as const;
    expect(rolesOf(late, options)[1]).toEqual(["new", 10]);
    expect(overallOf(responseOf(late, options))).toEqual(["SD", "PD"]);
  });

  it("is new where the reader says so: a region that was not scanned at baseline", () => {
    const noted = [late[0], { ...late[1], note: { role: "new" } }] as typeof late;
    expect(rolesOf(noted)[1]).toEqual(["new", 10]);
    expect(overallOf(responseOf(noted))).toEqual(["SD", "PD"]);
  });

  it("is left out where the reader says so, whatever the annotation", () => {
    const noted = [late[0], { ...late[1], note: { role: "ignored" } }] as typeof late;
    expect(rolesOf(noted, { annotationCompleteness: "complete" })[1]).toEqual(["ignored", 2]);
    expect(overallOf(responseOf(noted, { annotationCompleteness: "complete" }))).toEqual([
      "SD",
      "SD",
    ]);
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
    expect(response.assignments[1]).toMatchObject({ rule: 2, firstMeasuredStudy: 1 });
    expect(response.assessments.map(({ study }) => study)).toEqual([3]);
    // 30 + 25 = 55 of 65 mm: -15.4 %.
    expect(overallOf(response)).toEqual(["SD"]);
  });
});

describe("a node that was normal at baseline", () => {
  it("is new where the reader says that it has become pathological, from 10 mm on (rule 10)", () => {
    const node = { mm: [8, 9.9, 10], lymphNode: true, note: { role: "new" } } as const;
    const response = responseOf([oneTarget(30, 30, 30), node]);
    expect(response.assignments[1]).toMatchObject({ role: "new", rule: 10 });
    expect(overallOf(response)).toEqual(["SD", "PD"]);
  });

  it("is left out otherwise, and the result says that it has grown beyond 10 mm", () => {
    const node = { mm: [8, 9.9, 25], lymphNode: true } as const;
    const response = responseOf([oneTarget(30, 30, 30), node]);
    expect(overallOf(response)).toEqual(["SD", "SD"]);
    expect(response.assumptions).toContainEqual({
      kind: "lymphNode",
      text: expect.stringContaining("25 mm in study 3"),
    });
  });
});

describe("a non-target that the reader names", () => {
  it("is one although the lymph node was normal at baseline: CR and non-CR/non-PD are PR (rule 11)", () => {
    const target = { mm: [30], statuses: { 2: "absent", 3: "absent" } } as const;
    const node = { mm: [8, 12, 9], lymphNode: true, note: { role: "non-target" } } as const;
    const response = responseOf([target, node]);
    expect(response.assignments[1]).toMatchObject({
      role: "non-target",
      reason: "non-target by the reader",
    });
    expect(response.assessments.map(({ nonTarget }) => nonTarget?.response)).toEqual([
      "non-CR/non-PD",
      "CR",
    ]);
    expect(overallOf(response)).toEqual(["PR", "CR"]);
    expect(response.assumptions.filter(({ kind }) => kind === "lymphNode")).toHaveLength(1);
    const large = responseOf([target, { ...node, mm: [12, 12, 9] }]);
    expect(large.assumptions.map(({ kind }) => kind)).not.toContain("lymphNode");
  });

  it("has the reader's role as its reason, whatever its size", () => {
    const large = { mm: [40, 40], note: { role: "non-target" } } as const;
    const [, assignment] = responseOf([oneTarget(30, 30), large]).assignments;
    expect(assignment).toMatchObject({ role: "non-target", reason: "non-target by the reader" });
  });
});

describe("notes that do not fit", () => {
  const misfit = (...of: Parameters<typeof responseOf>) =>
    errorOf("BAD_RESPONSE", () => responseOf(...of));

  it.each(["target", "non-target"] as const)(
    "rejects a %s without an annotation at baseline",
    (role) => {
      const error = misfit([oneTarget(30, 30), { mm: [undefined, 12], note: { role } }]);
      expect(error.where).toEqual({ patient: "p", row: rowOf(2, 2) });
    },
  );

  it("rejects a new lesion that was there at baseline", () => {
    const error = misfit([{ mm: [30, 30], note: { role: "new" } }]);
    expect(error.where).toEqual({ patient: "p", row: rowOf(1, 1) });
    misfit([{ mm: [10, 12], lymphNode: true, note: { role: "new" } }]);
  });

  it("rejects a part with a role, with an annotation at baseline, of no target, of itself", () => {
    const whole = oneTarget(40, 20);
    const partOf = rowOf(1, 1);
    misfit([whole, { mm: [undefined, 12], note: { partOf, role: "new" } }]);
    misfit([whole, { mm: [12, 12], note: { partOf } }]);
    misfit([{ mm: [8, 8] }, { mm: [undefined, 12], note: { partOf } }]);
    misfit([whole, { mm: [undefined, 12], note: { partOf: rowOf(2, 2) } }]);
    misfit([whole, { mm: [undefined, 12], note: { partOf: 999 } }]);
  });

  it("rejects a part of a lymph node that is not measured as one", () => {
    misfit([
      { mm: [20, 12], lymphNode: true },
      { mm: [undefined, 9], note: { partOf: rowOf(1, 1) } },
    ]);
    misfit([
      { mm: [20, 12] },
      { mm: [undefined, 9], lymphNode: true, note: { partOf: rowOf(1, 1) } },
    ]);
  });

  it("rejects a lymph node that growth measured as another lesion, with the remedy", () => {
    const error = misfit([{ mm: [30, 30], note: { lymphNode: true } }]);
    expect(error.fault.remedy).toContain("lymphNodeRows");
    expect(error.where).toEqual({ patient: "p", row: rowOf(1, 1) });
    misfit([{ mm: [30, 30], lymphNode: true, note: { lymphNode: false } }]);
    for (const lymphNode of [true, false]) {
      const course = { mm: [30, 30], lymphNode };
      expect(responseOf([{ ...course, note: { lymphNode } }])).toEqual(responseOf([course]));
    }
  });

  it("combines what each of two notes on a sequence says", () => {
    const lesion = { mm: [20, 20] };
    const notes = (first: object, second: object) => [
      { row: rowOf(1, 1), ...first },
      { row: rowOf(1, 2), ...second },
    ];
    const role = { role: "target" } as const;
    const rest = { organ: "pleura", lymphNode: false };
    const expected = { role: "target", organ: "pleura" };
    for (const lesionNotes of [notes(role, rest), notes(rest, role)]) {
      expect(responseOf([lesion], { lesionNotes }).assignments[0]).toMatchObject(expected);
    }
  });

  it("takes from either of two notes the role, the axis and the target that a part belongs to", () => {
    const target = oneTarget(30, 30);
    const both = (first: object, second: object, mm: readonly (number | undefined)[]) =>
      [
        [first, second],
        [second, first],
      ].map((pair) => {
        const lesionNotes = pair.map((note, i) => ({ row: rowOf(2, i + 2), ...note }));
        const response = () => responseOf([target, { mm }], { lesionNotes });
        return response;
      });
    const organ = { organ: "pleura" };
    for (const response of both({ role: "ignored" }, organ, [20, 20, 20])) {
      expect(response().assignments[1]).toMatchObject({ role: "ignored", organ: "pleura" });
    }
    for (const response of both({ partOf: rowOf(1, 1) }, organ, [undefined, 9, 9])) {
      expect(response().assignments[1]).toMatchObject({ role: "part", rule: 3 });
    }
    for (const response of both({ lymphNode: true }, organ, [20, 20, 20])) {
      errorOf("BAD_RESPONSE", response);
    }
    // The same twice is no contradiction; two organs of one part are.
    for (const response of both({ role: "ignored" }, { role: "ignored" }, [20, 20, 20])) {
      expect(response().assignments[1]).toMatchObject({ role: "ignored" });
    }
    const part = { partOf: rowOf(1, 1) };
    const other = { ...part, organ: "lung" };
    for (const response of both({ ...part, ...organ }, other, [undefined, 9, 9])) {
      errorOf("BAD_RESPONSE", response);
    }
  });

  it("takes a part of either lesion of a target, named by both notes", () => {
    const part = { mm: [undefined, 6, 7] };
    const lesionNotes = (rows: readonly [number, number]) => [
      { row: rowOf(2, 2), partOf: rows[0] },
      { row: rowOf(2, 3), partOf: rows[1] },
    ];
    const courses = [oneTarget(40, 20, 20), part, oneTarget(30, 30, 30)];
    const same = lesionNotes([rowOf(1, 1), rowOf(1, 2)]);
    // 20 + 6 + 30 and 20 + 7 + 30 mm.
    const sums = responseOf(courses, { lesionNotes: same }).assessments;
    expect(sums.map(({ target }) => target?.sumMm)).toEqual([56, 57]);
    const other = lesionNotes([rowOf(1, 1), rowOf(3, 1)]);
    errorOf("BAD_RESPONSE", () => responseOf(courses, { lesionNotes: other }));
  });

  it("combines notes on two lesions of a sequence, and rejects contradictory ones", () => {
    const courses = [oneTarget(30, 25), { ...oneTarget(20, 20), type: "lung" as const }];
    const response = responseOf(courses, {
      lesionNotes: [
        { row: rowOf(2, 1), organ: "pleura" },
        { row: rowOf(2, 2), role: "target" },
      ],
    });
    expect(response.assignments[1]).toMatchObject({ role: "target", organ: "pleura" });
    const two = [
      { row: rowOf(2, 1), role: "target" },
      { row: rowOf(2, 2), role: "ignored" },
    ] as const;
    const error = errorOf("BAD_RESPONSE", () => responseOf(courses, { lesionNotes: two }));
    expect(error.where).toEqual({ patient: "p", row: rowOf(2, 2) });
  });

  it("takes parts of one target for the same, by whichever of its annotations it is named", () => {
    const response = responseOf([oneTarget(40, 20, 20), oneTarget(undefined, 15, 15)], {
      lesionNotes: [
        { row: rowOf(2, 2), partOf: rowOf(1, 1) },
        { row: rowOf(2, 3), partOf: rowOf(1, 2) },
      ],
    });
    // 20 + 15 = 35.
    expect(response.assessments.map(({ target }) => target?.sumMm)).toEqual([35, 35]);
  });

  it("rejects a lesion noted twice, and unknown rows", () => {
    const growth = growthOf([oneTarget(30, 30)]);
    const twice = errorOf("BAD_RESPONSE", () =>
      respond([growth], { lesionNotes: [{ row: 101 }, { row: 101 }] }),
    );
    expect(twice.where).toEqual({ row: 101 });
    const unknown = errorOf("UNKNOWN_ROW", () => respond([growth], { lesionNotes: [{ row: 7 }] }));
    expect(unknown.where).toEqual({ row: 7 });
    errorOf("UNKNOWN_ROW", () =>
      respond([growth], { statusNotes: [{ row: 8, study: 2, status: "absent" }] }),
    );
  });
});

/** What the reader saw, checked against what was measured. */
import { describe, expect, it } from "vitest";
import { respond, respondPatient, type StatusNote } from "../../src/response/index.js";
import {
  growthOf,
  nonTargetOf,
  oneTarget,
  overallOf,
  responseOf,
  rowOf,
  targetOf,
} from "../support/courses.js";
import { errorOf } from "../support/errors.js";

const growth = growthOf([oneTarget(30, 30), { mm: [8, 8] }], { days: [0, 60, 120] });
const with_ = (...statusNotes: readonly StatusNote[]) => respond([growth], { statusNotes });
const [target, other] = [rowOf(1, 1), rowOf(2, 1)];

describe("a status", () => {
  it("is about a sequence, whichever of its annotations it names", () => {
    const status = "not evaluable" as const;
    const [a] = with_({ row: rowOf(1, 1), study: 2, status });
    const [b] = with_({ row: rowOf(1, 2), study: 2, status });
    expect(b).toEqual(a);
    expect(a && overallOf(a)[0]).toBe("NE");
  });

  it("is for a study of the patient", () => {
    const error = errorOf("BAD_RESPONSE", () => with_({ row: target, study: 4, status: "absent" }));
    expect(error.where).toEqual({ patient: "p", row: target });
  });

  it.each(["absent", "merged"] as const)("%s is for a lesion without an annotation", (status) => {
    const error = errorOf("BAD_RESPONSE", () => with_({ row: target, study: 2, status }));
    expect(error.where).toEqual({ patient: "p", row: target });
    // An absent target adds 0 mm; a merged one is measured as another, so that there is no sum.
    const [response] = with_({ row: target, study: 3, status });
    expect(response && targetOf(response)).toEqual(["SD", { absent: "CR", merged: "NE" }[status]]);
  });

  it.each([
    ["too small", "SD"],
    ["present", "SD"],
    ["not evaluable", "NE"],
  ] as const)("%s may go with an annotation: the target response is %s", (status, expected) => {
    const [response] = with_({ row: target, study: 2, status });
    expect(response && targetOf(response)[0]).toBe(expected);
  });

  it("progressed is for what is judged by the reader, not for a target or its part", () => {
    errorOf("BAD_RESPONSE", () => with_({ row: target, study: 2, status: "progressed" }));
    const [response] = with_({ row: other, study: 2, status: "progressed" });
    expect(response && nonTargetOf(response)[0]).toBe("PD");
    errorOf("BAD_RESPONSE", () =>
      responseOf([
        oneTarget(30, 20),
        { mm: [undefined, 9], note: { partOf: target }, statuses: { 2: "progressed" } },
      ]),
    );
  });

  it("is one for a lesion and study", () => {
    const error = errorOf("BAD_RESPONSE", () =>
      with_(
        { row: other, study: 3, status: "absent" },
        { row: other, study: 3, status: "present" },
      ),
    );
    expect(error.where).toEqual({ row: other });
    errorOf("BAD_RESPONSE", () =>
      with_(
        { row: rowOf(2, 1), study: 3, status: "absent" },
        { row: rowOf(2, 2), study: 3, status: "present" },
      ),
    );
  });

  it("does not take the measurement of a target at baseline away: there would be no sum to compare", () => {
    const error = errorOf("BAD_RESPONSE", () =>
      with_({ row: target, study: 1, status: "not evaluable" }),
    );
    expect(error.where).toEqual({ patient: "p", row: target });
    // Another status goes with the measurement of a target, at baseline too.
    const [present] = with_({ row: target, study: 1, status: "present" });
    expect(present?.baseline?.sumMm).toBe(30);
    // A non-target is not measured: its status at baseline changes nothing.
    const [response] = with_({ row: other, study: 1, status: "not evaluable" });
    const [without] = with_();
    expect(response?.assessments).toEqual(without?.assessments);
  });

  it("does not progress at baseline, where there is nothing to progress from", () => {
    const error = errorOf("BAD_RESPONSE", () =>
      with_({ row: other, study: 1, status: "progressed" }),
    );
    expect(error.where).toEqual({ patient: "p", row: other });
    // Of study 2 as the baseline nothing else is true.
    errorOf("BAD_RESPONSE", () =>
      respond([growth], {
        baseline: 2,
        statusNotes: [{ row: other, study: 2, status: "progressed" }],
      }),
    );
  });

  it("does not see a new lesion at baseline", () => {
    const courses = [
      oneTarget(30, 30, 30),
      { mm: [undefined, 12], statuses: { 1: "present" } },
    ] as const;
    errorOf("BAD_RESPONSE", () => responseOf(courses, { annotationCompleteness: "complete" }));
    errorOf("BAD_RESPONSE", () =>
      responseOf([
        oneTarget(30, 30),
        { mm: [undefined, 12], statuses: { 1: "too small" }, note: { role: "new" } },
      ]),
    );
    const absent = [
      oneTarget(30, 30),
      { mm: [undefined, 12], statuses: { 1: "absent" }, note: { role: "new" } },
    ] as const;
    expect(overallOf(responseOf(absent))).toEqual(["PD"]);
    // Rule 10: a lesion in a region that was not scanned at baseline is new.
    const notScanned = [
      oneTarget(30, 30),
      { mm: [undefined, 12], statuses: { 1: "not evaluable" }, note: { role: "new" } },
    ] as const;
    expect(overallOf(responseOf(notScanned))).toEqual(["PD"]);
  });

  it("has a word that is known", () => {
    errorOf("BAD_OPTION", () => with_({ row: target, study: 2, status: "gone" as never }));
  });

  it("may be on another patient's row for one patient of several", () => {
    const alone = respondPatient(growth, {
      statusNotes: [
        { row: 999, study: 1, status: "absent" },
        { row: 997, study: 1, status: "progressed" },
      ],
      lesionNotes: [
        { row: 998, role: "target" },
        { row: 995, role: "ignored" },
        { row: 996, partOf: target },
      ],
    });
    expect(alone).toEqual(respondPatient(growth));
  });
});

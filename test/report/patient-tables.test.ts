import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import { growPatient } from "../../src/growth/grow.js";
import type { Html } from "../../src/report/html.js";
import {
  diameterTable,
  linkTable,
  responseTable,
  roleTable,
} from "../../src/report/patient-tables.js";
import { respondPatient } from "../../src/response/respond.js";
import { responseOf } from "../support/courses.js";
import { lengths, measuredMatch } from "../support/growth.js";

/** The cells of a table, row by row, its head first. */
function cells({ text }: Html): string[][] {
  const document = new DOMParser().parseFromString(`<div>${text}</div>`, "text/html");
  return Array.from(document.getElementsByTagName("tr"), (row) =>
    Array.from(row.childNodes)
      .filter(({ nodeName }) => /^t[hd]$/i.test(nodeName))
      .map((cell) => cell.textContent ?? ""),
  );
}

describe("tables of a patient in the report", () => {
  it("have diameters by study, with absent and unmeasured lesions and the trend", () => {
    const match = measuredMatch([
      [
        { study: 1, long: 20, type: "liver", date: "2024-01-01" },
        { study: 3, long: 10, type: "liver", date: "2024-03-01" },
      ],
      [{ study: 2, long: 30, short: 16, date: "2024-02-01" }],
    ]);
    const partial = growPatient(match, { lymphNodeRows: [3] });
    expect(cells(diameterTable(partial))).toEqual([
      [
        "Sequence",
        "Type",
        "Study 1 2024-01-01",
        "Study 2 2024-02-01",
        "Study 3 2024-03-01",
        "Change (%)",
        "Trend",
      ],
      ["1", "liver", "20.0", "", "10.0", "−50.0", "shrinking"],
      ["2", "lymph node", "", "16.0", "", "", ""],
    ]);
    const complete = growPatient(match, { annotationCompleteness: "complete" });
    expect(cells(diameterTable(complete))[1]?.slice(2, 5)).toEqual(["20.0", "absent", "10.0"]);
  });

  it("have the diameters of many studies in parts that fit on a page", () => {
    const growth = growPatient(
      measuredMatch([lengths(...Array.from({ length: 17 }, (_, i) => 20 + i))]),
    );
    const rows = cells(diameterTable(growth));
    const studies = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, i) => [
        `Study ${first + i}`,
        `${19 + first + i}.0`,
      ]);
    const parts = [studies(1, 8), studies(9, 16), studies(17, 17)];
    expect(rows).toEqual(
      parts.flatMap((part, i) => {
        const course =
          i === 2
            ? [
                ["Change (%)", "+80.0"],
                ["Trend", "growing"],
              ]
            : [];
        const columns = [["Sequence", "1"], ["Type", ""], ...part, ...course];
        return [columns.map(([name]) => name), columns.map(([, cell]) => cell)];
      }),
    );
  });

  it("have links from the least certain, with their remarks", () => {
    const link = { from: 1, to: 2, accepted: true, distance: 0.02, margin: 0.03 };
    const match = {
      ...measuredMatch([
        [
          { study: 1, long: 20 },
          { study: 2, long: 21 },
          { study: 3, long: 22 },
        ],
      ]),
      links: [
        { ...link, constrained: true },
        { ...link, from: 2, to: 3, margin: 0.001, uncertain: true, runnerUp: { from: 2, to: 9 } },
      ],
    } as Parameters<typeof linkTable>[0];
    const rows = cells(linkTable(match));
    expect(rows[1]).toEqual([
      "1",
      "row 2, study 2",
      "row 3, study 3",
      "0.020",
      "0.001",
      "rows 2 and 9",
      "uncertain",
    ]);
    expect(rows[2]?.slice(-2)).toEqual(["none", "set by the user"]);
  });

  it("have the response of each study and the role of each sequence", () => {
    // 40 to 20 mm is -50 %: PR. The liver lesion is not evaluable in study 3.
    const response = responseOf([
      { mm: [40, 20, 20], type: "liver", statuses: { 3: "not evaluable" } },
      { mm: [30, 15, 15], type: "kidney" },
    ]);
    const rows = cells(responseTable(response));
    expect(rows[1]?.slice(0, 6)).toEqual(["2", "35.0", "−50.0", "−50.0", "PR", "none"]);
    expect(rows[2]?.slice(0, 3)).toEqual(["3", "≥ 15.0", ""]);
    expect(
      cells(roleTable(response)).map(([sequence, role, organ]) => [sequence, role, organ]),
    ).toEqual([
      ["Sequence", "Role", "Organ"],
      ["1", "target", "liver"],
      ["2", "target", "kidney"],
    ]);
  });

  it("have changes with a decimal, for −29.6 % is no PR and +19.6 % no PD", () => {
    // 50 to 35.2 mm is −29.6 %; 35.2 to 42.1 mm is +19.6 %, −15.8 % from baseline; then ±0.
    const response = responseOf([{ mm: [50, 35.2, 42.1, 50] }]);
    expect(cells(responseTable(response)).map((row) => row.slice(2, 5))).toEqual([
      ["From baseline (%)", "From nadir (%)", "Targets"],
      ["−29.6", "−29.6", "SD"],
      ["−15.8", "+19.6", "SD"],
      ["0.0", "+42.0", "PD"],
    ]);
  });

  it("have no baseline sum without targets", () => {
    const caption = (mm: number) => responseTable(responseOf([{ mm: [mm, mm] }])).text;
    expect(caption(9)).toContain("Baseline: study 1, no targets.");
    expect(caption(10)).toContain("Baseline: study 1, sum 10.0 mm.");
  });

  it("have no sum where no target was evaluable", () => {
    const growth = growPatient(measuredMatch([lengths(40, undefined, 30), lengths(undefined, 20)]));
    const rows = cells(responseTable(respondPatient(growth, { unknownOrgan: "together" })));
    expect(rows.map(([study, sum]) => [study, sum])).toEqual([
      ["Study", "Sum (mm)"],
      ["2", ""],
      ["3", "30.0"],
    ]);
  });
});

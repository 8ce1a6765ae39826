/** The swimmer chart: stages, events and order of the lanes. */
import { describe, expect, it } from "vitest";
import { swimmerFigure } from "../../../src/figures/swimmer/swimmer-figure.js";
import { growPatient } from "../../../src/growth/grow.js";
import { respondPatient } from "../../../src/response/respond.js";
import { errorOf } from "../../support/errors.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { elements, groupOf, parsed, textBoxes } from "../../support/svg.js";

const respondTo = (patient: string, ...sequences: ReturnType<typeof lengths>[]) =>
  respondPatient(
    growPatient(measuredMatch(sequences, patient), { annotationCompleteness: "complete" }),
    {
      unknownOrgan: "together",
    },
  );
/** PR, PR, PD; SD and a new lesion; PR at the end; only a baseline. */
const responses = [
  respondTo("a", lengths(100, 60, 60, 90)),
  respondTo("b", lengths(50, 50), lengths(undefined, 12)),
  respondTo("c", lengths(40, 40, 20)),
  respondTo("d", lengths(30)),
];
const titlesOf = (patient: string, options = {}): string[] =>
  elements(groupOf(parsed(swimmerFigure(responses, options)), `patient ${patient}`), "title").map(
    (title) => title.textContent ?? "",
  );
const lanes = (options = {}): (string | null)[] =>
  elements(parsed(swimmerFigure(responses, options)), "g")
    .map((node) => node.getAttribute("data-patient"))
    .filter((patient) => patient !== null && patient !== "");

describe("swimmerFigure", () => {
  it("has the stages and events of every patient", () => {
    const texts = titlesOf("a").map((title) => title.replace(/, targets.*/, ""));
    expect(texts).toEqual([
      "study 1: baseline",
      "study 2: PR",
      "study 3: PR",
      "study 4: PD",
      "study 2: first PR",
      "study 4: first PD",
      "best overall response PR: PR in study 2",
    ]);
    expect(titlesOf("b").some((title) => title.includes("first new lesion, sequence 2"))).toBe(
      true,
    );
  });

  it("marks patients without progression at the last study", () => {
    const arrows = (patient: string) =>
      elements(groupOf(parsed(swimmerFigure(responses)), `patient ${patient}`), "path").filter(
        (node) => node.getAttribute("class") === "ongoing",
      ).length;
    expect([arrows("a"), arrows("b"), arrows("c")]).toEqual([0, 0, 1]);
  });

  it("orders lanes by time, or as given, and leaves some out evenly", () => {
    expect(lanes()).toEqual(["a", "c", "b"]);
    expect(lanes({ order: "input" })).toEqual(["a", "b", "c"]);
    expect(lanes({ maxPatients: 2 })).toEqual(["a", "b"]);
    expect(swimmerFigure(responses, { maxPatients: 2 }).notes).toContain(
      "2 of 3 lanes drawn, evenly over the order.",
    );
    expect(swimmerFigure(responses).notes).toContain(
      "Not drawn: 1 of 4 patients (no study after baseline).",
    );
  });

  it("counts studies without dates and months with them", () => {
    const texts = (figure: ReturnType<typeof swimmerFigure>) =>
      textBoxes(parsed(figure)).map(({ text }) => text);
    expect(texts(swimmerFigure(responses))).toContain("Studies since baseline");
    const dates = [1, 2].map((study) => ({ patient: "p", study, date: `202${study}-01-01` }));
    const more = [...dates, { patient: "p", study: 3, date: "2022-06-01" }];
    const dated = growPatient(measuredMatch([lengths(20, 21, 20)]), { dates: more });
    expect(texts(swimmerFigure([respondPatient(dated, { unknownOrgan: "together" })]))).toContain(
      "Time since baseline (months)",
    );
  });

  it("says why there are no lanes, and rejects unknown options", () => {
    const texts = textBoxes(parsed(swimmerFigure(responses.slice(3)))).map(({ text }) => text);
    expect(texts.join(" ")).toContain("No patient has a study after baseline. 1 patient given.");
    errorOf("BAD_OPTION", () => swimmerFigure(responses, { order: "name" as never }), {
      option: "order",
    });
    errorOf("UNKNOWN_OPTION", () => swimmerFigure(responses, { maxPatient: 3 } as never), {
      option: "maxPatient",
    });
  });

  it("keeps symbols of a lane apart at 60 mm", () => {
    const figure = parsed(swimmerFigure(responses, { widthMm: 60 }));
    for (const patient of ["a", "b", "c"]) {
      const places = elements(groupOf(figure, `patient ${patient}`), "g")
        .map((node) => Number(/translate\((\S+) /.exec(node.getAttribute("transform") ?? "")?.[1]))
        .filter((x) => !Number.isNaN(x))
        .sort((a, b) => a - b);
      places.slice(1).forEach((x, i) => {
        expect(x - (places[i] ?? 0)).toBeGreaterThan(6);
      });
    }
  });
});

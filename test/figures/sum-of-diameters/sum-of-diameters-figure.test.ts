/** The sum of diameters: sums and limits in mm, the response of every study, assumptions. */
import { describe, expect, it } from "vitest";
import { THEME } from "../../../src/figures/kit/theme.js";
import { sumOfDiametersFigure } from "../../../src/figures/sum-of-diameters/sum-of-diameters-figure.js";
import { growPatient } from "../../../src/growth/grow.js";
import { respondPatient } from "../../../src/response/respond.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { elements, groupOf, parsed, textBoxes } from "../../support/svg.js";

/** One target: 100, 70, 75, 85 mm, and a second lesion from study 3 on. */
const growth = growPatient(
  measuredMatch([lengths(100, 70, 75, 85), lengths(undefined, undefined, 12)]),
);
const response = respondPatient(growth, { unknownOrgan: "together" });
const titles = (figure: unknown): string[] =>
  elements(parsed(figure as never), "title").map((title) => title.textContent ?? "");

describe("sumOfDiametersFigure", () => {
  const figure = sumOfDiametersFigure(response);
  const document = parsed(figure);

  it("draws sums and the limits of RECIST 1.1 on one scale", () => {
    const heights = elements(document, "g")
      .filter((node) => /: sum /.test(node.getAttribute("aria-label") ?? ""))
      .map((node) =>
        Number(/translate\(\S+ (\S+)\)/.exec(node.getAttribute("transform") ?? "")?.[1]),
      );
    const [a = 0, b = 0, c = 0, d = 0] = heights;
    const perMm = (b - a) / 30;
    expect((b - c) / perMm).toBeCloseTo(5, 1);
    expect((b - d) / perMm).toBeCloseTo(15, 1);
    const limits = groupOf(document, "limits of RECIST 1.1");
    // 0.7 of 100 mm is the second sum.
    const [line] = elements(limits, "line");
    expect(Number(line?.getAttribute("y1"))).toBeCloseTo(b, 1);
    // 1.2 x 100 mm up to study 2, then 1.2 x 70 = 84 mm, just below 85 mm.
    const path = elements(limits, "path")[0]?.getAttribute("d") ?? "";
    const levels = [...new Set([...path.matchAll(/,([\d.]+)H/g)].map(([, y]) => Number(y)))];
    expect(levels).toHaveLength(2);
    expect((a - (levels[0] ?? 0)) / perMm).toBeCloseTo(20, 1);
    expect((b - (levels[1] ?? 0)) / perMm).toBeCloseTo(14, 1);
  });

  it("shows the response of every study, red for progressive disease alone", () => {
    const strip = groupOf(document, "response");
    const words = textBoxes(strip).map(({ text }) => text);
    expect(words.slice(0, 5)).toEqual(["Study", "Target", "Non-target", "New lesions", "Overall"]);
    expect(words.slice(5)).toEqual(["2", "PR", "PR", "3", "PR", "(1)", "PR", "4", "PD", "PD"]);
    const fills = elements(strip, "rect").map((cell) => cell.getAttribute("fill"));
    expect(fills.filter((fill) => fill === THEME.light.alert)).toHaveLength(2);
    expect(titles(figure)).toContain("study 3, first measured, not counted as new: sequence 2");
  });

  it("draws no sum where no target was evaluable, and at least the sum of the evaluable ones", () => {
    const course = (...all: (number | undefined)[][]) =>
      sumOfDiametersFigure(
        respondPatient(growPatient(measuredMatch(all.map((one) => lengths(...one)))), {
          unknownOrgan: "together",
        }),
      );
    const drawn = (one: ReturnType<typeof course>) =>
      elements(parsed(one), "g")
        .map((node) => node.getAttribute("aria-label") ?? "")
        .flatMap((text) => /^study \d: sum (at least )?[\d.]+ mm/.exec(text)?.[0] ?? []);
    const without = course([100, undefined, 75], [undefined, 20, undefined]);
    expect(without.description).toContain("study 2 unknown (NE)");
    expect(drawn(without)).toEqual(["study 1: sum 100.0 mm", "study 3: sum 75.0 mm"]);
    expect(drawn(course([100, undefined, 75], [50, 40, 30]))).toEqual([
      "study 1: sum 150.0 mm",
      "study 2: sum at least 40.0 mm",
      "study 3: sum 105.0 mm",
    ]);
  });

  it("prints the assumptions of the response", () => {
    expect(figure.notes[0]).toMatch(/^Assumptions: New lesions not counted \(partial annotation\)/);
    expect(figure.notes[0]).toContain("Organs unknown");
    const complete = growPatient(
      measuredMatch([lengths(100, 70, 75, 85), lengths(undefined, undefined, 12)]),
      { annotationCompleteness: "complete" },
    );
    const counted = sumOfDiametersFigure(respondPatient(complete, { unknownOrgan: "together" }));
    expect(counted.notes.join(" ")).not.toContain("not counted");
    expect(titles(counted)).toContain("study 3, new: sequence 2");
  });

  it("says that a sum without a target is a lower limit", () => {
    const two = growPatient(measuredMatch([lengths(40, 40, 40), lengths(30, undefined, 30)]));
    const drawn = sumOfDiametersFigure(respondPatient(two, { unknownOrgan: "together" }));
    expect(titles(drawn).filter((title) => /at least/.test(title))).toEqual([
      expect.stringMatching(/^study 2: sum at least 40\.0 mm .*sequence 2 not evaluable/),
    ]);
    expect(drawn.notes.join(" ")).toContain("1 of 3 sums incomplete");
    expect(drawn.description).toContain("study 2 at least 40.0 mm (NE)");
  });

  it("shows colours only where words have no room, and says so", () => {
    const many = growPatient(
      measuredMatch([lengths(...Array.from({ length: 26 }, (_, i) => 20 + (i % 3)))]),
    );
    const narrow = sumOfDiametersFigure(respondPatient(many, { unknownOrgan: "together" }), {
      widthMm: 60,
    });
    expect(narrow.notes.join(" ")).toContain("Responses are shown by colour only");
    expect(elements(groupOf(parsed(narrow), "response"), "rect").length).toBe(50);
  });

  it("says why there is no sum, with the largest lesion of the baseline", () => {
    const small = growPatient(measuredMatch([lengths(6.2, 7), lengths(4, 5)]));
    const empty = sumOfDiametersFigure(respondPatient(small, { unknownOrgan: "together" }));
    expect(
      textBoxes(parsed(empty))
        .map(({ text }) => text)
        .join(" "),
    ).toContain(
      "No sum of diameters: no target lesions. Largest lesion at baseline: 6.2 mm, sequence 1.",
    );
  });
});

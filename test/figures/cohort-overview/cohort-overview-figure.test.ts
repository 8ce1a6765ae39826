/** The cohort overview: counts that equal those of the matches. */
import { describe, expect, it } from "vitest";
import { cohortOverviewFigure } from "../../../src/figures/cohort-overview/cohort-overview-figure.js";
import { match } from "../../../src/matching/match.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { errorOf } from "../../support/errors.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { elements, groupOf, parsed, textBoxes } from "../../support/svg.js";

const matches = match(simulateCohort({ patients: 12, seed: 4, meanStudies: 5 }).lesions, {
  method: "joint",
});

describe("cohortOverviewFigure", () => {
  it("has the lesions of every study, and the counts of every patient", () => {
    const figure = parsed(cohortOverviewFigure(matches));
    for (const { patient, sequences, links, duplicates } of matches) {
      const row = groupOf(figure, `patient ${patient}`);
      const lesions = sequences.flatMap((one) => one.lesions);
      const repeated = duplicates.reduce((sum, { rows }) => sum + rows.length - 1, 0);
      const cells = elements(row, "title").map((title) =>
        Number(/: (\d+) lesion/.exec(title.textContent ?? "")?.[1]),
      );
      expect(cells.reduce((sum, one) => sum + one, 0)).toBe(lesions.length - repeated);
      const counts = textBoxes(row)
        .slice(-4)
        .map(({ text }) => Number(text));
      const followed = sequences.filter(
        (one) => new Set(one.lesions.map(({ study }) => study)).size > 1,
      );
      expect(counts).toEqual([
        lesions.length - repeated,
        followed.length,
        links.filter(({ uncertain }) => uncertain).length,
        0,
      ]);
    }
  });

  it("marks conflicts in red and studies of uncertain links with dashes", () => {
    const one = measuredMatch([[...lengths(10, 12), { study: 2, long: 9 }]]);
    const [a, b, c] = one.sequences[0]?.lesions.map(({ row }) => row) ?? [];
    const marked = {
      ...one,
      links: [{ from: a ?? 0, to: b ?? 0, accepted: true, uncertain: true }],
      conflicts: [{ sequence: 1, study: 2, rows: [b ?? 0, c ?? 0] }],
    };
    const titles = elements(parsed(cohortOverviewFigure([marked])), "title").map(
      (title) => title.textContent,
    );
    expect(titles).toContain("patient p, study 2: 2 lesions, 1 uncertain link, 1 conflict");
    const legend = textBoxes(groupOf(parsed(cohortOverviewFigure([marked])), "legend"));
    expect(legend.map(({ text }) => text)).toEqual([
      "1 lesion",
      "2 lesions",
      "Uncertain link to an earlier study",
      "Conflict: two lesions of the study in one sequence",
      "Followed: sequences in two or more studies",
    ]);
  });

  it("keeps the patients with most to look at, and says how many it left out", () => {
    const figure = cohortOverviewFigure(matches, { maxPatients: 3 });
    expect(figure.notes).toEqual([
      "3 of 12 patients drawn, those with the most conflicts and uncertain links.",
    ]);
    errorOf("BAD_OPTION", () => cohortOverviewFigure(matches, { maxPatients: 0 }), {
      option: "maxPatients",
    });
    expect(textBoxes(parsed(cohortOverviewFigure([]))).map(({ text }) => text)).toEqual([
      "No patients.",
    ]);
  });

  it("has a column of conflicts in one column of a journal only where there are some", () => {
    const headings = (widthMm: number, most: number) =>
      textBoxes(parsed(cohortOverviewFigure(matches.slice(0, most), { widthMm })))
        .map(({ text }) => text)
        .filter((text) => /^(Les|Foll|Unc|Conf)/.test(text));
    expect(matches.some(({ conflicts }) => conflicts.length > 0)).toBe(false);
    expect(headings(180, 12)).toContain("Conflicts");
    expect(headings(85, 12).filter((text) => text.startsWith("Conf"))).toEqual([]);
  });

  it("explains every short heading", () => {
    const many = match(simulateCohort({ patients: 12, seed: 4, meanStudies: 25 }).lesions);
    const studies = many.flatMap(({ sequences }) => sequences.flatMap(({ lesions }) => lesions));
    expect(Math.max(...studies.map(({ study }) => study))).toBeGreaterThan(20);
    const texts = textBoxes(parsed(cohortOverviewFigure(many, { widthMm: 60 }))).map(
      ({ text }) => text,
    );
    const short = texts.filter((text) => /^\w+\.$/.test(text));
    expect(short).toContain("Foll.");
    for (const heading of short) {
      expect(texts.filter((text) => text.startsWith(`${heading}:`))).toHaveLength(1);
    }
  });

  it.each([60, 85, 180])("keeps its texts inside and apart at %d mm", (widthMm) => {
    const figure = parsed(cohortOverviewFigure(matches, { widthMm }));
    const width = Number(
      /0 0 (\S+)/.exec(figure.documentElement?.getAttribute("viewBox") ?? "")?.[1],
    );
    for (const { x, halfWidth, text } of textBoxes(figure)) {
      expect([text, x - halfWidth >= -0.5 && x + halfWidth <= width + 0.5]).toEqual([text, true]);
    }
  });
});

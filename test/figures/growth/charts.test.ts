/** The three growth charts: what they show, and that they are in order for patients of every size. */
import { describe, expect, it } from "vitest";
import type { Figure } from "../../../src/figures/figure.js";
import { spiderFigure } from "../../../src/figures/growth/spider.js";
import { swimmerFigure } from "../../../src/figures/growth/swimmer.js";
import { waterfallFigure } from "../../../src/figures/growth/waterfall.js";
import { collide } from "../../../src/figures/parts/boxes.js";
import { grow, growPatient } from "../../../src/growth/grow.js";
import { respond } from "../../../src/growth/response/respond.js";
import type { PatientGrowth } from "../../../src/growth/result.js";
import { match, matchPatient } from "../../../src/matching/match.js";
import { simulateCohort } from "../../../src/simulate/cohort.js";
import { fault } from "../../support/errors.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { patientOf200, shuffled, simulated } from "../../support/patients.js";
import { elements, groupOf, parsed, textBoxes, viewBox } from "../../support/svg.js";

/** 20, 10, 26 mm; 10 to 40 mm; one alone; not measured in between. */
const growth = growPatient(
  measuredMatch([lengths(20, 10, 26), lengths(10, undefined, 40), lengths(undefined, 7)]),
);
const titles = (figure: Figure): string[] =>
  elements(parsed(figure), "title").map((title) => title.textContent ?? "");
const CHARTS: Readonly<Record<string, (one: PatientGrowth, options?: object) => Figure>> = {
  spider: spiderFigure,
  waterfall: (one, options) => waterfallFigure([one], options),
  swimmer: swimmerFigure,
};
const dated = simulateCohort({ patients: 40, seed: 11, meanStudies: 6, meanLesions: 9, typed: 1 });
const growths = grow(match(dated.lesions), { dates: dated.dates, annotation: "complete" });
const largest = growths.reduce((a, b) => (b.sequences.length > a.sequences.length ? b : a));
const responses = respond(growths);

describe("spider", () => {
  const figure = spiderFigure(growth);

  it("has every measurement at its change from the first", () => {
    expect(titles(figure).slice(1)).toEqual([
      "sequence 1, study 1: 20.0 mm, 0 %",
      "sequence 1, study 2: 10.0 mm, −50.0 %",
      "sequence 1, study 3: 26.0 mm, +30.0 %",
      "sequence 2, study 1: 10.0 mm, 0 %",
      "sequence 2, study 3: 40.0 mm, +300.0 %",
    ]);
    const [flat, down, up] = elements(groupOf(parsed(figure), "sequence 1"), "g").map((mark) =>
      Number(/translate\(\S+ (\S+)\)/.exec(mark.getAttribute("transform") ?? "")?.[1]),
    ) as [number, number, number];
    // 50 % down and 30 % up, on one scale.
    expect((down - flat) / (flat - up)).toBeCloseTo(50 / 30, 1);
  });

  it("says what is cut off, left out and not measured in between", () => {
    expect(figure.notes).toEqual([
      "1 of 5 measurements above +150 %, drawn at the upper edge.",
      "1 of 3 sequences measured once only: no line.",
    ]);
    const texts = textBoxes(parsed(figure)).map(({ text }) => text);
    for (const text of ["+20 %", "−30 %", "study", "not measured in between"]) {
      expect(texts).toContain(text);
    }
    expect(spiderFigure(growth, { maxSequences: 1 }).notes).toContain(
      "1 more sequences left out, those measured least often.",
    );
  });

  it("counts days, and months from 400 days on", () => {
    const words = (one: PatientGrowth): string =>
      textBoxes(parsed(spiderFigure(one)))
        .map(({ text }) => text)
        .join("|");
    const withDays = (last: string) =>
      growPatient(measuredMatch([lengths(10, 12)]), {
        dates: [
          { patient: "p", study: 1, date: "2020-01-01" },
          { patient: "p", study: 2, date: last },
        ],
      });
    expect(words(withDays("2021-02-04"))).toContain("days since the first study");
    expect(words(withDays("2021-02-05"))).toContain("months since the first study");
  });

  it("has the numbers of sequences apart from each other", () => {
    const boxes = textBoxes(parsed(spiderFigure(largest))).filter(({ text }) => /^\d+$/.test(text));
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1))
        expect([a.text, b.text, collide(a, b)]).toEqual([a.text, b.text, false]);
    });
  });
});

describe("waterfall", () => {
  it("refuses lesions and patients in one chart", () => {
    fault("BAD_VALUE", 'growths of patients or responses of patients, got "both at once"', () =>
      waterfallFigure([...growths, ...responses] as never),
    );
  });

  it("has the best change of every lesion, worst first", () => {
    const figure = waterfallFigure([growth]);
    expect(titles(figure).slice(1)).toEqual(["2: +300.0 % (study 3)", "1: −50.0 % (study 2)"]);
    expect(figure.notes).toEqual([
      "+20 % is measured from baseline here; progression is judged against the smallest sum so far.",
      "1 of 2 bars cut off at +100 %.",
      "1 lesion sequences not measured after the first time: no bar.",
    ]);
  });

  it("has the best sum of every patient, with the best response in words", () => {
    const bars = titles(waterfallFigure(responses)).slice(1);
    const percents = bars.map((bar) =>
      Number(/: ([+−]?[\d.]+) %/.exec(bar)?.[1]?.replace("−", "-")),
    );
    expect(percents.length).toBeGreaterThan(20);
    expect(percents).toEqual([...percents].sort((a, b) => b - a));
    const best = responses.find(({ patient }) => bars[0]?.startsWith(`${patient}: `))?.best
      .response;
    expect(bars[0]).toContain(`best response ${best}`);
  });

  it("draws a cohort evenly where it is too large", () => {
    const { lesions } = simulateCohort({ patients: 300, seed: 2, meanStudies: 4 });
    const figure = waterfallFigure(grow(match(lesions)));
    expect(titles(figure)).toHaveLength(401);
    expect(figure.notes.join(" ")).toMatch(/400 of \d+ bars drawn, evenly over the ranks/);
  });
});

describe("swimmer", () => {
  it("has a symbol for every study from the first mark to the last", () => {
    const figure = swimmerFigure(growth);
    expect(titles(figure).slice(1)).toEqual([
      "sequence 1, study 1: 20.0 mm",
      "sequence 1, study 2: 10.0 mm, −50.0 %",
      "sequence 1, study 3: 26.0 mm, +30.0 %",
      "sequence 2, study 1: 10.0 mm",
      "sequence 2, study 2: not measured",
      "sequence 2, study 3: 40.0 mm, +300.0 %",
      "sequence 3, study 2: 7.0 mm",
    ]);
    const legend = textBoxes(groupOf(parsed(figure), "legend")).map(({ text }) => text);
    expect(legend).toEqual([
      "+20 % and 5 mm from its smallest",
      "−30 % from its first",
      "neither",
      "not measured",
    ]);
  });

  it("marks what is gone, and the verdicts on the patient", () => {
    const options = { response: responses.find(({ patient }) => patient === largest.patient) };
    const figure = swimmerFigure(largest, options);
    const verdicts = textBoxes(groupOf(parsed(figure), "overall response")).map(({ text }) => text);
    expect(verdicts[0]).toBe("patient");
    expect(verdicts.slice(1)).toEqual(
      options.response?.assessments.map(({ overall }) => overall.response),
    );
    const complete = { annotation: "complete" } as const;
    const gone = growPatient(measuredMatch([lengths(10), lengths(9, 9)]), complete);
    expect(titles(swimmerFigure(gone))).toContain("sequence 1, study 2: absent, −100.0 %");
  });
});

describe.each(Object.entries(CHARTS))("%s", (_, chart) => {
  const matched = (lesions: Parameters<typeof matchPatient>[0]) =>
    growPatient(matchPatient(lesions));
  const patients = [
    matched([]),
    matched(patientOf200()),
    largest,
    growPatient(measuredMatch([lengths(12)])),
    growPatient(measuredMatch([lengths(12), lengths(20), lengths(8)])),
    growPatient(measuredMatch([lengths(0, 5), lengths(10, 0)])),
    ...simulated(3, 6).map(matched),
  ];

  it("is well-formed, with every text inside, at both widths", () => {
    for (const patient of patients) {
      for (const widthMm of [85, 180]) {
        const document = parsed(chart(patient, { widthMm }));
        expect(String(document)).not.toMatch(/NaN|Infinity|undefined/);
        const [width, height] = viewBox(document);
        for (const { text, x, y, halfWidth, halfHeight } of textBoxes(document)) {
          const inside =
            x - halfWidth >= -0.5 &&
            x + halfWidth <= width + 0.5 &&
            y - halfHeight >= -0.5 &&
            y + halfHeight <= height + 0.5;
          expect([text, inside]).toEqual([text, true]);
        }
      }
    }
  });

  it("is the same twice, and whatever the order of rows", () => {
    const lesions = patientOf200();
    const first = String(chart(matched(lesions)));
    expect(String(chart(matched(lesions)))).toBe(first);
    expect(String(chart(matched(shuffled(lesions))))).toBe(first);
  });

  it("takes names that look like markup as names", () => {
    const named = growPatient(measuredMatch([lengths(10, 12)], '<script>"&'));
    expect(String(chart(named))).not.toContain("<script");
    expect(() => parsed(chart(named))).not.toThrow();
  });

  it("refuses what it does not know", () => {
    fault("UNKNOWN_OPTION", 'did you mean "theme"?', () => chart(growth, { them: "dark" }));
    fault("BAD_OPTION", "shrinkagePercent to be a number from 0 to 100", () =>
      chart(growth, { shrinkagePercent: 101 }),
    );
    fault("BAD_OPTION", "widthMm to be a number from 60 to 600", () =>
      chart(growth, { widthMm: 10 }),
    );
  });
});

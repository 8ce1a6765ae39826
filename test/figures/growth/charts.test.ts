/** The charts of growth: what they show, and that they are in order for patients of every size. */
import { describe, expect, it } from "vitest";
import { assumptionNotes } from "../../../src/figures/growth/assumption-notes.js";
import { growthChartFigure } from "../../../src/figures/growth-chart/growth-chart-figure.js";
import { collide } from "../../../src/figures/kit/boxes.js";
import type { Figure } from "../../../src/figures/kit/figure.js";
import { THEME } from "../../../src/figures/kit/theme.js";
import { spiderFigure } from "../../../src/figures/spider/spider-figure.js";
import { timelineFigure } from "../../../src/figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../../../src/figures/waterfall/waterfall-figure.js";
import { grow, growPatient } from "../../../src/growth/grow.js";
import type { PatientGrowth } from "../../../src/growth/growth-result.js";
import { match, matchPatient } from "../../../src/matching/match.js";
import { respond, respondPatient } from "../../../src/response/respond.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { errorOf } from "../../support/errors.js";
import { lengths, measuredMatch } from "../../support/growth.js";
import { patientOf200, shuffled, simulated } from "../../support/patients.js";
import { type Element, elements, groupOf, parsed, textBoxes, viewBox } from "../../support/svg.js";

/** 20, 10, 26 mm; 10 to 40 mm; one alone; not measured in between. */
const growth = growPatient(
  measuredMatch([lengths(20, 10, 26), lengths(10, undefined, 40), lengths(undefined, 7)]),
);
const titles = (figure: Figure): string[] =>
  elements(parsed(figure), "title").map((title) => title.textContent ?? "");
const CHARTS: Readonly<Record<string, (one: PatientGrowth, options?: object) => Figure>> = {
  spider: spiderFigure,
  waterfall: (one, options) => waterfallFigure([one], options),
  timeline: timelineFigure,
  "growth chart": growthChartFigure,
};
const dated = simulateCohort({ patients: 40, seed: 11, meanStudies: 6, meanLesions: 9, typed: 1 });
const growths = grow(match(dated.lesions), {
  dates: dated.dates,
  annotationCompleteness: "complete",
});
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
    const [flat, down, up] = elements(groupOf(parsed(figure), "sequence 1"), "g").map((symbol) =>
      Number(/translate\(\S+ (\S+)\)/.exec(symbol.getAttribute("transform") ?? "")?.[1]),
    ) as [number, number, number];
    // 50 % down and 30 % up, on one scale.
    expect((down - flat) / (flat - up)).toBeCloseTo(50 / 30, 1);
  });

  it("says what is cut off, left out and not measured in between", () => {
    expect(figure.notes).toEqual([
      "1 of 5 measurements above +150 %: lines are broken at the upper edge.",
      "Not drawn: 1 of 3 sequences (measured once).",
    ]);
    const texts = textBoxes(parsed(figure)).map(({ text }) => text);
    for (const text of ["+20 %, −30 %", "Study", "Not measured in between"]) {
      expect(texts).toContain(text);
    }
    expect(spiderFigure(growth, { maxSequences: 1 }).notes).toContain(
      "1 more sequence left out, those with the fewest measurements.",
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
    expect(words(withDays("2021-02-04"))).toContain("Time since first study (days)");
    expect(words(withDays("2021-02-05"))).toContain("Time since first study (months)");
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
  it("rejects lesions and patients in one chart", () => {
    errorOf("BAD_VALUE", () => waterfallFigure([...growths, ...responses] as never));
  });

  it("has the best change of every lesion, worst first", () => {
    const figure = waterfallFigure([growth]);
    expect(titles(figure).slice(1)).toEqual(["2: +300.0 % (study 3)", "1: −50.0 % (study 2)"]);
    expect(figure.notes).toEqual([
      "1 of 2 bars cut off at +100 % (largest: +300 %).",
      "Not drawn: 1 of 3 lesion sequences (measured once).",
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
    expect(bars[0]).toContain(`best overall response ${best}`);
  });

  it("says why patients and sequences have no bar", () => {
    const patient = (name: string, ...sequences: ReturnType<typeof lengths>[]): PatientGrowth =>
      growPatient(measuredMatch(sequences, name));
    const subjects = [
      patient("a", lengths(20, 30)),
      patient("one study", lengths(20)),
      patient("no target", lengths(4, 5)),
      patient("never again", lengths(20, undefined), lengths(4, 5)),
      patient("from nothing", lengths(0, 12)),
    ];
    const of = subjects.map((one) => respondPatient(one, { unknownOrgan: "together" }));
    expect(waterfallFigure(of).notes[2]).toBe(
      "Not drawn: 4 of 5 patients (no target lesions: 2, no study after baseline: 1, targets not evaluable in any later study: 1).",
    );
    const lesions = waterfallFigure(subjects);
    expect(lesions.notes.at(-1)).toBe(
      "Not drawn: 3 of 6 lesion sequences (measured once: 2, first measurement 0 mm: 1).",
    );
    const texts = textBoxes(parsed(lesions)).map(({ text }) => text);
    for (const text of [
      "Lesion sequences as patient/sequence, worst to best",
      "Grown by 20 % or more",
      "Shrunk by 30 % or more",
      "a/1",
    ]) {
      expect(texts).toContain(text);
    }
  });

  it("draws a cohort evenly where it is too large", () => {
    const { lesions } = simulateCohort({ patients: 300, seed: 2, meanStudies: 4 });
    const figure = waterfallFigure(grow(match(lesions)));
    expect(titles(figure)).toHaveLength(401);
    expect(figure.notes.join(" ")).toMatch(/400 of \d+ bars drawn, evenly over the ranks/);
  });
});

describe("timeline", () => {
  it("has a symbol for every study from the first measurement to the last", () => {
    const figure = timelineFigure(growth);
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
      "≥20 % and ≥5 mm above nadir",
      "≥30 % below first measurement",
      "Measured",
      "Not measured",
      "First measured here",
    ]);
  });

  it("marks absent lesions, and the overall response", () => {
    const options = { response: responses.find(({ patient }) => patient === largest.patient) };
    const figure = timelineFigure(largest, options);
    const shown = textBoxes(groupOf(parsed(figure), "overall response")).map(({ text }) => text);
    expect(shown[0]).toBe("Overall");
    expect(shown.slice(1)).toEqual(
      options.response?.assessments.map(({ overall }) => overall.response),
    );
    const complete = { annotationCompleteness: "complete" } as const;
    const gone = growPatient(measuredMatch([lengths(10), lengths(9, 9)]), complete);
    expect(titles(timelineFigure(gone))).toContain("sequence 1, study 2: absent, −100.0 %");
  });
});

describe("the studies of the timeline", () => {
  /** Twenty studies of one lesion: a week apart, or one a day and the last after six years. */
  const places = (daysOf: (study: number) => number) => {
    const match = measuredMatch([lengths(...Array.from({ length: 20 }, (_, i) => 10 + i))]);
    const dates = Array.from({ length: 20 }, (_, i) => ({
      patient: match.patient,
      study: i + 1,
      date: new Date(Date.UTC(2020, 0, 1 + daysOf(i))).toISOString().slice(0, 10),
    }));
    const figure = timelineFigure(growPatient(match, { dates }), { widthMm: 85 });
    const at = elements(parsed(figure), "g")
      .filter((g) => g.getAttribute("class") === "lesion")
      .map((g) => Number(/translate\(([\d.]+)/.exec(g.getAttribute("transform") ?? "")?.[1]));
    return { notes: figure.notes, gaps: at.slice(1).map((x, i) => x - (at[i] as number)) };
  };

  it("lie at their dates where their symbols have room", () => {
    const { notes, gaps } = places((i) => 7 * i);
    expect(notes).toEqual([]);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.1);
  });

  it("are evenly spaced where they have none, and a note says so", () => {
    const { notes, gaps } = places((i) => (i === 19 ? 2200 : i));
    expect(notes.some((note) => note.includes("evenly spaced"))).toBe(true);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(0.1);
    expect(Math.min(...gaps)).toBeGreaterThan(7);
  });
});

describe("the overall responses of the timeline", () => {
  /** Twenty studies: stable, a progression in the 8th, and from then on in turn. */
  const course = growPatient(
    measuredMatch([
      lengths(
        ...Array.from({ length: 20 }, (_, i) => (i < 7 ? 20 : i % 2 === 1 ? 40 + i * 20 : 21 + i)),
      ),
    ]),
  );
  const response = respondPatient(course, { unknownOrgan: "together" });
  const lane = (widthMm: number) => {
    const figure = timelineFigure(course, { response, widthMm });
    const group = groupOf(parsed(figure), "overall response");
    return { figure, group, words: textBoxes(group).filter(({ text }) => text !== "Overall") };
  };

  it("are all there where there is room, and otherwise ticks that a note counts", () => {
    const shown = response.assessments.map(({ overall }) => overall.response);
    expect(shown).toHaveLength(19);
    const wide = lane(180);
    expect(wide.words.map(({ text }) => text)).toEqual(shown);
    const assumed = assumptionNotes([response]);
    expect(wide.figure.notes).toEqual(assumed);
    const narrow = lane(60);
    const ticks = elements(narrow.group, "line").length;
    expect(ticks).toBeGreaterThan(0);
    expect(narrow.words.length + ticks).toBe(19);
    expect(narrow.figure.notes).toEqual([
      ...assumed,
      `${ticks} of 19 overall responses drawn as ticks: no room for their names, which are in the tooltips.`,
    ]);
    narrow.words.forEach((a, i) => {
      for (const b of narrow.words.slice(i + 1)) expect(collide(a, b)).toBe(false);
    });
  });

  it("have a word for the first progression, however little room there is", () => {
    const first = response.assessments.find(({ overall }) => overall.response === "PD");
    expect(first?.study).toBe(8);
    for (const widthMm of [60, 85, 180]) {
      const said = elements(lane(widthMm).group, "g").filter(
        (g) => elements(g, "text")[0]?.textContent === "PD",
      );
      expect(elements(said[0] as Element, "title")[0]?.textContent).toMatch(/^study 8: PD/);
    }
  });

  it("are explained in the legend, as those of RECIST 1.1", () => {
    const legend = textBoxes(groupOf(parsed(lane(180).figure), "legend")).map(({ text }) => text);
    expect(legend.slice(0, 3)).toEqual([
      "Overall response (RECIST 1.1)",
      "SD stable disease",
      "PD progressive disease",
    ]);
  });

  it("are not drawn over another patient, or other studies", () => {
    errorOf(
      "BAD_OPTION",
      () => timelineFigure(course, { response: { ...response, patient: "q" } }),
      { option: "response", patient: "p" },
    );
    errorOf("BAD_OPTION", () => timelineFigure(growth, { response }), {
      option: "response",
      patient: "p",
    });
  });
});

it("a sequence has one colour in the spider chart and the timeline", () => {
  // The first is measured once and gone since; the second has the first colour in both.
  const complete = growPatient(measuredMatch([lengths(10), lengths(9, 9), lengths(8, 8)]), {
    annotationCompleteness: "complete",
  });
  const colours = (figure: Figure, sequence: number): (string | null)[] =>
    elements(groupOf(parsed(figure), `sequence ${sequence}`), "line").map((line) =>
      line.getAttribute("stroke"),
    );
  const [grey, first, second] = [THEME.light.neutral, ...THEME.light.palette];
  expect(colours(spiderFigure(complete), 1)).toEqual([grey]);
  for (const chart of [spiderFigure, timelineFigure]) {
    expect(colours(chart(complete), 1)[0]).toBe(grey);
    expect(colours(chart(complete), 2)[0]).toBe(first);
    expect(colours(chart(complete), 3)[0]).toBe(second);
  }
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
    const name = '<script>"&';
    const named = growPatient(measuredMatch([lengths(10, 12)], name));
    expect(String(chart(named))).not.toContain("<script");
    const elements = Array.from(parsed(chart(named)).getElementsByTagName("*"));
    expect(elements[0]?.nodeName).toBe("svg");
    const patients = elements.map((one) => one.getAttribute("data-patient") || name);
    expect(new Set(patients)).toEqual(new Set([name]));
  });

  it("rejects unknown options", () => {
    errorOf("UNKNOWN_OPTION", () => chart(growth, { them: "dark" }), { option: "them" });
    errorOf("BAD_OPTION", () => chart(growth, { widthMm: 10 }), { option: "widthMm" });
  });
});

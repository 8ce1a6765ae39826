/** What holds for every figure, whatever the patient. */
import { DOMImplementation } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../src/core/lesion.js";
import { annotationFigure } from "../../src/figures/annotation/annotation-figure.js";
import { boardFigure } from "../../src/figures/board/board-figure.js";
import { bodyMapFigure } from "../../src/figures/body-map/body-map-figure.js";
import { cohortOverviewFigure } from "../../src/figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { growthChartFigure } from "../../src/figures/growth-chart/growth-chart-figure.js";
import type { Figure } from "../../src/figures/kit/figure.js";
import type { FigureOptions } from "../../src/figures/kit/figure-style.js";
import { INKSCAPE_NAMESPACE, SVG_NAMESPACE } from "../../src/figures/kit/svg.js";
import { retrievalFigure } from "../../src/figures/retrieval/retrieval-figure.js";
import { sequencesFigure } from "../../src/figures/sequences/sequences-figure.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { spiderFigure } from "../../src/figures/spider/spider-figure.js";
import { sumOfDiametersFigure } from "../../src/figures/sum-of-diameters/sum-of-diameters-figure.js";
import { swimmerFigure } from "../../src/figures/swimmer/swimmer-figure.js";
import { timelineFigure } from "../../src/figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../../src/figures/waterfall/waterfall-figure.js";
import { lesionGraph } from "../../src/graph/lesion-graph.js";
import { growPatient } from "../../src/growth/grow.js";
import type { PatientGrowth } from "../../src/growth/growth-result.js";
import { matchPatient } from "../../src/matching/match.js";
import type { PatientMatch } from "../../src/matching/result.js";
import { respondPatient } from "../../src/response/respond.js";
import type { PatientResponse } from "../../src/response/response-result.js";
import { errorOf } from "../support/errors.js";
import { patientOf200, shuffled, simulated, small } from "../support/patients.js";
import { annotated, retrieved } from "../support/pictures.js";
import { type Element, elements, parsed, textBoxes, viewBox, written } from "../support/svg.js";

type Draw = (lesions: readonly Lesion[], options?: Partial<FigureOptions>) => Figure;

/** By location alone where a size is missing. */
const featuresOf = (lesions: readonly Lesion[]): { features?: ["location"] } =>
  lesions.every(({ vector, longAxisMm = 0 }) => vector !== undefined || longAxisMm > 0)
    ? {}
    : { features: ["location"] };

const matched = (lesions: readonly Lesion[]): PatientMatch =>
  matchPatient(lesions, featuresOf(lesions));

/** Growth needs sizes. */
const grown = (lesions: readonly Lesion[]): PatientGrowth =>
  growPatient(matched(lesions.filter(({ shortAxisMm }) => shortAxisMm !== undefined)));

const responseTo = (lesions: readonly Lesion[]): PatientResponse =>
  respondPatient(grown(lesions), { unknownOrgan: "together" });

/** Figures whose colours mean something else than a sequence or a type. */
const WITHOUT_PALETTE = [
  "body-map",
  "annotation",
  "waterfall",
  "swimmer",
  "sum of diameters",
  "overview",
];

const FIGURES: Readonly<Record<string, Draw>> = {
  graph: (lesions, options) =>
    graphFigure(matched(lesions), { graph: lesionGraph(lesions, featuresOf(lesions)), ...options }),
  sequences: (lesions, options) =>
    sequencesFigure(matchPatient(lesions, { method: "joint" }), options),
  board: (lesions, options) => boardFigure(matched(lesions), options),
  "body-map": bodyMapFigure,
  sizes: sizesFigure,
  spider: (lesions, options) => spiderFigure(grown(lesions), options),
  waterfall: (lesions, options) => waterfallFigure([grown(lesions)], options),
  "growth chart": (lesions, options) => growthChartFigure(grown(lesions), options),
  timeline: (lesions, options) => timelineFigure(grown(lesions), options),
  swimmer: (lesions, options) => swimmerFigure([responseTo(lesions)], options),
  "sum of diameters": (lesions, options) => sumOfDiametersFigure(responseTo(lesions), options),
  overview: (lesions, options) => cohortOverviewFigure([matched(lesions)], options),
  annotation: (lesions, options) => annotationFigure(annotated(lesions), options),
  retrieval: (lesions, options) => retrievalFigure(retrieved(lesions), options),
};

const one: Lesion = { row: 1, patient: "p", study: 1, id: "a", location: [0.5, 0.5, 0.5] };
const PATIENTS: Readonly<Record<string, readonly Lesion[]>> = {
  "no lesion": [],
  "one lesion without a size": [one],
  "one lesion": [{ ...one, longAxisMm: 12, shortAxisMm: 8, type: "lung" }],
  "one place, one study": [1, 2, 3].map((row) => ({ ...one, row, id: `a${row}`, longAxisMm: 0 })),
  "one study": small.map((lesion) => ({ ...lesion, study: 4 })),
  "a small patient": small,
  "vectors of one's own": small.map(({ row, patient, study, id }) => ({
    row,
    patient,
    study,
    id,
    vector: [row / 90, study / 30],
  })),
  "200 lesions": patientOf200(),
  "200 lesions in 70 studies": patientOf200().map((lesion, i) => ({
    ...lesion,
    study: 1 + (i % 70),
  })),
};

const OPTIONS: readonly Partial<FigureOptions>[] = [
  {},
  { widthMm: 85, theme: "dark" },
  { widthMm: 60, fontSize: 9, legend: false, background: "none" },
  { widthMm: 60, fontSize: 9 },
  { widthMm: 60, fontSize: 14 },
  { widthMm: 180, fontSize: 14 },
];

describe.each(Object.entries(FIGURES))("%s", (name, draw) => {
  describe.each(Object.entries(PATIENTS))("of %s", (_, lesions) => {
    it.each(OPTIONS)("is well-formed, complete and inside its view box, %j", (options) => {
      const figure = draw(lesions, options);
      const text = String(figure);
      const document = parsed(figure);
      if (options.legend !== false) {
        const cut = textBoxes(document).filter((box) => /[a-z]…$/.test(box.text));
        expect(cut.map((box) => box.text)).toEqual([]);
      }
      expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
      const [width, height] = viewBox(document);
      for (const box of textBoxes(document)) {
        expect(box, box.text).toSatisfy(
          ({ x, y, halfWidth, halfHeight }: typeof box) =>
            x - halfWidth >= -0.01 &&
            x + halfWidth <= width + 0.01 &&
            y - halfHeight >= -0.01 &&
            y + halfHeight <= height + 0.01,
        );
      }
    });
  });

  it("is the same twice, and whatever the order of the lesions", () => {
    for (const lesions of [small, patientOf200(), simulated(3, 2)[4] as readonly Lesion[]]) {
      const text = String(draw(lesions));
      expect(String(draw(lesions))).toBe(text);
      expect(String(draw(shuffled(lesions)))).toBe(text);
    }
  });

  it("says what it is to a screen reader", () => {
    const root = parsed(draw(small, { title: "Fig. 1 <b>" })).documentElement;
    const [title, description] = Array.from(root?.childNodes ?? []) as Element[];
    expect([title?.nodeName, title?.textContent]).toEqual(["title", "Fig. 1 <b>"]);
    expect(description?.nodeName).toBe("desc");
    expect(description?.textContent?.length).toBeGreaterThan(20);
    expect(root?.getAttribute("aria-labelledby")).toBe(title?.getAttribute("id"));
    expect(root?.getAttribute("aria-describedby")).toBe(description?.getAttribute("id"));
    expect(root?.getAttribute("role")).toBe("graphics-document document");
    const symbols = String(draw(small)).match(/role="graphics-symbol img" aria-label="[^"]+"/g);
    expect(symbols?.length).toBeGreaterThan(0);
  });

  it("refers to no other file, and takes any text as text", () => {
    const evil = small.map((lesion) => ({
      ...lesion,
      patient: '</title><script>alert("p")</script>',
      id: `<script href='x'>${lesion.row}]]>&amp;\u0000`,
    }));
    const figure = draw(evil, { title: "a & b \u0001 < c" });
    const document = parsed(figure);
    expect(elements(document, "script")).toEqual([]);
    expect(String(figure)).not.toMatch(/url\(|href="(?!data:)|@import|<style|<foreignObject/);
    expect(String(figure).match(/https?:[^"]*/g)).toEqual([SVG_NAMESPACE, INKSCAPE_NAMESPACE]);
    expect(figure.title).toBe("a & b \u0001 < c");
  });

  it("is as wide as asked for, and has the theme's colours", () => {
    const figure = draw(small, { widthMm: 85, theme: "dark" });
    const root = parsed(figure).documentElement;
    expect([figure.widthMm, root?.getAttribute("width")]).toEqual([85, "85mm"]);
    expect(root?.getAttribute("height")).toBe(`${figure.heightMm}mm`);
    expect(root?.getAttribute("viewBox")?.split(" ")[2]).toBe("240.94");
    expect(String(figure)).toContain('fill="#15181d"');
    const bare = draw(small, { background: "none", palette: ["#123456"] });
    expect(String(bare)).not.toContain('class="background"');
    if (!WITHOUT_PALETTE.includes(name)) expect(String(bare)).toContain("#123456");
  });

  it("is an element, and shows itself in a notebook", () => {
    const figure = draw(small);
    const document = new DOMImplementation().createDocument(null, null, null);
    const element = figure.toElement(document as never);
    // An editor's attributes have no place in a page.
    const text = written(parsed(figure)).trimEnd();
    expect(written(element)).toBe(text.replaceAll(/ (xmlns:)?inkscape(:\w+)?="[^"]*"/g, ""));
    const again = written(figure.toElement(document as never));
    const idsOf = (one: string): string[] =>
      [...one.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(new Set([...idsOf(written(element)), ...idsOf(again)]).size).toBe(
      2 * idsOf(again).length,
    );
    const bundle = (figure as unknown as Record<symbol, () => unknown>)[
      Symbol.for("Jupyter.display")
    ]?.call(figure);
    expect(bundle).toEqual({
      "text/html": String(figure),
      "image/svg+xml": String(figure),
      "text/plain": figure.title,
    });
  });

  it.each([
    [{ widthMm: 20 }, "BAD_OPTION", "widthMm"],
    [{ heightMm: 3 }, "BAD_OPTION", "heightMm"],
    [{ fontSize: Number.NaN }, "BAD_OPTION", "fontSize"],
    [{ fontSize: 5.9 }, "BAD_OPTION", "fontSize"],
    [{ fontFamily: "a;b" }, "BAD_OPTION", "fontFamily"],
    [{ theme: "blue" }, "BAD_OPTION", "theme"],
    [{ theme: { text: "red" } }, "BAD_OPTION", "theme"],
    [{ theme: { ink: "#000000" } }, "BAD_OPTION", "theme"],
    [{ background: "red" }, "BAD_OPTION", "background"],
    [{ palette: ["red"] }, "BAD_OPTION", "palette"],
    [{ legend: 1 }, "BAD_OPTION", "legend"],
    [{ title: 3 }, "BAD_OPTION", "title"],
    [{ idPrefix: "a b" }, "BAD_OPTION", "idPrefix"],
    [{ tehme: "dark" }, "UNKNOWN_OPTION", "tehme"],
  ] as const)("rejects %j", (options, code, option) => {
    expect(errorOf(code, () => draw(small, options as never)).where.option).toBe(option);
  });

  it("has layers, unique ids and no text below 6 pt", () => {
    const document = parsed(draw(small, { idPrefix: "fig1" }));
    const ids = elements(document, "*").flatMap((one) => one.getAttribute("id") || []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^fig1-/);
    for (const text of elements(document, "text")) {
      expect(Number(text.getAttribute("font-size"))).toBeGreaterThanOrEqual(6);
    }
  });

  it("has the given height and custom colours", () => {
    const figure = draw(small, { heightMm: 400, theme: { base: "dark", text: "#abcdef" } });
    expect(figure.heightMm).toBe(400);
    expect(String(figure)).toContain('fill="#abcdef"');
    expect(String(figure)).toContain('fill="#15181d"');
  });
});

it.each([
  ["longAxisMm", { longAxisMm: Number.NaN }],
  ["location", { location: [0.5, Number.NaN, 0.5] }],
  ["shortAxisMm", { shortAxisMm: Number.POSITIVE_INFINITY }],
] as const)("figures reject a %s that is not finite, with the place", (field, bad) => {
  const match = matchPatient(small);
  const spoilt = small.map((lesion) => (lesion.row === 5 ? { ...lesion, ...bad } : lesion));
  const sequences = match.sequences.map(({ id, lesions }) => ({
    id,
    lesions: lesions.map(({ row }) => spoilt.find((one) => one.row === row) as Lesion),
  }));
  const draws = [
    () => sizesFigure(spoilt),
    () => bodyMapFigure(spoilt),
    () => boardFigure({ ...match, sequences }),
    () => sequencesFigure({ ...match, sequences }),
    () => retrievalFigure({ ...retrieved(small), query: spoilt[4] as Lesion }),
  ];
  for (const draw of draws) {
    const { fault } = errorOf("BAD_VALUE", draw, { row: 5, patient: "p", lesion: "L5" });
    expect(fault.expected).toContain(field);
  }
});

it("two figures of one page have ids of their own", () => {
  const ids = [small, small.slice(1)].map((lesions) =>
    elements(parsed(FIGURES["graph"]?.(lesions) as Figure), "title")[0]?.getAttribute("id"),
  );
  expect(new Set(ids).size).toBe(2);
});

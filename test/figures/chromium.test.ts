/** Every figure in a real browser: nothing outside the view box, no text over another. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boardFigure } from "../../src/figures/board/board-figure.js";
import { bodyMapFigure } from "../../src/figures/body-map/body-map-figure.js";
import { cohortOverviewFigure } from "../../src/figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../../src/figures/graph/graph-figure.js";
import { growthChartFigure } from "../../src/figures/growth-chart/growth-chart-figure.js";
import type { Figure } from "../../src/figures/kit/figure.js";
import type { FigureOptions } from "../../src/figures/kit/figure-style.js";
import { sequencesFigure } from "../../src/figures/sequences/sequences-figure.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { spiderFigure } from "../../src/figures/spider/spider-figure.js";
import { sumOfDiametersFigure } from "../../src/figures/sum-of-diameters/sum-of-diameters-figure.js";
import { swimmerFigure } from "../../src/figures/swimmer/swimmer-figure.js";
import { timelineFigure } from "../../src/figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../../src/figures/waterfall/waterfall-figure.js";
import { grow, growPatient } from "../../src/growth/grow.js";
import { match, matchPatient } from "../../src/matching/match.js";
import { respond, respondPatient } from "../../src/response/respond.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../support/chromium.js";
import { patientOf200, simulated, small } from "../support/patients.js";

const fonts = join(
  dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")),
  "ttf",
);
const face = (file: string, weight: string): string =>
  `@font-face { font-family: "DejaVu Sans"; font-weight: ${weight};
    src: url(data:font/ttf;base64,${readFileSync(join(fonts, file)).toString("base64")}); }`;

/** What a browser finds. */
interface Measured {
  readonly outside: readonly string[];
  readonly overlaps: readonly string[];
  readonly texts: number;
}

/** Runs in the page. Boxes are of the letters: the line's box without what is above and below capitals. */
function measure(): Measured {
  interface Rect {
    readonly text: string;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }
  const dom = globalThis as unknown as {
    document: { querySelector(s: string): never; querySelectorAll(s: string): Iterable<never> };
  };
  type El = {
    textContent: string;
    getBoundingClientRect(): Rect & { height: number; width: number };
  };
  const root = dom.document.querySelector("svg") as El;
  const page = root.getBoundingClientRect();
  const rects: Rect[] = [];
  for (const text of dom.document.querySelectorAll("text") as Iterable<El>) {
    const { left, right, top, bottom, height, width } = text.getBoundingClientRect();
    const upright = height > width && text.textContent.length > 3;
    const cut = upright ? 0 : height * 0.22;
    rects.push({ text: text.textContent, left, right, top: top + cut, bottom: bottom - cut });
  }
  const outside = rects
    .filter(
      (r) =>
        r.left < page.left - 0.3 ||
        r.right > page.right + 0.3 ||
        r.top < page.top - 0.3 ||
        r.bottom > page.bottom + 0.3,
    )
    .map(({ text }) => text);
  const overlaps: string[] = [];
  rects.forEach((a, i) => {
    for (const b of rects.slice(0, i)) {
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > 0.4 && height > 0.4) overlaps.push(`${a.text} | ${b.text}`);
    }
  });
  return { outside, overlaps, texts: rects.length };
}

const large = simulated(21)[26] as NonNullable<ReturnType<typeof simulated>[number]>;
const growth = growPatient(matchPatient(large, { method: "joint" }));
const many = simulateCohort({ patients: 25, seed: 3, meanStudies: 5, typed: 1 });
const cohortMatches = match(many.lesions, { method: "joint" });
const cohort = grow(cohortMatches, { dates: many.dates });
const FIGURES: Readonly<Record<string, (options: Partial<FigureOptions>) => Figure>> = {
  "graph of a small patient": (options) => graphFigure(matchPatient(small), options),
  "graph of a large patient": (options) => graphFigure(matchPatient(large), options),
  "graph of 200 lesions": (options) => graphFigure(matchPatient(patientOf200()), options),
  "sequences of a small patient": (options) => sequencesFigure(matchPatient(small), options),
  "sequences of a large patient": (options) =>
    sequencesFigure(matchPatient(large, { method: "joint" }), options),
  "board of a small patient": (options) => boardFigure(matchPatient(small), options),
  "board of a large patient": (options) =>
    boardFigure(matchPatient(large, { method: "joint" }), options),
  "board of 200 lesions": (options) => boardFigure(matchPatient(patientOf200()), options),
  "body map": (options) => bodyMapFigure(large, options),
  sizes: (options) => sizesFigure(large, options),
  "spider of a large patient": (options) => spiderFigure(growth, options),
  "waterfall of lesions": (options) => waterfallFigure([growth], options),
  "growth chart of a large patient": (options) => growthChartFigure(growth, options),
  "growth chart of all in one plot": (options) =>
    growthChartFigure(growth, { maxTogether: 60, ...options }),
  "sum of diameters of a large patient": (options) =>
    sumOfDiametersFigure(respondPatient(growth, { unknownOrgan: "together" }), options),
  "swimmer of a cohort": (options) => swimmerFigure(respond(cohort), options),
  "waterfall of a cohort": (options) => waterfallFigure(respond(cohort), options),
  "overview of a cohort": (options) => cohortOverviewFigure(cohortMatches, options),
  "timeline of a large patient": (options) =>
    timelineFigure(growth, {
      response: respondPatient(growth, { unknownOrgan: "together" }),
      ...options,
    }),
  "sizes of a few": (options) => sizesFigure(small, options),
};

describe.skipIf(!existsSync(CHROMIUM))(
  existsSync(CHROMIUM) ? "in Chromium" : "in Chromium (SKIPPED: /usr/bin/chromium is not here)",
  () => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      const { chromium } = await import("playwright-core");
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
      page = await browser.newPage();
      await page.setContent(
        `<style>body { margin: 0 } ${face("DejaVuSans.ttf", "normal")} ${face("DejaVuSans-Bold.ttf", "bold")}</style>
         <p style="font-family: DejaVu Sans">a <b>b</b></p><div></div>`,
      );
      await page.evaluate("document.fonts.ready.then(() => document.querySelector('p').remove())");
    });
    afterAll(() => browser?.close());

    it.each(Object.entries(FIGURES))(
      "the %s keeps inside, and no text covers another",
      async (_, draw) => {
        for (const options of [{}, { widthMm: 85, theme: "dark" as const }]) {
          const figure = draw(options);
          await page.evaluate(
            `document.querySelector("div").innerHTML = ${JSON.stringify(String(figure))}`,
          );
          const { outside, overlaps, texts } = await page.evaluate(measure);
          expect([options, outside, overlaps]).toEqual([options, [], []]);
          expect(texts).toBeGreaterThan(5);
        }
      },
    );
  },
);

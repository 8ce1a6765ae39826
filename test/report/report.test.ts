/** The report: what it holds, that it is escaped, and that it stands alone. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lesionGraph } from "../../src/graph/lesion-graph.js";
import { growPatient } from "../../src/growth/grow.js";
import { match } from "../../src/matching/match.js";
import { reviewQuestions } from "../../src/matching/review-questions.js";
import { escapeHtml, html } from "../../src/report/html.js";
import { reportHtml } from "../../src/report/report.js";
import type { ReportPatient } from "../../src/report/report-patient.js";
import { checksOf, questionsOf } from "../../src/report/review-boxes.js";
import { respondPatient } from "../../src/response/respond.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../support/chromium.js";
import { errorOf } from "../support/errors.js";
import { lengths, measuredMatch } from "../support/growth.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const reported = (one: ReportPatient["match"]): ReportPatient => {
  const growth = growPatient(one);
  return { match: one, growth, response: respondPatient(growth, { unknownOrgan: "together" }) };
};
const cohort = match(simulateCohort({ patients: 3, seed: 5, meanStudies: 4 }).lesions, {
  method: "joint",
}).map((one) => ({
  ...reported(one),
  graph: lesionGraph(one.sequences.flatMap(({ lesions }) => lesions)),
}));
const single = reported(measuredMatch([lengths(20, 12, 30), lengths(undefined, 9)], "p"));

describe("reportHtml", () => {
  it("has every part of a patient, with the assumptions and one table row per link", () => {
    const [first] = cohort;
    const page = reportHtml(first === undefined ? [] : [first], { input: "DL_info.csv" });
    for (const text of [
      "<dd>DL_info.csv</dd>",
      "<dd>Joint matcher</dd>",
      "Review questions",
      "Assumptions",
    ]) {
      expect(page).toContain(text);
    }
    expect(page.match(/<figure>/g)).toHaveLength(6);
    const table = page.slice(
      page.indexOf("<caption>Links"),
      page.indexOf("</table>", page.indexOf("<caption>Links")),
    );
    expect(table.match(/<tr>/g)).toHaveLength((first?.match.links.length ?? 0) + 1);
    const { best, immune } = first?.response ?? {};
    expect(page).toContain(`<dd>${best?.response} (iRECIST: ${immune?.best})</dd>`);
    for (const { text } of first?.response?.assumptions ?? []) {
      expect(page).toContain(`<li>${escapeHtml(text)}</li>`);
    }
  });

  it("states diameters and responses that are those of growth and response", () => {
    const page = reportHtml([single]);
    expect(page).toMatch(
      /<tr><th scope="row">1<\/th><td><\/td><td class="number">20\.0<\/td><td class="number">12\.0<\/td><td class="number">30\.0<\/td><td class="number">\+50\.0<\/td>/,
    );
    expect(page).toMatch(/<th scope="row">2<\/th>.*<strong>PR<\/strong>/);
    expect(page).toMatch(/<th scope="row">3<\/th>.*<strong class="alert">PD<\/strong>/);
  });

  it("begins a cohort with all patients and links to each", () => {
    const page = reportHtml(cohort);
    expect(page.match(/<section class="patient"/g)).toHaveLength(3);
    for (const { match: one } of cohort) expect(page).toContain(`href="#patient-${one.patient}"`);
    const few = reportHtml(cohort, { maxPatients: 2 });
    expect(few).not.toContain('<section class="patient"');
    expect(few).toContain("3 patients: only the cohort is reported.");
  });

  it("counts duplicates of a lesion once, in the header and in the table", () => {
    const lesion = (row: number, study: number, patient = "p") => ({
      row,
      patient,
      study,
      series: 1,
      id: `L${row}`,
      centreMm: [row === 3 ? 90 : 10, 0, 0] as const,
      longAxisMm: 12,
      shortAxisMm: 9,
    });
    // Rows 1 and 2 are the same drawing.
    const matches = match([lesion(1, 1), lesion(2, 1), lesion(3, 1), lesion(4, 1, "q")]);
    expect(matches[0]?.duplicates.map(({ rows }) => rows)).toEqual([[1, 2]]);
    const page = reportHtml(matches.map(reported));
    expect(page).toContain("<dt>Lesions</dt><dd>3 (4 annotations)</dd>");
    // Patient, studies, lesions, sequences.
    expect(page).toMatch(
      /p<\/a><\/th><td class="number">1<\/td><td class="number">2<\/td><td class="number">2<\/td>/,
    );
    expect(reportHtml(matches.slice(1).map(reported))).toContain("<dt>Lesions</dt><dd>1</dd>");
  });

  it("escapes names, and allows no requests", () => {
    const named = reported(measuredMatch([lengths(10, 12)], `<img src=x onerror="a()">&'`));
    const page = reportHtml([named], { title: "<b>", input: "<i>" });
    expect(page).not.toMatch(/<img|<b>|<i>/);
    expect(page).toContain("default-src 'none'");
    const outside = [...page.matchAll(/(?:src|href)="(?!#|data:)([^"]*)"|https?:\/\/[^\s"'<)]+/g)];
    const allowed = /^http:\/\/(www\.w3\.org|www\.inkscape\.org)\//;
    expect(outside.map(([text]) => text).filter((text) => !allowed.test(text))).toEqual([]);
  });

  it("is the same twice, and works without growth and without lesions", () => {
    expect(reportHtml(cohort)).toBe(reportHtml(cohort));
    expect(reportHtml([{ match: single.match }])).toContain("No growth: not every lesion has");
    expect(reportHtml([])).toContain("No patients.");
    expect(reportHtml([single], { interactive: false })).not.toContain("<script");
    errorOf("BAD_OPTION", () => reportHtml(cohort, { maxPatients: 0 }), { option: "maxPatients" });
  });

  it("asks the questions of the joint matcher, the most useful first", () => {
    const asked = cohort.filter((one) => reviewQuestions(one.match).length > 0);
    expect(asked.length).toBeGreaterThan(0);
    for (const one of asked) {
      const page = reportHtml([one]);
      const questions = reviewQuestions(one.match);
      expect(page).toContain(`Review questions (${questions.length})`);
      const places = questions.map(({ change }) => page.indexOf(escapeHtml(change)));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
    const [algorithm1] = match(simulateCohort({ patients: 1, seed: 5 }).lesions, {
      method: "algorithm1",
    });
    if (algorithm1 === undefined) throw new Error("a patient was expected");
    expect(questionsOf({ match: algorithm1 })).toEqual([]);
    expect(reportHtml([{ match: algorithm1 }])).not.toContain("Review questions");
  });

  it("lists every flag once", () => {
    const flags = cohort.flatMap(
      ({ growth }) => growth?.sequences.flatMap((one) => one.flags) ?? [],
    );
    expect(cohort.flatMap(checksOf).length).toBeGreaterThanOrEqual(
      new Set(flags.map(({ message }) => message)).size,
    );
  });
});

it("html escapes what is put in, and nests", () => {
  const inner = html`<i>${"a<b"}</i>`;
  expect(html`<p title="${'"'}">${inner}${undefined}${[1, inner]}</p>`.text).toBe(
    '<p title="&#34;"><i>a&#60;b</i>1<i>a&#60;b</i></p>',
  );
});

/** What axe finds wrong with a page, after all transitions. */
async function violationsOf(page: Page): Promise<unknown> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  });
}

describe.skipIf(!existsSync(CHROMIUM))(
  existsSync(CHROMIUM) ? "the page" : "the page (SKIPPED: /usr/bin/chromium is not here)",
  () => {
    let browser: Browser;
    beforeAll(async () => {
      const { chromium } = await import("playwright-core");
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    });
    afterAll(() => browser?.close());
    const opened = async (patients: readonly ReportPatient[]): Promise<Page> => {
      // axe is put into the page, which allows no script of another origin.
      const page = await browser.newPage({ bypassCSP: true });
      await page.setContent(reportHtml(patients));
      return page;
    };
    const active = (page: Page): Promise<(string | null)[]> =>
      page.evaluate(() => {
        const { document } = globalThis as unknown as {
          document: {
            querySelectorAll(s: string): Iterable<{ getAttribute(name: string): string | null }>;
          };
        };
        const items = [...document.querySelectorAll(".lesion-graph-active")];
        return [...new Set(items.map((one) => one.getAttribute("data-sequence")))];
      });

    it("has no violations that axe finds, of a patient and of a cohort", async () => {
      expect(await violationsOf(await opened([single]))).toEqual([]);
      expect(await violationsOf(await opened(cohort))).toEqual([]);
    }, 60_000);

    it("highlights a sequence in every figure under the pointer and under the focus", async () => {
      const page = await opened([single]);
      const figures = page.locator("figure > svg");
      expect(await figures.count()).toBe(5);
      const lesion = figures.first().locator('.lesion[data-sequence="1"]').first();
      await lesion.hover();
      expect(await active(page)).toEqual(["1"]);
      // The sum of diameters is of several sequences together.
      expect(await page.locator(".lesion-graph-faded").count()).toBe(4);
      await page.mouse.move(0, 0);
      await expect.poll(() => active(page)).toEqual([]);
      // One stop of the Tab key for each figure; arrow keys go from lesion to lesion.
      await figures.first().focus();
      await page.keyboard.press("Tab");
      const second = await figures
        .nth(1)
        .evaluate((one) => one === one.ownerDocument.activeElement);
      expect(second).toBe(true);
      await page.keyboard.press("ArrowRight");
      expect(await active(page)).toHaveLength(1);
      await page.keyboard.press("Escape");
      expect(await active(page)).toEqual([]);
    }, 60_000);
  },
);

it.skipIf(!existsSync(CHROMIUM))(
  "opens offline without requests, errors and repeated ids, and prints to A4",
  async () => {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    const folder = mkdtempSync(join(tmpdir(), "report-"));
    try {
      writeFileSync(join(folder, "report.html"), reportHtml(cohort));
      const page = await browser.newPage();
      const requests: string[] = [];
      const errors: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`file://${join(folder, "report.html")}`);
      expect([requests.length, errors]).toEqual([1, []]);
      const repeated =
        "(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size; })()";
      expect(await page.evaluate(repeated)).toBe(0);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
      // A4 is 595.3 x 841.9 points; a page or more for the cohort and for every patient.
      expect(boxes.length).toBeGreaterThanOrEqual(4);
      for (const [, width, height] of boxes) {
        expect(
          Math.abs(Number(width) - 595.3) < 1.5 && Math.abs(Number(height) - 841.9) < 1.5,
        ).toBe(true);
      }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

it.skipIf(!existsSync(CHROMIUM))(
  "prints tables of eight dated studies within the width of the page",
  async () => {
    const { chromium } = await import("playwright-core");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    try {
      // A4 less margins of 15 mm is 180 mm, 680 px. Chromium shrinks pages with anything wider.
      const page = await browser.newPage({ viewport: { width: 680, height: 900 } });
      await page.emulateMedia({ media: "print" });
      const one = measuredMatch([lengths(20, 12, 30, 120, 110, 130, 100, 9)], "p");
      const dates = [1, 2, 3, 4, 5, 6, 7, 8].map((study) => ({
        patient: "p",
        study,
        date: `201${study}-10-20`,
      }));
      const growth = growPatient(one, { dates });
      const response = respondPatient(growth, { unknownOrgan: "together" });
      await page.setContent(reportHtml([{ match: one, growth, response }]));
      const widest =
        "Math.max(...[...document.querySelectorAll('table')].map((t) => t.offsetWidth))";
      expect(await page.evaluate(widest)).toBeLessThanOrEqual(680);
      expect(await page.evaluate("document.querySelectorAll('table').length")).toBe(3);
    } finally {
      await browser.close();
    }
  },
  60_000,
);

/**
 * How fast the review page answers in Chromium: a cohort of 4,400 patients until its first patient is shown,
 * a key until the next painted frame, and a decision until the new board is drawn, for patients of 60 lesions
 * and more than 250. Writes the table of docs/review.md.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { writeDlInfo } from "../src/deeplesion/write-dl-info.js";
import { type DlInfoLesion, groupByPatient } from "../src/index.js";
import { simulateCohort } from "../src/simulation/index.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../test/support/chromium.js";
import { putBetween, stamp, table } from "./markdown.js";

const PAGE = fileURLToPath(new URL("../dist/review/review.html", import.meta.url));
const REPEATS = 9;

if (!existsSync(CHROMIUM)) throw new Error(`this measurement needs Chromium at ${CHROMIUM}`);

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** The simulated patient whose number of lesions is nearest to the wanted one. */
function patientOf(
  wanted: number,
  meanStudies: number,
  meanLesions: number,
): readonly DlInfoLesion[] {
  const { lesions } = simulateCohort({ patients: 30, seed: 5, meanStudies, meanLesions });
  const gap = (own: readonly DlInfoLesion[]) => Math.abs(own.length - wanted);
  return groupByPatient(lesions)
    .map((patient) => patient.lesions)
    .reduce((best, own) => (gap(own) < gap(best) ? own : best));
}

/** Milliseconds from choosing the file to the board of the first patient. */
async function open(page: Page, file: string): Promise<number> {
  await page.goto(pathToFileURL(PAGE).href);
  const start = performance.now();
  await page.setInputFiles("input[type=file]", file);
  await page.waitForSelector(".figure svg");
  return performance.now() - start;
}

/** Milliseconds from a key to the next painted frame, and to a figure that shows the answer. */
function press(page: Page, key: string): Promise<{ paint: number; figure: number }> {
  // No named function inside: the compiler of this script adds a helper to those that the page lacks.
  return page.evaluate(async (pressed) => {
    const start = performance.now();
    const target = document.querySelector(".figure") ?? document.body;
    target.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
    await new Promise(requestAnimationFrame);
    // A message is delivered after the frame is painted.
    const { port1, port2 } = new MessageChannel();
    port2.postMessage(undefined);
    await new Promise((resolve) => {
      port1.onmessage = resolve;
    });
    const paint = performance.now() - start;
    while (document.querySelector('.figure[aria-busy="true"]') !== null)
      await new Promise(requestAnimationFrame);
    return { paint, figure: performance.now() - start };
  }, key);
}

const folder = mkdtempSync(join(tmpdir(), "lesion-graph-"));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
  const write = (name: string, lesions: readonly DlInfoLesion[]): string => {
    const file = join(folder, name);
    writeFileSync(file, writeDlInfo(lesions));
    return file;
  };
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const { lesions } = simulateCohort({ patients: 4400, seed: 7 });
  const cohort = write("cohort.csv", lesions);
  const opened: number[] = [];
  for (let i = 0; i < 3; i++) opened.push(await open(page, cohort));

  const rows: string[][] = [];
  for (const own of [patientOf(60, 6, 10), patientOf(264, 12, 24)]) {
    await open(page, write("patient.csv", own));
    await page.waitForFunction(() => !document.querySelector(".patients [role=status]"));
    const times = { arrow: [] as number[], answer: [] as number[], board: [] as number[] };
    for (let i = 0; i < REPEATS; i++) {
      // Selects two lesions, cuts them, and takes the decision back.
      await press(page, "Enter");
      times.arrow.push((await press(page, i % 2 === 0 ? "ArrowRight" : "ArrowLeft")).paint);
      await press(page, "Enter");
      const answer = await press(page, "x");
      if ((await page.locator(".decisions li").count()) !== 1) throw new Error("nothing decided");
      times.answer.push(answer.paint);
      times.board.push(answer.figure);
      await press(page, "z");
    }
    const cell = (one: readonly number[]) => `${median(one).toFixed(0)} ms`;
    rows.push([String(own.length), cell(times.arrow), cell(times.answer), cell(times.board)]);
  }
  const text = [
    table(["lesions", "arrow key to paint", "decision to paint", "decision to new board"], rows),
    `Medians of ${REPEATS}. A file of ${groupByPatient(lesions).length} patients (${lesions.length} lesions) shows its first board after ${(median(opened) / 1000).toFixed(2)} s. ${stamp()}, \`npm run bench:review\`.`,
  ].join("\n\n");
  putBetween(new URL("../docs/review.md", import.meta.url), "review-times", text);
  process.stdout.write(`${text}\n`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Takes the picture of the review application in README.md and docs/review.md: part of `npm run gallery`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { leastIndex, rollup, sort, sum } from "d3-array";
import { decode, encode } from "fast-png";
import { chromium } from "playwright-core";
import { writeDlInfo } from "../../src/index.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../../test/support/chromium.js";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(new URL("../../dist/review/review.html", import.meta.url).href);
  // A cohort whose most uncertain patient has several sequences.
  const { lesions } = simulateCohort({ patients: 12, seed: 5 });
  await page.setInputFiles("input[type=file]", {
    name: "DL_info.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(writeDlInfo(lesions)),
  });
  // All patients matched, and those with most expected errors first.
  await page.waitForFunction(() => {
    const errors = [...document.querySelectorAll("button.patient")].map((patient) =>
      Number(/\d\.\d$/.exec(patient.textContent)?.[0]),
    );
    return (
      errors.some((error) => error > 0) &&
      !errors.some((error, i) => !(error <= (errors[i - 1] ?? error)))
    );
  });
  await page.locator("button.patient").first().click();
  await page.getByText("Question 1 of").waitFor();
  await page.waitForSelector('.figure[aria-busy="false"] svg');
  writeFileSync(path("../../docs/figures/review.png"), withPalette(await page.screenshot()));
} finally {
  await browser.close();
}

/** The image in its 256 most frequent colours, each other one replaced by the nearest: half the bytes. */
function withPalette(png: Uint8Array): Uint8Array {
  const { width, height, channels, data } = decode(png);
  const colourAt = (at: number): number[] => [...data.subarray(at, at + 3)];
  const starts = Array.from({ length: width * height }, (_, pixel) => pixel * channels);
  const counts = rollup(
    starts,
    (pixels) => pixels.length,
    (at) => colourAt(at).join(),
  );
  const palette = sort(counts, ([, a], [, b]) => b - a)
    .slice(0, 256)
    .map(([colour]) => colour.split(",").map(Number));
  const distance = (a: readonly number[], b: readonly number[]): number =>
    sum(a, (value, i) => (value - (b[i] ?? 0)) ** 2);
  const indexOf = new Map(
    Array.from(counts.keys(), (colour) => {
      const own = colour.split(",").map(Number);
      return [colour, leastIndex(palette, (a, b) => distance(a, own) - distance(b, own)) ?? 0];
    }),
  );
  const indices = Uint8Array.from(starts, (at) => indexOf.get(colourAt(at).join()) ?? 0);
  return encode({ width, height, channels: 1, palette, data: indices }, { zlib: { level: 9 } });
}

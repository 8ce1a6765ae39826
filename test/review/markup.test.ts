/** Ids and labels with markup in the review application: text, and nothing runs. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { csvLine } from "../../src/csv/csv-line.js";
import { startReviewServer } from "../../src/node/review-server.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../support/chromium.js";
import { freshFolder } from "../support/cli.js";

const PAGE = fileURLToPath(new URL("../../dist/review/review.html", import.meta.url));
const BAD = `<img src=x onerror="window.ran=1"></title></script><script>window.ran=1</script>`;

/** Three studies with two lesions near each other: the matcher asks. */
const rows = [1, 2, 3].flatMap((study) =>
  [0, 6].map((x, k) => [
    `P${BAD}`,
    study,
    `${k}${BAD}`,
    x + study,
    2 * study,
    3,
    20 + x,
    12,
    "liver",
  ]),
);
const input = [["patient", "study", "lesion", "x", "y", "z", "long", "short", "organ"], ...rows]
  .map((cells) => csvLine(cells))
  .join("");

it.skipIf(!existsSync(CHROMIUM))(`markup stays text (needs ${CHROMIUM})`, async () => {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const server = await startReviewServer({
    page: readFileSync(PAGE),
    inputName: `${BAD}.csv`,
    input: Buffer.from(input),
    saved: join(freshFolder(), "review.json"),
  });
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(server.url);
    await page.waitForSelector(".figure svg");
    const text = await page.locator("body").innerText();
    expect(text).toContain('<img src=x onerror="window.ran=1">');
    // Answers and their reasons show ids, too.
    for (const key of ["y", "n", "u", "s", "d", "?"]) await page.keyboard.press(key);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(asked).not.toContain("/x");
  } finally {
    await browser.close();
    await server.close();
  }
});

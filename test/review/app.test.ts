/** The review application in Chromium, worked by keyboard: from disk and from the local server. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { matchPatient } from "../../src/matching/match.js";
import { type ReviewServer, startReviewServer } from "../../src/node/review-server.js";
import { openSession, type ReviewReading } from "../../src/review/session.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../support/chromium.js";
import { freshFolder, run } from "../support/cli.js";

const PAGE = fileURLToPath(new URL("../../dist/review/review.html", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const found = existsSync(CHROMIUM);

/** Patients with errors of the matcher, and the truth. */
const cohort = simulateCohort({ patients: 40, seed: 11, meanStudies: 4, meanLesions: 6 });
const truth = new Map(cohort.truth.map(({ row, group }) => [row, group]));
const csv = writeDlInfo(cohort.lesions);
const folder = freshFolder();
const inputFile = join(folder, "DL_info.csv");
writeFileSync(inputFile, csv);

/** Patients that the matcher gets wrong, as pairs of rows. */
function wrongPairs(patient: string): number {
  const own = cohort.lesions.filter((lesion) => lesion.patient === patient);
  const { sequences } = matchPatient(own, { method: "joint" });
  const sequence = new Map(
    sequences.flatMap(({ id, lesions }) => lesions.map(({ row }) => [row, id] as const)),
  );
  return own.reduce(
    (sum, a) =>
      sum +
      own.filter(
        (b) =>
          b.row > a.row &&
          (sequence.get(a.row) === sequence.get(b.row)) !== (truth.get(a.row) === truth.get(b.row)),
      ).length,
    0,
  );
}
const patients = [...new Set(cohort.lesions.map(({ patient }) => patient))];
const [erring] = patients
  .map((patient) => ({ patient, wrong: wrongPairs(patient) }))
  .filter(({ wrong }) => wrong > 0)
  .sort((a, b) => a.wrong - b.wrong || Number(a.patient) - Number(b.patient));

describe.skipIf(!found)(`the review application (needs ${CHROMIUM})`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const outside: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(() => browser?.close());
  const open = async (width = 1280, height = 720): Promise<void> => {
    context = await browser.newContext({ viewport: { width, height } });
    page = await context.newPage();
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(file|data|blob):|^http:\/\/127\.0\.0\.1:/.test(url)) outside.push(url);
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
  };
  afterEach(async () => {
    await context?.close();
    expect([outside.splice(0), errors.splice(0)]).toEqual([[], []]);
  });

  const openFromDisk = async (): Promise<void> => {
    await page.goto(pathToFileURL(PAGE).href);
    await page.setInputFiles("input[type=file]", inputFile);
    await shown();
  };
  /** Waits for the first figure and for the order of the list, which comes once the cohort is matched. */
  const shown = async (): Promise<void> => {
    await page.waitForSelector(".figure svg");
    await page.waitForFunction(() => !document.querySelector(".patients [role=status]"));
  };
  const text = (selector: string): Promise<string> => page.innerText(selector);
  /** Waits until the last action is saved and the figure shows what it changed. */
  const saved = (): Promise<unknown> =>
    page.waitForFunction(
      () =>
        document.querySelector(".saving")?.textContent?.trim() === "Saved" &&
        document.querySelector('.figure[aria-busy="true"]') === null,
    );
  /** Opens a patient by its button and waits for its figure. */
  const openPatient = async (patient: string): Promise<void> => {
    for (;;) {
      const title = await text(".patient-title");
      if (title === `Patient ${patient}`) break;
      const names = await page.locator(".patient .name").allInnerTexts();
      const at = names.findIndex((name) => name.replace(/\D/g, "") === patient);
      if (at < 0) throw new Error(`patient ${patient} is not in the list`);
      await page.locator(".patient").nth(at).click();
      await page.waitForFunction(
        (wanted) => document.querySelector(".patient-title")?.textContent === wanted,
        `Patient ${patient}`,
      );
    }
  };
  /** Rows of the pair that the question bar shows. */
  const shownPair = async (): Promise<number[]> => {
    const shown = await text(".question");
    return [...shown.matchAll(/row (\d+)/g)].map(([, row]) => Number(row));
  };
  /** The sequences of the screen, from its own export. */
  const exported = async (name: string): Promise<string> => {
    await page.locator(".menu").evaluate((menu) => menu.setAttribute("open", ""));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    await page.locator(".menu").evaluate((menu) => menu.removeAttribute("open"));
    return readFileSync(await download.path(), "utf8");
  };
  const sequencesOf = (text: string, patient: string): string[] => {
    const [header = "", ...lines] = text.trim().split("\n");
    const names = header.split(",");
    const groups = new Map<string, number[]>();
    for (const line of lines) {
      const cells = line.split(",");
      if (cells[names.indexOf("patient")] !== patient) continue;
      const sequence = cells[names.indexOf("sequence")] ?? "";
      groups.set(sequence, [...(groups.get(sequence) ?? []), Number(cells[names.indexOf("row")])]);
    }
    return [...groups.values()].map((rows) => rows.sort((a, b) => a - b).join(" ")).sort();
  };
  const trueSequences = (patient: string): string[] => {
    const groups = new Map<number, number[]>();
    for (const { row, patient: own } of cohort.lesions) {
      if (own !== patient) continue;
      const group = truth.get(row) ?? -row;
      groups.set(group, [...(groups.get(group) ?? []), row]);
    }
    return [...groups.values()].map((rows) => rows.sort((a, b) => a - b).join(" ")).sort();
  };
  /** Answers every question with the keys L and X, as the truth says. */
  const answerAll = async (): Promise<number> => {
    let keys = 0;
    for (let i = 0; i < 200; i++) {
      const [a, b] = await shownPair();
      if (a === undefined || b === undefined) break;
      const before = await text(".question .kind");
      await page.keyboard.press(truth.get(a) === truth.get(b) ? "l" : "x");
      keys++;
      await saved();
      const after = await text(".question .kind");
      if (after === before || after.includes("Selected")) break;
    }
    return keys;
  };

  it("a reviewer corrects all errors of a patient by keyboard alone; reload resumes; undo reaches the start", async () => {
    const patient = erring?.patient ?? "";
    expect(patient).not.toBe("");
    await open();
    await openFromDisk();
    await openPatient(patient);
    const untouched = sequencesOf(await exported("sequences.csv"), patient);
    expect(untouched).not.toEqual(trueSequences(patient));
    await answerAll();
    // What no question covered: select both lesions by arrow keys and Enter, then decide.
    for (let guard = 0; guard < 20; guard++) {
      const now = sequencesOf(await exported("sequences.csv"), patient);
      const wrong = wrongRows(now, trueSequences(patient));
      if (wrong === undefined) break;
      for (const row of wrong) await focus(row);
      await page.keyboard.press(truth.get(wrong[0]) === truth.get(wrong[1]) ? "l" : "x");
      await saved();
    }
    const corrected = await exported("sequences.csv");
    expect(sequencesOf(corrected, patient)).toEqual(trueSequences(patient));

    // The same page again: the saved review is there.
    await page.reload();
    await page.setInputFiles("input[type=file]", inputFile);
    await page.waitForSelector(".toast");
    await page.waitForSelector(".figure svg");
    expect(sequencesOf(await exported("sequences.csv"), patient)).toEqual(trueSequences(patient));

    // The command line with the exported constraints gives the same bytes.
    const constraints = join(folder, "constraints.csv");
    writeFileSync(constraints, await exported("constraints.csv"));
    const command = ["match", inputFile, "--method", "joint", "--format", "csv"];
    const { status, out } = await run([...command, "--constraints", constraints]);
    expect([status, out]).toEqual([0, corrected]);

    for (let i = 0; i < 300; i++) {
      if (await page.getByRole("button", { name: "Undo" }).isDisabled()) break;
      await page.keyboard.press("z");
      await saved();
    }
    expect(sequencesOf(await exported("sequences.csv"), patient)).toEqual(untouched);
  });

  /** Moves the focus of the figure to a row by arrow keys, and selects it. */
  const focus = async (row: number): Promise<void> => {
    await page.locator(".figure").focus();
    const at = () => page.locator(".figure").getAttribute("data-focus");
    const box = (wanted: string | null) =>
      page.evaluate((value) => {
        for (const element of document.querySelectorAll(".figure svg [data-row]")) {
          const rows = (element.getAttribute("data-row") ?? "").split(" ");
          if (!rows.includes(value ?? "")) continue;
          const { left, top, width, height } = element.getBoundingClientRect();
          if (width > 0) return [left + width / 2, top + height / 2] as const;
        }
        return undefined;
      }, wanted);
    for (let steps = 0; steps < 80; steps++) {
      const now = await at();
      if (now === String(row)) break;
      const [from, to] = [await box(now), await box(String(row))];
      if (from === undefined || to === undefined) throw new Error(`row ${row} is not drawn`);
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const across =
        Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? "ArrowRight" : "ArrowLeft") : undefined;
      const down = dy > 0 ? "ArrowDown" : "ArrowUp";
      await page.keyboard.press(across ?? down);
      // A step that leads nowhere: try the other axis.
      if ((await at()) === now)
        await page.keyboard.press(across ? down : dx > 0 ? "ArrowRight" : "ArrowLeft");
    }
    expect(await at()).toBe(String(row));
    await page.keyboard.press("Enter");
  };

  /** Two rows that the sequences put together or apart wrongly. */
  function wrongRows(
    now: readonly string[],
    right: readonly string[],
  ): [number, number] | undefined {
    const of = (groups: readonly string[]) =>
      new Map(
        groups.flatMap((group, i) => group.split(" ").map((row) => [Number(row), i] as const)),
      );
    const [mine, theirs] = [of(now), of(right)];
    const rows = [...mine.keys()];
    for (const a of rows) {
      for (const b of rows) {
        if (a >= b) continue;
        if ((mine.get(a) === mine.get(b)) !== (theirs.get(a) === theirs.get(b))) return [a, b];
      }
    }
    return undefined;
  }

  it("a contradiction names the decisions and offers to drop the oldest", async () => {
    await open();
    await openFromDisk();
    const patient = patients.find((one) => {
      const own = cohort.lesions.filter((lesion) => lesion.patient === one);
      return new Set(own.map(({ study }) => study)).size >= 3;
    });
    await openPatient(patient ?? "");
    const own = cohort.lesions.filter((lesion) => lesion.patient === patient);
    const [a, b, c] = [...new Map(own.map(({ study, row }) => [study, row])).values()];
    const decide = async (x = 0, y = 0, key = "") => {
      await page.keyboard.press("Escape");
      for (const row of [x, y]) {
        // An event at the element: the figure scrolls to what is selected, away from under a mouse.
        await page.locator(`.figure [data-row~="${row}"]`).first().dispatchEvent("click");
      }
      await page.waitForSelector(".figure .marker.two", { state: "attached" });
      await page.keyboard.press(key);
      await saved();
    };
    await decide(a, b, "l");
    await decide(b, c, "l");
    await decide(a, c, "x");
    const alert = page.locator(".contradiction");
    expect(await alert.locator("li").count()).toBe(3);
    await alert.getByRole("button", { name: "Drop the oldest" }).click();
    await saved();
    expect(await alert.count()).toBe(0);
    expect(await page.locator(".decisions li").count()).toBe(2);
  });

  it("from the local server: saves to a file, resumes, and takes constraints of the command line", async () => {
    const file = join(folder, "review.json");
    const own = cohort.lesions.filter(({ patient }) => patient === erring?.patient);
    const [a, b] = own;
    if (a === undefined || b === undefined) throw new Error("no pair");
    const constraints = `patient,kind,row,row2,study,lesion,study2,lesion2\n${a.patient},cannot-link,${a.row},${b.row},${a.study},${a.id},${b.study},${b.id}\n`;
    const server: ReviewServer = await startReviewServer({
      page: readFileSync(PAGE),
      inputName: "DL_info.csv",
      input: readFileSync(inputFile),
      saved: file,
      constraints,
    });
    try {
      await open();
      await page.goto(server.url);
      await shown();
      expect(page.url()).not.toContain("token");
      await openPatient(a.patient);
      expect(await page.locator(".decisions li").count()).toBe(1);
      await page.keyboard.press("d");
      await saved();
      const { reviewed, events } = JSON.parse(readFileSync(file, "utf8"));
      expect(reviewed).toEqual([a.patient]);
      expect(events).toHaveLength(2);
      await page.reload();
      await page.waitForSelector(".toast");
      expect(await text(".progress")).toContain("1 / ");
    } finally {
      await context.close();
      await server.close();
    }
  });

  it("from the local server: reads the table by the options of the command line", async () => {
    const table = ["PID,study,x,y,z,Size", "P,1,0,0,0,2.1", "P,2,0,0,0,2.4"].join("\n");
    const reading = { columns: { patient: "PID", longAxisMm: "Size" }, units: "cm" };
    const file = join(folder, "reading.json");
    const server: ReviewServer = await startReviewServer({
      page: readFileSync(PAGE),
      inputName: "cm.csv",
      input: Buffer.from(table),
      saved: file,
      reading: JSON.stringify(reading),
    });
    try {
      await open();
      await page.goto(server.url);
      await shown();
      await page.keyboard.press("d");
      await saved();
      const own = await openSession("cm.csv", Buffer.from(table), reading as ReviewReading);
      const kept = JSON.parse(readFileSync(file, "utf8"));
      expect([kept.input, kept.reading]).toEqual([own.sha256, reading]);
    } finally {
      await context.close();
      await server.close();
    }
  });

  it("no accessibility violation on any screen, light and dark", async () => {
    await open();
    await page.goto(pathToFileURL(PAGE).href);
    const check = async (screen: string): Promise<void> => {
      await page.evaluate(readFileSync(AXE, "utf8"));
      const violations = await page.evaluate(async () => {
        // Colours in transition have no lasting contrast.
        await Promise.all(document.getAnimations().map((animation) => animation.finished));
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
      });
      expect([screen, violations]).toEqual([screen, []]);
    };
    await check("start");
    await page.setInputFiles("input[type=file]", inputFile);
    await shown();
    for (const dark of [false, true]) {
      for (const key of ["b", "g", "r"]) {
        await page.keyboard.press(key);
        await page.waitForSelector(".figure svg");
        await check(`${key} ${dark ? "dark" : "light"}`);
      }
      await page.keyboard.press("?");
      await check(`help ${dark ? "dark" : "light"}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Dark" }).click();
    }
  });

  it("a patient of 200 lesions and more is drawn, decided and drawn again", async () => {
    const { lesions } = simulateCohort({ patients: 4, seed: 2, meanStudies: 12, meanLesions: 30 });
    const large = lesions.filter(
      ({ patient }) => lesions.filter((one) => one.patient === patient).length >= 200,
    );
    expect(large.length).toBeGreaterThanOrEqual(200);
    const file = join(folder, "large.csv");
    writeFileSync(file, writeDlInfo(large));
    await open();
    await page.goto(pathToFileURL(PAGE).href);
    await page.setInputFiles("input[type=file]", file);
    await shown();
    expect(await page.locator(".figure svg [data-row]").count()).toBeGreaterThanOrEqual(200);
    await page.keyboard.press("c");
    await saved();
    expect(await page.locator(".decisions li").count()).toBe(1);
  });

  it.each([
    [1280, 720],
    [1920, 1080],
    // 1280 x 720 at 200 % zoom.
    [640, 360],
  ])(
    "fits %d x %d: the page does not scroll sideways and the answers are in reach",
    async (width, height) => {
      await open(width, height);
      await openFromDisk();
      const { scrollWidth, clientWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        clientWidth: document.documentElement.clientWidth,
      }));
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
      await page.locator(".answers .same").scrollIntoViewIfNeeded();
      const box = await page.locator(".answers .same").boundingBox();
      expect(box !== null && box.x >= 0 && box.x + box.width <= width).toBe(true);
    },
  );
});

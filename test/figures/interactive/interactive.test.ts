/** The interactive script in a browser: tooltips, highlighting across figures, zoom, keyboard. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { interactiveScript, interactiveSvg } from "../../../src/figures/interactive/index.js";
import { spiderFigure } from "../../../src/figures/spider/spider-figure.js";
import { growPatient } from "../../../src/growth/grow.js";
import { CHROMIUM, CHROMIUM_FLAGS } from "../../support/chromium.js";
import { lengths, measuredMatch } from "../../support/growth.js";

/** A figure with one square for every sequence. */
const drawing = (id: string, sequences: readonly number[]): string => {
  const squares = sequences.map(
    (sequence, i) =>
      `<g data-sequence="${sequence}" data-row="${i + 1}" id="${id}-${sequence}" class="lesion"><title>${id} lesion ${sequence}</title><rect x="${20 + 40 * i}" y="20" width="20" height="20"/></g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" role="graphics-document document" id="${id}" viewBox="0 0 200 60" width="400" height="120">${squares.join("")}</svg>`;
};

/** Two figures of patient p, one of patient q, and the script. */
const PAGE = `<!DOCTYPE html><body style="margin:0"><section data-patient="p">${drawing("a", [1, 2])}<br>${drawing("b", [2, 3])}</section><section data-patient="q">${drawing("c", [1, 2])}</section><script>${interactiveScript}</script></body>`;

describe.skipIf(!existsSync(CHROMIUM))(
  existsSync(CHROMIUM)
    ? "the interactive script"
    : "the interactive script (SKIPPED: /usr/bin/chromium is not here)",
  () => {
    let browser: Browser;
    let page: Page;
    const errors: string[] = [];
    beforeAll(async () => {
      const { chromium } = await import("playwright-core");
      browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
      page = await browser.newPage();
      page.on("pageerror", (error) => errors.push(error.message));
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      errors.length = 0;
      await page.mouse.move(0, 0);
      await page.setContent(PAGE);
    });

    const active = (): Promise<string> =>
      page.evaluate(
        "[...document.querySelectorAll('.lesion-graph-active')].map((one) => one.id).join(' ')",
      );
    const opacity = (id: string): Promise<number> =>
      page.evaluate(`Number(getComputedStyle(document.getElementById("${id}")).opacity)`);
    const viewBox = (id: string): Promise<string> =>
      page.evaluate(`document.getElementById("${id}").getAttribute("viewBox")`);
    const tooltip = (): Promise<string> =>
      page.evaluate(
        "(() => { const one = document.querySelector('.lesion-graph-tooltip'); return one.style.display === 'none' ? '' : one.textContent; })()",
      );

    it("highlights a sequence in all figures of its patient, and shows its tooltip", async () => {
      await page.hover("#a-2 rect");
      expect(await active()).toBe("a-2 b-2");
      expect(await tooltip()).toBe("a lesion 2");
      await page.waitForTimeout(200);
      expect(await opacity("a-1")).toBeLessThan(0.3);
      expect(await opacity("a-2")).toBe(1);
      expect(await opacity("c-2")).toBe(1);
      await page.mouse.move(700, 500, { steps: 3 });
      await expect.poll(active).toBe("");
      expect(await tooltip()).toBe("");
      expect(await page.textContent("#a-2 title")).toBe("a lesion 2");
      expect(errors).toEqual([]);
    });

    it("keeps what was clicked until Escape", async () => {
      await page.click("#a-2 rect");
      await page.mouse.move(700, 500, { steps: 3 });
      expect(await active()).toBe("a-2 b-2");
      await page.keyboard.press("Escape");
      expect(await active()).toBe("");
    });

    it("goes from lesion to lesion with the arrow keys", async () => {
      await page.focus("#b");
      await page.keyboard.press("ArrowRight");
      expect(await active()).toBe("a-2 b-2");
      await page.keyboard.press("ArrowRight");
      expect([await active(), await tooltip()]).toEqual(["b-3", "b lesion 3"]);
      await page.keyboard.press("ArrowLeft");
      expect(await active()).toBe("a-2 b-2");
    });

    it("zooms with the wheel and the keyboard, and back with a double click", async () => {
      await page.hover("#a-1 rect");
      await page.mouse.wheel(0, -100);
      expect(await viewBox("a")).toBe("0 0 200 60");
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -300);
      await page.keyboard.up("Control");
      await expect.poll(() => viewBox("a")).not.toBe("0 0 200 60");
      const [x = 0, , width = 0] = (await viewBox("a")).split(" ").map(Number);
      expect(width).toBeLessThan(150);
      // The point below the pointer stays where it is: 30 of 200, 15 % of the width.
      expect(x + 0.15 * width).toBeCloseTo(30, 0);
      await page.dblclick("#a", { position: { x: 300, y: 100 } });
      expect(await viewBox("a")).toBe("0.00 0.00 200.00 60.00");
      await page.focus("#b");
      await page.keyboard.press("+");
      expect(await viewBox("b")).toBe("33.33 10.00 133.33 40.00");
      await page.keyboard.press("0");
      expect(await viewBox("b")).toBe("0.00 0.00 200.00 60.00");
    });

    it("runs in an SVG file opened on its own", async () => {
      const folder = mkdtempSync(join(tmpdir(), "interactive-"));
      try {
        const figure = spiderFigure(growPatient(measuredMatch([lengths(10, 12), lengths(9, 4)])));
        const text = interactiveSvg(figure);
        expect(text.startsWith(String(figure).slice(0, 200))).toBe(true);
        writeFileSync(join(folder, "figure.svg"), text);
        await page.goto(`file://${join(folder, "figure.svg")}`);
        expect(
          await page.evaluate("document.documentElement.hasAttribute('data-interactive')"),
        ).toBe(true);
        expect(errors).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);

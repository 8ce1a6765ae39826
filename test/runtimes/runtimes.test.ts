/**
 * The main entry gives the same bytes in Node, Deno and a browser. The golden file is this package's own
 * output, kept to notice changes; what is right is said by the tests of each room.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CHROMIUM, CHROMIUM_FLAGS } from "../support/chromium.js";
import { figuresOf, sequencesOf } from "./golden.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const COHORT = path("../../examples/cohort/DL_info.csv");
const GOLDEN = path("../golden/cohort-sequences.jsonl");
const DENO = path("../../node_modules/.bin/deno");
const cohort = readFileSync(COHORT, "utf8");

it("Node gives the golden sequences", async () => {
  await expect(sequencesOf(cohort)).toMatchFileSnapshot(GOLDEN);
});

it("Deno gives the golden sequences", () => {
  const program = `
    import { match, readLesions, toJson } from "lesion-graph";
    const patients = match(readLesions(await Deno.readTextFile(${JSON.stringify(COHORT)})).lesions);
    console.log(patients.map((patient) => JSON.stringify(toJson(patient))).join("\\n"));
  `;
  const flags = ["run", "--allow-read", "--node-modules-dir=manual", "--no-lock", "--ext=ts", "-"];
  const out = execFileSync(DENO, flags, { input: program, encoding: "utf8", cwd: path("../../") });
  sameText(out, sequencesOf(cohort));
});

it("Deno draws the same figures, and shows them in a notebook", () => {
  const program = `
    import { figuresOf } from "./test/runtimes/golden.ts";
    const figures = figuresOf(await Deno.readTextFile(${JSON.stringify(COHORT)}));
    const shown = figures.map((figure) => figure[Symbol.for("Jupyter.display")]()["image/svg+xml"]);
    console.log(shown.join(""));
  `;
  const flags = ["run", "--allow-read", "--node-modules-dir=manual", "--no-lock", "--ext=ts", "-"];
  const options = {
    input: program,
    encoding: "utf8",
    cwd: path("../../"),
    maxBuffer: 1 << 28,
  } as const;
  sameText(execFileSync(DENO, flags, options).trimEnd(), figuresOf(cohort).join("").trimEnd());
});

describe.skipIf(!existsSync(CHROMIUM))(
  existsSync(CHROMIUM) ? "Chromium" : "Chromium (SKIPPED: /usr/bin/chromium is not here)",
  () => {
    it("gives the golden sequences and the same figures", async () => {
      const { build } = await import("vite");
      const { chromium } = await import("playwright-core");
      const bundled = await build({
        root: path("../../"),
        logLevel: "error",
        build: {
          write: false,
          minify: false,
          lib: { entry: path("golden.ts"), formats: ["iife"], name: "golden" },
        },
      });
      const [bundle] = Array.isArray(bundled) ? bundled : [bundled];
      if (bundle === undefined || !("output" in bundle)) throw new Error("a bundle was expected");
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
      try {
        const page = await browser.newPage();
        await page.addScriptTag({ content: bundle.output[0].code });
        const out = await page.evaluate(
          (text) =>
            (globalThis as unknown as { golden: typeof import("./golden.js") }).golden.sequencesOf(
              text,
            ),
          cohort,
        );
        sameText(out, sequencesOf(cohort));
        const [figures, elements] = await page.evaluate((text) => {
          const { figuresOf: draw } = (
            globalThis as unknown as { golden: typeof import("./golden.js") }
          ).golden;
          const drawn = draw(text);
          // An element of the page, as Observable shows it, without a document being handed over.
          const built = drawn.map(
            (figure) => figure.toElement() as unknown as { outerHTML: string },
          );
          return [drawn.join(""), built.map(({ outerHTML }) => outerHTML.slice(0, 4)).join("")];
        }, cohort);
        sameText(figures as string, figuresOf(cohort).join(""));
        expect(elements).toBe("<svg".repeat(figuresOf(cohort).length));
      } finally {
        await browser.close();
      }
    });
  },
);

/** Two long texts are the same; if not, the first differing line is shown from where it differs. */
function sameText(actual: string, expected: string): void {
  const [a, b] = [actual.split("\n"), expected.split("\n")];
  const line = b.findIndex((text, i) => text !== a[i]);
  const column = [...(b[line] ?? "")].findIndex((character, i) => character !== a[line]?.[i]);
  const from = Math.max(0, column - 40);
  expect(a[line]?.slice(from, from + 120)).toBe(b[line]?.slice(from, from + 120));
  expect(a).toHaveLength(b.length);
}

/**
 * The main entry gives the same bytes in Node, Deno and a browser. The golden file is this package's own
 * output, kept to notice changes; what is right is said by the tests of each room.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sequencesOf } from "./golden.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const COHORT = path("../../examples/cohort/DL_info.csv");
const GOLDEN = path("../golden/cohort-sequences.jsonl");
const DENO = path("../../node_modules/.bin/deno");
const CHROMIUM = "/usr/bin/chromium";
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

describe.skipIf(!existsSync(CHROMIUM))(
  existsSync(CHROMIUM) ? "Chromium" : "Chromium (SKIPPED: /usr/bin/chromium is not here)",
  () => {
    it("gives the golden sequences", async () => {
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

/** Chromium as root on a machine without a network. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

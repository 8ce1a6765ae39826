/**
 * The main entry gives the same bytes in Node, Deno and a browser. The golden file is this package's own
 * output, kept to notice changes; the tests of each folder say what is right.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
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

/** The package as it is installed, from text to sequences. */
const SEQUENCES = `
  import { readFileSync } from "node:fs";
  import { match, readLesions, matchToJson } from "lesion-graph";
  const patients = match(readLesions(readFileSync(${JSON.stringify(COHORT)}, "utf8")).lesions);
  console.log(patients.map((patient) => JSON.stringify(matchToJson(patient))).join("\\n"));
`;
/** Figures as a notebook shows them. */
const FIGURES = `
  import { readFileSync } from "node:fs";
  import { figuresOf } from "./test/runtimes/golden.ts";
  const figures = figuresOf(readFileSync(${JSON.stringify(COHORT)}, "utf8"));
  const shown = figures.map((figure) => figure[Symbol.for("Jupyter.display")]()["image/svg+xml"]);
  console.log(shown.join(""));
`;
/** What a program on standard input prints. */
const printed = (file: string, args: readonly string[], input: string): string =>
  execFileSync(file, args, { input, encoding: "utf8", cwd: path("../../"), maxBuffer: 1 << 28 });
const figures = (): string => figuresOf(cohort).join("").trimEnd();

describe("Deno", () => {
  const flags = ["run", "--allow-read", "--node-modules-dir=manual", "--no-lock", "--ext=ts", "-"];

  it("gives the golden sequences", () => {
    sameText(printed(DENO, flags, SEQUENCES), sequencesOf(cohort));
  });

  it("draws the same figures, and shows them in a notebook", () => {
    sameText(printed(DENO, flags, FIGURES).trimEnd(), figures());
  });
});

/** Other versions of Node to try: paths of their programs, separated as in PATH. */
const NODES = (process.env["LESION_GRAPH_NODES"] ?? "").split(delimiter).filter(existsSync);

describe("other Nodes", () => {
  if (NODES.length === 0) it.skip("SKIPPED: LESION_GRAPH_NODES names none", () => {});

  it.each(NODES)("%s gives the golden sequences", (node) => {
    sameText(printed(node, ["--input-type=module", "-"], SEQUENCES), sequencesOf(cohort));
  });

  it.each(NODES)("%s draws the same figures", (node) => {
    const flags = ["--import", "tsx", "--input-type=module", "-"];
    sameText(printed(node, flags, FIGURES).trimEnd(), figures());
  });

  it.each(NODES)("%s runs the command line, with workers too", (node) => {
    const call = [path("../../dist/cli/main.js"), "match", COHORT, "--format", "csv"];
    const here = printed(process.execPath, call, "");
    sameText(printed(node, call, ""), here);
    sameText(printed(node, [...call, "--jobs", "2"], ""), here);
  });
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
          // An element of the page, as Observable shows it, without a document.
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

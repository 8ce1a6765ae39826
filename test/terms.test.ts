/** Retired terms stay out of names, comments, command-line help, docs and figures: one concept, one word. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { run } from "./support/cli.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Terms that a term of the glossary (CONTRIBUTING.md) replaces, as they would appear in a text. */
const RETIRED_IN_TEXT =
  /\b(pins?|pinned|forbids?|forbidden|doubt(s|ed|ful)?|refusals?|refused|refuses?|unjudged|rivals?|marked twice|double marks?|unmarked|mend(s|ed)?|crew|offend(s|ed)?|embedded cohort|verdicts?|whoever|somebody)\b/gi;
/** The same inside names. */
const RETIRED_IN_NAME =
  /^pins?(?![a-z])|[a-z]Pins?(?![a-z])|forbid|doubt|refus|unjudged|rival|crew(?![a-z])|keepResponse|^Triple$|verdict|offended|effort(?![a-z])/i;

const pages = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...readdirSync(`${ROOT}docs`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !/^(?:reference|\.vitepress)/.test(name))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
];
const found = (text: string): string[] => [...new Set(text.match(RETIRED_IN_TEXT) ?? [])];

it.each(pages)("%s uses the terms of the glossary", (page) => {
  const text = readFileSync(ROOT + page, "utf8");
  // The glossary itself names what it replaces.
  expect(found(text.replace(/<!-- glossary -->[\s\S]*?<!-- \/glossary -->/, ""))).toEqual([]);
});

const sources = ["src", "test", "bench", "examples"].flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => /\.tsx?$/.test(name) && !/terms\.test|default-model-json/.test(name)),
);

it("comments, names and texts of the source use the terms of the glossary", () => {
  const faults = sources.flatMap((file) => {
    const text = readFileSync(ROOT + file, "utf8");
    const names = new Set(text.match(/\b[A-Za-z_]\w*/g));
    const retired = [...found(text), ...[...names].filter((name) => RETIRED_IN_NAME.test(name))];
    return retired.map((term) => `${file}: ${term}`);
  });
  expect(faults).toEqual([]);
});

it("exported names use the terms of the glossary", async () => {
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  for (const entry of Object.values<{ types?: string }>(exports)) {
    if (entry.types === undefined) continue;
    const source = entry.types.replace("./dist/", "../src/").replace(/\.d\.ts$/, ".ts");
    const names = Object.keys(await import(source));
    expect(names.filter((name) => RETIRED_IN_NAME.test(name))).toEqual([]);
  }
});

it("command-line help uses the terms of the glossary", async () => {
  const help = (await run(["--help"])).out;
  const commands = [...help.matchAll(/^ {2}([a-z]+)(?= )/gm)].map(([, name]) => name ?? "");
  expect(commands).toContain("match");
  for (const name of commands.filter((name) => name !== "help")) {
    expect([name, found((await run([name, "--help"])).out)]).toEqual([name, []]);
  }
});

it("figures of the docs use the terms of the glossary", () => {
  const figures = readdirSync(`${ROOT}docs/figures`).filter((name) => name.endsWith(".svg"));
  expect(figures.length).toBeGreaterThan(0);
  for (const name of figures) {
    expect([name, found(readFileSync(`${ROOT}docs/figures/${name}`, "utf8"))]).toEqual([name, []]);
  }
});

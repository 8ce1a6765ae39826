/** Every snippet of the README and the docs runs, and prints what it says; every link leads somewhere. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { COHORT_FORMATS } from "../src/cli/cohort-formats.js";
import { FIGURES } from "../src/cli/drawable-figures.js";
import { GROWTH_FORMATS } from "../src/cli/growth-formats.js";
import { COMMANDS } from "../src/cli/program.js";
import { GROWTH_COLUMNS } from "../src/growth/growth-table.js";
import { MAIN } from "./support/cli.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSX = join(ROOT, "node_modules/tsx/dist/cli.mjs");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "examples/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .map((name) => `docs/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".md") && !/\/(?:reference|\.vitepress)\//.test(name)),
];
const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** Files of the source, tests, benches and examples. */
const FILES = ["src", "test", "bench", "examples"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
    join(folder, name).replaceAll("\\", "/"),
  ),
);

/** Every name in the source, tests and benches. */
const SOURCE_NAMES = new Set(
  FILES.filter((name) => /\.tsx?$/.test(name) && !name.startsWith("examples/"))
    .concat("tsconfig.json")
    .flatMap((name) => textOf(name).match(/\w+/g) ?? [])
    // Columns of changes are declared once for all baselines.
    .concat(Object.keys(GROWTH_COLUMNS)),
);

/** Code blocks of a language, with the line they begin at. */
function blocks(page: string, language: string): { line: number; code: string }[] {
  const text = textOf(page);
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    (match) => ({
      line: text.slice(0, match.index).split("\n").length,
      code: match[1]!,
    }),
  );
}

/** Snippets lie inside the project for a moment, so that they find the package by its name. */
const snippets = mkdtempSync(join(ROOT, "test/.snippets-"));
afterAll(() => rmSync(snippets, { recursive: true }));
const fileOf = (page: string, line: number): string =>
  join(snippets, `${page.replaceAll("/", "-")}-${line}.ts`);
for (const page of pages) {
  for (const { line, code } of blocks(page, "ts")) writeFileSync(fileOf(page, line), code);
}

/** Compilers of users: the project's, and others that `LESION_GRAPH_TYPESCRIPTS` names (paths of `tsc`). */
const compilers = [
  join(ROOT, "node_modules/typescript/bin/tsc"),
  ...(process.env["LESION_GRAPH_TYPESCRIPTS"]?.split(delimiter) ?? []),
];
/** Strict projects for Node and for browsers. The package's own types are checked, too. */
const PROJECTS = {
  nodenext: { module: "nodenext", lib: ["ESNext", "DOM", "DOM.Iterable"] },
  bundler: { module: "esnext", moduleResolution: "bundler", lib: ["ESNext", "DOM"] },
};
const typings = compilers.flatMap((tsc) =>
  Object.entries(PROJECTS).map(([name, options]) => ({
    name: `${execFileSync(process.execPath, [tsc, "--version"], { encoding: "utf8" }).trim()}, ${name}`,
    tsc,
    options,
  })),
);

/** What the guide says in a sentence, as a page of a browser has it. */
const PAGE = `import { graphFigure, matchPatient } from "lesion-graph";
import { makeInteractive } from "lesion-graph/figures/interactive";
const figure = graphFigure(matchPatient([]));
const element = figure.toElement();
document.body.append(element);
document.body.append(figure.toElement(), figure.toElement(document));
makeInteractive(document);
`;
writeFileSync(join(snippets, "page.ts"), PAGE);

it.each(typings)("snippets are well typed: $name", ({ tsc, options }) => {
  const compilerOptions = { ...options, skipLibCheck: false, types: ["node"], incremental: false };
  const config = { extends: "../../tsconfig.json", compilerOptions, include: ["*.ts"] };
  writeFileSync(join(snippets, "tsconfig.json"), JSON.stringify(config));
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", snippets], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([0, ""]);
});

describe.each(pages)("%s", (page) => {
  it.each(blocks(page, "ts"))("line $line runs and prints what it says", ({ line, code }) => {
    const printed = execFileSync(process.execPath, [TSX, fileOf(page, line)], { encoding: "utf8" });
    const promised = [...code.matchAll(/console\.log\((.*)\);(?: \/\/ (→ )?(.*))?$/gm)];
    const lines = printed.trimEnd().split("\n");
    // Only where every line is one output can lines be told apart; elsewhere the promises must appear.
    for (const [, , arrow, text] of promised) if (arrow) expect(lines).toContain(text);
    const output = textOf(page)
      .split(code)[1]
      ?.match(/^```\s+```text\n([\s\S]*?)```/)?.[1];
    if (output !== undefined) expect(printed).toBe(output);
  });

  const commands = blocks(page, "sh").flatMap(({ line, code }) =>
    code
      .split("\n")
      .map((command, i) => ({ line: line + i + 1, command }))
      .filter(({ command }) => command.includes("npx lesion-graph")),
  );
  if (commands.length > 0) {
    it("commands run, one after the other", () => {
      const folder = mkdtempSync(join(tmpdir(), "lesion-graph-docs-"));
      for (const name of ["DL_info.csv", "truth.csv", "dates.csv"]) {
        copyFileSync(join(ROOT, "examples/cohort", name), join(folder, name));
      }
      for (const { command, line } of commands) {
        const real = command.replaceAll("npx lesion-graph", `"${process.execPath}" "${MAIN}"`);
        const { status, stderr } = spawnSync("sh", ["-c", real], { cwd: folder, encoding: "utf8" });
        expect([line, status, stderr]).toEqual([line, 0, ""]);
      }
    });
  }

  it("names functions and fields that are in the source", () => {
    const text = textOf(page).replace(/^```[\s\S]*?^```/gm, "");
    const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, inline]) => inline).join(" ");
    const names = new Set(code.match(/(?<![\w/.-])[a-z]+[A-Z]\w*(?=\(|\s|$)/g));
    expect([...names].filter((name) => !SOURCE_NAMES.has(name))).toEqual([]);
  });

  it("names files that are there", () => {
    const text = textOf(page).replace(/^```[\s\S]*?^```/gm, "");
    const named = [...text.matchAll(/`([\w./-]+\/[\w.-]+\.(?:ts|sh|sbatch))`/g)];
    const absent = named.filter(
      ([, path]) => !FILES.some((file) => `/${file}`.endsWith(`/${path}`)),
    );
    expect(absent.map(([, path]) => path)).toEqual([]);
  });

  it("links to pages and headings that are there", () => {
    for (const [, target] of textOf(page).matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(target as string)) continue;
      const [path, heading] = (target as string).split("#");
      const file = join(ROOT, dirname(page), path as string);
      expect([target, existsSync(file)]).toEqual([target, true]);
      if (heading === undefined) continue;
      const anchors = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        (title as string)
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, "")
          .replaceAll(" ", "-"),
      );
      expect(anchors).toContain(heading);
    }
  });
});

it("docs/command-line.md names every command, format and figure", () => {
  const page = textOf("docs/command-line.md");
  const part = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const absent = (names: readonly string[], text: string) =>
    names.filter((name) => !text.includes(`\`${name}\``));
  const rows = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `| \`${name}\` | ${summary} |`,
  );
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  expect(absent(Object.keys(COHORT_FORMATS), part("match"))).toEqual([]);
  expect(absent(Object.keys(GROWTH_FORMATS), part("grow"))).toEqual([]);
  expect(absent(Object.keys(FIGURES), part("draw"))).toEqual([]);
});

describe("examples", () => {
  const examples = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".ts"));

  it.each(examples)("%s runs, and is short", (name) => {
    const printed = execFileSync(process.execPath, [TSX, `examples/${name}`], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(printed.trim().length).toBeGreaterThan(0);
    const source = readFileSync(join(ROOT, "examples", name), "utf8");
    expect(source.split("\n").length).toBeLessThanOrEqual(30);
  });
});

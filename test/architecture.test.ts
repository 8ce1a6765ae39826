/** The layers of src/: which folder may import which, and what the folders that run everywhere must not use. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));

/** A module imports from its own folder and from folders before it. */
const FOLDERS = [
  "core",
  "csv",
  "deeplesion",
  "measurements",
  "masks",
  "dicom",
  "simulation",
  "images",
  "bodypart",
  "features",
  "graph",
  "matching",
  "evaluation",
  "growth",
  "response",
  "retrieval",
  "figures",
  "report",
  "index",
  "entry-points",
  "node",
  "review",
  "cli",
];
const NEEDS_NODE = ["node", "cli"];

/** The modules, and the components of the review application. */
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => path.replaceAll("\\", "/"))
  .sort();
const modules = sources.filter((path) => path.endsWith(".ts"));
const source = (path: string): string => readFileSync(join(SRC, path), "utf8");
const folderOf = (path: string): string => path.split("/")[0]!.replace(/\.ts$/, "");

/** A module of fewer lines is a barrel, starts on its own, is shared by other modules, or has a reason below. */
const SMALL = 40;
const STANDS_ALONE: Readonly<Record<string, string>> = {
  "bodypart/default-model-json.ts": "written by `npm run model:bodypart`, loaded on demand",
  "cli/bodypart-draw.ts": "one module per command",
  "csv/parquet.ts": "keeps an optional package apart",
  "evaluation/fit/weights.ts": "one module per step of the fit",
  "features/size.ts": "one module per feature",
  "growth/student-t.ts": "a distribution, tested against published tables",
  "measurements/identical-rows.ts": "one module per check of a table",
  "measurements/study-dates.ts": "one module per input file",
};

/** What a module imports, packages as they are and own modules as paths below src/. */
function imports(path: string): string[] {
  const specifiers = [...source(path).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, specifier]) => specifier as string,
  );
  return specifiers.map((specifier) =>
    specifier.startsWith(".") ? moduleOf(posix.join(dirname(path), specifier)) : specifier,
  );
}

/** The source of a specifier: `.js` stands for `.ts`, or `.tsx` in the review application. */
function moduleOf(specifier: string): string {
  const path = specifier.replace(/\.js$/, ".ts");
  return sources.includes(path) ? path : path.replace(/\.ts$/, ".tsx");
}

describe("the folders of src", () => {
  it("are all listed", () => {
    expect(modules.map(folderOf).filter((folder) => !FOLDERS.includes(folder))).toEqual([]);
  });

  it.each(modules)("%s imports only from its own folder and from folders before it", (path) => {
    const own = FOLDERS.indexOf(folderOf(path));
    const wrong = imports(path).filter(
      (other) => other.endsWith(".ts") && FOLDERS.indexOf(folderOf(other)) > own,
    );
    expect(wrong).toEqual([]);
  });

  it("have modules of unique names", () => {
    const names = modules.map((path) => posix.basename(path)).filter((name) => name !== "index.ts");
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("parse JSON of other origin in one place", () => {
    const parsing = modules.filter((path) => source(path).includes("JSON.parse("));
    expect(parsing.sort()).toEqual(["cli/version.ts", "core/json.ts"]);
  });

  it("have no small module without a reason to stand alone", () => {
    const importers = new Map<string, number>();
    for (const path of sources) {
      for (const other of new Set(imports(path))) {
        importers.set(other, (importers.get(other) ?? 0) + 1);
      }
    }
    const isBarrel = (path: string) => /^entry-points\/|(^|\/)index\.ts$/.test(path);
    const isStarted = (path: string) => /(^|-)worker\.ts$|^cli\/main\.ts$/.test(path);
    const isShared = (path: string) => (importers.get(path) ?? 0) >= 2;
    const small = sources.filter((path) => source(path).split("\n").length - 1 < SMALL);
    const unexplained = small.filter(
      (path) => !isBarrel(path) && !isStarted(path) && !isShared(path),
    );
    expect(unexplained).toEqual(Object.keys(STANDS_ALONE).sort());
  });

  it("have no import cycles", () => {
    const open: string[] = [];
    const done = new Set<string>();
    const visit = (path: string): void => {
      expect(open, `cycle through ${path}`).not.toContain(path);
      if (done.has(path)) return;
      open.push(path);
      for (const other of imports(path)) if (other.endsWith(".ts")) visit(other);
      open.pop();
      done.add(path);
    };
    for (const path of modules) visit(path);
  });

  it.each(modules.filter((path) => !NEEDS_NODE.includes(folderOf(path))))(
    "%s runs without Node",
    (path) => {
      expect(imports(path).filter((specifier) => specifier.startsWith("node:"))).toEqual([]);
      const code = source(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(code).not.toMatch(/\b(process|Buffer|__dirname|require)\b\s*[.(]/);
    },
  );
});

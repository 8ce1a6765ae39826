/** The house: which room may import which, and what the rooms that run everywhere must not touch. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));

/** From left to right: a module imports from its own room and from rooms to its left only. */
const ROOMS = [
  "arithmetic",
  "errors",
  "options",
  "random",
  "union-find",
  "lesion",
  "csv",
  "deeplesion",
  "vectors",
  "input",
  "simulate",
  "images",
  "features",
  "graph",
  "matching",
  "evaluation",
  "growth",
  "retrieval",
  "figures",
  "index",
  "node",
  "cli",
];
const NEEDS_NODE = ["node", "cli"];

const modules = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => path.replaceAll("\\", "/"));
const source = (path: string): string => readFileSync(join(SRC, path), "utf8");
const roomOf = (path: string): string => (path.split("/")[0] as string).replace(/\.ts$/, "");

/** What a module imports, packages as they are and own modules as paths below src/. */
function imports(path: string): string[] {
  const specifiers = [...source(path).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, specifier]) => specifier as string,
  );
  return specifiers.map((specifier) =>
    specifier.startsWith(".")
      ? posix.join(dirname(path), specifier).replace(/\.js$/, ".ts")
      : specifier,
  );
}

describe("the rooms", () => {
  it("are all known", () => {
    expect(modules.map(roomOf).filter((room) => !ROOMS.includes(room))).toEqual([]);
  });

  it.each(modules)("%s imports only from its room and from rooms to its left", (path) => {
    const own = ROOMS.indexOf(roomOf(path));
    const wrong = imports(path).filter(
      (other) => other.endsWith(".ts") && ROOMS.indexOf(roomOf(other)) > own,
    );
    expect(wrong).toEqual([]);
  });

  it("hold no circles", () => {
    const open: string[] = [];
    const done = new Set<string>();
    const visit = (path: string): void => {
      expect(open, `circle through ${path}`).not.toContain(path);
      if (done.has(path)) return;
      open.push(path);
      for (const other of imports(path)) if (other.endsWith(".ts")) visit(other);
      open.pop();
      done.add(path);
    };
    for (const path of modules) visit(path);
  });

  it.each(modules.filter((path) => !NEEDS_NODE.includes(roomOf(path))))(
    "%s runs without Node",
    (path) => {
      expect(imports(path).filter((specifier) => specifier.startsWith("node:"))).toEqual([]);
      const code = source(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(code).not.toMatch(/\b(process|Buffer|__dirname|require)\b\s*[.(]/);
    },
  );
});

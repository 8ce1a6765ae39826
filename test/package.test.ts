/** The package as others install it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const run = (file: string, ...args: string[]): string =>
  execFileSync(file, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const tool = (path: string, ...args: string[]): string =>
  run(process.execPath, `${ROOT}node_modules/${path}`, ...args);

/** The tarball as it would be published, of what is built now. */
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-pack-"));
run("npm", "pack", "--ignore-scripts", "--pack-destination", folder);
const tarball = join(folder, `lesion-graph-${manifest.version}.tgz`);

/** Entry points by the name that users import. */
const entries = Object.entries<{ default: string }>(manifest.exports)
  .filter(([path]) => !path.endsWith(".json"))
  .map(([path, { default: file }]) => [posix.join("lesion-graph", path), file] as const);

it.each(entries)("%s exports what the snapshot lists", async (name, file) => {
  const source = `../${file.replace("./dist/", "src/").replace(/\.js$/, ".ts")}`;
  expect(Object.keys(await import(source)).sort()).toMatchSnapshot(name);
});

it("the main entry point has at most 60 run-time exports", async () => {
  expect(Object.keys(await import("../src/index.js")).length).toBeLessThanOrEqual(60);
});

it("is clean for publint", () => {
  expect(tool("publint/src/cli.js", tarball, "--strict")).toContain("All good!");
});

it("has types that resolve (are-the-types-wrong)", () => {
  // CommonJS cannot be had of an ESM-only package, and node10 knows no exports: both on purpose.
  // A problem would end it with another status than 0. JSON, for the table depends on the terminal.
  const cli = "@arethetypeswrong/cli/dist/index.js";
  const out = tool(cli, tarball, "--profile", "esm-only", "--format", "json");
  expect(Object.keys(JSON.parse(out).analysis.entrypoints)).toEqual(Object.keys(manifest.exports));
});

it("carries what it needs at run time, and no tests or real data", () => {
  const paths = run("tar", "-tzf", tarball).trim().split("\n");
  expect(paths).toContain("package/dist/index.d.ts");
  expect(paths).toContain("package/examples/cohort/DL_info.csv");
  const known = /^package\/(dist\/|docs\/|examples\/|[A-Z_]+(\.md|\.cff)?$|package\.json$)/;
  expect(paths.filter((path) => !known.test(path))).toEqual([]);
});

it.each([
  ["cli", ["commander", "csv-parse", "d3-array", "fast-png", "graphology"]],
  ["review", ["preact", "@preact/signals", "d3-force"]],
])("has the licences of the packages bundled in dist/%s", (folder, bundled) => {
  const text = run("tar", "-xzOf", tarball, `package/dist/${folder}/LICENSES.md`);
  const listed = [...text.matchAll(/^## (\S+) - /gm)].map(([, name]) => name);
  expect(listed).toEqual(expect.arrayContaining(bundled));
});

it("has what its pages link to, and stays below 1.5 megabytes", () => {
  const paths = new Set(run("tar", "-tzf", tarball).trim().split("\n"));
  const pages = [...paths].filter((path) => path.endsWith(".md"));
  expect(pages.length).toBeGreaterThan(10);
  const missing = pages.flatMap((page) => {
    const text = readFileSync(`${ROOT}${page.slice("package/".length)}`, "utf8");
    return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .map(([, link]) => posix.join(posix.dirname(page), link as string).replace(/\/$/, ""))
      .filter((to) => !paths.has(to) && ![...paths].some((path) => path.startsWith(`${to}/`)))
      .map((to) => `${page}: ${to}`);
  });
  expect(missing).toEqual([]);
  expect(statSync(tarball).size).toBeLessThan(1_500_000);
});

it("starts `match` with less than 305 kB of code, and without modules that take long to load", () => {
  const files = ["main", "rolldown-runtime", "run", "matching"].map((name) =>
    readFileSync(`${ROOT}dist/cli/${name}.js`, "utf8"),
  );
  expect(files.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(305_000);
  const loaded = files.flatMap((text) =>
    [...text.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name as string),
  );
  const others = loaded.filter((name) => !name.startsWith("."));
  expect([...new Set(others.map((name) => name.replace("node:", "")))].sort()).toEqual([
    "events",
    "fs",
    "fs/promises",
    "module",
    "os",
    "path",
    "process",
    "url",
  ]);
});

it("has a command line of ASCII alone, which V8 reads fastest", () => {
  const folder = `${ROOT}dist/cli/`;
  const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
  expect(files.filter((name) => /[^\0-\x7f]/.test(readFileSync(folder + name, "utf8")))).toEqual(
    [],
  );
});

it("has one version everywhere", () => {
  const citation = readFileSync(`${ROOT}CITATION.cff`, "utf8");
  expect(citation).toContain(`version: ${manifest.version}\n`);
  expect(readFileSync(`${ROOT}CHANGELOG.md`, "utf8")).toContain(`## ${manifest.version}`);
});

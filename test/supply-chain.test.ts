/** What comes with the package when it is installed. */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const manifest = JSON.parse(read("package.json"));

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

/** Packages that `npm install lesion-graph` installs: its dependencies and theirs. */
const installed = Object.entries<Locked>(JSON.parse(read("package-lock.json")).packages)
  .filter(([path, { dev, peer }]) => path !== "" && !dev && !peer)
  .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ""), ...locked }));

describe("packages that are installed with this one", () => {
  it("are listed with their licence in docs/reliability.md", () => {
    const listed = /<!-- licences -->([\s\S]*?)<!-- \/licences -->/.exec(
      read("docs/reliability.md"),
    );
    const rows = [...(listed?.[1] ?? "").matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)];
    expect(rows.map(([, name, license]) => `${name} ${license?.trim()}`)).toEqual(
      installed.map(({ name, license }) => `${name} ${license}`),
    );
  });

  it("have permissive licences, and the one of this package is MIT", () => {
    expect(installed.length).toBeGreaterThan(10);
    expect(installed.filter(({ license }) => !["MIT", "ISC"].includes(license ?? ""))).toEqual([]);
    expect(manifest.license).toBe("MIT");
  });

  it("run nothing when they are installed, and neither does this package", () => {
    expect(installed.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
    // `prepare` runs in a clone only.
    const hooks = ["preinstall", "install", "postinstall"];
    expect(hooks.filter((name) => name in manifest.scripts)).toEqual([]);
  });

  it("have a checksum", () => {
    for (const { name, integrity } of installed) {
      expect([name, integrity]).toEqual([name, expect.stringMatching(/^sha512-/)]);
    }
  });
});

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`. */
const IMPORT =
  /^(?:import|export)\s[\w\s{},*$]*?from\s*["']([^"']+)["']|^import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;

it("built files import nothing else", () => {
  const allowed = new Set([
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies),
    // A runtime that a user may have in place of onnxruntime-web.
    "onnxruntime-node",
  ]);
  const files = (readdirSync(join(ROOT, "dist"), { recursive: true }) as string[]).filter((name) =>
    name.endsWith(".js"),
  );
  expect(files.length).toBeGreaterThan(100);
  const foreign = files.flatMap((name) => {
    const code = readFileSync(join(ROOT, "dist", name), "utf8");
    return [...code.matchAll(IMPORT)]
      .map(([, ...names]) => names.find((one) => one !== undefined) ?? "")
      .filter((one) => !/^[.#]|^node:/.test(one))
      .map((one) =>
        one
          .split("/")
          .slice(0, one.startsWith("@") ? 2 : 1)
          .join("/"),
      )
      .filter((one) => !allowed.has(one) && !builtinModules.includes(one))
      .map((one) => `${name}: ${one}`);
  });
  expect(foreign).toEqual([]);
});

it("a release is published by its workflow, with provenance and after the tests", () => {
  const workflow = read(".github/workflows/publish.yml");
  expect(workflow).toMatch(/npm test[\s\S]*npm publish --provenance/);
  expect(workflow).toContain("id-token: write");
  expect(read(".github/workflows/test.yml")).toContain("npm audit --omit=dev");
});

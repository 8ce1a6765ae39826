/** The programs that stand beside the package. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { PYTHON, shared } from "./patients.js";

/** pandas, scipy and networkx on the whole file, Algorithm 1 for every patient, no output. */
export const PYTHON_PEER = shared("tools/peer_python.py");

export const hasPython = (): boolean =>
  existsSync(PYTHON_PEER) &&
  spawnSync(PYTHON, ["-c", "import pandas, scipy, networkx"]).status === 0;

export const NO_PYTHON =
  "the Python peer (apt-get install python3-pandas python3-scipy python3-networkx)";

const VERSIONS = `
import sys, pandas, scipy, networkx
print('Python %s, pandas %s, scipy %s, networkx %s' % (sys.version.split()[0], pandas.__version__, scipy.__version__, networkx.__version__))
`;

/** The peer's versions; empty where it is not here. */
export const pythonVersions = (): string[] =>
  hasPython() ? [execFileSync(PYTHON, ["-c", VERSIONS], { encoding: "utf8" }).trim()] : [];

/** A peer written in TypeScript, as JavaScript beside the packages that it uses. */
export function typescriptPeer(): { readonly path: string; readonly lines: number } {
  const source = readFileSync(new URL("../peer-typescript.ts", import.meta.url), "utf8");
  const path = fileURLToPath(
    new URL("../../node_modules/.cache/peer-typescript.mjs", import.meta.url),
  );
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, outputText);
  return { path, lines: source.trimEnd().split("\n").length };
}

/** Where DuckDB is installed by the bench: 70 MB, too much for a development dependency. */
const DUCKDB = fileURLToPath(new URL("../../node_modules/.cache/duckdb/", import.meta.url));
const DUCKDB_PEER = fileURLToPath(new URL("../peer-duckdb.mjs", import.meta.url));

/** A peer in SQL; `undefined` where DuckDB cannot be installed. */
export function duckdbPeer():
  | { readonly args: readonly string[]; readonly lines: number }
  | undefined {
  const module = join(DUCKDB, "node_modules/@duckdb/node-api");
  if (!existsSync(module)) {
    mkdirSync(DUCKDB, { recursive: true });
    writeFileSync(join(DUCKDB, "package.json"), '{ "private": true }\n');
    const install = ["install", "--silent", "--no-save", "--prefix", DUCKDB, "@duckdb/node-api"];
    if (spawnSync("npm", install, { stdio: "ignore" }).status !== 0) return undefined;
  }
  const lines = readFileSync(DUCKDB_PEER, "utf8").trimEnd().split("\n").length;
  return { args: [DUCKDB_PEER, DUCKDB], lines };
}

/**
 * Coverage of `src`: what Vitest measured in its own processes, and what the processes and worker threads
 * that tests start ran of `dist`, found by source maps. `npm run coverage` runs it after the tests; it writes
 * coverage/merged and fails below the thresholds.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from "@jridgewell/trace-mapping";

// Without types of their own.
const require = createRequire(import.meta.url);
const { createCoverageMap } = require("istanbul-lib-coverage");
const { createContext } = require("istanbul-lib-report");
const reports = require("istanbul-reports");

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const THRESHOLDS = { lines: 95, branches: 90 } as const;

interface Position {
  readonly line: number;
  readonly column: number;
}
interface Location {
  readonly start: Position;
}
/** The part of an Istanbul file coverage that is read and changed here. */
interface FileCoverage {
  readonly statementMap: Record<string, Location>;
  readonly fnMap: Record<string, { readonly loc: Location }>;
  readonly branchMap: Record<
    string,
    {
      readonly type: string;
      readonly loc: Location;
      readonly locations: readonly Partial<Location>[];
    }
  >;
  readonly s: Record<string, number>;
  readonly f: Record<string, number>;
  readonly b: Record<string, number[]>;
}
interface V8Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface V8Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly V8Range[] }[];
}

const merged = JSON.parse(readFileSync(`${ROOT}coverage/coverage-final.json`, "utf8")) as Record<
  string,
  FileCoverage
>;
const folder = `${ROOT}coverage/processes`;
const built = new Map<string, readonly BuiltFile[]>();
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  for (const script of scriptsOf(`${folder}/${name}`)) {
    if (!script.url.startsWith(`file://${ROOT}dist/`)) continue;
    const files = built.get(script.url) ?? builtFiles(fileURLToPath(script.url));
    built.set(script.url, files);
    for (const file of files) addCounts(file, script);
  }
}

const map = createCoverageMap(merged);
const context = createContext({ dir: `${ROOT}coverage/merged`, coverageMap: map });
for (const kind of ["text-summary", "html", "json-summary"] as const) {
  reports.create(kind).execute(context);
}
const summary = map.getCoverageSummary();
for (const [kind, least] of Object.entries(THRESHOLDS)) {
  const { pct } = summary[kind as keyof typeof THRESHOLDS];
  if (pct >= least) continue;
  process.stderr.write(`coverage of ${kind} is ${pct} %, below ${least} %\n`);
  process.exitCode = 1;
}

/** The scripts of a process; none of one that was killed while it wrote. */
function scriptsOf(path: string): readonly V8Script[] {
  try {
    return JSON.parse(readFileSync(path, "utf8")).result;
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** A source of a file of `dist`, with its coverage and where its positions are in that file. */
interface BuiltFile {
  readonly source: FileCoverage;
  /** Offset in the built file, or undefined where nothing was emitted. */
  offsetOf(at: Position | undefined): number | undefined;
}

/** The sources of a module, or of a bundle of the command line. */
function builtFiles(path: string): BuiltFile[] {
  if (!existsSync(`${path}.map`)) return [];
  const trace = new TraceMap(readFileSync(`${path}.map`, "utf8"), `${path}.map`);
  const starts = [0];
  for (const { index } of readFileSync(path, "utf8").matchAll(/\n/g)) starts.push(index + 1);
  return trace.resolvedSources.flatMap((name) => {
    const source = merged[name];
    if (source === undefined) return [];
    const offsetOf = (at: Position | undefined): number | undefined => {
      if (at?.line === undefined) return undefined;
      const needle = { source: name, line: at.line, column: at.column };
      const { line, column } = generatedPositionFor(trace, { ...needle, bias: LEAST_UPPER_BOUND });
      return line === null ? undefined : starts[line - 1]! + column;
    };
    return [{ source, offsetOf }];
  });
}

/** Adds the counts of one process to those of the source. */
function addCounts({ source, offsetOf }: BuiltFile, script: V8Script): void {
  const ranges = script.functions.flatMap((one) => one.ranges);
  const countAt = (at: Position | undefined): number => {
    const offset = offsetOf(at);
    if (offset === undefined) return 0;
    let inner: V8Range | undefined;
    for (const range of ranges) {
      if (range.startOffset > offset || range.endOffset <= offset) continue;
      if (inner && range.endOffset - range.startOffset > inner.endOffset - inner.startOffset)
        continue;
      inner = range;
    }
    return inner?.count ?? 0;
  };
  for (const [id, { start }] of Object.entries(source.statementMap))
    source.s[id]! += countAt(start);
  for (const [id, { loc }] of Object.entries(source.fnMap)) source.f[id]! += countAt(loc.start);
  for (const [id, { type, loc, locations }] of Object.entries(source.branchMap)) {
    const arms = source.b[id]!;
    locations.forEach(({ start }, arm) => {
      // The `else` that is not written runs as often as the `if` without its body.
      const implicit = type === "if" && arm === 1 && start?.line === undefined;
      arms[arm]! += implicit
        ? Math.max(0, countAt(loc.start) - countAt(locations[0]?.start))
        : countAt(start);
    });
  }
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const COMPARE = fileURLToPath(new URL("../../bench/compare.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-compare-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program on two result files. */
function compare(before: unknown, after: unknown) {
  const files = [before, after].map((rows, i) => {
    const file = join(folder, `${i}.json`);
    writeFileSync(file, JSON.stringify(rows));
    return file;
  });
  const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", COMPARE, ...files], {
    encoding: "utf8",
  });
  return {
    status,
    marks: stdout
      .trim()
      .split("\n")
      .map((line) => line.split(": ")[0]),
  };
}

const before = [
  { name: "a", ratio: 0.4 },
  { name: "b", ratio: 1 },
  { name: "c", ratio: null },
];

describe("bench:compare", () => {
  it("accepts ratios that got better or worse by up to 15 %", () => {
    const after = [
      { name: "b", ratio: 1.14 },
      { name: "a", ratio: 0.2 },
    ];
    expect(compare(before, after)).toEqual({ status: 0, marks: ["ok", "ok"] });
  });

  it("exits with 1 where one ratio got worse by more than 15 %", () => {
    const after = [
      { name: "a", ratio: 0.47 },
      { name: "b", ratio: 1 },
    ];
    expect(compare(before, after)).toEqual({ status: 1, marks: ["worse", "ok"] });
  });

  it("exits with 1 where a ratio is missing", () => {
    const after = [
      { name: "a", ratio: 0.4 },
      { name: "b", ratio: null },
    ];
    expect(compare(before, after)).toEqual({ status: 1, marks: ["ok", "missing"] });
  });

  it("exits with 2 where a file is no result", () => {
    expect(compare(before, [{ name: "a", ratio: "0.4" }]).status).toBe(2);
  });
});

/** How many worker threads `match --jobs` uses. */
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jobsFor } from "../../src/cli/jobs.js";
import type { TextTask } from "../../src/cli/match-texts.js";
import { freshFolder } from "../support/cli.js";

const folder = freshFolder();
/** A file of so many bytes, without content on disk. */
function sized(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  truncateSync(path, bytes);
  return path;
}

const small = sized("small.csv", 2 ** 20);
const half = sized("half.csv", 16 * 2 ** 20);
const other = sized("other.csv", 16 * 2 ** 20);
const joint: TextTask = { format: "csv", withFile: false, options: { method: "joint" } };
const auto = { jobs: "auto", patient: undefined, shard: undefined } as const;

describe("--jobs auto", () => {
  it("uses the cores of the process, at most 4, from 32 MiB of input on", () => {
    expect(jobsFor(joint, [half, other], auto, 2)).toBe(2);
    expect(jobsFor(joint, [half, other], auto, 16)).toBe(4);
    expect(jobsFor(joint, [half, small], auto, 16)).toBe(1);
  });

  it("uses no workers on one core", () => {
    expect(jobsFor(joint, [half, other], auto, 1)).toBe(1);
  });

  it("uses no workers for input of unknown length and for a part of the patients", () => {
    expect(jobsFor(joint, [join(folder, "missing.csv")], auto, 4)).toBe(1);
    expect(jobsFor(joint, [half, other], { ...auto, patient: ["1"] }, 4)).toBe(1);
    expect(jobsFor(joint, [half, other], { ...auto, shard: "1/2" }, 4)).toBe(1);
  });

  it("uses no workers where patients are matched in columns", () => {
    const columnar: TextTask = { ...joint, options: { method: "algorithm1" } };
    expect(jobsFor(columnar, [half, other], auto, 4)).toBe(1);
    expect(jobsFor({ ...columnar, format: "json" }, [half, other], auto, 4)).toBe(4);
  });
});

it("uses the number of workers that is asked for", () => {
  expect(jobsFor(joint, [small], { ...auto, jobs: 3 }, 1)).toBe(3);
});

/** The task of the Slurm example, run by bash alone: a finished task is left alone where that is asked for. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshFolder, MAIN } from "../support/cli.js";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const folder = freshFolder();

function runTask(task: number, resume?: string): string {
  const env = {
    ...process.env,
    INPUT: path("../../examples/cohort/DL_info.csv"),
    OUT: folder,
    SHARDS: "2",
    SLURM_ARRAY_TASK_ID: String(task),
    LESION_GRAPH: `${process.execPath} ${MAIN}`,
    ...(resume !== undefined && { RESUME: resume }),
  };
  execFileSync("bash", [path("../../examples/slurm/match.sbatch")], { env, stdio: "pipe" });
  return readFileSync(join(folder, `part-${task}`), "utf8");
}

it("RESUME leaves a finished task alone and runs one without a record", () => {
  const whole = runTask(1);
  writeFileSync(join(folder, "part-1"), "changed");
  expect(runTask(1, "1")).toBe("changed");
  expect(runTask(1)).toBe(whole);
  rmSync(join(folder, "part-1.shard.json"));
  writeFileSync(join(folder, "part-1"), "interrupted");
  expect(runTask(1, "1")).toBe(whole);
});

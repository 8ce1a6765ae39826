/** A cohort on a real Slurm: an array job with a task killed half-way, submitted again, and merged. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeDlInfo } from "../../src/deeplesion/write-dl-info.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { MAIN, runProcess } from "../support/cli.js";
import { hasSlurm, type Slurm, startSlurm } from "../support/slurm.js";

const EXAMPLE = fileURLToPath(new URL("../../examples/slurm/", import.meta.url));
const here = hasSlurm();

describe.skipIf(!here)(here ? "Slurm" : "Slurm (SKIPPED: slurm-wlm and munge are not here)", () => {
  let slurm: Slurm;
  beforeAll(async () => {
    slurm = await startSlurm();
  }, 180_000);
  afterAll(() => slurm?.stop(), 60_000);

  it("runs a cohort, has a killed task done again, and gives the bytes of a single run", async () => {
    const file = (name: string): string => join(slurm.folder, name);
    const cohort = file("DL_info.csv");
    writeFileSync(cohort, writeDlInfo(simulateCohort({ patients: 200, seed: 8 }).lesions));
    // Task 2 waits in the middle of its work on the first try, until it is killed.
    writeFileSync(
      file("lesion-graph"),
      `#!/bin/bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 2 ] && [ ! -e "${file("killed")}" ]; then
  touch "${file("half-way")}"
  { head -c 20000 "$2"; sleep 600; } | "${process.execPath}" "${MAIN}" match - "\${@:3}"
  exit 1
fi
exec "${process.execPath}" "${MAIN}" "$@"
`,
      { mode: 0o755 },
    );
    const parts = file("parts");
    const result = file("result.csv");
    const env = { ...slurm.env, LESION_GRAPH: file("lesion-graph"), OUT: parts };
    const script = (name: string, ...args: string[]): string =>
      execFileSync(join(EXAMPLE, name), args, { env, encoding: "utf8", cwd: slurm.folder }).trim();
    const [array = "", merge = ""] = script("submit.sh", cohort, result, "4").split(" ");
    const state = (job: string): string => {
      const shown = slurm.run("scontrol", "-o", "show", "job", job);
      return /JobState=(\w+)/.exec(shown)?.[1] ?? "";
    };

    await slurm.until("task 2 at work", () => existsSync(file("half-way")));
    await slurm.until("the other tasks", () =>
      [1, 3, 4].every((task) => existsSync(join(parts, `part-${task}.shard.json`))),
    );
    slurm.run("scancel", `${array}_2`);
    writeFileSync(file("killed"), "");
    await slurm.until("the end of task 2", () => state(`${array}_2`) === "CANCELLED");
    await slurm.until(
      "task 2 gone",
      () => !readdirSync(parts).some((name) => name.includes(".part")),
    );
    expect(readdirSync(parts).filter((name) => name.startsWith("part-2"))).toEqual([]);
    expect(existsSync(result)).toBe(false);
    slurm.run("scancel", merge);
    const early = runProcess(["merge", ...[1, 2, 3, 4].map((i) => join(parts, `part-${i}`))]);
    expect([early.status, early.err]).toEqual([2, expect.stringContaining("FILE_NOT_FOUND")]);

    const variables = { INPUT: cohort, RESULT: result, SHARDS: "4" };
    const submit = (...args: string[]): string =>
      execFileSync("sbatch", ["--parsable", ...args], {
        env: { ...env, ...variables },
        encoding: "utf8",
        cwd: slurm.folder,
      }).trim();
    const again = submit("--array=2", `--output=${parts}/log-again`, join(EXAMPLE, "match.sbatch"));
    const last = submit(
      `--dependency=afterok:${again}`,
      `--output=${parts}/log-merge`,
      join(EXAMPLE, "merge.sbatch"),
    );
    await slurm.until("the merge", () => ["COMPLETED", "FAILED"].includes(state(last)));
    expect(readFileSync(join(parts, "log-merge"), "utf8")).toBe("");
    expect(readFileSync(result, "utf8")).toBe(runProcess(["match", cohort, "--format", "csv"]).out);
  }, 240_000);
});

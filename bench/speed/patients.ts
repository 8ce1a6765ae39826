/** Inputs of known size: cohorts from the tool beside the project, and single patients of any size. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lesion } from "../../src/core/lesion.js";
import { randomSource } from "../../src/core/random.js";

export const PYTHON = "/usr/bin/python3";

/** A program or file that lies beside the project. */
export const shared = (path: string): string =>
  fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

const GENERATOR = shared("tools/make_cohort.py");
export const canMakeCohort = (): boolean => existsSync(GENERATOR);

/** A DL_info.csv `times` the size of DeepLesion, and its truth as CSV. */
export function makeCohort(folder: string, times: number): { input: string; truth: string } {
  const [input, truth] = [join(folder, `cohort-${times}.csv`), join(folder, `truth-${times}.csv`)];
  execFileSync(PYTHON, [GENERATOR, input, "--times", String(times), "--truth", `${truth}.json`]);
  const groups: Record<string, number[]> = JSON.parse(readFileSync(`${truth}.json`, "utf8"));
  let row = 0;
  const lines = Object.entries(groups).flatMap(([patient, own]) =>
    own.map((group) => `${++row},${patient},${patient}-${group}\n`),
  );
  writeFileSync(truth, `row,Patient_index,group\n${lines.join("")}`);
  return { input, truth };
}

/** A copy of a cohort whose patients have other numbers, by an offset; `append` adds to a file without a header. */
export function renumbered(input: string, output: string, offset: number, append = false): void {
  const [header = "", ...rows] = readFileSync(input, "utf8").trimEnd().split("\n");
  const text = rows
    .map((row) =>
      row.replace(/^\d+(_[^,]*),(\d+),/, (_, name: string, patient: string) => {
        const other = String(Number(patient) + offset);
        return `${other.padStart(6, "0")}${name},${other},`;
      }),
    )
    .join("\n");
  if (append) appendFileSync(output, `${text}\n`);
  else writeFileSync(output, `${header}\n${text}\n`);
}

/** The same lesions in every study, placed and measured with an error, as one patient. */
export function largePatient(studies: number, perStudy: number, seed = 5): Lesion[] {
  const { uniform } = randomSource(seed, 0);
  const truth = Array.from({ length: perStudy }, () => ({
    at: [uniform(0, 1), uniform(0, 1), uniform(0, 1)] as const,
    axis: uniform(5, 35),
  }));
  return Array.from({ length: studies * perStudy }, (_, i): Lesion => {
    const { at, axis } = truth[i % perStudy]!;
    const longAxisMm = axis * uniform(0.9, 1.1);
    const near = (value: number): number => value + uniform(-0.005, 0.005);
    return {
      row: i + 1,
      patient: "1",
      study: 1 + Math.floor(i / perStudy),
      id: `L${i + 1}`,
      location: [near(at[0]), near(at[1]), near(at[2])],
      longAxisMm,
      shortAxisMm: 0.7 * longAxisMm,
    };
  });
}

/** Time and memory of matching one patient, in a process of its own. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lesion } from "../../src/core/lesion.js";
import type { Method } from "../../src/matching/result.js";

const SCRIPT = fileURLToPath(new URL("one-patient.mjs", import.meta.url));

interface OnePatient {
  /** CPU time of the first call, s. */
  readonly cpu: number;
  /** Peak resident memory of the process, MB. */
  readonly peak: number;
  readonly sequences: number;
  /** Whether the partition is proven to be the best; absent for Algorithm 1. */
  readonly optimal?: boolean;
}

export function matchAlone(folder: string, lesions: readonly Lesion[], method: Method): OnePatient {
  const file = join(folder, "patient.json");
  writeFileSync(file, JSON.stringify(lesions));
  return JSON.parse(
    execFileSync(process.execPath, [SCRIPT, file, method], { encoding: "utf8" }),
  ) as OnePatient;
}

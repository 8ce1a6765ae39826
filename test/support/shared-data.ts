/** Real data that lie beside the project; tests that need them are skipped, and say so, without them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";

const FOLDER = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

export const sharedPath = (name: string): string => FOLDER + name;
export const sharedText = (name: string): string => readFileSync(FOLDER + name, "utf8");
export const sharedBytes = (name: string): Uint8Array => readFileSync(FOLDER + name);
/** Names of the files of a folder, sorted. */
export const sharedFiles = (name: string): string[] => readdirSync(FOLDER + name).sort();

/** A suite on real data. */
export function describeReal(title: string, suite: () => void): void {
  if (existsSync(FOLDER)) describe(title, suite);
  else it.skip(`${title} (SKIPPED: ../shared/data is not here)`, () => {});
}

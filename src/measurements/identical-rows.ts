/** Measurements that a table lists twice. */
import { groupBy } from "../core/group-by.js";
import type { Lesion, Warning } from "../core/lesion.js";

/**
 * Returns a warning for every lesion of a patient that has all values of an earlier row but the id. Both are kept;
 * matching joins identical lesions as duplicates. O(n).
 */
export function identicalRows(lesions: readonly Lesion[]): Warning[] {
  const warnings: Warning[] = [];
  for (const [first, ...others] of groupBy(lesions, valuesOf).values()) {
    for (const { row, patient } of others) {
      const message = `the same measurement as in row ${first!.row}; both are kept and match as duplicates`;
      warnings.push({ kind: "identical-rows", row, patient, message });
    }
  }
  return warnings;
}

const valuesOf = ({ row: _, id: __, vector, ...values }: Lesion): string =>
  JSON.stringify([values, vector && Array.from(vector)]);

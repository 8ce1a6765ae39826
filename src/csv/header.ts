/** Columns of a header line by their names. */

import { closestName } from "../core/did-you-mean.js";
import { fail, quoted } from "../core/errors.js";

/**
 * Returns the positions of columns that a table must have; other columns are ignored. O(n + m).
 *
 * @throws LesionGraphError MISSING_COLUMN with the nearest name found, REPEATED_COLUMN.
 */
export function columnsOf<const N extends readonly string[]>(
  header: readonly string[],
  names: N,
): { readonly [K in keyof N]: number } {
  const found = header.map((cell) => cell.trim());
  const positionOf = (name: string): number => {
    const at = found.indexOf(name);
    if (at >= 0 && found.lastIndexOf(name) === at) return at;
    if (at >= 0) fail("REPEATED_COLUMN", `one column ${name}`, "several", { column: name });
    const nearest = found.length > MOST_SUGGESTED ? undefined : closestName(name, found);
    const remedy =
      nearest === undefined ? undefined : `the nearest name found is ${quoted(nearest)}`;
    fail("MISSING_COLUMN", `a column ${name}`, undefined, { remedy, column: name });
  };
  return names.map(positionOf) as unknown as { readonly [K in keyof N]: number };
}

/** The first repeated name, if any. O(n). */
export function repeatedName(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** Among more columns than this the nearest name is not looked for. */
const MOST_SUGGESTED = 2000;

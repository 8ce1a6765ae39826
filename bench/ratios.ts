/** Results of `npm run bench -- --json FILE` and their comparison. */

/** One row of a result file. */
export interface BenchRow {
  readonly name: string;
  /** Time over that of the other side in the same run; null where there was none. */
  readonly ratio: number | null;
}

/** A row of both files, with how much its ratio grew: 0.15 is 15 % worse. */
interface RatioChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly worse: boolean;
}

interface Comparison {
  readonly changes: readonly RatioChange[];
  /** Rows with a ratio in the first file that have none in the second. */
  readonly missing: readonly string[];
}

/** A ratio may grow by this share before it counts as worse. */
const TOLERANCE = 0.15;

/** Compares two results row by row, by name. Rows that only the second file has are left out. O(rows). */
export function compareRatios(before: readonly BenchRow[], after: readonly BenchRow[]): Comparison {
  const ratioOf = new Map(after.map(({ name, ratio }) => [name, ratio]));
  const changes: RatioChange[] = [];
  const missing: string[] = [];
  for (const { name, ratio } of before) {
    if (ratio === null) continue;
    const now = ratioOf.get(name) ?? null;
    if (now === null) missing.push(name);
    else {
      const change = now / ratio - 1;
      changes.push({ name, before: ratio, after: now, change, worse: change > TOLERANCE });
    }
  }
  return { changes, missing };
}

/**
 * Rows of a result file.
 *
 * @throws Error where the text is not a list of rows with a name and a positive ratio or null.
 */
export function parseRows(text: string, file: string): BenchRow[] {
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows) || !rows.every(isRow)) {
    throw new Error(
      `${file}: expected a list of { name, ratio }, as npm run bench -- --json writes`,
    );
  }
  return rows;
}

const isRow = (row: unknown): row is BenchRow =>
  typeof row === "object" &&
  row !== null &&
  "name" in row &&
  typeof row.name === "string" &&
  "ratio" in row &&
  (row.ratio === null || (typeof row.ratio === "number" && row.ratio > 0));

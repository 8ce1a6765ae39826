/**
 * `npm run bench:compare -- OLD.json NEW.json`: compares two results of `npm run bench -- --json FILE` row by row.
 * Exits with 1 where a ratio got worse by more than 15 % or is missing, with 2 where a file cannot be read.
 */
import { readFileSync } from "node:fs";
import { compareRatios, parseRows } from "./ratios.js";

const [oldFile, newFile] = process.argv.slice(2);
try {
  if (oldFile === undefined || newFile === undefined) throw new Error("usage: OLD.json NEW.json");
  const [before, after] = [oldFile, newFile].map((file) =>
    parseRows(readFileSync(file, "utf8"), file),
  );
  const { changes, missing } = compareRatios(before ?? [], after ?? []);
  for (const { name, before, after, change, worse } of changes) {
    const percent = `${change < 0 ? "" : "+"}${(100 * change).toFixed(0)} %`;
    console.log(`${worse ? "worse" : "ok"}: ${name}: ${before} -> ${after} (${percent})`);
  }
  for (const name of missing) console.log(`missing: ${name}`);
  process.exitCode = missing.length > 0 || changes.some(({ worse }) => worse) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

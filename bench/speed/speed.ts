/**
 * `npm run bench`: CPU time and memory against the programs that a user would write today, in one run.
 *
 * The cohort generator and the Python peer (pandas, scipy, networkx) lie beside the project; rows that need
 * what is not on this machine are named as skipped. Writes the table of docs/speed.md.
 *
 *   --json FILE   the ratios, for `npm run bench:compare`
 *   --hundred     a hundredfold cohort as well, 800 MB in the temporary folder
 *   --only TEXT   only the groups of rows whose name contains the text; docs/speed.md stays as it is
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { putBetween, stamp, table } from "../markdown.js";
import { cohortRows, grownRows, hundredRows, manyInputRows, tenfoldRows } from "./cohorts.js";
import { libraryRows, patientRows, retrievalRows } from "./library.js";
import { canMakeCohort } from "./patients.js";
import { pythonVersions } from "./peers.js";
import { canMeasure } from "./processes.js";
import { cells, type Row, result } from "./report.js";
import { drawingRows, evaluationRows, shardRows, startRows } from "./work.js";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    hundred: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});

/** Groups of rows; each yields rows, or the reason why it cannot. */
type Group = (folder: string) => Iterable<Row | string>;

const GROUPS: Readonly<Record<string, Group>> = {
  start: startRows,
  cohort: cohortRows,
  grow: grownRows,
  evaluate: evaluationRows,
  shards: shardRows,
  draw: drawingRows,
  library: libraryRows,
  patient: patientRows,
  retrieval: retrievalRows,
  inputs: manyInputRows,
  tenfold: tenfoldRows,
  ...(values.hundred ? { hundred: hundredRows } : {}),
};

if (!canMeasure()) throw new Error("npm run bench needs GNU time (apt-get install time)");
if (!canMakeCohort()) throw new Error("npm run bench needs ../shared/tools/make_cohort.py");

const folder = mkdtempSync(join(tmpdir(), "lesion-graph-bench-"));
const rows: Row[] = [];
const skipped: string[] = values.hundred ? [] : ["a hundred times the cohort (--hundred)"];
try {
  for (const [name, group] of Object.entries(GROUPS)) {
    if (!name.includes(values.only)) continue;
    for (const row of group(folder)) {
      if (typeof row === "string") {
        skipped.push(row);
        console.log(`skipped: ${row}`);
        continue;
      }
      rows.push(row);
      console.log(cells(row).join(" | "));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

const HEAD = ["work", "other side", "lesion-graph", "ratio", "goal", "met"];
const machine = `${cpus().length} cores (${cpus()[0]?.model}), load ${loadavg()[1]?.toFixed(0)}`;
const text = `${table(HEAD, rows.map(cells))}

CPU time (user and system, all threads) and peak resident memory. Whole processes unless it says otherwise: medians of runs in turn. ${machine}; ${[stamp(), ...pythonVersions()].join("; ")}; \`npm run bench\`.${skipped.length > 0 ? ` Skipped: ${skipped.join("; ")}.` : ""}`;
if (values.only === "") putBetween(new URL("../../docs/speed.md", import.meta.url), "speed", text);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify(rows.map(result), null, 2)}\n`);
}

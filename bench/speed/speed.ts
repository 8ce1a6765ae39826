/**
 * `npm run bench`: CPU time and memory against the programs that a user would write today, in one run.
 *
 * The cohort generator and the Python peer (pandas, scipy, networkx) lie beside the project; rows that need
 * what is not on this machine are named as skipped. Writes the tables of docs/speed.md and the figure of the cost of
 * large patients.
 *
 *   --json FILE   the ratios, for `npm run bench:compare`
 *   --hundred     a hundredfold cohort as well, 800 MB in the temporary folder
 *   --only TEXT   only the groups of rows whose name contains the text; the rows of the others are those of the
 *                 last run. Group `cost` is the table of large patients.
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { putBetween, stamp, table } from "../markdown.js";
import { cohortRows, hundredRows, manyInputRows, tenfoldRows } from "./cohorts.js";
import { measureCost } from "./cost.js";
import { libraryRows, patientRows, retrievalRows } from "./library.js";
import { canMakeCohort } from "./patients.js";
import { pythonVersions } from "./peers.js";
import { canMeasure } from "./processes.js";
import { cells, type Row, result } from "./report.js";
import { drawingRows, evaluationRows, startRows } from "./work.js";

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
  evaluate: evaluationRows,
  draw: drawingRows,
  library: libraryRows,
  patient: patientRows,
  retrieval: retrievalRows,
  inputs: manyInputRows,
  tenfold: tenfoldRows,
  hundred: (folder) =>
    values.hundred ? hundredRows(folder) : ["a hundred times the cohort (--hundred)"],
};

if (!canMeasure()) throw new Error("npm run bench needs GNU time (apt-get install time)");
if (!canMakeCohort()) throw new Error("npm run bench needs ../shared/tools/make_cohort.py");

/** Rows that stand in the README, too. */
const SUMMARY: readonly string[] = [
  "`match --method joint` of ten lesions",
  "30,000 lesions, `match --method algorithm1 --format csv`",
  "30,000 lesions, `match --method joint --format csv`; the peer does Algorithm 1",
  "300,000 lesions, `--method algorithm1`",
  "300,000 lesions, `--method joint`",
  "library, warm: joint matching of one patient with 267 lesions",
  "library, warm: its graph figure",
];

/** What a group gave when it was last measured. */
interface Measured {
  readonly rows: readonly Row[];
  readonly skipped: readonly string[];
}

const LAST = new URL("../../node_modules/.cache/bench-speed.json", import.meta.url);
const lastMeasured = (): Record<string, Measured> =>
  existsSync(LAST) ? JSON.parse(readFileSync(LAST, "utf8")) : {};

const folder = mkdtempSync(join(tmpdir(), "lesion-graph-bench-"));
try {
  for (const [name, group] of Object.entries(GROUPS)) {
    if (!name.includes(values.only)) continue;
    const rows: Row[] = [];
    const skipped: string[] = [];
    for (const row of group(folder)) {
      if (typeof row === "string") skipped.push(row);
      else rows.push(row);
      console.log(typeof row === "string" ? `skipped: ${row}` : cells(row).join(" | "));
    }
    mkdirSync(new URL(".", LAST), { recursive: true });
    writeFileSync(LAST, JSON.stringify({ ...lastMeasured(), [name]: { rows, skipped } }));
  }
  if ("cost".includes(values.only)) measureCost(folder);
} finally {
  rmSync(folder, { recursive: true });
}

const measured = lastMeasured();
const all = Object.keys(GROUPS).map((name) => measured[name]);
const rows = all.flatMap((one) => one?.rows ?? []);
const skipped = all.flatMap((one) => one?.skipped ?? []);
if (all.every((one) => one !== undefined)) {
  const head = ["work", "other side", "lesion-graph", "ratio", "goal", "met"];
  const machine = `${cpus().length} cores (${cpus()[0]?.model})`;
  const text = `${table(head, rows.map(cells))}

CPU time (user and system, all threads) and peak resident memory. Whole processes unless it says otherwise; medians of 3 runs in turn, one run for evaluation, drawings, many inputs, and from 300,000 lesions on. ${machine}; ${[stamp(), ...pythonVersions()].join("; ")}; \`npm run bench\`.${skipped.length > 0 ? ` Skipped: ${skipped.join("; ")}.` : ""}`;
  putBetween(new URL("../../docs/speed.md", import.meta.url), "speed", text);
  const summary = rows
    .filter(({ work }) => SUMMARY.includes(work))
    .map((row) => cells(row).slice(0, 3));
  putBetween(
    new URL("../../README.md", import.meta.url),
    "speed-summary",
    `${table(head.slice(0, 3), summary)}\n\nCPU time of all threads, and peak memory. ${machine}; ${stamp()}, \`npm run bench\`.`,
  );
} else console.log("docs/speed.md stays as it is: not every group has been measured");
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify(rows.map(result), null, 2)}\n`);
}

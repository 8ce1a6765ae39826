/** CPU time and memory of one patient over lesions per study x studies, for both methods. */
import { mkdirSync, writeFileSync } from "node:fs";
import type { Method } from "../../src/matching/result.js";
import { putBetween, stamp, table } from "../markdown.js";
import { median } from "../timing.js";
import { type CostPoint, costFigure } from "./cost-figure.js";
import { matchAlone } from "./one-patient.js";
import { largePatient } from "./patients.js";
import { inWords } from "./report.js";

const STUDIES = [2, 5, 10, 26];
const PER_STUDY = [5, 20, 80, 200, 500];
const MOST_LESIONS = 5200;
const METHODS: readonly Method[] = ["joint", "algorithm1"];

/** Matches every patient in a process of its own. Writes the tables of docs/speed.md and docs/figures/cost.svg. */
export function measureCost(folder: string): void {
  const points = METHODS.flatMap((method) =>
    STUDIES.flatMap((studies) =>
      PER_STUDY.filter((perStudy) => studies * perStudy <= MOST_LESIONS).map((perStudy) => {
        const point = costOf(folder, method, studies, perStudy);
        console.log(`${method} ${studies} x ${perStudy}: ${inWords(point)}`);
        return point;
      }),
    ),
  );
  const text = `${METHODS.map((method) => tableOf(method, points)).join("\n\n")}

CPU time of the first call in a new process, and peak resident memory of the process, of which Node takes about 45 MB. \\* not proven optimal within \`searchLimit\`. ${stamp()}; \`npm run bench\`.`;
  putBetween(new URL("../../docs/speed.md", import.meta.url), "cost", text);
  const figures = new URL("../../docs/figures/", import.meta.url);
  mkdirSync(figures, { recursive: true });
  writeFileSync(new URL("cost.svg", figures), String(costFigure(points)));
}

function costOf(folder: string, method: Method, studies: number, perStudy: number): CostPoint {
  const lesions = largePatient(studies, perStudy);
  const runs = lesions.length < 500 ? 3 : 1;
  const taken = Array.from({ length: runs }, () => matchAlone(folder, lesions, method));
  return {
    method,
    studies,
    perStudy,
    cpu: median(taken.map(({ cpu }) => cpu)),
    peak: median(taken.map(({ peak }) => peak)),
    optimal: taken[0]?.optimal,
  };
}

const NAMES = { joint: "Joint matcher", algorithm1: "Algorithm 1" };

/** The table of a method: lesions per study down, studies across. */
function tableOf(method: Method, points: readonly CostPoint[]): string {
  const cellOf = (studies: number, perStudy: number): string => {
    const point = points.find(
      (one) => one.method === method && one.studies === studies && one.perStudy === perStudy,
    );
    return point === undefined ? "" : `${inWords(point)}${point.optimal === false ? " *" : ""}`;
  };
  const head = ["lesions per study", ...STUDIES.map((studies) => `${studies} studies`)];
  const rows = PER_STUDY.map((perStudy) => [
    perStudy,
    ...STUDIES.map((studies) => cellOf(studies, perStudy)),
  ]);
  return `${NAMES[method]}:\n\n${table(head, rows)}`;
}

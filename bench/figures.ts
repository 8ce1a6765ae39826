/**
 * How long figures take in a warm process, and how big they are: graph, sequences and board of simulated
 * patients of 40 lesions, body map and sizes of 32,735 lesions. `npm run bench:figures`
 */
import {
  boardFigure,
  bodyMapFigure,
  type Figure,
  graphFigure,
  groupByPatient,
  type Lesion,
  matchPatient,
  type PatientMatch,
  sequencesFigure,
  sizesFigure,
} from "lesion-graph";
import { simulateCohort } from "lesion-graph/simulation";
import { milliseconds } from "./timing.js";

async function measure(name: string, draw: () => Figure): Promise<void> {
  const [ms, bytes] = [await milliseconds(draw), String(draw()).length];
  console.log(`${name.padEnd(36)} ${ms.toFixed(1).padStart(8)} ms ${(bytes / 1e6).toFixed(3)} MB`);
}

const typical = groupByPatient(
  simulateCohort({ patients: 60, seed: 8, meanStudies: 6, meanLesions: 9 }).lesions,
)
  .map(({ lesions }) => lesions)
  .filter((lesions) => lesions.length >= 40)
  .slice(0, 3);
for (const lesions of typical) {
  const match: PatientMatch = matchPatient(lesions.slice(0, 40), { method: "algorithm1" });
  const studies = new Set(lesions.slice(0, 40).map(({ study }) => study)).size;
  await measure(`graph, 40 lesions in ${studies} studies`, () => graphFigure(match));
  await measure(`sequences, 40 lesions in ${studies} studies`, () => sequencesFigure(match));
  await measure(`board, 40 lesions in ${studies} studies`, () => boardFigure(match));
}

const many: Lesion[] = [...simulateCohort({ patients: 5000, seed: 1 }).lesions].slice(0, 32_735);
await measure(`body-map, ${many.length} lesions`, () => bodyMapFigure(many));
await measure(`sizes, ${many.length} lesions`, () => sizesFigure(many));

/**
 * How long figures take in a warm process, and how big they are: graph, sequences and board of simulated
 * patients of 40 lesions, body map and sizes of 32,735 lesions. Median of the runs. `npm run bench:figures`
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
  simulateCohort,
  sizesFigure,
} from "lesion-graph";

const RUNS = 15;

function measure(name: string, draw: () => Figure): void {
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    bytes = String(draw()).length;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(RUNS / 2)] as number;
  console.log(
    `${name.padEnd(36)} ${median.toFixed(1).padStart(8)} ms ${(bytes / 1e6).toFixed(3)} MB`,
  );
}

const typical = groupByPatient(
  simulateCohort({ patients: 60, seed: 8, meanStudies: 6, meanLesions: 9 }).lesions,
)
  .map(({ lesions }) => lesions)
  .filter((lesions) => lesions.length >= 40)
  .slice(0, 3);
for (const lesions of typical) {
  const match: PatientMatch = matchPatient(lesions.slice(0, 40));
  const studies = new Set(lesions.slice(0, 40).map(({ study }) => study)).size;
  measure(`graph, 40 lesions in ${studies} studies`, () => graphFigure(match));
  measure(`sequences, 40 lesions in ${studies} studies`, () => sequencesFigure(match));
  measure(`board, 40 lesions in ${studies} studies`, () => boardFigure(match));
}

const many: Lesion[] = [...simulateCohort({ patients: 5000, seed: 1 }).lesions].slice(0, 32_735);
measure(`body-map, ${many.length} lesions`, () => bodyMapFigure(many));
measure(`sizes, ${many.length} lesions`, () => sizesFigure(many));

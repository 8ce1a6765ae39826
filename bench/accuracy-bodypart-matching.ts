/**
 * Part of `npm run accuracy:bodypart`: whether z by the body-part regressor helps matching. Simulated cohorts with
 * full truth; z of every slice has an additional normal error, as that of a regressor.
 */
import { type DlInfoLesion, type Lesion, match } from "lesion-graph";
import { evaluate } from "lesion-graph/evaluation";
import { DEEPLESION_COHORT, type SimulationOptions, simulateCohort } from "lesion-graph/simulation";
import { DEEPLESION_Z } from "../src/bodypart/model.js";
import { fnv1a } from "../src/core/group-by.js";
import { randomSource } from "../src/core/random.js";
import { putBetween, stamp, table } from "./markdown.js";

const PATIENTS = 200;
const SEED = 2025;
const HARD = { ...DEEPLESION_COHORT, meanStudies: 4, patients: PATIENTS, seed: SEED };
const COHORTS: Readonly<Record<string, Partial<SimulationOptions>>> = {
  "as DeepLesion": HARD,
  "shift × 3": { ...HARD, studyShift: 3 },
  "shift × 6": { ...HARD, studyShift: 6 },
  "noise × 2": { ...HARD, positionNoise: 2 },
};
const ERROR = DEEPLESION_Z.residualError;
const ERRORS = [0, ERROR, 2 * ERROR];

/** Lesions whose z has an additional error, the same for all lesions of a slice. */
const withError = (lesions: readonly DlInfoLesion[], deviation: number): Lesion[] =>
  lesions.map((lesion) => {
    const { location, fileName } = lesion;
    if (location === undefined) return lesion;
    const [x, y, z] = location;
    return {
      ...lesion,
      location: [x, y, randomSource(SEED, fnv1a(fileName)).normal(z, deviation)],
    };
  });

const f1 = (
  lesions: readonly Lesion[],
  truth: Parameters<typeof evaluate>[1],
  method: "joint" | "algorithm1",
): string => evaluate(match(lesions, { method }), truth, { resamples: 0 }).pairs.f1.toFixed(3);

const rows = Object.entries(COHORTS).flatMap(([name, options]) => {
  const { lesions, truth } = simulateCohort(options);
  const kinds: [string, Lesion[]][] = [
    ["physical only", lesions.map((lesion) => ({ ...lesion, location: undefined }))],
    ...ERRORS.map((error): [string, Lesion[]] => [
      error === 0 ? "z as simulated" : `z with an error of ${error}`,
      withError(lesions, error),
    ]),
  ];
  return kinds.map(([kind, own]) => [
    name,
    kind,
    f1(own, truth, "joint"),
    f1(own, truth, "algorithm1"),
  ]);
});
const text = `${table(["cohort", "location", "joint", "Algorithm 1"], rows)}\n\nPair F1, ${PATIENTS} simulated patients a cohort, seed ${SEED}; ${stamp()}, \`npm run accuracy:bodypart\`.`;
putBetween(new URL("../docs/bodypart.md", import.meta.url), "accuracy-bodypart-matching", text);
console.log(text);

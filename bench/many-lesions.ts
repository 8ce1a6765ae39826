/** Accuracy in patients whose studies have many lesions, without any help but place and size. */
import { type Lesion, match } from "lesion-graph";
import { evaluate, type Truth } from "lesion-graph/evaluation";
import { randomSource } from "../src/core/random.js";
import { stamp, table } from "./markdown.js";

/** Sides in mm of the box that the lesions lie in, evenly. */
const BODY_MM = [350, 250, 900] as const;
/** Numbers of lesions by the standard deviation of a position along each axis in mm: as in DLS, and twice that. */
const COUNTS = [
  [4, [25, 50, 100, 200, 300, 500]],
  [8, [25, 100, 500]],
] as const;
/** Of the logarithm of its axes. */
const SIZE = 0.15;
const STUDIES = 3;
/** Share of the lesions that each study annotates. */
const ANNOTATED = 0.85;
const PATIENTS = 3;

/** A table of precision and recall by the error of positions and the number of lesions. */
export function manyLesionsTable(): string {
  const cohorts = COUNTS.flatMap(([placeMm, counts]) =>
    counts.map((count) => ({ placeMm, count, ...cohort(count, placeMm) })),
  );
  const rows = cohorts.map(({ placeMm, count, lesions, truth }) => {
    const relative = lesions.map(
      ({ centreMm, ...lesion }): Lesion => ({
        ...lesion,
        location: [0, 1, 2].map((k) => centreMm![k]! / BODY_MM[k]!) as [number, number, number],
      }),
    );
    const scores = (own: readonly Lesion[], method: "algorithm1" | "joint"): string => {
      const { f1, precision, recall } = evaluate(match(own, { method }), truth, {
        resamples: 0,
      }).pairs;
      return [f1, precision, recall].map((score) => score.toFixed(3)).join(" / ");
    };
    return [
      `${placeMm} mm`,
      count,
      scores(relative, "algorithm1"),
      scores(relative, "joint"),
      scores(lesions, "algorithm1"),
      scores(lesions, "joint"),
    ];
  });
  const head = [
    "error of positions",
    "lesions per study",
    "Algorithm 1, normalised",
    "joint, normalised",
    "Algorithm 1, physical",
    "joint, physical",
  ];
  return `${table(head, rows)}

Pair F1 / precision / recall with full truth; ${PATIENTS} patients a row with ${STUDIES} studies, each of which annotates ${100 * ANNOTATED} % of lesions that lie evenly in a box of ${BODY_MM.join(" x ")} mm; positions have an error of 4 mm (as in DLS) or 8 mm along each axis, axes of ${100 * SIZE} %; default settings. ${stamp()}, \`npm run accuracy\`.`;
}

function cohort(
  count: number,
  placeMm: number,
): { readonly lesions: readonly Lesion[]; readonly truth: Truth } {
  const { uniform, normal } = randomSource(11, count);
  const lesions: Lesion[] = [];
  const truth = new Map<number, string>();
  for (let patient = 0; patient < PATIENTS; patient++) {
    const all = Array.from({ length: count }, () => ({
      place: BODY_MM.map((side) => uniform(0, side)),
      axisMm: uniform(6, 40),
    }));
    for (let study = 1; study <= STUDIES; study++) {
      all.forEach(({ place, axisMm }, i) => {
        if (uniform(0, 1) > ANNOTATED) return;
        const row = lesions.length + 1;
        const longAxisMm = axisMm * Math.exp(normal(0, SIZE));
        truth.set(row, `${patient}-${i}`);
        lesions.push({
          row,
          patient: String(patient + 1),
          study,
          series: study,
          id: `L${row}`,
          centreMm: place.map((at) => at + normal(0, placeMm)) as [number, number, number],
          longAxisMm,
          shortAxisMm: 0.7 * longAxisMm,
        });
      });
    }
  }
  return { lesions, truth };
}

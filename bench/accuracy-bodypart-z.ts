/**
 * Part of `npm run accuracy:bodypart`: the curve from the original network's score to DeepLesion's z, and the table of
 * z per mm that it follows from. Scores rise evenly with mm. How z rises is taken from pairs of slices of a series in
 * DeepLesion's tables; place and scale from the line z = 0.61 + 0.023 score, which the curve keeps as its least-squares
 * line over the scored slices.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readDlInfo } from "lesion-graph";
import { scoredSlices } from "./bodypart-data.js";
import { mean } from "./bodypart-measures.js";
import { putBetween, table } from "./markdown.js";

const FOLDER = new URL("../../shared/data/deeplesion/", import.meta.url);
const LINE = { intercept: 0.61, slope: 0.023 };
/** Distances of slices in mm: z of nearer ones is mostly noise, and rises differently along longer ones. */
const [NEAREST_MM, FARTHEST_MM] = [20, 120];
/** z is measured from here, for the condition of the equations. */
const MIDDLE = 0.6;
const BIN = 0.1;

/** Two slices of a series. */
interface Pair {
  readonly z: number;
  readonly mm: number;
  readonly rise: number;
  /** One divided by the pairs of the patient. */
  readonly weight: number;
}

function pairs(): Pair[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".csv"));
  const series = new Map<string, Map<number, { z: number; mm: number; patient: number }>>();
  for (const file of files) {
    for (const lesion of readDlInfo(readFileSync(new URL(file, FOLDER), "utf8")).lesions) {
      const { fileName, location, spacingMm, patient, keySlice } = lesion;
      if (location === undefined) continue;
      const name = fileName.slice(0, fileName.lastIndexOf("_"));
      const slices = series.get(name) ?? new Map();
      series.set(name, slices.set(keySlice, { z: location[2], mm: spacingMm[2], patient }));
    }
  }
  const found = [...series.values()].flatMap((slices) => {
    const sorted = [...slices].sort(([a], [b]) => a - b);
    return sorted.flatMap(([first, low], i) =>
      sorted.slice(i + 1).flatMap(([second, high]) => {
        const mm = (second - first) * low.mm;
        if (mm < NEAREST_MM || mm > FARTHEST_MM) return [];
        return [
          { z: (low.z + high.z) / 2, mm, rise: high.z - low.z, patient: low.patient, weight: 1 },
        ];
      }),
    );
  });
  const counts = new Map<number, number>();
  for (const { patient } of found) counts.set(patient, (counts.get(patient) ?? 0) + 1);
  return found.map((one) => ({ ...one, weight: 1 / counts.get(one.patient)! }));
}

/** Coefficients that minimise the weighted squares of y − Σ c · x, by Gaussian elimination. */
function leastSquares(
  rows: readonly { readonly x: readonly number[]; readonly y: number; readonly weight: number }[],
): number[] {
  const n = rows[0]!.x.length;
  const matrix = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) =>
      rows.reduce((sum, { x, weight }) => sum + weight * x[i]! * x[j]!, 0),
    ),
    rows.reduce((sum, { x, y, weight }) => sum + weight * x[i]! * y, 0),
  ]);
  for (let k = 0; k < n; k++) {
    const pivot = matrix[k]!.map((value) => value / matrix[k]![k]!);
    matrix.forEach((row, i) => {
      matrix[i] = i === k ? pivot : row.map((value, j) => value - row[k]! * pivot[j]!);
    });
  }
  return matrix.map((row) => row[n]!);
}

const powers = (x: number, degree: number): number[] =>
  Array.from({ length: degree + 1 }, (_, k) => x ** k);
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, one) => sum * x + one, 0);
const line = (points: readonly (readonly [x: number, y: number])[]): number[] =>
  leastSquares(points.map(([x, y]) => ({ x: [1, x], y, weight: 1 })));

function measure(): void {
  const found = pairs();
  const perMm = leastSquares(
    found.map(({ z, mm, rise, weight }) => ({
      x: powers(z - MIDDLE, 2).map((power) => power * mm),
      y: rise,
      weight,
    })),
  );
  // z at every mm from its middle, in steps by the midpoint rule.
  const riseAt = (z: number): number => polynomial(perMm, z - MIDDLE);
  const zs = new Map([[0, MIDDLE]]);
  for (const sign of [1, -1]) {
    for (let mm = 0; Math.abs(mm) < 500; mm += sign) {
      const z = zs.get(mm)!;
      zs.set(mm + sign, z + sign * riseAt(z + (sign * riseAt(z)) / 2));
    }
  }
  const zAtMm = (mm: number): number => {
    const below = Math.floor(mm);
    return zs.get(below)! + (mm - below) * (zs.get(below + 1)! - zs.get(below)!);
  };
  // Scores per mm and the score of the middle, until the least-squares line is the known one.
  const scores = scoredSlices().map(({ score }) => score);
  let [scorePerMm, middle] = [0.0374, 0];
  const zAt = (score: number): number => zAtMm((score - middle) / scorePerMm);
  for (let i = 0; i < 100; i++) {
    const [intercept, slope] = line(scores.map((score) => [score, zAt(score)])) as [number, number];
    scorePerMm *= slope / LINE.slope;
    middle += (intercept - LINE.intercept) / slope;
  }
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const grid = Array.from({ length: 200 }, (_, i) => low + ((high - low) * i) / 199);
  const curve = leastSquares(
    grid.map((score) => ({ x: powers(score, 3), y: zAt(score), weight: 1 })),
  );
  const bins = Array.from({ length: 5 }, (_, i) => 0.35 + i * BIN).map((from) => {
    const own = found.filter(({ z }) => z >= from && z < from + BIN);
    const ratio = mean(own.map(({ rise }) => rise)) / mean(own.map(({ mm }) => mm));
    return [`${from.toFixed(2)}–${(from + BIN).toFixed(2)}`, own.length, ratio.toFixed(5)];
  });
  const text = [
    table(["z", "pairs of slices", "z per mm"], bins),
    `z = ${curve.map((one) => one.toPrecision(3)).join(", ")} times 1, score, score², score³; ${scorePerMm.toFixed(4)} units of score per mm. Pairs of slices of a series ${NEAREST_MM} to ${FARTHEST_MM} mm apart.`,
  ].join("\n\n");
  putBetween(new URL("../docs/bodypart.md", import.meta.url), "accuracy-bodypart-z", text);
  console.log(text);
}

if (existsSync(FOLDER)) measure();
else console.log("../shared/data/deeplesion is not here: the table is left as it is");

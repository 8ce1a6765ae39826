/**
 * Part of `npm run accuracy:bodypart`: what the reference data allow. The measures of a method whose errors are
 * known, on the same few slices; and the error of each key slice, whose patients the shipped model never saw.
 */
import { defaultBodyPartModel, sliceFeatures, sliceScore } from "lesion-graph/bodypart";
import { randomSource } from "../src/core/random.js";
import { hasData, keySlices, scoredSlices } from "./bodypart-data.js";
import { agreement, digits, mean, spearman } from "./bodypart-measures.js";
import { putBetween, table } from "./markdown.js";

/**
 * Scatter of DeepLesion's own z at 0.00086 per mm. Differences of two slices of a series scatter by 20 mm: 14 mm
 * each if errors are independent. Series may be off as a whole, which differences do not show: 20 mm each.
 */
const Z_NOISES = [0.012, 0.017];
/** Errors of z and of the score for which the measures are drawn. */
const Z_ERRORS = [0, 0.01, 0.02];
const SCORE_ERRORS = [0.9, 0.7, 0.5, 0.3];

const DRAWS = 10_000;
const random = randomSource(2025, 0);

/** A measure of repeated draws: median, the middle 95 %, and the share that reaches a goal. */
interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly reaching: number;
}

function spreadOf(draw: () => number, goal: number): Spread {
  const drawn = Array.from({ length: DRAWS }, draw).sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.floor(share * DRAWS)]!;
  const reaching = drawn.filter((one) => one >= goal).length / DRAWS;
  return { median: at(0.5), low: at(0.025), high: at(0.975), reaching };
}

/**
 * Spearman of a method with DeepLesion's z, which has an error of its own. The positions are the given z, drawn
 * to their mean so that with the error they have the scatter of the given ones.
 *
 * @param noise standard deviation of DeepLesion's z
 * @param error standard deviation of the method; 0 for one without error
 */
function spearmanSpread(z: readonly number[], noise: number, error: number, goal: number): Spread {
  const middle = mean(z);
  const variance = mean(z.map((one) => (one - middle) ** 2));
  const kept = Math.sqrt(Math.max(0, 1 - noise ** 2 / variance));
  const positions = z.map((one) => middle + kept * (one - middle));
  const blurred = (deviation: number): number[] =>
    positions.map((one) => random.normal(one, deviation));
  return spreadOf(() => spearman(blurred(error), blurred(noise)), goal);
}

/** Agreement of regions of a method whose scores have normal errors. */
const agreementSpread = (truth: readonly number[], error: number, goal: number): Spread =>
  spreadOf(
    () =>
      agreement(
        truth.map((score) => random.normal(score, error)),
        truth,
      ),
    goal,
  );

const spreadCells = ({ median, low, high, reaching }: Spread): string[] => [
  digits(median),
  `${digits(low)} to ${digits(high)}`,
  `${Math.round(100 * reaching)} %`,
];

async function measure(): Promise<void> {
  const keys = keySlices();
  const z = keys.map((one) => one.z);
  const truth = scoredSlices().map(({ score }) => score);
  const rows = [
    ...Z_NOISES.flatMap((noise) =>
      Z_ERRORS.map((error) => [
        `Spearman of ${z.length} key slices, goal .87`,
        `${error} of z, DeepLesion's z ${noise}`,
        ...spreadCells(spearmanSpread(z, noise, error, 0.87)),
      ]),
    ),
    ...SCORE_ERRORS.map((error) => [
      `regions of ${truth.length} scored slices, goal .95`,
      `${error} of the score`,
      ...spreadCells(agreementSpread(truth, error, 0.95)),
    ]),
  ];
  const head = ["measure", "error of the method", "median", "95 % of draws", "reach the goal"];
  put("accuracy-bodypart-bounds", table(head, rows));
  const model = await defaultBodyPartModel();
  const keyRows = keys.map(({ file, slice, pixelMm, z }) => {
    const { touchesEdge } = sliceFeatures(slice, pixelMm)!;
    const error = sliceScore(model, slice, pixelMm)!.z! - z;
    return [file, touchesEdge ? "cut" : "full", digits(z), digits(error)];
  });
  put("accuracy-bodypart-keys", table(["key slice", "view", "z", "error of z"], keyRows));
}

function put(name: string, text: string): void {
  putBetween(new URL("../docs/bodypart.md", import.meta.url), name, text);
  console.log(text);
}

if (hasData()) await measure();

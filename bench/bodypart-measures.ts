/** Measures of the body-part regressor: `npm run accuracy:bodypart`. */
import { REGION_LIMITS } from "../src/bodypart/region.js";

/** Pairs of slices at least this far apart must be in order. */
export const APART_MM = 20;

/** The slices of a volume, from head to feet. */
export interface ScoredVolume {
  readonly spacingMm: number;
  readonly scores: readonly number[];
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;
export const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((one) => one * one)));

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, one, i) => sum + (one - mx) * (y[i]! - my), 0);
  return dot(a, ma, b, mb) / Math.sqrt(dot(a, ma, a, ma) * dot(b, mb, b, mb));
}

/** Rank of every value; equal values have the mean of their ranks. */
const ranks = (values: readonly number[]): number[] =>
  values.map((one) =>
    values.reduce((rank, other) => rank + (other < one ? 1 : other === one ? 0.5 : 0), 0),
  );
/** Spearman's rank correlation. */
export const spearman = (a: readonly number[], b: readonly number[]): number =>
  correlation(ranks(a), ranks(b));

/** Share of pairs of slices in the right order, all volumes together. */
export function order(cts: readonly ScoredVolume[]): number {
  let [right, pairs] = [0, 0];
  for (const { spacingMm, scores } of cts) {
    for (let i = 0; i < scores.length; i++) {
      for (let j = i + 1; j < scores.length; j++) {
        if ((j - i) * spacingMm < APART_MM - 1e-6) continue;
        pairs++;
        if (scores[j]! > scores[i]!) right++;
      }
    }
  }
  return right / pairs;
}

/** Squared correlation of score and position, negative where the score falls. */
export const linearity = (cts: readonly ScoredVolume[]): number =>
  mean(
    cts.map(({ scores }) => {
      const r = correlation(
        scores,
        scores.map((_, i) => i),
      );
      return r * Math.abs(r);
    }),
  );

/** Share of scores in the same of chest, abdomen and pelvis as the true ones; necks count as chest. */
export function agreement(found: readonly number[], truth: readonly number[]): number {
  const [, abdomen, pelvis] = REGION_LIMITS;
  const three = (score: number): number => (score < abdomen ? 0 : score < pelvis ? 1 : 2);
  return mean(found.map((score, i) => (three(score) === three(truth[i]!) ? 1 : 0)));
}

/** Three digits, without the 0 before the point. */
export const digits = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");

/**
 * Losses of slice scores, each with its gradient. Self-supervised: a volume's slices follow one another from
 * head to feet at known distances, which needs no label.
 */
import { exp, ln } from "../core/arithmetic.js";

/** The loss of volumes without labels: `"spacing"` expects a fixed score per mm, `"paper"` is the published one. */
export type SelfSupervisedLoss = "spacing" | "paper";

/** A loss and its derivative by every score. */
export interface Loss {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Score per mm of body: DeepLesion's z rises by 0.00086 per mm and by 0.023 per unit of score. */
export const SCORE_PER_MM = 0.0374;

/** Smooth absolute value: ½ x² up to 1, |x| - ½ beyond (Huber, smooth L1). */
const huber = (x: number): number => (Math.abs(x) <= 1 ? (x * x) / 2 : Math.abs(x) - 0.5);
const huberSlope = (x: number): number => Math.max(-1, Math.min(1, x));

/** ln(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(0, x) + ln(1 + exp(-Math.abs(x)));
const sigmoid = (x: number): number => {
  const small = exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
};

/**
 * The published losses of Yan, Lu & Summers 2018 (doi 10.1109/ISBI.2018.8363648) on equidistant slices: order,
 * −ln sigmoid of twice the rise of each neighbour, plus distance, smooth L1 of the differences of neighbouring
 * rises. Means over neighbours. O(n).
 */
export function paperLoss(scores: ArrayLike<number>): Loss {
  const rises = scores.length - 1;
  const gradient = new Float64Array(scores.length);
  let value = 0;
  for (let i = 0; i < rises; i++) {
    const rise = scores[i + 1]! - scores[i]!;
    value += softplus(-2 * rise) / rises;
    const slope = (-2 * sigmoid(-2 * rise)) / rises;
    gradient[i + 1]! += slope;
    gradient[i]! -= slope;
    if (i + 1 === rises) continue;
    const bend = scores[i + 2]! - 2 * scores[i + 1]! + scores[i]!;
    value += huber(bend) / (rises - 1);
    const force = huberSlope(bend) / (rises - 1);
    gradient[i]! += force;
    gradient[i + 1]! -= 2 * force;
    gradient[i + 2]! += force;
  }
  return { value, gradient };
}

/**
 * The spacing loss: twice the mean Huber loss of the scores' deviations from a line of the usual slope through
 * their middle, plus the mean softplus of minus three times each rise. Needs fewer volumes than
 * {@link paperLoss}, because it knows the scale. O(n).
 *
 * @param positionsMm positions from head to feet
 */
export function spacingLoss(scores: ArrayLike<number>, positionsMm: ArrayLike<number>): Loss {
  const n = scores.length;
  const gradient = new Float64Array(n);
  const residuals = Float64Array.from(
    { length: n },
    (_, i) => scores[i]! - SCORE_PER_MM * positionsMm[i]!,
  );
  const middle = residuals.reduce((sum, one) => sum + one, 0) / n;
  let value = 0;
  let pull = 0;
  for (let i = 0; i < n; i++) {
    const off = residuals[i]! - middle;
    value += (2 * huber(off)) / n;
    gradient[i] = (2 * huberSlope(off)) / n;
    pull += gradient[i]! / n;
  }
  for (let i = 0; i < n; i++) gradient[i]! -= pull;
  for (let i = 0; i + 1 < n; i++) {
    const rise = scores[i + 1]! - scores[i]!;
    value += softplus(-3 * rise) / (n - 1);
    const slope = (-3 * sigmoid(-3 * rise)) / (n - 1);
    gradient[i + 1]! += slope;
    gradient[i]! -= slope;
  }
  return { value, gradient };
}

/** Huber loss of scores against known ones, mean over slices. O(n). */
export function anchorLoss(scores: ArrayLike<number>, known: ArrayLike<number>): Loss {
  const n = scores.length;
  const gradient = new Float64Array(n);
  let value = 0;
  for (let i = 0; i < n; i++) {
    const off = scores[i]! - known[i]!;
    value += huber(off) / n;
    gradient[i] = huberSlope(off) / n;
  }
  return { value, gradient };
}

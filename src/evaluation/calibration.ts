/** Whether the probabilities of a match mean what they say. */
import { assertNumber } from "../core/option-checks.js";
import { assertPatientList } from "../core/patient-list.js";
import { assertShapes } from "../core/shape.js";
import type { PatientMatch } from "../matching/result.js";
import { MATCH_KIND } from "../matching/result.js";
import { type GivenTruth, truthAbout } from "./truth.js";

/** A pair that the matcher judged, with its probability and whether the two are the same lesion. */
export interface JudgedPair {
  readonly kind: "link" | "duplicate" | "conflict" | "odds";
  readonly logOdds: number;
  readonly probability: number;
  readonly same: boolean;
}

/** Pairs with similar probabilities. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** Mean probability of the pairs. */
  readonly predicted: number;
  /** Share of the pairs that are the same lesion. */
  readonly observed: number;
}

/** How well predicted probabilities agree with observed shares. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Mean absolute difference of predicted and observed over the bins, weighted by pairs. */
  readonly expectedCalibrationError: number;
}

/**
 * The links, duplicates and rejected pairs of joint matches that complete truth judges. Pairs with a lesion
 * without truth are left out, and so are constrained ones. O(pairs).
 *
 * @throws LesionGraphError BAD_TRUTH.
 */
export function judgedPairs(
  matches: readonly PatientMatch[],
  givenTruth: GivenTruth,
): JudgedPair[] {
  assertPatientList(matches, MATCH_KIND);
  const lesions = matches.flatMap(({ sequences }) => sequences.flatMap((one) => one.lesions));
  const truth = truthAbout(lesions, givenTruth);
  const judged: JudgedPair[] = [];
  const judge = (
    kind: JudgedPair["kind"],
    rows: readonly number[],
    { logOdds, probability }: { logOdds?: number | undefined; probability?: number | undefined },
  ): void => {
    const groups = rows.map((row) => truth.get(row));
    if (groups.includes(undefined) || logOdds === undefined || probability === undefined) return;
    const same = groups.every((group) => group === groups[0]);
    judged.push({ kind, logOdds, probability, same });
  };
  for (const { links, duplicates, rejectedPairs } of matches) {
    for (const link of links) if (!link.constrained) judge("link", [link.from, link.to], link);
    for (const duplicate of duplicates) judge("duplicate", duplicate.rows, duplicate);
    for (const pair of rejectedPairs) {
      const { step } = pair;
      if (step === "conflict" || step === "odds" || step === "duplicate") {
        judge(step, [pair.from, pair.to], pair);
      }
    }
  }
  return judged;
}

/**
 * Predicted against observed probability in bins of equal width, and the expected calibration error (Naeini et al.
 * 2015). No pairs have no bins and an error of 0. O(pairs).
 */
export function reliability(pairs: readonly JudgedPair[], bins = 10): Reliability {
  assertShapes(pairs, "pairs, as judgedPairs returns them", ["probability", "same"]);
  assertNumber("bins", bins, { min: 1, max: 1_000_000, integer: true });
  const sums = Array.from({ length: bins }, () => ({ pairs: 0, predicted: 0, same: 0 }));
  for (const { probability, same } of pairs) {
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))]!;
    bin.pairs++;
    bin.predicted += probability;
    bin.same += same ? 1 : 0;
  }
  const filled = sums.flatMap(({ pairs: count, predicted, same }, k) =>
    count === 0
      ? []
      : [
          {
            from: k / bins,
            to: (k + 1) / bins,
            pairs: count,
            predicted: predicted / count,
            observed: same / count,
          },
        ],
  );
  const error = filled.reduce(
    (sum, bin) => sum + bin.pairs * Math.abs(bin.predicted - bin.observed),
    0,
  );
  return { bins: filled, expectedCalibrationError: pairs.length === 0 ? 0 : error / pairs.length };
}

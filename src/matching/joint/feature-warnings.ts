/** Warnings about features that cannot be compared. */
import type { Lesion, Warning } from "../../core/lesion.js";
import type { JointFeature } from "./joint-model.js";
import type { LesionFeatures } from "./lesion-features.js";

/** Warnings where appearance is asked for and known, but cannot be compared. */
export function appearanceWarnings(
  lesions: readonly Lesion[],
  { vectors, usualDistance, studies, position }: LesionFeatures,
  features: readonly JointFeature[],
): Warning[] {
  if (!features.includes("appearance") || lesions.every(({ vector }) => vector === undefined)) {
    return [];
  }
  const lacking = lesions.find(({ vector }) => vector === undefined);
  if (lacking !== undefined) {
    const message = "without a vector; appearance is not compared for this patient";
    return [warning("appearance", lacking, message)];
  }
  const isOnlyEvidence = position.every((column) => column.every(Number.isNaN));
  if (vectors === undefined || studies < 2 || !isOnlyEvidence || usualDistance > 0) return [];
  const message =
    'no study has two different vectors to compare with, so that nothing is linked; use method: "algorithm1" with t2 in the unit of the vectors';
  return [warning("appearance", lesions[0]!, message)];
}

/** A warning where lesions have a location, but none that can be compared with those of the patient's others. */
export function locationWarnings(
  lesions: readonly Lesion[],
  { position: [x], kind }: LesionFeatures,
  features: readonly JointFeature[],
): Warning[] {
  if (!features.includes("location")) return [];
  const unplaced = lesions.filter(
    ({ location, centreMm }, i) => Number.isNaN(x[i]!) && (location ?? centreMm) !== undefined,
  );
  const [first] = unplaced;
  if (first === undefined) return [];
  const message = `${unplaced.length} of ${lesions.length} lesions have no ${kind} location, and are compared by their other features only`;
  return [warning("location", first, message)];
}

const warning = (kind: string, { row, patient }: Lesion, message: string): Warning => ({
  kind,
  row,
  patient,
  message,
});

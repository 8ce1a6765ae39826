/**
 * The joint matcher's model: the usual differences of two annotations of one lesion and of two different
 * lesions of a patient, feature by feature. It can be fitted to ground truth and written as JSON.
 */

import { fault, type LesionGraphError } from "../../core/errors.js";
import { parseJson } from "../../core/json.js";
import type { Vec3 } from "../../core/lesion.js";
import { textOf } from "../../csv/text.js";
import type { Feature } from "../../features/feature-options.js";
import type { LocationKind } from "../../features/location.js";
import { SHIPPED_MODEL } from "./shipped-model.js";

/** The features that the joint matcher has evidence for. It rejects any other. */
export const JOINT_FEATURES = Object.freeze([
  "location",
  "size",
  "type",
  "appearance",
] as const) satisfies readonly Feature[];
/** A feature of the joint matcher. */
export type JointFeature = (typeof JOINT_FEATURES)[number];

/**
 * The location that the joint matcher uses: the relative position in the body, mm in the image, or mm in the
 * image with the start of every scan taken from the relative positions.
 */
export type JointLocation = LocationKind | "combined";

/** Standard deviations of the difference of two positions along x, y and z, in the unit of the location. */
export interface LocationModel {
  /** One lesion in two studies, after their offset is subtracted. Widened for two studies whose pairs vary more. */
  readonly same: Vec3;
  /** One lesion in two series of a study. */
  readonly duplicate: Vec3;
  /** Two different lesions of a patient. */
  readonly different: Vec3;
  /** Offset of two studies: table, field of view, start of the scan. */
  readonly shift: Vec3;
  /** What every mm of the long axis adds to the deviation of a position: large lesions are placed less exactly. */
  readonly perLongAxis: Vec3;
  /** Share of pairs of studies of which one scan starts elsewhere, so that z says nothing. */
  readonly otherStart: number;
  /** Share of pairs of series of a study of which one starts elsewhere. */
  readonly duplicateOtherStart: number;
}

/**
 * Probability of a pair: 1 / (1 + exp(-(intercept + sum of weights x signals))). Every other field is the weight of a
 * signal.
 */
export interface Calibration {
  readonly intercept: number;
  /**
   * Log-odds against no partner and against the runner-up; of a link those of the weakest accepted pair on the path
   * between the two, where these are larger.
   */
  readonly strength: number;
  /** How much stronger that path is than the link itself; 0 for all other pairs. */
  readonly detour: number;
  /** ln(n m) for lesions of studies with n and m lesions; 0 for duplicates. */
  readonly crowding: number;
  /** Log-odds of the location, if no other lesions show the offset of the two studies, else 0. */
  readonly withoutOffset: number;
  /** Of a conflict the strength of the link in its way, at most 6, and 6 without one; 0 for all other pairs. */
  readonly competitor: number;
}

/** Version 2 of the model. All numbers are finite; deviations are > 0, shares between 0 and 1. */
export interface JointModel {
  readonly version: 2;
  /** Source of the numbers. */
  readonly fittedOn: string;
  readonly location: {
    /** Relative positions, unit 1. */
    readonly normalised: LocationModel;
    /** mm. */
    readonly physical: LocationModel;
    /** mm, scan starts from the normalised location. */
    readonly combined: LocationModel;
  };
  /** Standard deviations of differences of ln mm, of each axis. */
  readonly size: { readonly same: number; readonly duplicate: number; readonly different: number };
  /** Share of pairs with known types that have the same type. */
  readonly type: { readonly same: number; readonly different: number };
  /**
   * Natural logarithm of a distance between appearance vectors over the patient's usual distance of
   * different lesions: means for the same and for different lesions, and their standard deviation.
   */
  readonly appearance: {
    readonly same: number;
    readonly different: number;
    readonly deviation: number;
  };
  /** Factors on the evidence of each feature; below 1 where features depend on each other. */
  readonly weights: Readonly<Record<JointFeature, number>>;
  /**
   * Log-odds before the features are seen. For a link of studies with n and m lesions:
   * link - crowding / 2 x ln(n m), with n m of at most 23². For two lesions of a study: duplicate.
   */
  readonly prior: { readonly link: number; readonly crowding: number; readonly duplicate: number };
  /**
   * Trust in the offset of two studies: other lesions must support it with evidence `full` for full trust;
   * each `slope` below costs one unit of log-odds, each `slope` above counts one against other explanations.
   */
  readonly support: { readonly full: number; readonly slope: number };
  /**
   * Probabilities of links, of merged and possible duplicates, of pairs that conflict with a better one, and of pairs
   * of sequences that could be one lesion.
   */
  readonly calibration: {
    readonly link: Calibration;
    readonly duplicate: Calibration;
    readonly conflict: Calibration;
    readonly odds: Calibration;
  };
}

/** The model of the package, frozen. */
export const JOINT_MODEL: JointModel = freeze(SHIPPED_MODEL);

/**
 * A model from JSON, checked against the shape of {@link JOINT_MODEL}.
 *
 * @throws LesionGraphError BAD_MODEL with the path of what is missing, unknown or out of range.
 */
export function readModel(source: string | Uint8Array): JointModel {
  const json = textOf(source);
  let value: unknown;
  try {
    value = parseJson(json);
  } catch {
    throw badModel("JSON", json);
  }
  return checkModel(value);
}

/** The value as a model, frozen. @throws LesionGraphError BAD_MODEL. */
export function checkModel(value: unknown): JointModel {
  compare(JOINT_MODEL, value, "model");
  return freeze(structuredClone(value) as JointModel);
}

function compare(pattern: unknown, value: unknown, path: string): void {
  if (typeof pattern === "number") {
    compareNumber(value, path);
    return;
  }
  if (typeof pattern !== "object" || pattern === null) {
    if (typeof value !== typeof pattern) throw badModel(`${path} to be a ${typeof pattern}`, value);
    return;
  }
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) !== Array.isArray(pattern)
  ) {
    throw badModel(`${path} to be ${Array.isArray(pattern) ? "a list" : "an object"}`, value);
  }
  const [known, given] = [Object.keys(pattern), Object.keys(value)];
  const unknown = given.find((key) => !known.includes(key));
  if (unknown !== undefined) throw badModel(`${path} without ${unknown}`, unknown);
  for (const key of known) {
    if (!given.includes(key)) throw badModel(`${path}.${key}`, "nothing");
    compare(
      (pattern as Record<string, unknown>)[key],
      (value as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
  }
}

/** Of numbers within these limits, no odds overflow. */
const LARGEST = 1e6;
const SMALLEST_SCALE = 1e-6;

function compareNumber(value: unknown, path: string): void {
  if (typeof value !== "number" || !(Math.abs(value) <= LARGEST)) {
    throw badModel(`${path} to be a finite number within ${LARGEST}`, value);
  }
  if (path === "model.version" && value !== JOINT_MODEL.version) {
    throw badModel(`${path} to be ${JOINT_MODEL.version}`, value);
  }
  const share = /therStart$|\.type\./.test(path);
  const free = /\.prior\.|\.appearance\.(same|different)$|\.calibration\./.test(path);
  const weight = /\.weights\.|\.support\.full$|\.perLongAxis/.test(path);
  if (share && !(value > 0 && value < 1)) throw badModel(`${path} between 0 and 1`, value);
  if (weight && value < 0) throw badModel(`${path} >= 0`, value);
  const scale = !share && !free && !weight;
  if (scale && value < SMALLEST_SCALE) throw badModel(`${path} >= ${SMALLEST_SCALE}`, value);
}

const badModel = (expected: string, received: unknown): LesionGraphError =>
  fault("BAD_MODEL", expected, received);

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/**
 * The joint matcher's model: how far two marks of the same lesion, and two different lesions of a
 * patient, usually lie from each other in every feature. A small file that can be fitted on truth of
 * one's own and written as JSON.
 */

import { fault, type LesionGraphError } from "../../core/errors.js";
import type { Vec3 } from "../../core/lesion.js";
import { textOf } from "../../csv/text.js";
import { MODEL_1 } from "./model-1.js";

/** Standard deviations of the difference of two marks along x, y and z, in the location's own unit. */
export interface LocationModel {
  /** Same lesion, two studies, what both studies share taken off. */
  readonly same: Vec3;
  /** Same lesion, two series of one study. */
  readonly duplicate: Vec3;
  /** Two different lesions of a patient. */
  readonly different: Vec3;
  /** What two studies shift against each other as a whole: table, field of view, scan start. */
  readonly shift: Vec3;
  /** Share of study pairs of which one scan starts elsewhere, so that z alone says nothing. */
  readonly otherStart: number;
}

/** Version 1 of the model. All numbers are finite; deviations are > 0, shares between 0 and 1. */
export interface JointModel {
  readonly version: 1;
  /** What the numbers come from. */
  readonly fittedOn: string;
  readonly location: {
    /** Relative positions, unit 1. */
    readonly normalised: LocationModel;
    /** mm. */
    readonly physical: LocationModel;
  };
  /** Standard deviations of differences of ln mm, of each axis. */
  readonly size: { readonly same: number; readonly duplicate: number; readonly different: number };
  /** How often two marks with known types have the same one. */
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
  /**
   * Factors on the evidence of each feature: 1 takes it at its word; where features depend on each
   * other, or the model is rough, less is right.
   */
  readonly weights: {
    readonly location: number;
    readonly size: number;
    readonly type: number;
    readonly appearance: number;
  };
  /** Log-odds that two marks are the same lesion before anything is known of them. */
  readonly prior: { readonly link: number; readonly duplicate: number };
  /**
   * How sure the offset of two studies is: other lesions must support it with this much evidence for
   * full trust, and each `slope` below costs one unit of log-odds.
   */
  readonly support: { readonly full: number; readonly slope: number };
}

/** The model that comes with the package. */
export const JOINT_MODEL: JointModel = freeze(MODEL_1);

/**
 * A model from JSON, checked against the shape of {@link JOINT_MODEL}.
 *
 * @throws LesionGraphError BAD_MODEL with the path of what is missing, unknown or out of range.
 */
export function readModel(source: string | Uint8Array): JointModel {
  const json = textOf(source);
  let value: unknown;
  try {
    value = JSON.parse(json);
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

function compareNumber(value: unknown, path: string): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw badModel(`${path} to be a finite number`, value);
  }
  if (path === "model.version" && value !== JOINT_MODEL.version) {
    throw badModel(`${path} to be ${JOINT_MODEL.version}`, value);
  }
  const share = /\.otherStart$|\.type\./.test(path);
  const free = /\.prior\.|\.appearance\.(same|different)$/.test(path);
  const weight = /\.weights\.|\.support\.full$/.test(path);
  if (share && !(value > 0 && value < 1)) throw badModel(`${path} between 0 and 1`, value);
  if (weight && value < 0) throw badModel(`${path} >= 0`, value);
  if (!share && !free && !weight && value <= 0) throw badModel(`${path} > 0`, value);
}

const badModel = (expected: string, received: unknown): LesionGraphError =>
  fault("BAD_MODEL", expected, received);

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

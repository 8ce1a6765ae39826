import { describe, expect, it } from "vitest";
import { checkModel, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import { errorOf } from "../../support/errors.js";

/** The shipped model with one value replaced, by its path. */
function modelWith(path: string, value: unknown): unknown {
  const model = structuredClone(JOINT_MODEL) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop()!;
  const parent = keys.reduce((part, key) => part[key] as Record<string, unknown>, model);
  parent[last] = value;
  return model;
}

describe("checkModel", () => {
  it.each([
    ["fittedOn", 5],
    ["location", null],
    ["location", 5],
    ["location", []],
    ["location.physical.same", { 0: 1, 1: 1, 2: 1 }],
    ["location.physical.same", null],
    ["location.physical.same", [1, 1, 1, 1]],
    ["location.physical.same.0", 0],
    ["location.physical.same.0", 0.9e-6],
    ["location.physical.same.0", "1"],
    ["location.physical.otherStart", 0],
    ["location.physical.otherStart", -0.5],
    ["location.combined.duplicateOtherStart", 1],
    ["location.normalised.perLongAxis.2", -1e-9],
    ["type.same", 1],
    ["type.different", 0],
    ["weights.type", -1e-9],
    ["support.full", -1],
    ["support.slope", 0],
    ["size.different", 0],
    ["appearance.deviation", 0],
    ["prior.link", 1e6 + 1],
    ["prior.link", Number.NEGATIVE_INFINITY],
    ["calibration.link.strength", -1e6 - 1],
    ["calibration.odds.detour", Number.NaN],
    ["version", 1],
  ])("rejects %s of %j", (path, value) => {
    errorOf("BAD_MODEL", () => checkModel(modelWith(path, value)));
  });

  it.each([
    ["fittedOn", ""],
    ["location.physical.same.0", 1e-6],
    ["location.physical.perLongAxis.0", 0],
    ["location.physical.otherStart", 1e-9],
    ["weights.location", 0],
    ["support.full", 0],
    ["prior.link", 1e6],
    ["prior.duplicate", -1e6],
    ["appearance.same", -3],
    ["appearance.different", 0],
    ["calibration.link.strength", 0],
  ])("accepts %s of %j", (path, value) => {
    const model = modelWith(path, value);
    expect(checkModel(model)).toEqual(model);
  });

  it("freezes a copy", () => {
    const given = structuredClone(JOINT_MODEL);
    const model = checkModel(given);
    expect(Object.isFrozen(model.location.physical.same)).toBe(true);
    expect(Object.isFrozen(given)).toBe(false);
  });
});

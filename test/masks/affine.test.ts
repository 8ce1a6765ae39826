/** The affine of label volumes: limits of sides and angles, places and the volume of a voxel. */
import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../src/core/lesion.js";
import { type Affine, axisOrder, placeOf, voxelMm3 } from "../../src/masks/affine.js";
import { errorOf } from "../support/errors.js";

const affine = (a: Vec3, b: Vec3, c: Vec3, origin: Vec3 = [0, 0, 0]): Affine => ({
  origin,
  axes: [a, b, c],
});

/** A step of 2 mm along x, turned about z by an angle in degrees. */
const turned = (degrees: number): Vec3 => {
  const angle = (degrees * Math.PI) / 180;
  return [2 * Math.cos(angle), 2 * Math.sin(angle), 0];
};

describe("axisOrder", () => {
  it.each([
    [affine([1, 0, 0], [0, 1, 0], [0, 0, 5]), [0, 1, 2]],
    [affine([0, 0, -5], [-1, 0, 0], [0, 2, 0]), [1, 2, 0]],
    [affine([0, 1, 0], [0, 0, 1], [1, 0, 0]), [2, 0, 1]],
  ])("finds the array axis of x, y and z: %j", (given, order) => {
    expect(axisOrder(given)).toEqual(order);
  });

  it("takes sides from 0.01 to 100 mm", () => {
    for (const side of [0.01, 100]) {
      expect(axisOrder(affine([side, 0, 0], [0, 1, 0], [0, 0, 1]))).toEqual([0, 1, 2]);
    }
    for (const side of [0, 0.0099, 100.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      errorOf("BAD_MASK", () => axisOrder(affine([side, 0, 0], [0, 1, 0], [0, 0, 1])));
    }
  });

  it("takes axes tilted by up to 10 degrees", () => {
    for (const degrees of [-10, 0, 9.9, 10]) {
      expect(axisOrder(affine(turned(degrees), [0, 1, 0], [0, 0, 1]))).toEqual([0, 1, 2]);
    }
    for (const degrees of [-10.01, 10.01, 45]) {
      errorOf("BAD_MASK", () => axisOrder(affine(turned(degrees), [0, 1, 0], [0, 0, 1])));
    }
  });

  it("rejects two axes along one direction, and an origin that is nowhere", () => {
    errorOf("BAD_MASK", () => axisOrder(affine([1, 0, 0], [1, 0, 0], [0, 0, 1])));
    for (const origin of [
      [Number.NaN, 0, 0],
      [0, Number.POSITIVE_INFINITY, 0],
    ] as const) {
      errorOf("BAD_MASK", () => axisOrder(affine([1, 0, 0], [0, 1, 0], [0, 0, 1], origin)));
    }
  });
});

describe("placeOf", () => {
  it("adds the steps along all three axes, by hand", () => {
    const tilted = affine([2, 0.1, -0.2], [0.3, 3, 0.1], [-0.1, 0.2, 5], [10, 20, 30]);
    // x: 10 + 2 + 0.6 - 0.3; y: 20 + 0.1 + 6 + 0.6; z: 30 - 0.2 + 0.2 + 15.
    const [x, y, z] = placeOf(tilted, [1, 2, 3]);
    expect(x).toBeCloseTo(12.3, 12);
    expect(y).toBeCloseTo(26.7, 12);
    expect(z).toBeCloseTo(45, 12);
  });
});

describe("voxelMm3", () => {
  it("is the determinant without its sign, by hand", () => {
    expect(voxelMm3(affine([2, 0, 0], [0, 3, 0], [0, 0, 5]))).toBe(30);
    expect(voxelMm3(affine([0, 3, 0], [2, 0, 0], [0, 0, 5]))).toBe(30);
    // 1 (5·10 − 6·8) − 2 (4·10 − 6·7) + 3 (4·8 − 5·7) = 2 + 4 − 9 = −3.
    expect(voxelMm3(affine([1, 2, 3], [4, 5, 6], [7, 8, 10]))).toBe(3);
  });
});

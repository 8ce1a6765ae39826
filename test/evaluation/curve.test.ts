/** Arguments of the precision-recall curve; its values are tested with the fit and the command. */
import { describe, expect, it } from "vitest";
import { precisionRecallCurve } from "../../src/evaluation/curve.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

const lesions = [at(1, 1, 0), at(2, 2, 0)];
const truth = [
  { row: 1, group: "a" },
  { row: 2, group: "a" },
];

describe("precisionRecallCurve", () => {
  it("has a point for each value", () => {
    const { points } = precisionRecallCurve(lesions, truth, [0.2, 0.1]);
    expect(points.map(({ t2 }) => t2)).toEqual([0.1, 0.2]);
  });

  it.each([undefined, null, "0.1", 0.1, ["0.1"], [null], new Array(2), new Map([[1, 2]])])(
    "rejects %j as values",
    (values) => {
      errorOf("BAD_VALUE", () => precisionRecallCurve(lesions, truth, values as never));
    },
  );

  it("rejects values that T2 cannot have", () => {
    errorOf("BAD_OPTION", () => precisionRecallCurve(lesions, truth, [-1]), { option: "t2" });
  });

  it("rejects truth with holes", () => {
    errorOf("BAD_TRUTH", () => precisionRecallCurve(lesions, new Array(2), [0.1]));
  });
});

import { expect, it } from "vitest";
import type { ColumnarPatient } from "../../src/core/lesion.js";
import { columnFeatures } from "../../src/features/column-features.js";
import { featureMatrix } from "../../src/features/matrix.js";
import { at } from "../support/lesions.js";

it("computes features that columns do not have from the lesions", () => {
  const lesions = [at(1, 1, 3), at(2, 2, 5)];
  const patient: ColumnarPatient = {
    patient: "p",
    count: 2,
    row: Int32Array.of(1, 2),
    study: Int32Array.of(1, 2),
    series: Int32Array.of(1, 1),
    location: new Float64Array(6).fill(Number.NaN),
    centreMm: new Float64Array(6),
    axesMm: Float64Array.of(10, 5, 10, 5),
    type: Int8Array.of(-1, -1),
    idOf: (i) => lesions[i]!.id,
    lesions: () => lesions,
  };
  const features = ["appearance"] as const;
  expect(columnFeatures({ features })(patient).values).toEqual(Float64Array.of(3, 5));
  expect(featureMatrix(lesions, { features }).values).toEqual(Float64Array.of(3, 5));
});

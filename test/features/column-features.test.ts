import { expect, it } from "vitest";
import type { ColumnarPatient } from "../../src/core/lesion.js";
import { columnFeatures } from "../../src/features/column-features.js";
import { featureMatrix } from "../../src/features/matrix.js";
import { at } from "../support/lesions.js";

it("computes features that columns do not have from the lesions", () => {
  const lesions = [at(1, 1, 3), at(2, 2, 5)];
  const unknown = new Float64Array(2).fill(Number.NaN);
  const patient: ColumnarPatient = {
    patient: "p",
    count: 2,
    row: Int32Array.of(1, 2),
    study: Int32Array.of(1, 2),
    series: Int32Array.of(1, 1),
    location: [unknown, unknown, unknown],
    centreMm: [new Float64Array(2), new Float64Array(2), new Float64Array(2)],
    axesMm: [Float64Array.of(10, 10), Float64Array.of(5, 5)],
    type: Int32Array.of(-1, -1),
    idOf: (i) => lesions[i]!.id,
    lesions: () => lesions,
  };
  const features = ["appearance"] as const;
  expect(columnFeatures({ features })(patient).values).toEqual(Float64Array.of(3, 5));
  expect(featureMatrix(lesions, { features }).values).toEqual(Float64Array.of(3, 5));
});

import { expect, it } from "vitest";
import { studentQuantile } from "../../src/growth/student-t.js";

/** scipy.stats.t.ppf(0.975, d). */
it.each([
  [1, 12.706205],
  [2, 4.302653],
  [10, 2.228139],
  [30, 2.042272],
  [31, 2.039513],
  [35, 2.030108],
  [60, 2.000298],
  [120, 1.97993],
  [1000, 1.962339],
])("with %i degrees of freedom it is %f", (d, t) => {
  expect(studentQuantile(d)).toBeCloseTo(t, 5);
});

it("falls with every degree of freedom", () => {
  for (let d = 2; d < 200; d++) expect(studentQuantile(d)).toBeLessThan(studentQuantile(d - 1));
});

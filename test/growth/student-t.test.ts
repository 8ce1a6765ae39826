import { expect, it } from "vitest";
import { studentQuantile } from "../../src/growth/student-t.js";

/** scipy.stats.t.ppf(0.975, d). */
it.each([
  [1, 12.706205],
  [2, 4.302653],
  [10, 2.228139],
  [30, 2.042272],
  [31, 2.039513446],
  [35, 2.030107928],
  [40, 2.021075383],
  [60, 2.000297821],
  [120, 1.979930405],
  [1000, 1.962339081],
])("with %i degrees of freedom it is %f", (d, t) => {
  // The table has six digits.
  expect(Math.abs(studentQuantile(d) - t)).toBeLessThan(d > 30 ? 1e-7 : 1e-6);
});

it("falls with every degree of freedom", () => {
  for (let d = 2; d < 200; d++) expect(studentQuantile(d)).toBeLessThan(studentQuantile(d - 1));
});

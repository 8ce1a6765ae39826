/** Growth fits against scipy.stats (linregress, theilslopes, t), where Python has it. */
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratesOf } from "../../src/growth/rates.js";

const PROGRAM = `
import json, sys
import numpy as np
from scipy import stats
out = []
for time, mm in json.load(sys.stdin):
    fit = stats.linregress(time, np.log(mm))
    half = stats.t.ppf(0.975, len(time) - 2) * fit.stderr
    out.append([fit.slope, half, stats.theilslopes(np.log(mm), time)[0]])
json.dump(out, sys.stdout)
`;

const hasScipy = spawnSync("python3", ["-c", "import scipy.stats, numpy"]).status === 0;
const skipped = hasScipy ? "" : " (SKIPPED: python3 with scipy is not installed)";

describe.skipIf(!hasScipy)(`1,000 random sequences${skipped}`, () => {
  it("have the slope, interval and median slope that scipy gives", { timeout: 60_000 }, () => {
    const point = fc.record({
      time: fc.integer({ min: 0, max: 3000 }),
      mm: fc.double({ min: 1, max: 200, noNaN: true }),
    });
    const sequences = fc
      .sample(
        fc.uniqueArray(point, { minLength: 3, maxLength: 40, selector: ({ time }) => time }),
        { numRuns: 1000, seed: 7 },
      )
      .map((points) => [...points].sort((a, b) => a.time - b.time));
    const input = sequences.map((points) => [
      points.map(({ time }) => time),
      points.map(({ mm }) => mm),
    ]);
    const { stdout, stderr } = spawnSync("python3", ["-c", PROGRAM], {
      input: JSON.stringify(input),
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    expect(stderr).toBe("");
    const expected: [slope: number, half: number, theil: number][] = JSON.parse(stdout);
    expect(expected).toHaveLength(1000);
    sequences.forEach((points, i) => {
      const [slope, half, theil] = expected[i] ?? [Number.NaN, Number.NaN, Number.NaN];
      const { fit, robust } = ratesOf(points, "day") ?? {};
      const scale = Math.max(Math.abs(slope), half);
      expect(Math.abs((fit?.lnDiameterSlope ?? Number.NaN) - slope)).toBeLessThan(1e-9 * scale);
      expect(Math.abs((fit?.interval?.low ?? Number.NaN) - (slope - half))).toBeLessThan(
        1e-5 * scale,
      );
      expect(Math.abs((fit?.interval?.high ?? Number.NaN) - (slope + half))).toBeLessThan(
        1e-5 * scale,
      );
      expect(robust?.lnDiameterSlope).toBeCloseTo(theil, 12);
    });
  });
});

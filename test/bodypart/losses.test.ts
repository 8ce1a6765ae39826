import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anchorLoss,
  type Loss,
  paperLoss,
  SCORE_PER_MM,
  spacingLoss,
} from "../../src/bodypart/losses.js";

/** Away from ±1, where the slope of a Huber loss has a corner, central differences are good to 1e-6. */
const scores = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
  minLength: 3,
  maxLength: 8,
});

function expectNumericGradient(loss: (scores: number[]) => Loss, at: number[]): void {
  const { gradient } = loss(at);
  const h = 1e-5;
  at.forEach((_, i) => {
    const moved = (by: number): number => loss(at.map((s, k) => (k === i ? s + by : s))).value;
    expect(gradient[i]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 4);
  });
}

describe("gradients agree with central differences", () => {
  it("of the paper's losses", () => {
    fc.assert(
      fc.property(scores, (at) => expectNumericGradient(paperLoss, at)),
      { seed: 1, numRuns: 60 },
    );
  });

  it("of the spacing loss", () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 1, max: 60, noNaN: true }), (at, step) => {
        const positions = at.map((_, i) => i * step);
        expectNumericGradient((s) => spacingLoss(s, positions), at);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it("of the anchor loss", () => {
    fc.assert(
      fc.property(scores, (at) => {
        const known = at.map((_, i) => i - 2);
        expectNumericGradient((s) => anchorLoss(s, known), at);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe("values", () => {
  it("of the paper's losses are those of a hand calculation", () => {
    // Rises 1 and 3: -ln sigmoid(2) = 0.126928, -ln sigmoid(6) = 0.002476, mean 0.064702; the rises differ
    // by 2, smooth L1 1.5.
    expect(paperLoss([0, 1, 4]).value).toBeCloseTo(0.064702 + 1.5, 5);
  });

  it("of the spacing loss are 0 but for the order term on a line of the usual slope", () => {
    const positions = [0, 40, 80, 120];
    const line = positions.map((mm) => 3 + SCORE_PER_MM * mm);
    // softplus(-3 x 40 x 0.0374) = ln(1 + e^-4.488) = 0.0111804
    expect(spacingLoss(line, positions).value).toBeCloseTo(0.0111804, 6);
  });

  it("of the anchor loss are Huber's: half the square up to 1, then straight", () => {
    expect(anchorLoss([0, 5], [0.5, 2]).value).toBeCloseTo((0.125 + 2.5) / 2, 12);
  });

  it("do not change when all scores rise by the same", () => {
    const positions = [0, 10, 20, 30];
    const [a, b] = [
      [1, 0, 2, 2.5],
      [8, 7, 9, 9.5],
    ];
    expect(paperLoss(b!).value).toBeCloseTo(paperLoss(a!).value, 12);
    expect(spacingLoss(b!, positions).value).toBeCloseTo(spacingLoss(a!, positions).value, 12);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appearanceOf } from "../../src/images/appearance-features.js";
import { APPEARANCE_COLUMNS, appearanceVector } from "../../src/images/appearance-vector.js";
import { ellipseOf, within } from "../../src/images/ellipse.js";
import { huAt, patchAround, shownHuAt } from "../../src/images/patch.js";
import { errorOf } from "../support/errors.js";
import { inEllipse, paint } from "../support/slices.js";

/** Axes of an ellipse with half axes a, b mm around a point (px counted from 1), long axis along x. */
const annotated = (cx: number, cy: number, a: number, b: number, spacing: number) =>
  ({
    longAxisPx: [cx - a / spacing, cy, cx + a / spacing, cy],
    shortAxisPx: [cx, cy - b / spacing, cx, cy + b / spacing],
    spacingMm: [spacing, spacing, 5],
  }) as const;

/** A lesion of 50 HU in a liver of 100 HU with a fine pattern, at a spacing; centre counted from 0. */
const liver = (spacing: number, shift = 0) => {
  const size = Math.round(100 / spacing);
  const middle = size / 2;
  const inside = inEllipse(middle, middle, 20 / spacing, 10 / spacing);
  const slice = paint(size, size, (x, y) => {
    const wave = Math.round(8 * Math.sin((x * spacing) / 3) * Math.cos((y * spacing) / 4));
    return (inside(x, y) ? 50 : 100) + wave + shift;
  });
  return { slice, lesion: annotated(middle + 1, middle + 1, 20, 10, spacing) };
};

describe("patchAround", () => {
  it("is exact on a slope, in mm, whatever the spacing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.5, 0.7, 0.9),
        fc.integer({ min: 1, max: 12 }),
        (spacing, sizePx) => {
          // 1 HU per px along x, 3 along y.
          const slope = paint(60, 60, (x, y) => x + 3 * y);
          const patch = patchAround(slope, [31, 31], [spacing, spacing], { fieldMm: 10, sizePx });
          const step = 10 / sizePx;
          for (let v = 0, i = 0; v < sizePx; v++) {
            for (let u = 0; u < sizePx; u++, i++) {
              const [dx, dy] = [(u + 0.5) * step - 5, (v + 0.5) * step - 5];
              expect(patch.hu[i]).toBeCloseTo(30 + dx / spacing + 3 * (30 + dy / spacing), 4);
            }
          }
        },
      ),
    );
  });

  it("is air beyond the slice, and rejects an invalid spacing", () => {
    const flat = paint(4, 4, () => 40);
    expect([
      ...new Set(patchAround(flat, [100, 100], [1, 1], { fieldMm: 4, sizePx: 4 }).hu),
    ]).toEqual([-1024]);
    expect(huAt(flat, 3.5, 0)).toBe((40 - 1024) / 2);
    expect([shownHuAt(flat, 3, 3), shownHuAt(flat, 3.5, 0), shownHuAt(flat, 0, -0.1)]).toEqual([
      40,
      Number.NaN,
      Number.NaN,
    ]);
    errorOf("BAD_OPTION", () => patchAround(flat, [1, 1], [0, 1]), { option: "spacingMm[0]" });
    errorOf("UNKNOWN_OPTION", () => patchAround(flat, [1, 1], [1, 1], { field: 3 } as never), {
      option: "field",
    });
  });
});

describe("ellipseOf", () => {
  it("lies along the long axis and across to the middle of the short one", () => {
    // By hand: the long axis along y, 40 px of 0.5 mm; the short one 10 px, 1 px off to the right.
    const ellipse = ellipseOf({
      longAxisPx: [50, 30, 50, 70],
      shortAxisPx: [46, 44, 56, 44],
      spacingMm: [0.5, 0.5, 1],
    });
    expect(ellipse).toEqual({
      centrePx: [51, 50],
      direction: [0, 1],
      halfLongMm: 10,
      halfShortMm: 2.5,
    });
    expect([within(ellipse, 0, 9.9), within(ellipse, 0, 10.1), within(ellipse, 2.6, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(within(ellipse, 2.6, 0, 1)).toBe(true);
    errorOf("MISSING_FEATURE", () =>
      ellipseOf({ longAxisPx: [1, 1, 1, 1], shortAxisPx: [1, 1, 2, 1], spacingMm: [1, 1, 1] }),
    );
  });
});

describe("appearanceOf", () => {
  it("measures a painted lesion", () => {
    const { slice, lesion } = liver(0.5);
    const found = appearanceOf(slice, lesion);
    expect(found.inside.mean).toBeCloseTo(50, -0.5);
    expect(found.around.mean).toBeCloseTo(100, -0.5);
    expect(found.marginContrast).toBeCloseTo(-50, -0.5);
    // A step of 50 HU over 4 mm, darker inside.
    expect(found.marginSharpness).toBeCloseTo(-12.5, -0.3);
    expect(found.areaMm2).toBeCloseTo(Math.PI * 200, 10);
    expect(found.axisRatio).toBeCloseTo(0.5, 12);
  });

  it("is nearly the same at another spacing, and moves with HU", () => {
    const fine = appearanceOf(liver(0.5).slice, liver(0.5).lesion);
    const coarse = appearanceOf(liver(0.9).slice, liver(0.9).lesion);
    const brighter = appearanceOf(liver(0.5, 25).slice, liver(0.5).lesion);
    expect(coarse.inside.mean).toBeCloseTo(fine.inside.mean, -1);
    expect(coarse.texture.jointEntropy).toBeCloseTo(fine.texture.jointEntropy, 0);
    expect(brighter.inside.mean).toBeCloseTo(fine.inside.mean + 25, 3);
    // A shift by one whole grey level leaves texture alone.
    expect(brighter.texture.contrast).toBeCloseTo(fine.texture.contrast, 10);
    expect(brighter.marginContrast).toBeCloseTo(fine.marginContrast, 3);
  });

  it("measures a lesion narrower than 3 mm over 3 mm", () => {
    const { slice } = liver(0.5);
    const tiny = appearanceOf(slice, annotated(101, 101, 0.3, 0.1, 0.5));
    const small = appearanceOf(slice, annotated(101, 101, 1.5, 1.5, 0.5));
    expect(tiny.inside).toEqual(small.inside);
    expect([tiny.areaMm2, tiny.axisRatio]).toEqual([
      expect.closeTo(Math.PI * 0.03, 10),
      expect.closeTo(1 / 3, 10),
    ]);
  });

  it("gives a vector with a name for every number", () => {
    const { slice, lesion } = liver(0.8);
    const vector = appearanceVector(appearanceOf(slice, lesion));
    expect(vector).toHaveLength(APPEARANCE_COLUMNS.length);
    expect(vector.every(Number.isFinite)).toBe(true);
  });

  it("measures at the edge of the picture what the picture shows, and no air", () => {
    // 41 HU everywhere: whatever is left of ring and margin has 41 HU too.
    const lesion = { ...annotated(10, 128, 8, 6, 1) };
    const padded = paint(256, 256, (x) => (x < 4 ? -2000 : 41));
    for (const slice of [paint(256, 256, () => 41), padded]) {
      const { inside, around, marginContrast, marginSharpness } = appearanceOf(slice, lesion);
      expect([inside.minimum, inside.mean, around.minimum, around.mean]).toEqual([41, 41, 41, 41]);
      expect([marginContrast, marginSharpness]).toEqual([0, 0]);
    }
  });

  it("takes padding for what is beyond the picture, whatever its value", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: -32768, max: -1025 }),
        fc.constantFrom(0.5, 1, 2),
        (columns, padding, spacing) => {
          const hu = (x: number, y: number): number => ((x * 7 + y * 13) % 90) - 20;
          const padded = paint(64, 64, (x, y) => (x < columns ? padding : hu(x, y)));
          const cut = paint(64 - columns, 64, (x, y) => hu(x + columns, y));
          const found = appearanceVector(
            appearanceOf(padded, annotated(20, 30, 9 * spacing, 6 * spacing, spacing)),
          );
          const expected = appearanceVector(
            appearanceOf(cut, annotated(20 - columns, 30, 9 * spacing, 6 * spacing, spacing)),
          );
          for (const [k, value] of found.entries()) expect(value).toBeCloseTo(expected[k]!, 9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("rejects a lesion of which less than half is on the picture", () => {
    const flat = paint(60, 60, (x, y) => x + y);
    errorOf("MISSING_FEATURE", () => appearanceOf(flat, annotated(-2, 30, 8, 6, 1)));
    // By hand: of a ring of 6 mm around a circle of 8 mm the picture shows what is within 9.5 mm.
    const shown = (radius: number) =>
      paint(60, 60, (x, y) => ((x - 29) ** 2 + (y - 29) ** 2 <= radius ** 2 ? 40 : -3024));
    errorOf("MISSING_FEATURE", () => appearanceOf(shown(9.5), annotated(30, 30, 8, 8, 1)));
    // The margin's outer ends lie 10 mm from the centre, a ring of 2 mm within 11 mm.
    errorOf("MISSING_FEATURE", () =>
      appearanceOf(shown(9.5), annotated(30, 30, 8, 8, 1), { ringMm: 0.4 }),
    );
    errorOf("MISSING_FEATURE", () => appearanceOf(shown(0), annotated(30, 30, 8, 8, 1)));
  });

  it("rejects input that it cannot measure", () => {
    const flat = paint(60, 60, () => 40);
    errorOf("MISSING_FEATURE", () =>
      appearanceVector(appearanceOf(flat, annotated(30, 30, 8, 6, 1))),
    );
    errorOf("BAD_OPTION", () => appearanceOf(flat, annotated(30, 30, 8, 6, 1), { ringMm: 0 }), {
      option: "ringMm",
    });
    const { where } = errorOf("BAD_OPTION", () =>
      appearanceOf(flat, annotated(30, 30, 8, 6, 1), { binHu: 0.01 }),
    );
    expect(where).toEqual({ option: "binHu" });
    // A spacing in another unit must not ask for pictures of kilometres.
    errorOf("MISSING_FEATURE", () => appearanceOf(flat, annotated(30, 30, 8e6, 6e6, 1e6)));
    errorOf("BAD_OPTION", () => patchAround(flat, [30, 30], [1, 1], { sizePx: 1e6 }));
  });
});

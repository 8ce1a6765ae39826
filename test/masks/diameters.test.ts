/** Diameters against brute force over all edge midpoints, and against closed forms. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../src/core/lesion.js";
import { diametersOf, longAxisBound, type PixelRun } from "../../src/masks/diameters.js";

type Point = readonly [number, number];

const runsOf = (pixels: readonly Point[]): PixelRun[] =>
  [...pixels]
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
    .map(([x, y]) => ({ y, start: x, end: x + 1 }));

const measure = (pixels: readonly Point[], column: Vec3 = [1, 0, 0], row: Vec3 = [0, 1, 0]) =>
  diametersOf(runsOf(pixels), column, row);

/** In mm; `lean` is how far a step to the next row goes along the rows. */
const midpoints = (pixels: readonly Point[], sx: number, sy: number, lean: number): Point[] =>
  pixels
    .flatMap(([x, y]): Point[] => [
      [x - 0.5, y],
      [x + 0.5, y],
      [x, y - 0.5],
      [x, y + 0.5],
    ])
    .map(([x, y]): Point => [x * sx + y * lean, y * sy]);

const distance = ([a, b]: Point, [c, d]: Point): number => Math.hypot(c - a, d - b);

/** Every pair of points that has all others on its left: half planes whose intersection is the hull. */
function sidesOf(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.flatMap((p) =>
    points
      .filter(
        (q) =>
          distance(p, q) > 0 &&
          points.every(
            (r) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]) > -1e-9,
          ),
      )
      .map((q) => [p, q] as const),
  );
}

/** Length of the part of the line through a point along a direction that lies inside all half planes. */
function clippedLength(
  through: Point,
  direction: Point,
  sides: readonly (readonly [Point, Point])[],
) {
  let [low, high] = [-1e9, 1e9];
  for (const [p, q] of sides) {
    const normal: Point = [p[1] - q[1], q[0] - p[0]];
    const depth = normal[0] * (through[0] - p[0]) + normal[1] * (through[1] - p[1]);
    const slope = normal[0] * direction[0] + normal[1] * direction[1];
    if (slope > 1e-12) low = Math.max(low, -depth / slope);
    else if (slope < -1e-12) high = Math.min(high, -depth / slope);
    else if (depth < -1e-7) return 0;
  }
  return Math.max(0, high - low);
}

function bruteForce(pixels: readonly Point[], sx: number, sy: number, lean = 0) {
  const points = midpoints(pixels, sx, sy, lean);
  const pairs = points.flatMap((a) => points.map((b) => [a, b] as const));
  const long = Math.max(...pairs.map(([a, b]) => distance(a, b)));
  const sides = sidesOf(points);
  const axes = pairs.filter(([a, b]) => distance(a, b) > long - 1e-9);
  const short = axes.map(([a, b]) => {
    const across: Point = [(a[1] - b[1]) / long, (b[0] - a[0]) / long];
    return Math.max(...points.map((point) => clippedLength(point, across, sides)));
  });
  return { longAxisMm: long, shortAxisMm: Math.max(...short) };
}

describe("diametersOf", () => {
  it("gives a pixel the distances of its edge midpoints", () => {
    const { longAxisMm, shortAxisMm } = measure([[5, 5]], [0.7, 0, 0], [0, 0.4, 0]);
    expect(longAxisMm).toBe(0.7);
    expect(shortAxisMm).toBeCloseTo(0.4, 12);
  });

  it("measures a bar along itself and across", () => {
    // Midpoints of a 4 x 1 bar: 4 px from end to end, 1 px across.
    expect(
      measure([
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
      ]),
    ).toEqual({ longAxisMm: 4, shortAxisMm: 1 });
  });

  it("takes the longest perpendicular chord, not the extent, of a slanted region", () => {
    // By hand: a parallelogram-like stack of bars leans right; no chord across its diagonal is as long as
    // the sum of the two corners' distances from it.
    const pixels = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3].map((x): Point => [x + 2 * y, y]));
    const { longAxisMm, shortAxisMm } = measure(pixels);
    const expected = bruteForce(pixels, 1, 1);
    expect(longAxisMm).toBeCloseTo(expected.longAxisMm, 9);
    expect(shortAxisMm).toBeCloseTo(expected.shortAxisMm, 9);
    expect(shortAxisMm).toBeLessThan(2.5);
  });

  const pixel = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
  const region = fc.uniqueArray(pixel, { minLength: 1, maxLength: 12, selector: String });
  const side = fc.constantFrom(0.5, 0.7, 1, 1.3, 3);

  it("agrees with brute force on 1,000 random regions", () => {
    fc.assert(
      fc.property(region, side, side, (pixels, sx, sy) => {
        const { longAxisMm, shortAxisMm } = measure(pixels, [sx, 0, 0], [0, sy, 0]);
        const expected = bruteForce(pixels, sx, sy);
        expect(longAxisMm).toBeCloseTo(expected.longAxisMm, 8);
        expect(shortAxisMm).toBeCloseTo(expected.shortAxisMm, 6);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  it("agrees with brute force where rows and columns are not at right angles", () => {
    const lean = fc.constantFrom(-0.17, 0.1, 0.17);
    fc.assert(
      fc.property(region, side, side, lean, (pixels, sx, sy, tangent) => {
        const row: Vec3 = [tangent * sy, sy, 0];
        const { longAxisMm, shortAxisMm } = measure(pixels, [sx, 0, 0], row);
        const expected = bruteForce(pixels, sx, sy, row[0]);
        expect(longAxisMm).toBeCloseTo(expected.longAxisMm, 8);
        expect(shortAxisMm).toBeCloseTo(expected.shortAxisMm, 6);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("is never longer than the bound from the bounding box", () => {
    const lean = fc.constantFrom(-0.17, 0, 0.17);
    fc.assert(
      fc.property(region, side, side, lean, (pixels, sx, sy, tangent) => {
        const axes = [[sx, 0, 0] as Vec3, [tangent * sy, sy, 0] as Vec3] as const;
        const { longAxisMm } = measure(pixels, ...axes);
        expect(longAxisBound(runsOf(pixels), ...axes)).toBeGreaterThanOrEqual(longAxisMm - 1e-9);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("bounds a rectangle by its diagonal, by hand", () => {
    // Three by two pixels of 1 and 2 mm: √(3² + 4²); the second row leans 0.5 mm: √(9 + 2·3·2·0.5 + 4·4.25).
    const rectangle = [0, 1, 2].flatMap((x): Point[] => [
      [x + 4, 7],
      [x + 4, 8],
    ]);
    expect(longAxisBound(runsOf(rectangle), [1, 0, 0], [0, 2, 0])).toBe(5);
    expect(longAxisBound(runsOf(rectangle), [1, 0, 0], [0.5, 2, 0])).toBeCloseTo(Math.sqrt(32), 12);
  });

  it("does not change when a region is mirrored, transposed or moved", () => {
    fc.assert(
      fc.property(region, side, side, (pixels, sx, sy) => {
        const expected = measure(pixels, [sx, 0, 0], [0, sy, 0]);
        const same = ({ longAxisMm, shortAxisMm }: ReturnType<typeof measure>) => {
          expect(longAxisMm).toBeCloseTo(expected.longAxisMm, 9);
          expect(shortAxisMm).toBeCloseTo(expected.shortAxisMm, 7);
        };
        const mirrored = pixels.map(([x, y]): Point => [9 - x, y]);
        same(measure(mirrored, [sx, 0, 0], [0, sy, 0]));
        same(
          measure(
            pixels.map(([x, y]): Point => [y, x]),
            [sy, 0, 0],
            [0, sx, 0],
          ),
        );
        same(
          measure(
            pixels.map(([x, y]): Point => [x + 90, y + 7]),
            [0, sx, 0],
            [0, 0, -sy],
          ),
        );
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it.each([
    [30, 30],
    [40, 22],
    [61, 17],
    [12, 9],
  ])(
    "measures ellipses of %i x %i px within a pixel, on average -0.3 to 0.8 pixels",
    (long, short) => {
      const biases: number[] = [];
      for (let degrees = 0; degrees < 180; degrees += 15) {
        const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
        const [cx, cy] = [(0.29 + (degrees / 15) * 0.618) % 1, (0.17 + (degrees / 15) * 0.382) % 1];
        const pixels: Point[] = [];
        for (let y = -40; y <= 40; y++) {
          for (let x = -40; x <= 40; x++) {
            const [u, v] = [c * (x - cx) + s * (y - cy), c * (y - cy) - s * (x - cx)];
            if ((2 * u) ** 2 / long ** 2 + (2 * v) ** 2 / short ** 2 <= 1) pixels.push([x, y]);
          }
        }
        const { longAxisMm, shortAxisMm } = measure(pixels);
        expect(Math.abs(longAxisMm - long)).toBeLessThan(1);
        expect(Math.abs(shortAxisMm - short)).toBeLessThan(1);
        biases.push(longAxisMm - long);
      }
      const mean = biases.reduce((sum, bias) => sum + bias, 0) / biases.length;
      expect(mean).toBeGreaterThan(-0.3);
      expect(mean).toBeLessThan(0.8);
    },
  );
});

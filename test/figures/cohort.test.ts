/** The two figures of a whole cohort. */
import { describe, expect, it } from "vitest";
import type { Lesion, LesionType } from "../../src/core/lesion.js";
import { bodyMapFigure } from "../../src/figures/body-map/body-map-figure.js";
import { histogram, sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { fault } from "../support/errors.js";
import { elements, groupOf, parsed, textBoxes, viewBox } from "../support/svg.js";

const lesion = (row: number, more: Partial<Lesion>): Lesion => ({
  row,
  patient: "p",
  study: 1,
  id: String(row),
  ...more,
});
const typed = (row: number, type: LesionType | undefined, x: number, z: number): Lesion =>
  lesion(row, { type, location: [x, 0.25, z] });

describe("bodyMapFigure", () => {
  const lesions = [
    typed(1, "lung", 0, 0),
    typed(2, "lung", 1, 0),
    typed(3, "lung", 1, 1),
    typed(4, "bone", 0.5, 0.5),
    typed(5, undefined, 0.2, 0.2),
    lesion(6, { type: "bone" }),
  ];

  it("gives the share of each type among the lesions whose type is known", () => {
    const text = String(bodyMapFigure(lesions));
    expect(text).toContain(">3 (75.0 %)<");
    expect(text).toContain(">1 (25.0 %)<");
    expect(bodyMapFigure(lesions).notes).toEqual([
      "1 lesion without a normalised location left out.",
    ]);
  });

  /** Points of a cloud on the page. */
  const points = (view: "front" | "side" | "below", title: string) => {
    const cloud = elements(parsed(bodyMapFigure(lesions, { view })), "path").find(
      (path) => path.getAttribute("aria-label") === title,
    );
    let [x, y] = [0, 0];
    return [...(cloud?.getAttribute("d") ?? "").matchAll(/[Mm](-?\d+) (-?\d+)h0/g)].map((step) => {
      x += Number(step[1]) / 10;
      y += Number(step[2]) / 10;
      return [x, y] as const;
    });
  };

  it("has the proportions of the body at every width", () => {
    // A unit of x is 431 mm and one of z 1,213 (docs/features.md).
    for (const widthMm of [60, 85, 120, 180, 400]) {
      for (const fontSize of [6, 7, 14]) {
        const map = parsed(bodyMapFigure(lesions, { widthMm, fontSize }));
        const [width, height] = viewBox(map);
        const [, plot] = elements(map, "rect");
        const [x, w, h] = ["x", "width", "height"].map((name) => Number(plot?.getAttribute(name)));
        expect((h as number) / (w as number)).toBeCloseTo(1213 / 431, 2);
        expect((x as number) + (w as number)).toBeLessThan(width);
        expect(w).toBeGreaterThan(8 * fontSize - 16);
        // Every type with its share, wherever the legend is.
        const texts = textBoxes(map);
        for (const { y, halfHeight } of texts) expect(y + halfHeight).toBeLessThan(height);
        const all = texts.map(({ text }) => text).join(" ");
        for (const part of ["lung", "3 (75.0 %)", "bone", "1 (25.0 %)", "type unknown"]) {
          expect(all).toContain(part);
        }
      }
    }
  });

  it("has the patient's right on the left and the head above", () => {
    const [a, b, c] = points("front", "lung: 3 lesions") as [
      readonly [number, number],
      readonly [number, number],
      readonly [number, number],
    ];
    expect([a[1] === b[1], a[0] < b[0], c[1] > b[1], Math.abs(c[0] - b[0]) < 1e-6]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const [bone] = points("front", "bone: 1 lesion");
    expect(bone?.[0]).toBeCloseTo((a[0] + b[0]) / 2, 0);
    expect(bone?.[1]).toBeCloseTo((b[1] + c[1]) / 2, 0);
    // From the side all have y = 0.25, and the two at z = 0 fall together.
    expect(points("side", "lung: 3 lesions")).toHaveLength(2);
    expect(points("below", "lung: 3 lesions")).toHaveLength(2);
  });

  it("draws tens of thousands of lesions below 3 MB, each place once", () => {
    const many = [...simulateCohort({ patients: 5000, seed: 1 }).lesions].slice(0, 32_735);
    expect(many).toHaveLength(32_735);
    const text = String(bodyMapFigure(many));
    expect(text.length).toBeLessThan(3e6);
    const dots = text.match(/h0/g)?.length ?? 0;
    expect(dots).toBeGreaterThan(20_000);
    expect(dots).toBeLessThanOrEqual(many.filter(({ location }) => location).length);
  });

  it("says so where no lesion has a location", () => {
    expect(String(bodyMapFigure([lesion(1, {})]))).toContain(
      "no lesions with a normalised location",
    );
  });

  it("refuses views and sizes it does not know", () => {
    fault("BAD_OPTION", "view to be one of front, side, below", () =>
      bodyMapFigure([], { view: "back" as never }),
    );
    fault("BAD_OPTION", "pointSize to be a number from 0.2 to 10", () =>
      bodyMapFigure([], { pointSize: 99 }),
    );
  });
});

describe("histogram", () => {
  it("holds lower edges, and everything from the limit on in the last bin", () => {
    expect(histogram([0, 4.9, 5, 9.99, 10, 343], 5, 10).counts).toEqual([2, 2, 2]);
    expect(histogram([], 5, 10).counts).toEqual([0, 0, 0]);
    // A last closed bin that is narrower: 0-4, 4-8, 8-10, 10 and more.
    expect(histogram([8, 9.9, 10], 4, 10).counts).toEqual([0, 0, 2, 1]);
    // 0.3 / 0.1 is a little less than 3 in binary; the value still belongs to the fourth bin.
    expect(histogram([0.3], 0.1, 1).counts[3]).toBe(1);
  });
});

describe("sizesFigure", () => {
  const lesions = [3, 7, 12, 18, 55].map((longAxisMm, i) =>
    lesion(i + 1, { longAxisMm, shortAxisMm: longAxisMm / 2 }),
  );
  const bars = (options: Parameters<typeof sizesFigure>[1]) =>
    ["long axis", "short axis"].map((name) =>
      elements(
        groupOf(parsed(sizesFigure(lesions, options)), `histogram of the ${name}`),
        "title",
      ).map(({ textContent }) => textContent),
    );

  it("counts long and short axes, the last bin open", () => {
    const [long, short] = bars({ binMm: 10, limitMm: 20 });
    expect(long).toEqual([
      "long axis 0 to below 10 mm: 2 lesions",
      "long axis 10 to below 20 mm: 2 lesions",
      "long axis 20 mm and more: 1 lesion",
    ]);
    expect(short?.at(-1)).toBe("short axis 20 mm and more: 1 lesion");
    const text = String(sizesFigure(lesions, { limitMm: 20 }));
    for (const part of [">≥ 20<", "median 12.0 mm", "median 6.0 mm", "long axis (mm)"]) {
      expect(text).toContain(part);
    }
  });

  it("counts what has no size", () => {
    expect(sizesFigure([...lesions, lesion(9, {})]).notes).toEqual([
      "1 lesion without a size left out.",
    ]);
  });

  it("refuses bins wider than the limit", () => {
    fault("BAD_OPTION", "binMm to be at most the limit, 20 mm, got 30", () =>
      sizesFigure(lesions, { binMm: 30, limitMm: 20 }),
    );
  });
});

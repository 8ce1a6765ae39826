/** The two figures of a whole cohort. */
import { describe, expect, it } from "vitest";
import type { Lesion, LesionType } from "../../src/core/lesion.js";
import { bodyMapFigure } from "../../src/figures/body-map/body-map-figure.js";
import { histogram } from "../../src/figures/sizes/draw-histogram.js";
import { sizesFigure } from "../../src/figures/sizes/sizes-figure.js";
import { matchPatient } from "../../src/matching/match.js";
import { simulateCohort } from "../../src/simulation/cohort.js";
import { errorOf } from "../support/errors.js";
import { small } from "../support/patients.js";
import { elements, groupOf, parsed, textBoxes } from "../support/svg.js";

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
    expect(text).toContain(">lung 3 (75.0 %)<");
    expect(text).toContain(">bone 1 (25.0 %)<");
    expect(bodyMapFigure(lesions).notes).toEqual([
      "Outline and regions are schematic.",
      "1 lesion without a relative position left out.",
    ]);
  });

  /** Place of every lesion on the page by row. */
  const places = (figure: ReturnType<typeof bodyMapFigure>) =>
    new Map(
      elements(parsed(figure), "circle")
        .filter((one) => one.getAttribute("class") === "lesion")
        .map((one) => [
          Number(one.getAttribute("data-row")),
          ["cx", "cy"].map((name) => Number(one.getAttribute(name))) as [number, number],
        ]),
    );
  const at = (view: "coronal" | "sagittal" | "axial", row: number): [number, number] =>
    places(bodyMapFigure(lesions, { view })).get(row) ?? [Number.NaN, Number.NaN];

  it("has a tooltip for every lesion", () => {
    expect([...places(bodyMapFigure(lesions)).keys()].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(String(bodyMapFigure(lesions))).toContain(
      "patient p, row 4, study 1, 4, size unknown, bone",
    );
  });

  it("has the patient's right on the left, and the head above", () => {
    // z 1 against z 0, x 0 against x 1.
    expect(at("coronal", 3)[1]).toBeGreaterThan(at("coronal", 2)[1]);
    const feet = [0, 1].map((x) => typed(1 + x, "lung", x, 1));
    const [right, left] = [1, 2].map(
      (row) => places(bodyMapFigure(feet, { view: "coronal" })).get(row)?.[0] ?? 0,
    );
    expect(right).toBeLessThan(left ?? 0);
    // All have y = 0.25.
    expect(at("axial", 1)[1]).toBe(at("axial", 3)[1]);
  });

  it("puts a lesion at the skin on the outline", () => {
    for (const z of [0.1, 0.4, 0.8]) {
      const pair = [typed(1, "lung", 0, z), typed(2, "lung", 0.5, z)];
      const figure = bodyMapFigure(pair, { view: "coronal" });
      const outline = elements(parsed(figure), "path").find(
        (path) => path.getAttribute("class") === "outline",
      );
      const points = [...(outline?.getAttribute("d") ?? "").matchAll(/[ML]([\d.]+),([\d.]+)/g)];
      const [x, y] = places(figure).get(1) ?? [0, 0];
      const middle = places(figure).get(2)?.[0] ?? 0;
      const nearest = points
        .map(([, px, py]) => [Number(px), Number(py)] as const)
        .filter(([px]) => px < middle)
        .sort((a, b) => Math.abs(a[1] - y) - Math.abs(b[1] - y))[0];
      expect(Math.abs((nearest?.[0] ?? 0) - x)).toBeLessThan(1.5);
    }
  });

  it("has all three views where they fit, at one scale, and the legend below the axial one", () => {
    const figure = parsed(bodyMapFigure(lesions, { widthMm: 180 }));
    const rows = elements(figure, "circle")
      .filter((one) => one.getAttribute("class") === "lesion")
      .map((one) => Number(one.getAttribute("data-row")));
    expect(rows.sort()).toEqual([1, 2, 3, 4, 5].flatMap((row) => [row, row, row]));
    const extents = elements(figure, "path")
      .filter((one) => one.getAttribute("class") === "outline")
      .map((one) => {
        const points = [...(one.getAttribute("d") ?? "").matchAll(/[ML]([\d.]+),([\d.]+)/g)];
        const ys = points.map(([, , y]) => Number(y));
        return { height: Math.max(...ys) - Math.min(...ys), bottom: Math.max(...ys) };
      });
    expect(extents).toHaveLength(3);
    const [coronal, sagittal, axial] = extents;
    expect(sagittal?.height).toBeCloseTo(coronal?.height ?? 0, 1);
    // The body is 322 mm deep and 1213 mm high (body-panel.ts).
    expect((axial?.height ?? 0) / (coronal?.height ?? 1)).toBeCloseTo(322 / 1213, 2);
    const [legend] = textBoxes(figure).filter(({ text }) => text === "Type");
    expect(legend?.y).toBeGreaterThan(axial?.bottom ?? 0);
    expect(legend?.y).toBeLessThan(coronal?.bottom ?? 0);
  });

  it("has the coronal view alone in one column, and for types", () => {
    const outlines = (options: Parameters<typeof bodyMapFigure>[1]) =>
      elements(parsed(bodyMapFigure(lesions, options)), "path").filter(
        (one) => one.getAttribute("class") === "outline",
      ).length;
    expect(outlines({ widthMm: 85 })).toBe(1);
    expect(outlines({ widthMm: 180, view: "sagittal" })).toBe(1);
    expect(outlines({ widthMm: 180, panels: "types" })).toBe(3);
  });

  it("has one map for each type on request", () => {
    const figure = parsed(bodyMapFigure(lesions, { panels: "types" }));
    const outlines = elements(figure, "path").filter(
      (one) => one.getAttribute("class") === "outline",
    );
    expect(outlines).toHaveLength(3);
  });

  it("draws physical positions where there are no relative ones", () => {
    const physical = [1, 2].map((row) => lesion(row, { centreMm: [100 * row, 50, 700] }));
    const figure = bodyMapFigure(physical);
    expect(places(figure).size).toBe(2);
    expect(figure.notes).toEqual([
      "Positions in mm, in the coordinates of each study; no relative positions known.",
    ]);
  });

  it("draws the sequences of a patient", () => {
    const match = matchPatient(small, { method: "algorithm1" });
    const figure = parsed(bodyMapFigure(match, { widthMm: 85 }));
    const courses = elements(figure, "path").filter(
      (one) => one.getAttribute("class") === "course",
    );
    expect(courses.map((one) => one.getAttribute("data-sequence"))).toEqual(["1", "2"]);
    expect(figure.documentElement.getAttribute("data-patient")).toBe("p");
  });

  it("draws tens of thousands of lesions below 3 MB, each place once", () => {
    const many = [...simulateCohort({ patients: 5000, seed: 1 }).lesions].slice(0, 32_735);
    expect(many).toHaveLength(32_735);
    const text = String(bodyMapFigure(many, { view: "coronal" }));
    expect(text.length).toBeLessThan(3e6);
    const dots = text.match(/h0/g)?.length ?? 0;
    expect(dots).toBeGreaterThan(15_000);
    expect(dots).toBeLessThanOrEqual(many.filter(({ location }) => location).length);
  });

  it("says so where no lesion has a position", () => {
    expect(String(bodyMapFigure([lesion(1, {})]))).toContain("No lesion has a position.");
  });

  it.each([
    [{ view: "front" }, "view"],
    [{ pointSize: 99 }, "pointSize"],
    [{ panels: 8 }, "panels"],
  ])("rejects %j", (options, option) => {
    const error = errorOf("BAD_OPTION", () => bodyMapFigure([], options as never));
    expect(error.where.option).toBe(option);
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
    ["Long axis", "Short axis"].map((name) =>
      elements(
        groupOf(parsed(sizesFigure(lesions, options)), `histogram: ${name.toLowerCase()}`),
        "title",
      ).map(({ textContent }) => textContent),
    );

  it("counts long and short axes, the last bin open", () => {
    const [long, short] = bars({ binMm: 10, limitMm: 20 });
    expect(long).toEqual([
      "Long axis 0 to below 10 mm: 2 lesions",
      "Long axis 10 to below 20 mm: 2 lesions",
      "Long axis 20 mm or more: 1 lesion",
    ]);
    expect(short?.at(-1)).toBe("Short axis 20 mm or more: 1 lesion");
    const text = String(sizesFigure(lesions, { limitMm: 20 }));
    for (const part of [">≥20<", "Median 12.0 mm", "Median 6.0 mm", "Long axis (mm)"]) {
      expect(text).toContain(part);
    }
  });

  it("counts what has no size", () => {
    expect(sizesFigure([...lesions, lesion(9, {})]).notes).toEqual([
      "1 lesion without a size left out.",
    ]);
  });

  it("rejects bins wider than the limit", () => {
    errorOf("BAD_OPTION", () => sizesFigure(lesions, { binMm: 30, limitMm: 20 }), {
      option: "binMm",
    });
  });
});

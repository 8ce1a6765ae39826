import { describe, expect, it } from "vitest";
import { sliceImage } from "../../../src/figures/kit/slice-image.js";
import { retrievalFigure } from "../../../src/figures/retrieval/retrieval-figure.js";
import { retrieve } from "../../../src/retrieval/retrieve.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { errorOf } from "../../support/errors.js";
import { small } from "../../support/patients.js";
import { paintedLesion, paintedSlice, retrieved } from "../../support/pictures.js";
import { type Element, elements, parsed } from "../../support/svg.js";

const cells = (figure: ReturnType<typeof retrievalFigure>): Element[] =>
  elements(parsed(figure), "g").filter((g) => g.getAttribute("role") === "graphics-symbol img");
const texts = (cell: Element): (string | null)[] =>
  elements(cell, "text").map(({ textContent }) => textContent);

describe("retrievalFigure", () => {
  it("has the query first, then the hits by rank, with type, size and distance", () => {
    const found = cells(retrievalFigure(retrieved(small)));
    expect(found.map(texts)).toEqual([
      ["Query", "Patient p, row 1", "liver", "12 × 8"],
      ["1", "Patient p, row 2", "liver", "30 × 21", "0.000"],
      ["2", "Patient p, row 3", "lung", "14 × 10", "0.020"],
      ["3", "Patient p, row 4", "liver", "14 × 10", "0.040"],
      ["4", "Patient p, row 5", "lung", "36 × 25", "0.060"],
      ["5", "Patient p, row 6", "liver", "20 × 14", "0.080"],
      ["6", "Patient p, row 7", "lung", "9 × 6", "0.100"],
    ]);
    expect(found[1]?.getAttribute("aria-label")).toBe(
      "1: patient p, row 2, study 1, L2, 30.0 × 21.0 mm, liver, distance 0.000",
    );
    expect(texts(cells(retrievalFigure(retrieved(small), { sizes: false }))[1] as Element)).toEqual(
      ["1", "Patient p, row 2", "liver", "0.000"],
    );
  });

  it("names patient and row in one form below all cells", () => {
    const result = retrieved(small);
    const hits = result.hits.map((hit, i) => {
      const patient = i === 2 ? "a long patient name" : "p";
      return { ...hit, lesion: { ...hit.lesion, patient } };
    });
    const names = cells(retrievalFigure({ ...result, hits })).map((cell) => texts(cell)[1]);
    expect(names).toEqual([1, 2, 3, 4, 5, 6, 7].map((row) => `row ${row}`));
  });

  it("has a red dashed frame exactly where the type differs", () => {
    const result = retrieved(small);
    for (const theme of ["light", "dark"] as const) {
      const dashed = cells(retrievalFigure(result, { theme })).map((cell) =>
        elements(cell, "rect").some(
          (rect) =>
            rect.getAttribute("stroke-dasharray") !== null &&
            rect.getAttribute("stroke") === (theme === "light" ? "#c8102e" : "#ff5c6c"),
        ),
      );
      expect(dashed).toEqual([false, ...result.hits.map(({ sameType }) => sameType === false)]);
    }
    const same = result.hits.filter(({ sameType }) => sameType === true);
    expect(String(retrievalFigure({ ...result, hits: same }))).not.toContain(">another type<");
    expect(String(retrievalFigure(result))).toContain(">another type<");
  });

  it("shows all at one scale, in cells that do not cover each other", () => {
    for (const widthMm of [85, 180]) {
      const frames = cells(retrievalFigure(retrieved(small), { widthMm })).map((cell) => {
        const [view] = elements(cell, "svg");
        return ["x", "y", "width"]
          .map((name) => Number(view?.getAttribute(name)))
          .concat([Number(view?.getAttribute("viewBox")?.split(" ")[2])]);
      }) as [number, number, number, number][];
      expect(new Set(frames.map(([, , side, field]) => `${side} ${field}`)).size).toBe(1);
      frames.forEach(([x, y, side], i) => {
        for (const [x2, y2] of frames.slice(i + 1)) {
          expect(Math.abs(x - x2) > side || Math.abs(y - y2) > side).toBe(true);
        }
      });
    }
  });

  it("shows pictures where there are some, and says where there are none", () => {
    const lesions = [1, 2, 3].map((row) => ({ ...paintedLesion, row, patient: String(row) }));
    const slices = new Map(
      lesions
        .slice(0, 2)
        .map((lesion) => [lesion.row, sliceImage(paintedSlice, lesion, { sideMm: 30 })]),
    );
    const result = retrieve(lesions, 1, { features: ["size"] });
    const figure = retrievalFigure(result, { slices });
    expect(cells(figure).map((cell) => elements(cell, "image").length)).toEqual([1, 1, 0]);
    expect(cells(figure).map((cell) => elements(cell, "line").length)).toEqual([0, 0, 2]);
    expect(figure.notes).toEqual(["1 of 3 lesions without a key slice, drawn as their axes."]);
    const marked = cells(retrievalFigure(result, { slices, axes: true }));
    expect(marked.map((cell) => elements(cell, "line").length)).toEqual([4, 4, 2]);
  });

  it("says what it leaves out, and that nothing was found", () => {
    const { lesions } = simulateCohort({ patients: 8, seed: 2 });
    const result = retrieve(lesions, 1, { top: 12 });
    const figure = retrievalFigure(result, { maxHits: 5 });
    expect(cells(figure)).toHaveLength(6);
    expect(figure.notes).toEqual(["5 of 12 results drawn, the nearest."]);
    expect(retrievalFigure({ ...result, hits: [] }).notes).toEqual([
      "No lesion of another patient was found.",
    ]);
  });

  it("rejects input that it cannot draw", () => {
    const result = retrieved(small);
    errorOf("BAD_OPTION", () => retrievalFigure(result, { maxHits: 0 }), { option: "maxHits" });
    errorOf("BAD_OPTION", () => retrievalFigure(result, { axes: 1 as never }), { option: "axes" });
    const slices = new Map([[1, { href: "x.png", firstPx: [1, 1], sizePx: [1, 1] } as const]]);
    errorOf("BAD_OPTION", () => retrievalFigure(result, { slices }), { option: "slices", row: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { boardFigure } from "../../src/figures/board.js";
import { readDlInfo } from "../../src/input.js";
import { matchPatient } from "../../src/matching/match.js";
import { dlInfo } from "../support/dl-info.js";
import { fault } from "../support/errors.js";
import { patientOf200, small } from "../support/patients.js";
import { type Element, elements, groupOf, parsed } from "../support/svg.js";

const cells = (figure: ReturnType<typeof boardFigure>): Element[] =>
  elements(groupOf(parsed(figure), "lesions"), "g").filter(
    (g) => g.getAttribute("role") === "graphics-symbol img",
  );
const number = (element: Element | undefined, name: string): number =>
  Number(element?.getAttribute(name));

describe("boardFigure", () => {
  it("has one cell per lesion of a study, with its size below, and one column per study", () => {
    const found = cells(boardFigure(matchPatient(small)));
    expect(found.map((cell) => elements(cell, "text")[0]?.textContent)).toEqual([
      "12 × 8",
      "30 × 21",
      "14 × 10",
      "36 × 25",
      "20 × 14",
      "9 × 6",
    ]);
    const lefts = found.map((cell) => number(elements(cell, "svg")[0], "x"));
    expect(new Set(lefts).size).toBe(3);
    expect([...lefts].sort((a, b) => a - b)).toEqual(lefts);
    expect(found[2]?.getAttribute("aria-label")).toBe(
      "row 3, study 2, L3, 14.0 × 9.8 mm, liver, sequence 1, marked 2 times in its study",
    );
    expect(elements(found[2] as Element, "rect")).toHaveLength(2);
  });

  it("joins the cells of a sequence in one lane and names it", () => {
    const joins = groupOf(parsed(boardFigure(matchPatient(small))), "joins");
    expect(elements(joins, "text").map(({ textContent }) => textContent)).toEqual(["1", "1", "2"]);
    for (const path of elements(joins, "path")) {
      const [, y1, , y2] = (path.getAttribute("d") ?? "").match(/-?[\d.]+/g) as string[];
      expect(y1).toBe(y2);
    }
  });

  it("draws the axes to scale, as they lie in the slice", () => {
    // 20 px and 10 px of 0.8 mm: 16 mm along x and 8 mm along y, about their common centre.
    const { lesions } = readDlInfo(dlInfo([{}]));
    const [cell] = cells(boardFigure(matchPatient(lesions), { fieldMm: 40 }));
    const [view] = elements(cell as Element, "svg");
    expect(view?.getAttribute("viewBox")).toBe("-20 -20 40 40");
    const axes = elements(view as Element, "line").map((line) =>
      ["x1", "y1", "x2", "y2"].map((name) => number(line, name)),
    );
    expect(axes).toEqual([
      [-8, 0, 8, 0],
      [0, -4, 0, 4],
    ]);
    const text = String(boardFigure(matchPatient(lesions), { fieldMm: 40, widthMm: 85 }));
    expect(text).toContain(">20 mm<");
  });

  it("shows the key slice where it is given", () => {
    const { lesions } = readDlInfo(dlInfo([{}]));
    const href = "data:image/png;base64,iVBORw0KGgo=";
    const slices = new Map([[1, { href, firstPx: [51, 151], sizePx: [100, 100] } as const]]);
    const [cell] = cells(boardFigure(matchPatient(lesions), { slices, fieldMm: 40 }));
    const [image] = elements(cell as Element, "image");
    // The first pixel's left edge is at 50.5, the lesion's centre at (100, 200): 49.5 px of 0.8 mm.
    expect(["x", "y", "width", "height"].map((name) => number(image, name))).toEqual([
      -39.6, -39.6, 80, 80,
    ]);
    expect(image?.getAttribute("href")).toBe(href);
    expect(elements(cell as Element, "ellipse")).toEqual([]);
    for (const bad of ["https://example.org/a.png", "data:text/html;base64,AA==", "javascript:1"]) {
      fault("BAD_OPTION", "slices to be data URIs", () =>
        boardFigure(matchPatient(lesions), {
          slices: new Map([[1, { href: bad, firstPx: [1, 1], sizePx: [1, 1] }]]),
        }),
      );
    }
  });

  it("says how many cells have no key slice where others have one", () => {
    const slices = new Map([
      [4, { href: "data:image/png;base64,AA==", firstPx: [1, 1], sizePx: [1, 1] } as const],
    ]);
    // Seven marks in six cells; row 4 is the second mark of a cell that row 3 stands for.
    expect(boardFigure(matchPatient(small), { slices }).notes).toEqual([
      "6 of 6 lesions without a key slice, drawn as their axes.",
    ]);
    expect(boardFigure(matchPatient(small)).notes).toEqual([]);
  });

  it("puts a question mark where nothing was measured", () => {
    const lesions = small.map(({ longAxisMm: _, shortAxisMm: __, ...rest }) => rest);
    const figure = boardFigure(matchPatient(lesions, { features: ["location"] }));
    expect(cells(figure).map((cell) => cell.textContent?.endsWith("?"))).toEqual(
      Array(6).fill(true),
    );
  });

  it("goes on in further bands, with the numbers of what continues at their ends", () => {
    const lesions = small.map((lesion) => ({ ...lesion, study: lesion.study * 10 }));
    const many = Array.from({ length: 12 }, (_, i) =>
      lesions.slice(0, 2).map((lesion) => ({
        ...lesion,
        study: i + 1,
        row: lesion.row + 10 * i,
        id: `${lesion.id}-${i}`,
      })),
    ).flat();
    const document = parsed(boardFigure(matchPatient(many), { widthMm: 85 }));
    const paths = elements(document, "path").filter((p) => p.getAttribute("stroke-dasharray"));
    // 12 studies in two bands of six: two sequences leave the first and enter the second.
    expect(paths).toHaveLength(4);
    const headings = elements(document, "text").filter((t) => /^Study/.test(t.textContent ?? ""));
    expect(headings).toHaveLength(12);
    expect(new Set(headings.map((heading) => heading.getAttribute("y"))).size).toBe(2);
  });

  it("says how many lesions it leaves out", () => {
    expect(boardFigure(matchPatient(patientOf200()), { maxLesions: 30 }).notes).toEqual([
      "30 of 200 lesions drawn, those seen in most studies; 170 left out.",
    ]);
  });
});

/** What holds for the graph and the sequences: nothing covers anything, and nodes are what they say. */
import { describe, expect, it } from "vitest";
import { graphFigure } from "../../../src/figures/graph/graph-figure.js";
import type { Box } from "../../../src/figures/kit/boxes.js";
import type { NodeFigureOptions } from "../../../src/figures/kit/patient-options.js";
import { pointAt, route } from "../../../src/figures/network/edge-routing.js";
import { thinned } from "../../../src/figures/network/thinning.js";
import { sequencesFigure } from "../../../src/figures/sequences/sequences-figure.js";
import { matchPatient } from "../../../src/matching/match.js";
import type { PatientMatch } from "../../../src/matching/result.js";
import { errorOf } from "../../support/errors.js";
import { coveredDistances, overlapShare } from "../../support/overlap.js";
import { patientOf200, simulated, small } from "../../support/patients.js";
import {
  type Document,
  elements,
  groupOf,
  nodeBoxes,
  parsed,
  textBoxes,
} from "../../support/svg.js";

const patients = [...simulated(21, 9), patientOf200(), small];
const matches = {
  graph: patients.map((lesions) => matchPatient(lesions)),
  sequences: patients.map((lesions) => matchPatient(lesions, { method: "joint" })),
};
const sizes = patients.map(({ length }) => length);
const WIDTHS = [85, 180];

describe.each(["graph", "sequences"] as const)("%s", (name) => {
  const drawn = (match: PatientMatch, options: Partial<NodeFigureOptions>) =>
    parsed(name === "graph" ? graphFigure(match, options) : sequencesFigure(match, options));
  const draw = (lesions: (typeof patients)[number], options: Partial<NodeFigureOptions>) =>
    drawn(matchPatient(lesions), options);
  /** Every patient at a width. */
  const pages = new Map(
    WIDTHS.map((widthMm) => [widthMm, matches[name].map((match) => drawn(match, { widthMm }))]),
  );
  const at180 = pages.get(180) as Document[];

  it("is tried on patients of every size", () => {
    expect(Math.min(...sizes)).toBeLessThanOrEqual(2);
    expect(sizes.filter((size) => size > 20 && size <= 60).length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBe(200);
  });

  it.each(WIDTHS)(
    "has no number over another, a node, a heading or the legend, at %d mm",
    (widthMm) => {
      for (const document of pages.get(widthMm) as Document[]) {
        expect(coveredDistances(document)).toBe(0);
      }
    },
  );

  it.each(WIDTHS)("has no node over another, at %d mm", (widthMm) => {
    for (const document of pages.get(widthMm) as Document[]) {
      expect(overlapShare(nodeBoxes(document))).toBeLessThan(0.001);
    }
  });

  it("has texts that fit into their nodes", () => {
    for (const document of at180) {
      const texts = textBoxes(groupOf(document, "lesions"));
      const nodes = nodeBoxes(document);
      texts.forEach((text, i) => {
        expect(text.halfWidth).toBeLessThanOrEqual((nodes[i] as Box).halfWidth);
        expect([text.x, text.y]).toEqual([
          expect.closeTo((nodes[i] as Box).x, 0),
          expect.closeTo((nodes[i] as Box).y, 0),
        ]);
      });
    }
  });

  it("draws at most as many lesions as asked for, and says so", () => {
    const lesions = patientOf200();
    for (const maxLesions of [1, 20, 60]) {
      const document = draw(lesions, { maxLesions });
      const text = document.documentElement.textContent as string;
      expect(text).toContain(`${maxLesions} of 200 lesions drawn`);
      expect(nodeBoxes(document).length).toBeLessThanOrEqual(maxLesions);
    }
    expect(draw(lesions, { maxLesions: 200 }).documentElement.textContent).not.toContain(
      "of 200 lesions",
    );
  });

  it("keeps studies in order, and lesions near theirs", () => {
    for (const lesions of simulated(23, 2)) {
      for (const direction of ["across", "down"] as const) {
        const document = draw(lesions, { direction, maxLesions: 60 });
        const boxes = nodeBoxes(document);
        const studies = elements(groupOf(document, "lesions"), "g")
          .filter((g) => g.getAttribute("class") === "lesion")
          .map((g) => Number(g.getAttribute("data-study")));
        boxes.forEach((a, i) => {
          boxes.forEach((b, j) => {
            if (studies[i]! >= studies[j]!) return;
            if (direction === "across") expect(a.x).toBeLessThan(b.x);
            else expect(a.y).toBeLessThan(b.y);
          });
        });
      }
    }
  });

  it.each([
    [{ nodeLabel: "name" }, "nodeLabel"],
    [{ colourBy: "size" }, "colourBy"],
    [{ direction: "up" }, "direction"],
    [{ maxLesions: 0 }, "maxLesions"],
    [{ distances: "yes" }, "distances"],
    [{ highlight: { studies: [1] } }, "highlight"],
    [{ highlight: { rows: [1.5] } }, "highlight"],
  ] as const)("rejects %j", (options, option) => {
    expect(errorOf("BAD_OPTION", () => draw(small, options as never)).where.option).toBe(option);
  });

  it("has rows, studies and sequences as data, and keyboard focus", () => {
    const match = matchPatient(small);
    const lesions = elements(groupOf(drawn(match, {}), "lesions"), "g").filter(
      (g) => g.getAttribute("class") === "lesion",
    );
    const rows = lesions.flatMap((g) => (g.getAttribute("data-row") ?? "").split(" ").map(Number));
    expect(rows.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const g of lesions) {
      const [row] = (g.getAttribute("data-row") ?? "").split(" ").map(Number);
      const sequence = match.sequences.find((one) => one.lesions.some((l) => l.row === row));
      expect(Number(g.getAttribute("data-sequence"))).toBe(sequence?.id);
      expect(g.getAttribute("tabindex")).toBe("0");
    }
  });

  it("makes all others faint where lesions are highlighted", () => {
    const opacities = (highlight: object): (string | null)[] =>
      elements(groupOf(draw(small, { highlight }), "lesions"), "g")
        .filter((g) => g.getAttribute("class") === "lesion")
        .map((g) => g.getAttribute("opacity") || null);
    expect(new Set(opacities({}))).toEqual(new Set([null]));
    expect(opacities({ rows: [1] }).filter((one) => one === null)).toHaveLength(1);
  });

  it("tells ids apart that differ only at their ends", () => {
    const ids = (of: readonly string[]): string[] => {
      const lesions = small.map((lesion, i) => ({ ...lesion, id: of[i]! }));
      const boxes = textBoxes(groupOf(draw(lesions, { nodeLabel: "id" }), "lesions"));
      return boxes.map(({ text }) => text);
    };
    const long = small.map((_, i) => `000089_01_0${i + 1}_03${i}`);
    const shown = ids(long);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown[0]).toBe("01_030");
    const unlike = small.map((_, i) => `${i}-a-very-long-name-without-end-${i}`);
    expect(ids(unlike)[0]).toMatch(/^0-a.*….*-0$/);
  });
});

describe("what is left out", () => {
  const pair = (from: number, to: number, distance: number) => ({ from, to, distance });
  const studyOf = new Map([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
  ]);

  it("thinning keeps the nearest of the nearest study, from either end", () => {
    const pairs = [pair(1, 2, 1), pair(1, 3, 2), pair(2, 3, 3), pair(2, 4, 4), pair(3, 4, 5)];
    // 1-3 skips study 2, where 1 and 3 both have a near lesion.
    expect(thinned(pairs, studyOf, 9)).toEqual([pairs[0], pairs[2], pairs[3], pairs[4]]);
    // 2-4 is not 2's nearest of study 3, but it is 4's only one of study 2.
    expect(thinned(pairs, studyOf, 1)).toEqual([pairs[0], pairs[2], pairs[3], pairs[4]]);
    expect(thinned([pair(1, 3, 2), pair(1, 4, 1)], studyOf, 1)).toHaveLength(2);
  });
});

describe("edges", () => {
  const box = (x: number, y: number): Box => ({ x, y, halfWidth: 7, halfHeight: 7 });
  const page = { left: 0, right: 300, top: 0, bottom: 200 };

  it("are straight where nothing is in the way, and bend around what is", () => {
    const [a, b, between] = [box(20, 100), box(280, 100), box(150, 100)];
    expect(pointAt(route(a, b, [a, b], page), 0.5)).toEqual({ x: 150, y: 100 });
    const bent = route(a, b, [a, between, b], page);
    for (let t = 0; t <= 1; t += 0.01) {
      const { x, y } = pointAt(bent, t);
      expect(Math.abs(x - 150) < 7 && Math.abs(y - 100) < 7).toBe(false);
    }
  });

  it("stay on the page", () => {
    const [a, b, between] = [box(20, 12), box(280, 12), box(150, 12)];
    expect(pointAt(route(a, b, [a, between, b], page), 0.5).y).toBeGreaterThan(19);
  });
});

/** The two node-link figures: nothing covers anything, and what is drawn is what matching said. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { type GraphFigureOptions, graphFigure } from "../../../src/figures/graph/graph-figure.js";
import { type Box, sharedArea } from "../../../src/figures/kit/boxes.js";
import { spanning } from "../../../src/figures/kit/drawn-links.js";
import { pointAt, route } from "../../../src/figures/network/edge-routing.js";
import { thinned } from "../../../src/figures/network/thinning.js";
import { sequencesFigure } from "../../../src/figures/sequences/sequences-figure.js";
import { lesionGraph } from "../../../src/graph/lesion-graph.js";
import { matchPatient } from "../../../src/matching/match.js";
import type { PatientMatch } from "../../../src/matching/result.js";
import { fault } from "../../support/errors.js";
import { at } from "../../support/lesions.js";
import { patientOf200, simulated, small } from "../../support/patients.js";
import {
  type Document,
  elements,
  groupOf,
  nodeBoxes,
  parsed,
  textBoxes,
} from "../../support/svg.js";

/** Share of the boxes' area that lies under another box. */
function overlapShare(boxes: readonly Box[], others: readonly Box[] = []): number {
  let shared = 0;
  let whole = 0;
  boxes.forEach((box, i) => {
    whole += 4 * box.halfWidth * box.halfHeight;
    for (const other of [...boxes.slice(0, i), ...others]) shared += sharedArea(box, other);
  });
  return whole === 0 ? 0 : shared / whole;
}

const patients = [...simulated(21, 9), patientOf200(), small];
const matches = {
  graph: patients.map((lesions) => matchPatient(lesions)),
  sequences: patients.map((lesions) => matchPatient(lesions, { method: "joint" })),
};
const sizes = patients.map(({ length }) => length);
const WIDTHS = [85, 180];

describe.each(["graph", "sequences"] as const)("%s", (name) => {
  const drawn = (match: PatientMatch, options: Partial<GraphFigureOptions>) =>
    parsed(name === "graph" ? graphFigure(match, options) : sequencesFigure(match, options));
  const draw = (lesions: (typeof patients)[number], options: Partial<GraphFigureOptions>) =>
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
      for (const lesions of patients) {
        const document = draw(lesions, { widthMm });
        const distances = textBoxes(groupOf(document, "distances"));
        const inNodes = new Set(elements(groupOf(document, "lesions"), "text"));
        const inDistances = new Set(elements(groupOf(document, "distances"), "text"));
        const rest = elements(document, "text").filter(
          (text) => !inNodes.has(text) && !inDistances.has(text),
        );
        const others = rest.flatMap((text) =>
          textBoxes({ getElementsByTagName: () => [text] } as never),
        );
        expect(overlapShare(distances, [...nodeBoxes(document), ...others])).toBe(0);
      }
    },
  );

  it.each(WIDTHS)("has no node over another, at %d mm", (widthMm) => {
    for (const document of pages.get(widthMm) as Document[]) {
      expect(overlapShare(nodeBoxes(document))).toBeLessThan(0.001);
    }
  });

  it.each(WIDTHS)("prints nearly every distance, at %d mm", (widthMm) => {
    let [printed, lines] = [0, 0];
    for (const document of pages.get(widthMm) as Document[]) {
      printed += elements(groupOf(document, "distances"), "text").length;
      const edges = elements(groupOf(document, name === "graph" ? "edges" : "links"), "path");
      lines += edges.filter((edge) => edge.getAttribute("stroke-dasharray") !== "2.5 2").length;
    }
    expect(lines).toBeGreaterThan(150);
    expect(printed / lines).toBeGreaterThan(0.9);
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
          .filter((g) => g.getAttribute("role") === "graphics-symbol img")
          .map((g) => Number(/study (\d+)/.exec(g.getAttribute("aria-label") as string)?.[1]));
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
    [{ maxDistance: -1 }, "BAD_OPTION", "maxDistance to be a finite number >= 0"],
    [
      { nodeLabel: "name" },
      "BAD_OPTION",
      "nodeLabel to be one of row, id, sequence, longAxisMm, none",
    ],
    [{ colourBy: "size" }, "BAD_OPTION", "colourBy to be one of sequence, type"],
    [{ direction: "up" }, "BAD_OPTION", "direction to be one of auto, across, down"],
    [{ maxLesions: 0 }, "BAD_OPTION", "maxLesions to be an integer >= 1"],
    [{ distances: "yes" }, "BAD_OPTION", "distances to be true or false"],
  ] as const)("refuses %j", (options, code, fragment) => {
    fault(code, fragment, () => draw(small, options as never));
  });

  it("refuses the graph of another patient", () => {
    const graph = lesionGraph(small.map((lesion) => ({ ...lesion, patient: "q" })));
    fault("BAD_OPTION", 'graph of patient p, got "that of patient q"', () =>
      draw(small, { graph }),
    );
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

describe("graph", () => {
  // Rows at 0, 0.01 | 0.012, 0.05 | 0.013: distances by hand.
  const lesions = [at(1, 1, 0), at(2, 1, 0.01), at(3, 2, 0.012), at(4, 2, 0.05), at(5, 3, 0.013)];
  const titles = (options: Partial<GraphFigureOptions>) =>
    elements(groupOf(parsed(graphFigure(matchPatient(lesions), options)), "edges"), "title").map(
      ({ textContent }) => textContent,
    );

  it("draws pairs nearer than the limit, the nearest first, with their distances", () => {
    expect(titles({ maxDistance: 0.015, neighbours: 9 })).toEqual([
      "rows 3 and 5: distance 0.00100",
      "rows 2 and 3: distance 0.00200",
      "rows 1 and 2: distance 0.0100",
      "rows 1 and 3: distance 0.0120",
    ]);
    expect(titles({ maxDistance: 0 })).toEqual([]);
  });

  it("draws small distances red and thick", () => {
    const document = parsed(graphFigure(matchPatient(lesions), { maxDistance: 0.1 }));
    const edges = elements(groupOf(document, "edges"), "path").map((edge) => [
      edge.textContent?.slice(-7).trim(),
      edge.getAttribute("stroke"),
      Number(edge.getAttribute("stroke-width")),
    ]);
    expect(edges[0]).toEqual(["0.00100", "#c8102e", 2.4]);
    expect(edges.at(-1)?.slice(1)).toEqual(["#80868e", 1]);
    const widths = edges.map(([, , width]) => width as number);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });
});

describe("sequences", () => {
  it("shows a lesion marked twice as one double node, where the graph has two", () => {
    const match = matchPatient(small);
    expect(match.duplicates).toEqual([{ study: 2, rows: [3, 4] }]);
    const [graph, sequences] = [parsed(graphFigure(match)), parsed(sequencesFigure(match))];
    const [before, after] = [nodeBoxes(graph), nodeBoxes(sequences)];
    expect([before.length, after.length]).toEqual([7, 6]);
    expect(String(sequencesFigure(match))).toContain("marked 2 times in its study");
    // The same positions; the double node in the middle of its two marks.
    const [a, b] = [before[2] as Box, before[3] as Box];
    expect(after[2]?.x).toBeCloseTo((a.x + b.x) / 2, 1);
    expect(after[2]?.y).toBeCloseTo((a.y + b.y) / 2, 1);
    for (const [i, j] of [
      [0, 0],
      [1, 1],
      [4, 3],
      [5, 4],
      [6, 5],
    ] as const) {
      expect([after[j]?.x, after[j]?.y]).toEqual([before[i]?.x, before[i]?.y]);
    }
  });

  it("says why a pair was refused", () => {
    // Rows 1 and 2 both want row 3; row 2 is nearer.
    const match = matchPatient([at(1, 1, 0), at(2, 1, 0.03), at(3, 2, 0.04)]);
    const titles = elements(groupOf(parsed(sequencesFigure(match)), "links"), "title").map(
      ({ textContent }) => textContent,
    );
    expect(titles).toEqual([
      "rows 1 and 3, distance 0.04: refused by exclusion, a rival is nearer: rows 2 and 3, distance 0.01",
      "rows 1 and 2, distance 0.03: refused by exclusion, two lesions of one study",
      "rows 2 and 3 are the same lesion: distance 0.01; runner-up rows 1 and 3, margin 0.03",
    ]);
    expect(String(sequencesFigure(match, { rejectedPairs: false }))).not.toContain("rejectedPairs");
  });

  it("marks conflicts", () => {
    // The chain 1-2-3-4 of Algorithm 1 brings two lesions of study 1 together.
    const chain = [at(1, 1, 0), at(2, 2, 0.05), at(3, 3, 0.09), at(4, 1, 0.13)];
    const match = matchPatient(chain, { exclusion: "mutual" });
    expect(match.conflicts).toEqual([{ sequence: 1, study: 1, rows: [1, 4] }]);
    const figure = String(sequencesFigure(match));
    expect(figure.match(/<g aria-label="conflict">/g)).toHaveLength(3);
    expect(figure.match(/conflict: its sequence has another lesion of this study/g)).toHaveLength(
      4,
    );
  });

  it("shows links of the joint matcher that are doubtful", () => {
    const match = matchPatient(simulated(21)[20] as never, { method: "joint" });
    const link = match.links[0];
    if (link === undefined) throw new Error("a link was expected");
    const uncertainOnes = {
      ...match,
      links: match.links.map((one) => ({ ...one, uncertain: one === link })),
    };
    expect(String(sequencesFigure(uncertainOnes)).match(/; uncertain/g)).toHaveLength(1);
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

  it("spanning links hold the same groups together, one less than lesions", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(5)), { maxLength: 25 }),
        (vec3s) => {
          const links = vec3s.filter(([a, b]) => a !== b).map(([a, b, d]) => pair(a, b, d));
          const studies = new Map(Array.from({ length: 10 }, (_, row) => [row, row % 4]));
          const groups = (all: typeof links): string[] => {
            const group = Array.from({ length: 10 }, (_, row) => row);
            for (let round = 0; round < 10; round++) {
              for (const { from, to } of all) {
                const least = Math.min(group[from]!, group[to]!);
                group[from] = least;
                group[to] = least;
              }
            }
            return group.map(String);
          };
          const kept = spanning(links, studies);
          expect(groups(kept)).toEqual(groups(links));
          expect(kept).toHaveLength(10 - new Set(groups(links)).size);
        },
      ),
    );
  });
});

describe("links without a distance", () => {
  const lesions = [1, 2].map(
    (row): Lesion => ({
      row,
      patient: "p",
      study: row,
      id: `L${row}`,
      location: [0.4, 0.5, 0.5],
      longAxisMm: 20,
      shortAxisMm: 12,
      type: "liver",
    }),
  );
  const match = matchPatient(lesions, { method: "joint", features: ["type"] });

  it("are drawn without a number, and the tooltip says so", () => {
    const svg = String(sequencesFigure(match));
    expect(match.links).toHaveLength(1);
    expect(svg).not.toContain("NaN");
    expect(svg).toContain("rows 1 and 2 are the same lesion: distance not known; log-odds");
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

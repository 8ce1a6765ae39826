import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { sequencesFigure } from "../../../src/figures/sequences/sequences-figure.js";
import { matchPatient } from "../../../src/matching/match.js";
import { at } from "../../support/lesions.js";
import { simulated, small } from "../../support/patients.js";
import { elements, groupOf, nodeBoxes, parsed } from "../../support/svg.js";

const titles = (figure: ReturnType<typeof sequencesFigure>): (string | null)[] =>
  elements(groupOf(parsed(figure), "links"), "title").map(({ textContent }) => textContent);

describe("sequencesFigure", () => {
  it("joins consecutive lesions in time, or on request the pairs that the matcher accepted", () => {
    const lesions = [at(1, 1, 0.1), at(2, 2, 0.14), at(3, 3, 0.12)];
    const match = {
      ...matchPatient(lesions),
      sequences: [{ id: 1, lesions }],
      links: [
        { from: 1, to: 2, distance: 0.04, accepted: false },
        { from: 2, to: 3, distance: 0.02, accepted: true },
      ],
      acceptedPairs: [
        { from: 1, to: 3, distance: 0.02 },
        { from: 2, to: 3, distance: 0.02 },
      ],
    };
    const ends = (links: "consecutive" | "accepted") =>
      elements(groupOf(parsed(sequencesFigure(match, { links })), "links"), "g").map((g) =>
        ["class", "data-from", "data-to", "data-sequence"].map((name) => g.getAttribute(name)),
      );
    expect(ends("consecutive")).toEqual([
      ["link", "1", "2", "1"],
      ["link", "2", "3", "1"],
    ]);
    expect(ends("accepted")).toEqual([
      ["link", "1", "3", "1"],
      ["link", "2", "3", "1"],
    ]);
  });

  it("has one straight lane per sequence, in both directions", () => {
    for (const direction of ["across", "down"] as const) {
      const match = matchPatient(small);
      const figure = parsed(sequencesFigure(match, { direction }));
      const lanes = new Map<string, Set<number>>();
      const boxes = nodeBoxes(figure);
      elements(groupOf(figure, "lesions"), "g")
        .filter((g) => g.getAttribute("class") === "lesion")
        .forEach((g, i) => {
          const sequence = g.getAttribute("data-sequence") ?? "";
          const box = boxes[i];
          if (box === undefined) throw new Error("a lesion without a node");
          const lane = lanes.get(sequence) ?? new Set();
          lanes.set(sequence, lane.add(Math.round(direction === "across" ? box.y : box.x)));
        });
      for (const { id } of match.sequences) expect(lanes.get(String(id))?.size).toBe(1);
    }
  });

  it("has lesions of single studies side by side where columns are wide, and below each other where not", () => {
    const apart = Array.from({ length: 4 }, (_, i) => at(i + 1, 1, 0.1 + i * 0.2));
    const rowsAt = (more: readonly Lesion[], direction: "across" | "down") => {
      const figure = sequencesFigure(matchPatient([...apart, ...more]), { direction });
      const boxes = nodeBoxes(parsed(figure)).slice(0, apart.length);
      expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(apart.length);
      return new Set(boxes.map(({ y }) => y)).size;
    };
    expect(rowsAt([], "across")).toBe(1);
    const studies = Array.from({ length: 15 }, (_, i) => at(10 + i, 2 + i, 0.9));
    expect(rowsAt(studies, "across")).toBe(4);
  });

  it("draws a link over a study without the lesion thin", () => {
    const lesions = [at(1, 1, 0.1), at(2, 3, 0.1), at(3, 2, 0.5), at(4, 3, 0.5)];
    const figure = parsed(sequencesFigure(matchPatient(lesions)));
    const widths = elements(groupOf(figure, "links"), "g").map((g) => [
      g.getAttribute("data-from"),
      elements(g, "path")[1]?.getAttribute("stroke-width"),
    ]);
    expect(new Map(widths as [string, string][])).toEqual(
      new Map([
        ["1", "0.9"],
        ["3", "2"],
      ]),
    );
  });

  it("shows a duplicate as one double node", () => {
    const match = matchPatient(small, { method: "algorithm1" });
    expect(match.duplicates).toEqual([{ study: 2, rows: [3, 4] }]);
    const figure = parsed(sequencesFigure(match));
    expect(nodeBoxes(figure)).toHaveLength(6);
    const [double] = elements(groupOf(figure, "lesions"), "g").filter(
      (g) => g.getAttribute("data-row") === "3 4",
    );
    expect(elements(double as never, "rect")).toHaveLength(2);
    expect(double?.getAttribute("aria-label")).toContain("duplicate annotation, row 4");
  });

  it("shows rejected pairs on request, with the step that rejected them", () => {
    // Rows 1 and 2 both want row 3; row 2 is nearer.
    const match = matchPatient([at(1, 1, 0), at(2, 1, 0.03), at(3, 2, 0.04)], {
      method: "algorithm1",
    });
    expect(titles(sequencesFigure(match))).toHaveLength(1);
    expect(titles(sequencesFigure(match, { rejectedPairs: true }))).toEqual([
      "sequence 2: rows 2 and 3 are the same lesion: distance 0.01; runner-up rows 1 and 3, margin 0.03",
      "rows 1 and 2, distance 0.03: rejected by exclusion, two lesions of one study",
      "rows 1 and 3, distance 0.04: rejected by exclusion, nearer: rows 2 and 3, distance 0.01",
    ]);
  });

  it("marks conflicts", () => {
    // The chain 1-2-3-4 of Algorithm 1 brings two lesions of study 1 together.
    const chain = [at(1, 1, 0), at(2, 2, 0.05), at(3, 3, 0.09), at(4, 1, 0.13)];
    const match = matchPatient(chain, { method: "algorithm1", exclusion: "mutual" });
    expect(match.conflicts).toEqual([{ sequence: 1, study: 1, rows: [1, 4] }]);
    const figure = String(sequencesFigure(match));
    expect(figure.match(/<g role="graphics-symbol img" aria-label="conflict">/g)).toHaveLength(3);
    expect(figure.match(/conflict: its sequence has another lesion of this study/g)).toHaveLength(
      4,
    );
  });

  it("dots uncertain links", () => {
    const match = matchPatient(simulated(21)[20] as never, { method: "joint" });
    const of = (uncertain: boolean): number =>
      elements(
        groupOf(
          parsed(
            sequencesFigure({
              ...match,
              links: match.links.map((one) => ({ ...one, uncertain })),
            }),
          ),
          "links",
        ),
        "path",
      ).filter((path) => path.getAttribute("stroke-dasharray") === "0.1 3").length;
    expect(match.links.length).toBeGreaterThan(0);
    expect([of(false), of(true)]).toEqual([0, match.links.length]);
  });

  it("draws links without a distance without a number", () => {
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
    const svg = String(sequencesFigure(match));
    expect(match.links).toHaveLength(1);
    expect(svg).not.toContain("NaN");
    expect(svg).toContain("rows 1 and 2 are the same lesion: distance unknown; probability");
  });

  it("keeps labels out of columns that are too narrow for them, and says so", () => {
    const lesions = Array.from({ length: 80 }, (_, i) => [
      at(2 * i + 1, i + 1, 0.1),
      at(2 * i + 2, i + 1, 0.5),
    ]).flat();
    const figure = sequencesFigure(matchPatient(lesions), {
      direction: "across",
      maxLesions: 200,
      distances: false,
    });
    expect(figure.notes).toEqual(["No room for node labels; they are in the tooltips."]);
    const boxes = nodeBoxes(parsed(figure));
    const [first, , second] = boxes;
    expect(boxes).toHaveLength(160);
    expect((second?.x ?? 0) - (first?.x ?? 0)).toBeGreaterThan(2 * (first?.halfWidth ?? 9));
  });
});

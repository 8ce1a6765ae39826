import { describe, expect, it } from "vitest";
import { graphFigure } from "../../../src/figures/graph/graph-figure.js";
import type { GraphFigureOptions } from "../../../src/figures/graph/graph-options.js";
import { lesionGraph } from "../../../src/graph/lesion-graph.js";
import { matchPatient } from "../../../src/matching/match.js";
import { errorOf } from "../../support/errors.js";
import { at } from "../../support/lesions.js";
import { small } from "../../support/patients.js";
import { elements, groupOf, parsed, textBoxes } from "../../support/svg.js";

describe("graphFigure", () => {
  // Rows at 0, 0.01 | 0.012, 0.05 | 0.013: distances by hand.
  const lesions = [at(1, 1, 0), at(2, 1, 0.01), at(3, 2, 0.012), at(4, 2, 0.05), at(5, 3, 0.013)];
  const titles = (options: Partial<GraphFigureOptions>) =>
    elements(
      groupOf(
        parsed(graphFigure(matchPatient(lesions, { method: "algorithm1" }), options)),
        "edges",
      ),
      "title",
    ).map(({ textContent }) => textContent);

  it("draws pairs nearer than the limit, the nearest on top, with their distances", () => {
    expect(titles({ maxDistance: 0.015, neighbours: 9, colourBy: "none" })).toEqual([
      "rows 1 and 3: distance 0.0120",
      "rows 1 and 2: distance 0.0100",
      "rows 2 and 3: distance 0.00200",
      "rows 3 and 5: distance 0.00100",
    ]);
  });

  it("draws duplicates as one node with its smallest distances", () => {
    // Rows 1 and 2 are one lesion: 0.012 and 0.002 from row 3, 0.05 and 0.04 from row 4.
    const match = matchPatient(lesions, { method: "algorithm1" });
    expect(match.duplicates.map(({ rows }) => rows)).toEqual([[1, 2]]);
    expect(titles({ maxDistance: 0.015, neighbours: 9 })).toEqual([
      "rows 1 and 3: distance 0.00200",
      "rows 3 and 5: distance 0.00100",
    ]);
    const nodes = elements(groupOf(parsed(graphFigure(match)), "lesions"), "g")
      .filter((g) => g.getAttribute("class") === "lesion")
      .map((g) => g.getAttribute("data-row"));
    expect(nodes).toEqual(["1 2", "3", "4", "5"]);
  });

  it("states the smallest distance where no pair is below the limit", () => {
    const figure = graphFigure(matchPatient(lesions, { method: "algorithm1" }), {
      maxDistance: 0.0005,
    });
    expect(figure.notes).toHaveLength(1);
    expect(figure.notes[0]).toContain("0.00100");
  });

  /** Colour and width of every edge by its distance. */
  const edges = (options: Partial<GraphFigureOptions>) =>
    elements(
      groupOf(
        parsed(graphFigure(matchPatient(lesions, { method: "algorithm1" }), options)),
        "edges",
      ),
      "g",
    ).map((g) => {
      const line = elements(g, "path").find((path) => path.getAttribute("class") !== "hit");
      const distance = Number(
        /distance (.*)$/.exec(elements(g, "title")[0]?.textContent ?? "")?.[1],
      );
      return [distance, line?.getAttribute("stroke"), line?.getAttribute("stroke-width")];
    });

  it("draws small distances dark and thick, in red only in the theme of the paper", () => {
    const [far, near] = [edges({})[0], edges({}).at(-1)];
    expect(near).toEqual([0.001, "#1c1f24", "2.4"]);
    expect(far).toEqual([0.04, "#1c1f24", "1.3"]);
    expect(edges({ breaks: [0.01, 0.02, 0.06] })[0]).toEqual([0.04, "#80868e", "1"]);
    expect(edges({ theme: "paper" }).at(-1)).toEqual([0.001, "#c8102e", "2.4"]);
  });

  it("draws a distance alike whatever the limit", () => {
    const [narrow, wide] = [edges({ maxDistance: 0.05 }), edges({ maxDistance: 0.5 })];
    for (const edge of narrow) expect(wide).toContainEqual(edge);
    expect(narrow.length).toBeGreaterThan(3);
  });

  it("has breaks and their legend from the options", () => {
    const figure = parsed(
      graphFigure(matchPatient(lesions, { method: "algorithm1" }), { breaks: [0.01, 0.02, 0.03] }),
    );
    const texts = textBoxes(groupOf(figure, "legend")).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["<0.01", "0.01–0.02", "0.02–0.03", "0.03–0.10"]));
  });

  it("shows the lesions before matching without colours", () => {
    const figure = parsed(graphFigure(matchPatient(small), { colourBy: "none" }));
    const fills = elements(groupOf(figure, "lesions"), "rect").map((one) =>
      one.getAttribute("fill"),
    );
    expect(new Set(fills)).toEqual(new Set(["#ffffff"]));
  });

  it.each([
    [{ maxDistance: -1 }, "maxDistance"],
    [{ maxDistance: 0 }, "maxDistance"],
    [{ breaks: [0.1, 0.05, 0.2] }, "breaks"],
    [{ neighbours: 0 }, "neighbours"],
  ] as const)("rejects %j", (options, option) => {
    const draw = () => graphFigure(matchPatient(small), options as never);
    expect(errorOf("BAD_OPTION", draw).where.option).toBe(option);
  });

  it("rejects the graph of another patient", () => {
    const graph = lesionGraph(small.map((lesion) => ({ ...lesion, patient: "q" })));
    const error = errorOf("BAD_OPTION", () => graphFigure(matchPatient(small), { graph }));
    expect([error.where.option, error.where.patient]).toEqual(["graph", "p"]);
  });
});

import { describe, expect, it } from "vitest";
import { lesionGraph } from "../../src/graph/lesion-graph.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

describe("lesionGraph", () => {
  /** Places 0, 3 and 7 on a line: distances 3, 7 and 4. */
  const lesions = [at(1, 1, 0), at(2, 1, 3), at(3, 2, 7)];

  it("is complete, with the distances on its edges and keys from the rows", () => {
    const graph = lesionGraph(lesions);
    expect(graph.type).toBe("undirected");
    expect(graph.nodes()).toEqual(["1", "2", "3"]);
    expect(graph.mapEdges((key, { distance }) => [key, distance])).toEqual([
      ["1-2", 3],
      ["1-3", 7],
      ["2-3", 4],
    ]);
    expect(graph.getNodeAttributes("3")).toEqual({ study: 2, lesions: [lesions[2]], vector: [7] });
    expect(graph.getAttributes()).toEqual({ patient: "p", columns: ["v1"] });
  });

  it("keeps only edges below a distance on request", () => {
    expect(lesionGraph(lesions, { maxDistance: 4 }).edges()).toEqual(["1-2"]);
    expect(lesionGraph(lesions, { maxDistance: 4.5 }).edges()).toEqual(["1-2", "2-3"]);
  });

  it("has its nodes in the lesions' own order, whatever the order they come in", () => {
    const graph = lesionGraph([...lesions].reverse());
    expect(graph.export()).toEqual(lesionGraph(lesions).export());
  });

  it("of no lesions is empty", () => {
    expect(lesionGraph([]).order).toBe(0);
  });

  it("rejects lesions of two patients, a row twice, and an invalid study", () => {
    errorOf("SEVERAL_PATIENTS", () => lesionGraph([at(1, 1, 0), at(2, 1, 0, { patient: "q" })]), {
      row: 2,
      patient: "q",
      lesion: "1-2",
    });
    errorOf("DUPLICATE_LESION", () => lesionGraph([at(1, 1, 0), at(1, 2, 0)]), {
      row: 1,
      patient: "p",
      lesion: "2-1",
    });
    for (const study of [0, 1.5, Number.NaN]) {
      errorOf("BAD_VALUE", () => lesionGraph([at(1, study, 0)]));
    }
  });
});

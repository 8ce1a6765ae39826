import { describe, expect, it } from "vitest";
import { lesionGraph } from "../../../src/graph/lesion-graph.js";
import {
  exclusionStep,
  extractionStep,
  mergeStep,
  thresholdStep,
} from "../../../src/matching/algorithm1/steps.js";
import { errorOf } from "../../support/errors.js";
import { byHand, rejectedByHand } from "../../support/hand-example.js";
import { rowsBySequence } from "../../support/lesions.js";

const graph = lesionGraph(byHand);

describe("the steps of Algorithm 1 on the graph", () => {
  const merged = mergeStep(graph, 1);
  const near = thresholdStep(merged, 3);
  const kept = exclusionStep(near.graph);

  it("2: merges rows 1 and 2 into a node at the mean of both", () => {
    expect(merged.nodes()).toEqual(["1", "3", "4", "5", "6", "7"]);
    expect(merged.getNodeAttributes("1")).toMatchObject({ study: 1, vector: [0.25] });
    expect(merged.getNodeAttributes("1").lesions.map(({ row }) => row)).toEqual([1, 2]);
    expect(merged.size).toBe(15);
    expect(merged.getEdgeAttribute("1-4", "distance")).toBe(0.75);
  });

  it("3: keeps the five edges below 3 between studies, and 4-5 within one", () => {
    expect(near.graph.edges()).toEqual(["1-4", "1-5", "4-5", "1-7", "4-7", "5-7"]);
    for (const { step, distance } of near.rejectedPairs) {
      expect(step).toBe("threshold");
      expect(distance).toBeGreaterThanOrEqual(3);
    }
  });

  it("4: keeps what is nearest from both ends", () => {
    expect(kept.graph.edges()).toEqual(["1-4", "1-7", "4-7"]);
    expect(kept.rejectedPairs).toEqual(rejectedByHand);
  });

  it("5: takes connected nodes as sequences", () => {
    expect(rowsBySequence(extractionStep(kept.graph))).toEqual([[1, 2, 4, 7], [3], [5], [6]]);
  });

  it("leave their input as it was", () => {
    expect(graph.order).toBe(7);
    expect(graph.size).toBe(21);
    expect(near.graph.size).toBe(6);
  });

  it("reject bad thresholds and choices", () => {
    errorOf("BAD_OPTION", () => mergeStep(graph, -1), { option: "t1" });
    errorOf("BAD_OPTION", () => thresholdStep(graph, Number.NaN), { option: "t2" });
    errorOf("BAD_OPTION", () => exclusionStep(graph, "both" as never), { option: "exclusion" });
  });
});

/**
 * Feature matrices, lesion graphs as graphology graphs, and Algorithm 1 step by step on them.
 * `import … from "lesion-graph/graph"`
 */
export * from "../features/index.js";
export * from "../graph/index.js";
export {
  exclusionStep,
  extractionStep,
  mergeStep,
  type Step,
  thresholdStep,
} from "../matching/algorithm1/steps.js";
export {
  type SequenceEdge,
  type SequenceGraph,
  type SequenceNode,
  sequenceGraph,
} from "../matching/sequence-graph.js";

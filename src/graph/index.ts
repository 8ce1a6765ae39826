export { type AnyLesionGraph, toGexf } from "./gexf.js";
export {
  type LesionEdge,
  type LesionGraph,
  type LesionGraphInfo,
  type LesionGraphOptions,
  type LesionMarks,
  type LesionNode,
  lesionGraph,
} from "./lesion-graph.js";

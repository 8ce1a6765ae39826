export { toGexf } from "./gexf.js";
export type { AnyLesionGraph, AttributeValue } from "./graph-records.js";
export { toGraphml } from "./graphml.js";
export {
  type LesionEdge,
  type LesionGraph,
  type LesionGraphInfo,
  type LesionGraphOptions,
  type LesionInStudy,
  type LesionNode,
  lesionGraph,
} from "./lesion-graph.js";
export { type NodeLinkGraph, toNodeLink } from "./node-link.js";

export {
  type Nearest,
  nearestLesions,
  rankedLesions,
  type SearchSpace,
} from "./nearest-lesions.js";
export {
  type RetrievalFilter,
  type RetrievalIndex,
  retrievalIndex,
  type Searched,
} from "./retrieval-index.js";
export { retrievalTable } from "./retrieval-table.js";
export {
  type Hit,
  type Retrieval,
  type RetrieveOptions,
  retrieve,
} from "./retrieve.js";
export { type RetrievalScores, retrievalScores, type TypeScores } from "./scores.js";

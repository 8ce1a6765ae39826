export {
  type RetrievalFilter,
  type RetrievalIndex,
  retrievalIndex,
  type Searched,
} from "./index-of.js";
export { type Nearest, nearestLesions, rankedLesions, type SearchSpace } from "./nearest.js";
export {
  type Hit,
  type Retrieval,
  type RetrieveOptions,
  retrieve,
} from "./retrieve.js";
export { type RetrievalScores, retrievalScores, type TypeScores } from "./scores.js";

/** A worker that finds the nearest lesions of a block of queries. */
import { type Nearest, nearestLesions, type SearchSpace } from "../retrieval/nearest-lesions.js";
import { serve } from "./serve.js";

/** Queries first to before end. */
export interface Block {
  readonly first: number;
  readonly end: number;
}

/** The search that all blocks share. */
export interface Search extends SearchSpace {
  readonly top: number;
}

serve<Search, Block, Nearest>(
  (search) =>
    ({ first, end }) =>
      nearestLesions(search, first, end, search.top),
);

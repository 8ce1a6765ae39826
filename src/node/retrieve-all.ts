/** Every lesion as a query, on all cores. */

import type { Nearest } from "../retrieval/nearest-lesions.js";
import { passing, retrievalIndex, type Searched } from "../retrieval/retrieval-index.js";
import {
  type Retrieval,
  type RetrieveOptions,
  retrievalOf,
  splitOptions,
} from "../retrieval/retrieve.js";
import type { Block, Search } from "./retrieve-worker.js";
import { onWorkers, type WorkerOptions, workerOptions } from "./workers.js";

/** Queries of one task: few enough to share the work out evenly. */
const BLOCK = 64;

/**
 * The nearest lesions of other patients for every lesion, in the order of the data rows: the same as
 * `retrieve` for each; lesions without a normalised location or a short axis, where others have it, are
 * no queries either (`leftOut` counts them). O(n² d) at worst, divided by the cores; the vectors are in memory once.
 *
 * @throws LesionGraphError as `retrieve`; UNKNOWN_OPTION, BAD_OPTION for the workers.
 */
export async function retrieveAll<L extends Searched>(
  lesions: readonly L[],
  given?: Partial<RetrieveOptions>,
  how?: Partial<WorkerOptions>,
): Promise<Retrieval<L>[]> {
  const { filter, features, top } = splitOptions(given);
  workerOptions(how);
  const index = retrievalIndex(lesions, features);
  const search: Search = {
    values: sharedCopy(index.values),
    patients: sharedCopy(index.patients),
    allowed: sharedCopy(passing(index.lesions, filter)),
    dimensions: index.dimensions,
    gaps: index.gaps,
    top,
  };
  const blocks: Block[] = [];
  for (let first = 0; first < index.lesions.length; first += BLOCK) {
    blocks.push({ first, end: Math.min(first + BLOCK, index.lesions.length) });
  }
  const module = new URL("../node/retrieve-worker.js", import.meta.url);
  const found = await onWorkers<Search, Block, Nearest>(module, search, blocks, "blocks", how);
  return blocks
    .flatMap(({ first, end }, block) =>
      Array.from({ length: end - first }, (_, place) =>
        retrievalOf(index, first + place, found[block] as Nearest, place),
      ),
    )
    .sort((a, b) => a.query.row - b.query.row);
}

/** A copy in shared memory, which workers read without copying. */
function sharedCopy(values: Float32Array | Float64Array): Float32Array | Float64Array;
function sharedCopy(values: Int32Array): Int32Array;
function sharedCopy(values: Uint8Array): Uint8Array;
function sharedCopy(values: Float32Array | Float64Array | Int32Array | Uint8Array) {
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => typeof values;
  const copy = new Kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** Lesions grouped by key slice. */
import { groupBy } from "../core/group-by.js";
import type { DlInfoLesion } from "./dl-info-lesion.js";
import { parseFileName, sliceStem } from "./file-name.js";

/**
 * Groups lesions by the name of their key slice without its ending (`000089_01_01_037`; a file name of another form
 * is kept as it is), in input order. O(n).
 */
export const lesionsBySlice = <L extends Pick<DlInfoLesion, "fileName">>(
  lesions: Iterable<L>,
): Map<string, L[]> =>
  groupBy(lesions, ({ fileName }) => {
    const name = parseFileName(fileName);
    return name === undefined ? fileName : sliceStem(name);
  });

/** Lesions put together by key slice. */
import { parseFileName, sliceStem } from "./file-name.js";
import type { DlInfoLesion } from "./lesion.js";

/**
 * Lesions by the name of their key slice without an ending (`000089_01_01_037`; a file name of another form
 * stays as it is). Slices in order of their first lesion, lesions in the order they come in. O(n).
 */
export function lesionsBySlice<L extends Pick<DlInfoLesion, "fileName">>(
  lesions: Iterable<L>,
): Map<string, L[]> {
  const slices = new Map<string, L[]>();
  for (const lesion of lesions) {
    const name = parseFileName(lesion.fileName);
    const stem = name === undefined ? lesion.fileName : sliceStem(name);
    const others = slices.get(stem);
    if (others === undefined) slices.set(stem, [lesion]);
    else others.push(lesion);
  }
  return slices;
}

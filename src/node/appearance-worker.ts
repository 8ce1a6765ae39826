/** A worker that measures the lesions of a slice. */
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { placed } from "../errors.js";
import { appearanceOf } from "../images/appearance.js";
import { appearanceVector } from "../images/appearance-vector.js";
import { readKeySlice } from "./slices.js";
import { serve } from "./workers.js";

/** Where the slices lie. */
export interface Images {
  readonly folder: string;
}

serve<Images, readonly DlInfoLesion[], Float64Array[]>(({ folder }) => async (lesions) => {
  const slice = await readKeySlice(folder, lesions[0] as DlInfoLesion);
  return lesions.map((lesion) => {
    const { row, fileName, patient } = lesion;
    return placed({ file: fileName, row, patient }, () =>
      appearanceVector(appearanceOf(slice, lesion)),
    );
  });
});

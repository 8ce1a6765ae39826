/** A worker that measures the lesions of a slice. */

import {
  type ErrorCode,
  type Fault,
  LesionGraphError,
  type Place,
  withPlace,
} from "../core/errors.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { type AppearanceOptions, appearanceOf } from "../images/appearance-features.js";
import { appearanceVector } from "../images/appearance-vector.js";
import { serve } from "./serve.js";
import { absentKeySlice, lookForKeySlice } from "./slices.js";

/** The folder of slices and the options of measuring. */
export interface Measuring {
  readonly folder: string;
  readonly options: Partial<AppearanceOptions>;
  /** Whether a lesion that cannot be measured is returned without vector instead of ending the work. */
  readonly skip: boolean;
}

/** The vector of a lesion, or the parts of the error, because messages do not keep classes. */
export type Measured =
  | { readonly vector: Float64Array }
  | { readonly code: ErrorCode; readonly fault: Fault; readonly where: Place };

serve<Measuring, readonly DlInfoLesion[], Measured[]>(
  ({ folder, options, skip }) =>
    async (lesions) => {
      const slice = await lookForKeySlice(folder, lesions);
      return lesions.map((lesion) => {
        const { row, fileName, patient } = lesion;
        try {
          if (slice === undefined) throw absentKeySlice(folder, lesion);
          const vector = withPlace({ file: fileName, row, patient }, () =>
            appearanceVector(appearanceOf(slice, lesion, options)),
          );
          return { vector };
        } catch (error) {
          if (!skip || !(error instanceof LesionGraphError) || !isMissing(error)) throw error;
          const { code, fault, where } = error;
          return { code, fault, where };
        }
      });
    },
);

/** A missing slice, or a lesion with too little of it on the image; any other error ends the work. */
const isMissing = ({ code }: LesionGraphError): boolean =>
  code === "FILE_NOT_FOUND" || code === "MISSING_FEATURE";

/** A worker that measures the lesions of a slice. */

import {
  type ErrorCode,
  type Fault,
  LesionGraphError,
  type Place,
  withPlace,
} from "../core/errors.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { type AppearanceOptions, appearanceOf } from "../images/appearance.js";
import { appearanceVector } from "../images/appearance-vector.js";
import { serve } from "./serve.js";
import { absentKeySlice, lookForKeySlice } from "./slices.js";

/** Where the slices lie and how they are measured. */
export interface Measuring {
  readonly folder: string;
  readonly options: Partial<AppearanceOptions>;
  /** Whether a lesion that cannot be measured is sent back as such rather than ending the work. */
  readonly skip: boolean;
}

/** The vector of a lesion, or why it has none; in parts, since messages do not keep classes. */
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

/** A slice that is not there, or a lesion that does not show enough; anything else is a fault. */
const isMissing = ({ code }: LesionGraphError): boolean =>
  code === "FILE_NOT_FOUND" || code === "MISSING_FEATURE";

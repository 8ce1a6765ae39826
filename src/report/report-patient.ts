/** What a report is made of. */
import type { SliceImage } from "../figures/kit/slice-image.js";
import type { LesionGraph } from "../graph/lesion-graph.js";
import type { PatientGrowth } from "../growth/growth-result.js";
import type { PatientMatch } from "../matching/result.js";
import type { PatientResponse } from "../response/response-result.js";

/** What a report shows of a patient. */
export interface ReportPatient {
  readonly match: PatientMatch;
  /** The lesion graph of the features that were matched by; no figure of it where absent. */
  readonly graph?: LesionGraph | undefined;
  /** None where a lesion lacks its long axis, or a lymph node its short axis. */
  readonly growth?: PatientGrowth | undefined;
  readonly response?: PatientResponse | undefined;
  /** Pictures of key slices for the board, by data row. */
  readonly slices?: ReadonlyMap<number, SliceImage> | undefined;
}

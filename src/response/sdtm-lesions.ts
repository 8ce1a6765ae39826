/** The lesions of the tumour domains of SDTM. */
import type { PatientGrowth, SequenceGrowth } from "../growth/growth-result.js";
import type { StudyTime } from "../growth/patient-dates.js";
import type { PatientResponse } from "./response-result.js";

/** TRGRPID, and what a lesion is identified as. */
export type LesionGroup = "TARGET" | "NON-TARGET" | "NEW";

/** A lesion of the tumour domains. */
export interface IdentifiedLesion {
  readonly group: LesionGroup;
  /** TULNKID and TRLNKID. */
  readonly link: string;
  readonly sequence: SequenceGrowth;
  readonly organ: string | undefined;
  /** Study in which it was identified. */
  readonly since: StudyTime;
}

/** Returns targets, non-targets and new lesions with their link ids, each kind counted from 1. */
export function identifiedLesions(
  growth: PatientGrowth,
  response: PatientResponse,
): IdentifiedLesion[] {
  const { baseline, assessments, assignments } = response;
  const of = (role: string, group: LesionGroup, prefix: string): IdentifiedLesion[] =>
    assignments
      .filter((one) => one.role === role)
      .flatMap(({ sequence: number, organ }) => {
        const sequence = growth.sequences.find((one) => one.sequence === number)!;
        const first = assessments.find((one) => one.newLesions.sequences.includes(number));
        const since = group === "NEW" ? first : baseline;
        return since === undefined ? [] : [{ group, sequence, organ, since }];
      })
      .map((one, i) => ({ ...one, link: `${prefix}${String(i + 1).padStart(2, "0")}` }));
  return [
    ...of("target", "TARGET", "T"),
    ...of("non-target", "NON-TARGET", "NT"),
    ...of("new", "NEW", "NEW"),
  ];
}

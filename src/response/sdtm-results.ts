/** Results of the TR domain of CDISC SDTM: diameters, sums and states. */
import type { RowOf } from "../csv/table.js";
import type { lesionState } from "./non-target-response.js";
import type { TR_COLUMNS } from "./sdtm-columns.js";
import type { TargetSum, TargetValue } from "./target-sums.js";

export type TrRow = RowOf<typeof TR_COLUMNS>;
/** The columns of a row that say what was found. */
export type Result = Pick<TrRow, "TRTESTCD" | "TRTEST"> & Partial<TrRow>;

/** A row of TR without a result. */
export const NO_RESULT = {
  TRORRES: undefined,
  TRORRESU: undefined,
  TRSTRESC: undefined,
  TRSTRESN: undefined,
  TRSTRESU: undefined,
  TRSTAT: undefined,
  TRREASND: undefined,
} as const;

const TOO_SMALL = "TOO SMALL TO MEASURE";

const notDone = (why: string): Partial<TrRow> => ({ TRSTAT: "NOT DONE", TRREASND: why });

/** `instead` is what was found where it is no length; as in the SDTM Implementation Guide, a size has the unit. */
const millimetres = (mm: number, instead?: string): Partial<TrRow> => ({
  TRORRES: instead ?? String(mm),
  TRORRESU: instead === undefined || instead === TOO_SMALL ? "mm" : undefined,
  TRSTRESC: String(mm),
  TRSTRESN: mm,
  TRSTRESU: "mm",
});

/** Long axis, or short axis of a lymph node; where it was not measured, TRORRES has what was found. */
export function diameter({ mm, basis }: TargetValue, isLymphNode: boolean): Result {
  const test = isLymphNode
    ? { TRTESTCD: "LPERP", TRTEST: "Longest Perpendicular" }
    : { TRTESTCD: "LDIAM", TRTEST: "Longest Diameter" };
  if (mm === undefined) return { ...test, ...notDone("NOT EVALUABLE") };
  return { ...test, ...millimetres(mm, RESULTS[basis]) };
}

/** What was found where the diameter is no measured length. */
const RESULTS: Readonly<Partial<Record<TargetValue["basis"], string>>> = {
  absent: "ABSENT",
  "too small": TOO_SMALL,
  merged: "MERGED WITH ANOTHER TARGET",
};

/** The sum of the targets. */
export const sumOf = ({ sumMm }: TargetSum): Result => ({
  TRTESTCD: "SUMDIAM",
  TRTEST: "Sum of Diameter",
  ...(sumMm === undefined ? notDone("NOT ALL TARGETS EVALUABLE") : millimetres(sumMm)),
});

/** `found` is the result as found, `term` the term of codelist C124309. */
const state = (found: string | undefined, term = found): Result => ({
  TRTESTCD: "TUMSTATE",
  TRTEST: "Tumor State",
  ...(found === undefined ? notDone("NOT EVALUABLE") : { TRORRES: found, TRSTRESC: term }),
});

/** States of non-targets and new lesions. */
export const STATES: Readonly<Record<ReturnType<typeof lesionState>, Result>> = {
  gone: state("ABSENT"),
  present: state("PRESENT"),
  progressed: state("UNEQUIVOCAL PROGRESSION", "PRESENT"),
  unknown: state(undefined),
};

/** Study numbers of a patient's measurements, from numbers, dates or study UIDs. */
import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion } from "../core/lesion.js";

/** A lesion whose study is not numbered yet: `study` is 0 where the input has no number. */
export interface UnnumberedLesion extends Lesion {
  readonly studyUid?: string | undefined;
}

/**
 * Returns the lesions of one patient with study numbers from 1 in time order, and the date of a study in all its
 * lesions. Given numbers are kept and checked against the dates; else studies are numbered by date (two study UIDs
 * of a day: by UID). O(n log n).
 *
 * @throws LesionGraphError BAD_DATES where a study has two dates, an earlier date than the study before it, or no
 * date that could number it; BAD_VALUE where only some rows have a study number.
 */
export function numberStudies(lesions: readonly UnnumberedLesion[]): Lesion[] {
  const numbered = lesions.filter(({ study }) => study > 0);
  const without = lesions.find(({ study }) => study === 0);
  if (numbered.length > 0 && without !== undefined) {
    fail("BAD_VALUE", "a study number in every row of a patient, or in none", "none in this row", {
      row: without.row,
      patient: without.patient,
      column: "study",
    });
  }
  const groups = [...groupBy(lesions, numbered.length > 0 ? byNumber : byDay).values()];
  const studies = groups.map((members) => ({ members, date: dateOf(members) }));
  if (numbered.length > 0) {
    studies.sort((a, b) => a.members[0]!.study - b.members[0]!.study);
    assertTimeOrder(studies);
  } else {
    if (studies.length > 1) assertDated(studies);
    studies.sort((a, b) => compareText(a.date, b.date) || compareText(uidOf(a), uidOf(b)));
  }
  return studies.flatMap(({ members, date }, i) =>
    members.map(({ studyUid: _, ...lesion }) => ({
      ...lesion,
      study: lesion.study || i + 1,
      ...(date === undefined ? {} : { date }),
    })),
  );
}

interface NumberedStudy {
  readonly members: readonly UnnumberedLesion[];
  readonly date: string | undefined;
}

const byNumber = ({ study }: UnnumberedLesion): string => String(study);
/** Rows of one study UID are one study; without UIDs the rows of one day are. */
const byDay = ({ studyUid, date }: UnnumberedLesion): string => studyUid ?? date ?? "";
const uidOf = ({ members }: NumberedStudy): string | undefined => members[0]?.studyUid;

const compareText = (a = "", b = ""): number => (a < b ? -1 : a > b ? 1 : 0);

/** The one date of the rows of a study. */
function dateOf(members: readonly UnnumberedLesion[]): string | undefined {
  const dated = members.find(({ date }) => date !== undefined);
  const other = members.find(({ date }) => date !== undefined && date !== dated?.date);
  if (other === undefined) return dated?.date;
  const received = `${dated?.date} and ${other.date}`;
  fail("BAD_DATES", "one date for all rows of a study", received, placeOf(other));
}

function assertTimeOrder(studies: readonly NumberedStudy[]): void {
  let before: NumberedStudy | undefined;
  for (const study of studies) {
    if (study.date === undefined) continue;
    if (before?.date !== undefined && study.date < before.date) {
      const [a, b] = [study.members[0]!, before.members[0]!];
      const received = `study ${a.study} on ${study.date}, study ${b.study} on ${before.date}`;
      fail("BAD_DATES", "dates in the order of studies", received, placeOf(a));
    }
    before = study;
  }
}

function assertDated(studies: readonly NumberedStudy[]): void {
  const undated = studies.find(({ date }) => date === undefined)?.members[0];
  if (undated === undefined) return;
  fail("BAD_DATES", "a study number or a date for every row", undated.studyUid, {
    ...placeOf(undated),
    remedy: "add a column study or date, or pass `studyDates` by study UID",
  });
}

const placeOf = ({ row, patient, study }: UnnumberedLesion) => ({
  row,
  patient,
  ...(study > 0 ? { study } : {}),
});

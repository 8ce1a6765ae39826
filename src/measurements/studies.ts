/** Study numbers of a patient's measurements, from numbers, dates or study UIDs. */
import { ascending, extent } from "d3-array";
import { timeOfDay } from "../core/calendar.js";
import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { Lesion, LesionTable, Warning } from "../core/lesion.js";

/**
 * A lesion whose study is not numbered yet: `study` is 0 where the input has no number. A time of day may follow the
 * day in `date`.
 */
export interface UnnumberedLesion extends Lesion {
  readonly studyUid?: string | undefined;
}

/**
 * Returns the lesions of one patient with study numbers from 1 in time order, and the day of a study in all its
 * lesions. Given numbers are kept and checked against the dates; else studies are numbered by date. Study UIDs of one
 * day are numbered by the times that their dates have; where these do not tell the order, by UID, with a warning
 * `"study-order"`; where numbers are given, UIDs that do not fit them are a warning `"study-uid"`, and studies without
 * a date beside dated ones a warning `"study-date"`. O(n log n).
 *
 * @throws LesionGraphError BAD_DATES where a study has two days, an earlier date than the study before it, or no
 * date that could number it; BAD_VALUE where only some rows of a patient have a study number, or only some rows of a
 * day a study UID.
 */
export function numberStudies(lesions: readonly UnnumberedLesion[]): LesionTable {
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
  const studies = groups.map(studyOf);
  const warnings: Warning[] = [];
  if (numbered.length > 0) {
    studies.sort((a, b) => a.members[0]!.study - b.members[0]!.study);
    assertTimeOrder(studies);
    warnings.push(...uidWarnings(studies), ...dateWarnings(studies));
  } else {
    if (studies.length > 1) assertDated(studies);
    assertUids(studies);
    studies.sort(byTime);
    warnings.push(...orderWarnings(studies));
  }
  const completed = studies.flatMap(({ members, date }, i) =>
    members.map(({ studyUid: _, ...lesion }) => ({
      ...lesion,
      study: lesion.study || i + 1,
      ...(date === undefined ? {} : { date }),
    })),
  );
  return { lesions: completed, warnings };
}

interface NumberedStudy {
  readonly members: readonly UnnumberedLesion[];
  readonly date: string | undefined;
  /** The times of the rows that have one; `undefined` without any, and where only some have a time zone. */
  readonly times: StudyTimes | undefined;
}

interface StudyTimes {
  readonly first: number;
  readonly last: number;
  readonly haveZone: boolean;
}

const byNumber = ({ study }: UnnumberedLesion): string => String(study);
/** Rows of one study UID are one study; without UIDs the rows of one day are. */
const byDay = ({ studyUid, date }: UnnumberedLesion): string => studyUid ?? dayOf(date) ?? "";
const uidOf = ({ members }: NumberedStudy): string | undefined => members[0]?.studyUid;
const dayOf = (date: string | undefined): string | undefined => date?.slice(0, 10);

const compareText = (a = "", b = ""): number => (a < b ? -1 : a > b ? 1 : 0);

const studyOf = (members: readonly UnnumberedLesion[]): NumberedStudy => ({
  members,
  date: dateOf(members),
  times: timesOf(members),
});

function timesOf(members: readonly UnnumberedLesion[]): StudyTimes | undefined {
  const times = members.flatMap(({ date = "" }) => timeOfDay(date) ?? []);
  const [first, last] = extent(times, ({ seconds }) => seconds);
  const haveZone = times.some(({ hasZone }) => hasZone);
  if (first === undefined || (haveZone && !times.every(({ hasZone }) => hasZone))) return undefined;
  return { first, last, haveZone };
}

/** A total order, so that the numbers do not depend on the order of rows. */
function byTime(a: NumberedStudy, b: NumberedStudy): number {
  const startOf = ({ times }: NumberedStudy): number => times?.first ?? -Infinity;
  return (
    compareText(a.date, b.date) ||
    ascending(startOf(a), startOf(b)) ||
    compareText(uidOf(a), uidOf(b))
  );
}

/** True where the dates and times say that all of study `a` was before all of study `b`. */
function isBefore(a: NumberedStudy, b: NumberedStudy): boolean {
  if (a.date === undefined || b.date === undefined) return false;
  if (a.date !== b.date) return a.date < b.date;
  if (a.times === undefined || b.times === undefined) return false;
  return a.times.haveZone === b.times.haveZone && a.times.last < b.times.first;
}

/** A warning for each study that the dates and times do not tell from the one before it. */
function orderWarnings(studies: readonly NumberedStudy[]): Warning[] {
  return studies.flatMap((study, i) => {
    const before = studies[i - 1];
    if (before === undefined || isBefore(before, study)) return [];
    const { row, patient } = study.members[0]!;
    const message =
      `studies ${uidOf(before)} and ${uidOf(study)} of ${study.date} have no times that order them; ` +
      `they are numbered ${i} and ${i + 1}, which may be wrong: add times to the dates, or study numbers`;
    return [{ kind: "study-order", row, patient, message }];
  });
}

/** Given study numbers count: a warning for each study whose UIDs do not fit them. */
function uidWarnings(studies: readonly NumberedStudy[]): Warning[] {
  const studyOfUid = new Map<string, number>();
  if (studies.every(({ members }) => members.every(({ studyUid }) => !studyUid))) return [];
  return studies.flatMap(({ members }) => {
    const { row, patient, study } = members[0]!;
    const uids = [...new Set(members.map(({ studyUid = "" }) => studyUid))].sort(compareText);
    const found = misfit(uids, studyOfUid);
    for (const uid of uids) if (!studyOfUid.has(uid)) studyOfUid.set(uid, study);
    if (found === undefined) return [];
    const message = `study ${study} has ${found}; the column study decides`;
    return [{ kind: "study-uid", row, patient, message }];
  });
}

/** Without the date of one study, those of all others of the patient tell growth nothing. */
function dateWarnings(studies: readonly NumberedStudy[]): Warning[] {
  const undated = studies.filter(({ date }) => date === undefined);
  if (undated.length === 0 || undated.length === studies.length) return [];
  const { row, patient, study } = undated[0]!.members[0]!;
  const message =
    `${undated.length} of ${studies.length} studies have no date, the first is study ${study}; ` +
    "growth is per study";
  return [{ kind: "study-date", row, patient, message }];
}

/** Why the UIDs of a study do not fit it; `""` is a row without one. */
function misfit(uids: readonly string[], before: ReadonlyMap<string, number>): string | undefined {
  if (uids.includes("")) return "rows without a study UID, which others have";
  if (uids.length > 1) return `the study UIDs ${uids.join(" and ")}`;
  const other = before.get(uids[0]!);
  return other === undefined ? undefined : `the study UID of study ${other}`;
}

/** A row without a study UID beside others of its day would be a study of its own. */
function assertUids(studies: readonly NumberedStudy[]): void {
  const days = new Set(studies.filter((study) => uidOf(study)).map(({ date }) => date));
  const without = studies.find((study) => !uidOf(study) && days.has(study.date));
  if (without === undefined) return;
  const { row, patient } = without.members[0]!;
  fail("BAD_VALUE", "a study UID in every row of a day, or in none", "none in this row", {
    row,
    patient,
    column: "studyUid",
  });
}

/** The one date of the rows of a study. */
function dateOf(members: readonly UnnumberedLesion[]): string | undefined {
  const dated = members.find(({ date }) => date !== undefined);
  const day = dayOf(dated?.date);
  const other = members.find(({ date }) => date !== undefined && dayOf(date) !== day);
  if (other === undefined) return day;
  const received = `${day} and ${other.date}`;
  fail("BAD_DATES", "one date for all rows of a study", received, placeOf(other));
}

function assertTimeOrder(studies: readonly NumberedStudy[]): void {
  let before: NumberedStudy | undefined;
  for (const study of studies) {
    if (study.date === undefined) continue;
    if (before !== undefined && isBefore(study, before)) {
      const received = `${textOf(study)}, ${textOf(before)}`;
      fail("BAD_DATES", "dates in the order of studies", received, placeOf(study.members[0]!));
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

/** "study 2 on 2024-01-10T08:00" */
const textOf = ({ members }: NumberedStudy): string =>
  `study ${members[0]?.study} on ${members.find(({ date }) => date !== undefined)?.date}`;

const placeOf = ({ row, patient, study }: UnnumberedLesion) => ({
  row,
  patient,
  ...(study > 0 ? { study } : {}),
});

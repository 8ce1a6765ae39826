/** Numbers of the studies of reports. */
import { ascending } from "d3-array";
import { fail } from "../core/errors.js";
import { groupBy } from "../core/group-by.js";
import type { ReportFile } from "./read-report.js";

/** The number of each report's study within its patient, from 1, in order of date and time. */
export function numberedStudies(reports: readonly ReportFile[]): (report: ReportFile) => number {
  const studies = groupBy(reports, ({ studyUid }) => studyUid);
  for (const [studyUid, own] of studies) assertOneStudy(studyUid, own);
  for (const own of groupBy(reports, ({ patientId }) => patientId).values()) assertOnePatient(own);
  const numbers = new Map<string, number>();
  const firsts = Array.from(studies.values(), ([first]) => first!);
  for (const [patient, own] of groupBy(firsts, ({ patientId }) => patientId)) {
    const inOrder = [...own].sort((a, b) => ascending(keyOf(a), keyOf(b)));
    inOrder.forEach((study, i) => {
      const before = inOrder[i - 1];
      const place = { patient, file: study.name };
      const expected = "studies of different date or time";
      if (own.length > 1 && study.date === undefined) fail("BAD_DATES", expected, "no date", place);
      if (before && !isBefore(before, study)) {
        fail("BAD_DATES", expected, `${keyOf(before)} and ${keyOf(study)}`, place);
      }
      numbers.set(study.studyUid, i + 1);
    });
  }
  return ({ studyUid }) => numbers.get(studyUid)!;
}

/** "2024-01-10 083000" */
const keyOf = ({ date = "", time }: ReportFile): string => `${date} ${time}`.trim();

/**
 * True where date and time say that the first of two studies in order was before the second. Times may be absent or
 * without minutes: 12 and 1230 have no order.
 */
const isBefore = (first: ReportFile, second: ReportFile): boolean =>
  first.date !== second.date || !second.time.startsWith(first.time);

/** A PatientID is unique only within its issuer. @throws LesionGraphError BAD_REPORT. */
function assertOnePatient(own: readonly ReportFile[]): void {
  for (const what of ["issuer", "birthDate"] as const) {
    const known = own.filter((report) => report[what] !== undefined);
    const other = known.find((report) => report[what] !== known[0]![what]);
    if (other === undefined) continue;
    const found = `${known[0]![what]} and ${other[what]}`;
    fail("BAD_REPORT", `one ${what} of the PatientID ${other.patientId}`, found, {
      file: other.name,
      remedy: "give two patients two PatientIDs",
    });
  }
}

function assertOneStudy(studyUid: string, own: readonly ReportFile[]): void {
  for (const what of ["patientId", "date", "time"] as const) {
    const values = [...new Set(own.map((report) => report[what]))];
    if (values.length === 1) continue;
    const file = own.find((report) => report[what] !== values[0])!.name;
    const found = values.map((one) => one || "none").join(" and ");
    fail("BAD_REPORT", `one ${what} in study ${studyUid}`, found, { file });
  }
}

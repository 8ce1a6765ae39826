/** Days of studies by study UID, for tables whose rows have no date. */
import { fail } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column } from "../csv/table.js";

export const STUDY_DATE_COLUMNS = Object.freeze({
  studyUid: column.text("Study Instance UID"),
  date: column.date("Day of the study"),
});

/**
 * Reads days of studies: the columns `studyUid` and `date` (ISO 8601). O(n).
 *
 * @throws LesionGraphError BAD_DATES for a study with two days, and as every CSV reader.
 */
export function readStudyDates(source: string | Uint8Array): Map<string, string> {
  const dates = new Map<string, string>();
  readRows(source, STUDY_DATE_COLUMNS, ({ studyUid, date }) => {
    const before = dates.get(studyUid) ?? date;
    if (before !== date) {
      fail("BAD_DATES", "one day for each study", `${before} and ${date} for ${studyUid}`);
    }
    dates.set(studyUid, date);
  });
  return dates;
}

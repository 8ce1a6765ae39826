/** Days of studies by study UID, for tables whose rows have no date. */
import { isoDayAndTime } from "../core/calendar.js";
import { fail, withPlace } from "../core/errors.js";
import { readRows } from "../csv/read-rows.js";
import { column } from "../csv/table.js";

const STUDY_DATE_COLUMNS = Object.freeze({
  studyUid: column.text("Study Instance UID"),
  date: column.text("Day of the study; a time may follow, to order studies of one day"),
});

/**
 * Reads days of studies: the columns `studyUid` and `date` (ISO 8601). A time of day is
 * kept: it orders studies of one day. O(n).
 *
 * @throws LesionGraphError BAD_DATES for a study with two dates, BAD_VALUE for what is not a date, and as every CSV reader.
 */
export function readStudyDates(source: string | Uint8Array): Map<string, string> {
  const dates = new Map<string, string>();
  readRows(source, STUDY_DATE_COLUMNS, ({ studyUid, date: text }) => {
    const date = withPlace({ column: "date" }, () => isoDayAndTime(text));
    const before = dates.get(studyUid) ?? date;
    if (before !== date) {
      fail("BAD_DATES", "one date for each study", `${before} and ${date} for ${studyUid}`);
    }
    dates.set(studyUid, date);
  });
  return dates;
}

/** Days of the calendar as ISO 8601 texts. */
import { fail } from "./errors.js";

/** Notations of a date that a reader can be told to expect. */
export const DATE_FORMATS = Object.freeze([
  "iso",
  "dd.mm.yyyy",
  "dd/mm/yyyy",
  "mm/dd/yyyy",
  "yyyymmdd",
] as const);
export type DateFormat = (typeof DATE_FORMATS)[number];

/** The day of each notation at the start of a text, and the order of year, month and day among its groups. */
const NOTATIONS: Readonly<Record<DateFormat, readonly [pattern: RegExp, order: string]>> = {
  iso: [/^(\d{4})-(\d{2})-(\d{2})(?!\d)/, "ymd"],
  "dd.mm.yyyy": [/^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, "dmy"],
  "dd/mm/yyyy": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, "dmy"],
  "mm/dd/yyyy": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, "mdy"],
  yyyymmdd: [/^(\d{4})(\d{2})(\d{2})(?!\d)/, "ymd"],
};

/** A time of day that may follow the day: 13:30, 13:30:05.25, with a time zone. */
const TIME_AFTER_DAY =
  /^[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Returns the day of a date as `2019-03-27`, checked against the calendar. A time of day is left out.
 *
 * @throws LesionGraphError BAD_VALUE for text that is not a day in this notation.
 */
export function isoDay(text: string, format?: DateFormat): string {
  return dayAndTime(text, format).day;
}

/** The day, `undefined` where the calendar has none, and what follows it. */
function splitDay(text: string, format: DateFormat): { day: string | undefined; time: string } {
  const [pattern, order] = NOTATIONS[format];
  const groups = pattern.exec(text.trim());
  if (groups === null) return { day: undefined, time: "" };
  const part = (name: string, width: number): string =>
    (groups[order.indexOf(name) + 1] ?? "").padStart(width, "0");
  const day = `${part("y", 4)}-${part("m", 2)}-${part("d", 2)}`;
  const start = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().startsWith(day);
  return { day: isDay ? day : undefined, time: text.trim().slice(groups[0].length) };
}

function dayAndTime(text: string, format?: DateFormat): { day: string; time: string } {
  const { day, time } = splitDay(text, format ?? "iso");
  if (day !== undefined && (time === "" || TIME_AFTER_DAY.test(time))) return { day, time };
  const isIso = format === undefined || format === "iso";
  const example = isIso ? "a date such as 2019-03-27" : `a date written ${format}`;
  const remedy = day !== undefined ? TIME_REMEDY : otherNotation(text, format);
  fail("BAD_VALUE", example, text, { remedy });
}

const TIME_REMEDY = "a time of day follows as 13:30 or 13:30:05, without AM or PM";

/** {@link isoDay} followed by the time of day, if there is one: `2019-03-27T10:30`. */
export function isoDayAndTime(text: string, format?: DateFormat): string {
  const { day, time } = dayAndTime(text, format);
  // An hour may have one digit.
  return day + (/^.\d:/.test(time) ? `${time[0]}0${time.slice(1)}` : time);
}

/** A time of day: seconds since midnight, UTC if it has a time zone. */
interface TimeOfDay {
  readonly seconds: number;
  readonly hasZone: boolean;
}

const TIME = /[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/;

/** The time of day of what {@link isoDayAndTime} returns; `undefined` where it has none. */
export function timeOfDay(text: string): TimeOfDay | undefined {
  const groups = TIME.exec(text);
  if (groups === null) return undefined;
  const [, hours, minutes, seconds = "0", utc, sign, zoneHours = "0", zoneMinutes = "0"] = groups;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -60 : 60);
  return {
    seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) - offset,
    hasZone: (utc ?? sign) !== undefined,
  };
}

/**
 * The notations that a text could be meant in: never chosen silently, because 3.4.2020 has two readings. None where
 * the caller has no format to choose.
 */
function otherNotation(text: string, format: DateFormat | undefined): string | undefined {
  if (format === undefined) return undefined;
  const fitting = DATE_FORMATS.filter(
    (other) => other !== format && splitDay(text, other).day !== undefined,
  );
  return fitting.length === 0
    ? undefined
    : `set ${fitting.map((one) => `\`dateFormat: "${one}"\``).join(" or ")}`;
}

/** Whole days from one ISO day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * Whether the columns of a row agree with each other. Inconsistent rows are kept, with a warning.
 *
 * Tolerances. In DeepLesion's own rows, written with six significant digits, diameters and coordinates differ by at
 * most 0.001 px and boxes by 0.0004 px. Where coordinates are rounded to 0.1 px (as in the DLS lists derived from
 * the data set), lengths differ by up to 0.143 px; the largest possible error of such rounding is 0.19 px. Hence
 * 0.2 px for both.
 *
 * Ends of axes are placed by hand: one of 892 rows has an end 1.6 px outside its image. Only ends further outside
 * than the margin of a box give a warning.
 */
import type { Warning } from "../core/lesion.js";
import { isPlausibleSpacing } from "../core/spacing.js";
import { AT, type NumericValues } from "./dl-info-columns.js";
import { axisLength, BOX_MARGIN_PX, greatestEnd, leastEnd } from "./geometry.js";

/** Largest difference in px between diameters or boxes and what the coordinates give. */
export const TOLERANCE_PX = 0.2;

/** How far outside the image, in px, an end of an axis may lie. */
const OUTSIDE_PX = BOX_MARGIN_PX;

/** One agreement between the numbers of a row. */
interface Rule {
  /** Kind of the warning. */
  readonly kind: string;
  holds(values: NumericValues): boolean;
  /** One sentence with the values. */
  message(values: NumericValues): string;
}

const within = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE_PX;

const list = (values: Iterable<number>): string =>
  Array.from(values, (value) => Number(value.toFixed(3))).join(", ");

const part = (values: NumericValues, at: number, count: number): NumericValues =>
  values.subarray(at, at + count);

const boxOfEnds = (values: NumericValues): number[] => [
  leastEnd(values, 0) - BOX_MARGIN_PX,
  leastEnd(values, 1) - BOX_MARGIN_PX,
  greatestEnd(values, 0) + BOX_MARGIN_PX,
  greatestEnd(values, 1) + BOX_MARGIN_PX,
];

/** The agreements of a row's numbers, in the order of their warnings. */
const RULES: readonly Rule[] = [
  {
    kind: "diameters",
    holds: (values) =>
      within(axisLength(values, 0), values[AT.diameters]!) &&
      within(axisLength(values, 1), values[AT.diameters + 1]!),
    message: (values) =>
      `diameters are ${list(part(values, AT.diameters, 2))} px, the ends of the axes lie ${list([axisLength(values, 0), axisLength(values, 1)])} px apart`,
  },
  {
    kind: "zero-diameter",
    holds: (values) => values[AT.diameters] !== 0 && values[AT.diameters + 1] !== 0,
    message: (values) => `a diameter is 0: ${list(part(values, AT.diameters, 2))} px`,
  },
  {
    kind: "axes",
    holds: (values) => values[AT.diameters + 1]! <= values[AT.diameters]!,
    message: (values) =>
      `short axis ${values[AT.diameters + 1]} px is longer than long axis ${values[AT.diameters]} px`,
  },
  {
    kind: "box",
    holds(values) {
      for (let side = 0; side < 2; side++) {
        const at = AT.box + side;
        if (!within(leastEnd(values, side) - BOX_MARGIN_PX, values[at]!)) return false;
        if (!within(greatestEnd(values, side) + BOX_MARGIN_PX, values[at + 2]!)) return false;
      }
      return true;
    },
    message: (values) =>
      `box is ${list(part(values, AT.box, 4))} px, the axes with ${BOX_MARGIN_PX} px around them give ${list(boxOfEnds(values))}`,
  },
  {
    kind: "image",
    holds(values) {
      for (let side = 0; side < 2; side++) {
        if (leastEnd(values, side) < 1 - OUTSIDE_PX) return false;
        if (greatestEnd(values, side) > values[AT.size + side]! + OUTSIDE_PX) return false;
      }
      return true;
    },
    message: (values) =>
      `the ends of the axes reach from ${list([leastEnd(values, 0), leastEnd(values, 1)])} to ${list([greatestEnd(values, 0), greatestEnd(values, 1)])} px, the image has ${values[AT.size]} x ${values[AT.size + 1]}`,
  },
  {
    kind: "slice-range",
    holds: (values) =>
      values[AT.slice]! >= values[AT.range]! && values[AT.slice]! <= values[AT.range + 1]!,
    message: (values) =>
      `key slice ${values[AT.slice]} lies outside ${values[AT.range]}-${values[AT.range + 1]}`,
  },
  {
    kind: "pixels",
    holds: (values) => values[AT.spacing] === values[AT.spacing + 1],
    message: (values) =>
      `pixels are not square: ${values[AT.spacing]} x ${values[AT.spacing + 1]} mm; diameters in mm come from the axes`,
  },
  {
    kind: "spacing",
    holds: (values) =>
      isPlausibleSpacing(values[AT.spacing]!) && isPlausibleSpacing(values[AT.spacing + 1]!),
    message: (values) =>
      `in-plane spacing ${values[AT.spacing]} x ${values[AT.spacing + 1]} mm is not that of a CT image; is it in mm?`,
  },
  {
    kind: "location",
    holds(values) {
      for (let at = AT.location; at < AT.location + 3; at++) {
        if (values[at]! < 0 || values[at]! > 1) return false;
      }
      return true;
    },
    message: (values) => `normalised location ${list(part(values, AT.location, 3))} leaves 0-1`,
  },
];

/** True where all numbers of a row agree; the file name is checked by {@link nameAgrees}. */
export function isConsistent(values: NumericValues): boolean {
  for (let k = 0; k < RULES.length; k++) if (!RULES[k]!.holds(values)) return false;
  return true;
}

/** Returns a warning for each disagreement of a row. */
export function inconsistencies(values: NumericValues, fileName: string, row: number): Warning[] {
  const patient = String(values[AT.patient]);
  const warnings = RULES.filter((rule) => !rule.holds(values)).map((rule) => ({
    kind: rule.kind,
    row,
    patient,
    message: rule.message(values),
  }));
  const name = ENCODER.encode(fileName);
  if (nameAgrees(values, name, 0, name.length)) return warnings;
  const message = `file name ${JSON.stringify(fileName)} does not say what the columns say`;
  return [{ kind: "file-name", row, patient, message }, ...warnings];
}

/**
 * True where the bytes of a file name such as `000089_01_01_037.png` say the row's patient, study, series and slice.
 */
export function nameAgrees(
  values: NumericValues,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  let at = start;
  for (let part = AT.patient; part <= AT.slice; part++) {
    if (part > AT.patient && (at >= end || bytes[at++] !== UNDERSCORE)) return false;
    const first = at;
    let value = 0;
    while (at < end && isDigit(bytes[at]!)) value = value * 10 + bytes[at++]! - ZERO;
    if (at === first || value !== values[part]) return false;
  }
  if (at === end) return true;
  if (bytes[at++] !== DOT || at === end) return false;
  while (at < end && isWordByte(bytes[at]!)) at++;
  return at === end;
}

const ENCODER = new TextEncoder();
const ZERO = 48;
const DOT = 46;
const UNDERSCORE = 95;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isWordByte = (byte: number): boolean =>
  isDigit(byte) || byte === UNDERSCORE || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

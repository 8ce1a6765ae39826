/** Values of the cells of a measurement table: texts, days, and numbers in the units of their columns. */
import { isoDayAndTime } from "../core/calendar.js";
import { composed } from "../core/composed.js";
import { fail } from "../core/errors.js";
import { isUnknown, toNumber, toWhole } from "../csv/numbers.js";
import type { MeasurementOptions } from "../csv/read-options.js";
import type { Separator } from "../csv/records.js";
import { cellUnit, type FieldColumn, IS_LENGTH, type MeasurementField } from "./fields.js";

/** Reads the cells of one table. */
export class MeasurementCells {
  readonly #options: MeasurementOptions;
  readonly #separator: Separator;
  readonly #warn: (kind: string, message: string) => void;
  /** The decimal sign of the table: that of its first number with decimals. */
  #decimalSign = "";
  /** Whether the cells of a column name their unit: as its first number does. */
  readonly #hasUnit = new Map<MeasurementField, boolean>();
  /** Whether lengths have a unit other than mm (true) or none (false), for axes and for positions. */
  readonly #inCm = new Map<"axes" | "positions", boolean>();

  /** @param warn takes warnings about the table as a whole */
  constructor(
    options: MeasurementOptions,
    separator: Separator,
    warn: (kind: string, message: string) => void,
  ) {
    this.#options = options;
    this.#separator = separator;
    this.#warn = warn;
  }

  /**
   * The value of a cell, lengths in mm and volumes in ml; `undefined` where it is missing.
   *
   * @throws LesionGraphError BAD_VALUE.
   */
  value(column: FieldColumn, cell: unknown): string | number | undefined {
    const { field } = column;
    if (isMissing(cell)) {
      if (field !== "patient") return undefined;
      fail("BAD_VALUE", "an id", cell ?? "nothing");
    }
    if (field === "study" || field === "series") return toWhole(textOfCell(cell), 1);
    if (field === "date") return this.#dateOf(cell);
    if (isText(field)) return textOfId(cell);
    const { value, factor } = this.#measureOf(column, cell);
    if (POSITIVE.has(field) && value <= 0) {
      fail("BAD_VALUE", "a size > 0", cell, {
        remedy:
          "leave out lesions that are gone; note them as absent in the statuses of a response",
      });
    }
    return scaled(value, factor);
  }

  /** The day, followed by the time of day where the cell has one. */
  #dateOf(cell: unknown): string {
    const { dateFormat } = this.#options;
    if (cell instanceof Date && !Number.isNaN(cell.getTime())) {
      fail("BAD_VALUE", "a date as text such as 2019-03-27", cell, {
        remedy:
          "a Date has a time zone: write the day with toISOString().slice(0, 10) or your own formatter",
      });
    }
    return isoDayAndTime(textOfCell(cell), dateFormat);
  }

  /** A number and the factor to mm or ml: that of its column, or of a unit in the cell. */
  #measureOf(
    { field, factor, hasUnit }: FieldColumn,
    cell: unknown,
  ): { readonly value: number; readonly factor: number } {
    const unit = typeof cell === "string" ? cellUnit(field, cell.trim()) : undefined;
    if (!hasUnit) this.#assertSameKind(field, unit !== undefined, cell);
    if (IS_LENGTH.has(field)) {
      this.#assertSameUnit(field, unit?.factor ?? (hasUnit ? factor : undefined), cell);
    }
    if (unit === undefined) return { value: this.#numberOf(cell), factor };
    if (hasUnit && unit.factor !== factor) {
      fail("BAD_VALUE", `a number in ${factor === 1 ? "mm" : "cm"}`, cell);
    }
    return { value: this.#numberOf(unit.number), factor: unit.factor };
  }

  /** Cells without a unit beside others with one could be in either. */
  #assertSameKind(field: MeasurementField, hasUnit: boolean, cell: unknown): void {
    const before = this.#hasUnit.get(field) ?? hasUnit;
    this.#hasUnit.set(field, before);
    if (before === hasUnit) return;
    fail("BAD_VALUE", "a unit in every cell of the column, or in none", cell, {
      remedy: 'set `units: "mm"` or `units: "cm"` to say that of the others',
    });
  }

  /** A length without a unit beside others in cm is probably in cm: a short axis would be a tenth of its length. */
  #assertSameUnit(field: MeasurementField, factor: number | undefined, cell: unknown): void {
    if (factor === 1) return;
    const kind = field === "longAxisMm" || field === "shortAxisMm" ? "axes" : "positions";
    const inCm = factor !== undefined;
    const before = this.#inCm.get(kind) ?? inCm;
    this.#inCm.set(kind, before);
    if (before === inCm) return;
    fail("BAD_VALUE", `a unit for all ${kind} or for none, since some are in cm`, cell, {
      remedy: "name the unit in the header of every column, such as longAxis (mm)",
    });
  }

  /** A number; with a decimal comma only where fields are not separated by commas, and then throughout. */
  #numberOf(cell: unknown): number {
    const text = textOfCell(cell);
    const sign = /[.,]/.exec(text)?.[0];
    if (sign === undefined) return toNumber(text);
    if (sign === "," && this.#separator === ",") return toNumber(text);
    if (this.#decimalSign === "") {
      this.#decimalSign = sign;
      if (sign === ",") {
        const message = `the comma is the decimal sign: ${text} is read as ${text.replace(",", ".")}`;
        this.#warn("decimal-comma", message);
      }
    }
    if (sign !== this.#decimalSign) {
      fail("BAD_VALUE", `numbers with one decimal sign (${this.#decimalSign})`, text);
    }
    return toNumber(text.replace(",", "."));
  }
}

const TEXTS: ReadonlySet<MeasurementField> = new Set<MeasurementField>([
  "patient",
  "studyUid",
  "lesion",
  "type",
  "trackingUid",
  "label",
]);
const isText = (field: MeasurementField): boolean => TEXTS.has(field);
const POSITIVE: ReadonlySet<MeasurementField> = new Set<MeasurementField>([
  "longAxisMm",
  "shortAxisMm",
  "volumeMl",
]);

const isMissing = (cell: unknown): boolean =>
  cell === undefined ||
  cell === null ||
  Number.isNaN(cell) ||
  (typeof cell === "string" && isUnknown(cell));

function textOfCell(cell: unknown): string {
  if (typeof cell === "string") return cell.trim();
  if (Number.isFinite(cell)) return String(cell);
  fail("BAD_VALUE", "a text or a finite number", cell);
}

/** Text of an id or label. Large numbers are rounded before they arrive here: two ids could be one. */
function textOfId(cell: unknown): string {
  if (
    typeof cell === "number" &&
    Number.isFinite(cell) &&
    Math.abs(cell) > Number.MAX_SAFE_INTEGER
  ) {
    fail("BAD_VALUE", "a text, or a number below 2^53", cell, {
      remedy: "write long ids as texts: larger numbers are rounded",
    });
  }
  return composed(textOfCell(cell));
}

/** Decimal units without the rounding errors of binary ones: 0.35 cm is 3.5 mm. Lengths in mm keep all digits. */
const scaled = (value: number, factor: number): number =>
  factor <= 1 ? value / (1 / factor) : Number((value * factor).toPrecision(15));

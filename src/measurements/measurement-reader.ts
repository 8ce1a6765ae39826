/** Reads one measurement after another: cells of a table or values of a record → checked lesions. */
import { median } from "d3-array";
import { isoDayAndTime } from "../core/calendar.js";
import { fail, withPlace } from "../core/errors.js";
import type { Lesion, LesionTable, Vec3, Warning } from "../core/lesion.js";
import type { FormatOf } from "../csv/lesion-format.js";
import type { MeasurementOptions } from "../csv/read-options.js";
import { SEPARATOR_NAMES, type Separator } from "../csv/records.js";
import type { FieldColumn, MeasurementField } from "./fields.js";
import { findFields } from "./find-fields.js";
import { identicalRows } from "./identical-rows.js";
import { nameLesions } from "./ids.js";
import { MeasurementCells } from "./measurement-cells.js";
import { typeOfSite } from "./site.js";
import { numberStudies, type UnnumberedLesion } from "./studies.js";

/** No lesion on a CT is longer. */
const LONGEST_MM = 400;
/**
 * A patient whose long axes have a smaller median was probably measured in cm. Of 665 patients of DeepLesion's
 * official test split 6 have a smaller median in mm, and 612 would have in cm.
 */
const SMALLEST_MEDIAN_MM = 4;

/** Reads the rows of one table. */
export class MeasurementReader {
  readonly #columns: readonly FieldColumn[];
  readonly #options: MeasurementOptions;
  readonly #cells: MeasurementCells;
  readonly #knownSites = new Set<string>();
  /** Warnings about the table as a whole, given with its first row. */
  #tableWarnings: { kind: string; message: string }[] = [];

  constructor(
    columns: readonly FieldColumn[],
    options: MeasurementOptions,
    separator: Separator = ",",
  ) {
    this.#columns = columns;
    this.#options = options;
    this.#cells = new MeasurementCells(options, separator, (kind, message) =>
      this.#tableWarnings.push({ kind, message }),
    );
    if (separator !== ",") {
      const message = `fields are separated by ${SEPARATOR_NAMES[separator]}`;
      this.#tableWarnings.push({ kind: "separator", message });
    }
    const read = columns.filter(({ field, name }) => name !== field);
    if (read.length === 0) return;
    const message = `columns read as: ${read.map(describe).join(", ")}`;
    this.#tableWarnings.push({ kind: "columns", message });
  }

  /**
   * The lesion of a row, its study and id not yet assigned.
   *
   * @throws LesionGraphError BAD_VALUE with the column.
   */
  read(cells: readonly unknown[], row: number, warnings: Warning[]): UnnumberedLesion {
    const values: Partial<Record<MeasurementField, string | number>> = {};
    for (const column of this.#columns) {
      const value = withPlace({ column: column.name }, () =>
        this.#cells.value(column, cells[column.at]),
      );
      if (value !== undefined) values[column.field] = value;
    }
    const lesion = this.#lesionOf(values as Values, row, cells);
    const warn = (kind: string, message: string): void => {
      warnings.push({ kind, row, patient: lesion.patient, message });
    };
    for (const { kind, message } of this.#tableWarnings) warn(kind, message);
    this.#tableWarnings = [];
    this.#warnOfSite(values.type as string | undefined, lesion, warn);
    warnOfSize(lesion, warn);
    return lesion;
  }

  /** The lesions of one patient with studies and ids. */
  complete(lesions: readonly UnnumberedLesion[]): LesionTable {
    const numbered = numberStudies(lesions);
    const completed = nameLesions(numbered.lesions);
    const warnings = [...numbered.warnings, ...identicalRows(completed)];
    const typical = median(completed, ({ longAxisMm }) => longAxisMm);
    const [first] = completed;
    if (first !== undefined && typical !== undefined && typical < SMALLEST_MEDIAN_MM) {
      const message = `the median long axis of the patient is ${Number(typical.toFixed(2))} mm; are lengths in cm? then set \`units: "cm"\``;
      warnings.push({ kind: "units", row: first.row, patient: first.patient, message });
    }
    return { lesions: completed, warnings };
  }

  /**
   * Asserts that something tells lesions apart.
   *
   * @throws LesionGraphError BAD_VALUE: by size alone unrelated lesions would be linked.
   */
  assertPosition(lesion: Lesion, cells: readonly unknown[]): void {
    const { centreMm, location, vector } = lesion;
    if (this.#options.missingPosition === "keep" || centreMm || location || vector) return;
    const found = this.#columns
      .filter(({ field, at }) => AXES.includes(field) && (cells[at] ?? "") !== "")
      .map(({ field, at }) => `${field} ${cells[at]}`);
    fail("BAD_VALUE", "x, y and z, a location or a vector", found.join(", ") || "none of them", {
      remedy:
        'name the columns of the position by `columns: x=…,y=…,z=…`; without positions, `missingPosition: "keep"` with `features: ["size", "type"]` links by size and type alone, which may link unrelated lesions',
    });
  }

  /** Centre in mm; all three coordinates or none. */
  #positionOf({ x, y, z }: Values, cells: readonly unknown[]): Vec3 | undefined {
    if (x === undefined && y === undefined && z === undefined) return undefined;
    if (x !== undefined && y !== undefined && z !== undefined) return [x, y, z];
    const missing = x === undefined ? "x" : y === undefined ? "y" : "z";
    const { at, name } = this.#columns.find(({ field }) => field === missing)!;
    fail("BAD_VALUE", "all of x, y and z, or none", cells[at] ?? "nothing", { column: name });
  }

  #lesionOf(values: Values, row: number, cells: readonly unknown[]): UnnumberedLesion {
    const { patient, study = 0, lesion: id = "", studyUid, type: site } = values;
    const date = values.date ?? this.#dateOfStudy(studyUid);
    const type = site === undefined ? undefined : typeOfSite(site);
    const label = values.label ?? (site?.toLowerCase() === type ? undefined : site);
    const { longAxisMm, shortAxisMm, volumeMl, trackingUid } = values;
    return withoutMissing({
      row,
      patient,
      study,
      id,
      series: values.series,
      date,
      studyUid,
      centreMm: this.#positionOf(values, cells),
      longAxisMm,
      shortAxisMm,
      type,
      volumeMl,
      trackingUid,
      label,
    });
  }

  /** The date that `studyDates` gives a study. */
  #dateOfStudy(studyUid = ""): string | undefined {
    const date: unknown = this.#options.studyDates?.get(studyUid);
    if (date === undefined) return undefined;
    if (typeof date === "string") return isoDayAndTime(date);
    fail("BAD_VALUE", "a date of the study as text", date, { column: "date" });
  }

  #warnOfSite(site: string | undefined, { type }: Lesion, warn: Warn): void {
    if (site === undefined || type !== undefined || this.#knownSites.has(site)) return;
    if (this.#knownSites.size < 1000) this.#knownSites.add(site);
    warn("site", `"${site}" has no coarse type; it is kept as label`);
  }
}

type Warn = (kind: string, message: string) => void;

interface Values {
  readonly patient: string;
  readonly study?: number;
  readonly date?: string;
  readonly studyUid?: string;
  readonly lesion?: string;
  readonly series?: number;
  readonly x?: number;
  readonly y?: number;
  readonly z?: number;
  readonly longAxisMm?: number;
  readonly shortAxisMm?: number;
  readonly type?: string;
  readonly volumeMl?: number;
  readonly trackingUid?: string;
  readonly label?: string;
}

const describe = ({ name, field, factor }: FieldColumn): string =>
  `${name} → ${field}${factor === 1 ? "" : ` × ${factor}`}`;

const AXES: readonly MeasurementField[] = ["x", "y", "z"];

function withoutMissing<T extends object>(lesion: T): T {
  return Object.fromEntries(Object.entries(lesion).filter(([, value]) => value !== undefined)) as T;
}

function warnOfSize({ longAxisMm, shortAxisMm }: Lesion, warn: Warn): void {
  if (longAxisMm === undefined) return;
  if (shortAxisMm !== undefined && shortAxisMm > longAxisMm) {
    warn("axes", `short axis ${shortAxisMm} mm is longer than long axis ${longAxisMm} mm`);
  }
  if (longAxisMm > LONGEST_MM) {
    warn("units", `long axis ${longAxisMm} mm is longer than any lesion; check the unit`);
  }
}

/** The reader of a measurement CSV with this header. */
export const measurementFormat: FormatOf<Lesion> = (header, options, separator) => {
  const columns = findFields(header, options);
  const reader = new MeasurementReader(columns, options, separator);
  return {
    read(cells, row, warnings) {
      const lesion = reader.read(cells, row, warnings);
      if (options.vectors === undefined) reader.assertPosition(lesion, cells);
      return lesion;
    },
    complete: (lesions) => reader.complete(lesions),
  };
};

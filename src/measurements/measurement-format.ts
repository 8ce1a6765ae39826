/** Measurement CSV: columns found by name in any order, in the units they name. */
import type { Lesion } from "../core/lesion.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { findFields } from "./fields.js";
import { assertPosition, MeasurementReader } from "./measurement-reader.js";
import type { UnnumberedLesion } from "./studies.js";

/** The reader of a measurement CSV with this header. */
export const measurementFormat: FormatOf<Lesion> = (header, options, separator) => {
  const columns = findFields(header, options.columns, options.units);
  const reader = new MeasurementReader(columns, options, separator);
  return {
    read(cells, row, warnings) {
      const lesion = reader.read(cells, row, warnings);
      if (options.vectors === undefined) assertPosition(lesion, options);
      return lesion;
    },
    complete: (lesions) => reader.complete(lesions as readonly UnnumberedLesion[]),
  };
};

/** The vectors CSV: header `patient,study,lesion`, then one column per dimension. */

import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { repeatedName } from "../csv/header.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { isUnknown, toNumber, toWhole } from "../csv/numbers.js";

const ID_COLUMNS = ["patient", "study", "lesion"] as const;

/** A lesion of which only a vector is known. */
export interface VectorLesion extends Lesion {
  readonly vector: readonly number[];
}

/** True where a header begins as that of a vectors CSV. */
export const isVectorsHeader = (header: readonly string[]): boolean =>
  ID_COLUMNS.every((name, i) => header[i]?.trim() === name);

/**
 * The reader of a vectors CSV with this header. Patient and lesion are any text, without the spaces
 * around it; study is a number.
 */
export const vectorsFormat: FormatOf<VectorLesion> = (header) => {
  const dimensions = dimensionNames(header, ID_COLUMNS.length);
  return {
    read(cells, row) {
      const [patient = "", study = "", id = ""] = cells;
      return {
        row,
        patient: idText(patient, "patient"),
        study: withPlace({ column: "study" }, () => toWhole(study, 1)),
        id: idText(id, "lesion"),
        vector: vectorOf(cells.slice(ID_COLUMNS.length), dimensions),
      };
    },
    complete(lesions) {
      assertNoDoubles(lesions);
      return { lesions, warnings: [] };
    },
  };
};

/**
 * Names of the dimension columns: everything behind the first `skip` columns.
 *
 * @throws LesionGraphError MISSING_COLUMN where there is none, REPEATED_COLUMN.
 */
export function dimensionNames(header: readonly string[], skip: number): readonly string[] {
  const names = header.slice(skip).map((name) => name.trim());
  if (names.length === 0) {
    fail("MISSING_COLUMN", `a column per dimension after ${header.join(",")}`, "none");
  }
  const repeated = repeatedName(names);
  if (repeated === undefined) return names;
  fail("REPEATED_COLUMN", "every dimension to have a name of its own", repeated, {
    column: repeated,
  });
}

/** The numbers of a record's dimension cells. */
export const vectorOf = (cells: readonly string[], names: readonly string[]): readonly number[] =>
  cells.map((cell, i) => withPlace({ column: names[i]! }, () => toNumber(cell, "a finite number")));

function idText(cell: string, column: string): string {
  if (!isUnknown(cell)) return cell.trim();
  fail("BAD_VALUE", "an id", cell, { column });
}

function assertNoDoubles(lesions: readonly Lesion[]): void {
  const rowOf = new Map<string, number>();
  for (const { row, patient, study, id } of lesions) {
    const key = `${study} ${id}`;
    const before = rowOf.get(key);
    if (before !== undefined) {
      fail(
        "DUPLICATE_LESION",
        "every lesion of a study to have an id of its own",
        `${id} again, first in row ${before}`,
        { row, patient, study, lesion: id },
      );
    }
    rowOf.set(key, row);
  }
}

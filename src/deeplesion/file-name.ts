/** File names of key slices, as the table writes them and as they lie on disk. */

import { fail } from "../core/errors.js";
import { assertText } from "../core/shape.js";

/** What a file name says. */
export interface SliceName {
  readonly patient: number;
  readonly study: number;
  readonly series: number;
  readonly slice: number;
}

/** `000089_01_01_037.png` → `000089_01_01/037.png`: the last underscore becomes a folder separator. */
export function toSlicePath(fileName: string): string {
  assertText(fileName, "a file name such as 000089_01_01_037.png");
  const at = fileName.lastIndexOf("_");
  if (at > 0 && at < fileName.length - 1) {
    return `${fileName.slice(0, at)}/${fileName.slice(at + 1)}`;
  }
  fail("BAD_VALUE", "a file name such as 000089_01_01_037.png", fileName);
}

/** `000089_01_01/037.png` → `000089_01_01_037.png`; folders before the last one are left off. */
export function toFileName(slicePath: string): string {
  assertText(slicePath, "a path such as 000089_01_01/037.png");
  const parts = slicePath.split("/");
  const [folder, slice] = parts.slice(-2);
  if (folder && slice) return `${folder}_${slice}`;
  fail("BAD_VALUE", "a path such as 000089_01_01/037.png", slicePath);
}

/** The four numbers of a file name, or `undefined` where it is of another form. */
export function parseFileName(fileName: string): SliceName | undefined {
  const match = /^(\d+)_(\d+)_(\d+)_(\d+)(?:\.\w+)?$/.exec(fileName);
  if (match === null) return undefined;
  const [patient, study, series, slice] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  return { patient, study, series, slice };
}

/** `000089_01_01_037`: the data set's name of a slice, with its zeros and without an ending. */
export function sliceStem({ patient, study, series, slice }: SliceName): string {
  const padded = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${padded(patient, 6)}_${padded(study, 2)}_${padded(series, 2)}_${padded(slice, 3)}`;
}

/** Rows of a DL_info.csv as lesions, straight from bytes. */
import { AS_TEXT, type ScannerOf } from "../csv/lesion-format.js";
import type { TableKind } from "../csv/lesion-reader.js";
import { AT } from "./dl-info-columns.js";
import { type DlInfoLesion, lesionFromValues } from "./dl-info-lesion.js";
import { dlInfoFormat } from "./format.js";
import { NumericRow } from "./numeric-row.js";
import { standardHeader } from "./standard-header.js";

/** The scanner of a DL_info.csv: rows that are numeric and about which there is nothing to say. */
export const dlInfoScanner: ScannerOf<DlInfoLesion> = (header, { noisy }) => {
  const standard = standardHeader(header);
  if (standard === undefined) return undefined;
  return {
    width: standard.width,
    reader(cells) {
      const numeric = new NumericRow(cells, standard.positions);
      return (row) => {
        if (!numeric.read()) return AS_TEXT;
        if (noisy === "drop" && numeric.values[AT.noisy] === 1) return undefined;
        return lesionFromValues(numeric.values, numeric.fileName(), row);
      };
    },
  };
};

/** How a DL_info.csv is read. */
export const DL_INFO: TableKind<DlInfoLesion> = {
  formatOf: dlInfoFormat,
  scannerOf: dlInfoScanner,
};

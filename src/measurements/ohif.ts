/**
 * The measurement table of the OHIF viewer. Its cells are not quoted, so that commas in names and labels shift the
 * others; its rows have study UIDs, no dates.
 */
import { fail } from "../core/errors.js";
import type { Lesion, Vec3 } from "../core/lesion.js";
import type { FormatOf } from "../csv/lesion-format.js";
import { decimalOf } from "../csv/numbers.js";
import type { FieldColumn } from "./fields.js";
import { MeasurementReader } from "./measurement-reader.js";

const NEEDED = ["Patient ID", "StudyInstanceUID", "SOPInstanceUID", "AnnotationType", "points"];
const UID = /^[0-9]+(?:\.[0-9]+)+$/;
const TOOL = /^Cornerstone/;

/** True where a header is that of OHIF's measurement table. */
export const isOhifHeader = (header: readonly string[]): boolean =>
  NEEDED.every((name) => header.includes(name));

/**
 * The reader of OHIF's measurement table: bidirectional and length measurements; others are left out with a warning.
 * The centre is the middle of the extent of the points, in LPS mm.
 */
export const ohifFormat: FormatOf<Lesion> = (header, options) => {
  const at = (name: string): number => header.indexOf(name);
  // Named as fields, since there is nothing to say about names of the program.
  const field = (name: string, of: FieldColumn["field"]): FieldColumn[] =>
    at(name) < 0 ? [] : [{ field: of, at: at(name), name: of, factor: 1, hasUnit: true }];
  const columns = [
    ...field("Patient ID", "patient"),
    ...field("StudyInstanceUID", "studyUid"),
    ...field("Label", "label"),
    ...field("Length (mm)", "longAxisMm"),
    ...field("Width (mm)", "shortAxisMm"),
  ];
  const reader = new MeasurementReader(columns, options);
  return {
    fit: (cells) => fitted(cells, header),
    read(cells, row, warnings) {
      const lesion = reader.read(cells, row, warnings);
      if (lesion.longAxisMm === undefined) {
        const message = `${cells[at("AnnotationType")]} without a length in mm is left out`;
        warnings.push({ kind: "tool", row, patient: lesion.patient, message });
        return undefined;
      }
      const placed = { ...lesion, centreMm: centreOf(cells[at("points")] ?? "") };
      reader.assertPosition(placed, cells);
      return placed;
    },
    complete: (lesions) => reader.complete(lesions),
  };
};

/**
 * The cells of a row with surplus commas, anchored on three UIDs in a row and the tool's name: what stands before
 * the UIDs is the patient's id and name, what stands between them and the tool is the label.
 */
function fitted(
  cells: readonly string[],
  header: readonly string[],
): readonly string[] | undefined {
  const uids = cells.findIndex((_, i) =>
    [0, 1, 2].every((k) => UID.test(cells[i + k]?.trim() ?? "")),
  );
  const tool = cells.findIndex((cell, i) => i > uids && TOOL.test(cell.trim()));
  const before = header.indexOf("StudyInstanceUID");
  const labelAt = header.indexOf("Label");
  if (uids < before || tool < uids + 4 || before !== 2 || labelAt !== 5) return undefined;
  const [id = "", ...name] = cells.slice(0, uids);
  return [
    id,
    name.join(","),
    ...cells.slice(uids, uids + 3),
    cells.slice(uids + 3, tool).join(","),
    ...cells.slice(tool),
  ];
}

/** The middle of the extent of points written `x y z;x y z`. */
function centreOf(points: string): Vec3 {
  const parsed = points.split(";").map((point) => point.trim().split(/\s+/).map(decimalOf));
  const isWhole = parsed.every((point) => point.length === 3 && point.every(Number.isFinite));
  if (!isWhole) fail("BAD_VALUE", "points as x y z;x y z in mm", points, { column: "points" });
  const middle = (k: number): number => {
    const values = parsed.map((point) => point[k]!);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return [middle(0), middle(1), middle(2)];
}

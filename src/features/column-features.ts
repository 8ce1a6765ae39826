/** Feature values of patients in columns: the numbers of `featureMatrix` without an object per lesion. */
import { ln } from "../core/arithmetic.js";
import { type ColumnarPatient, LESION_TYPES } from "../core/lesion.js";
import type { Feature, FeatureOptions } from "./feature-options.js";
import type { LocationKind } from "./location.js";
import { type FeatureMatrix, featureMatrix } from "./matrix.js";
import { PRESENT } from "./type.js";

/** Feature groups that are computed from columns here; any other needs the lesions as objects. */
const COLUMNAR: readonly Feature[] = ["location", "size", "type"];

/** The part of a feature matrix that distances need. */
type ColumnValues = Pick<FeatureMatrix, "values" | "columns">;

/**
 * The values of one patient after the other, all by the same options. Names and weights come from one
 * call of {@link featureMatrix} for each kind of location.
 *
 * @throws LesionGraphError as {@link featureMatrix}.
 */
export function columnFeatures(
  options: Partial<FeatureOptions>,
): (lesions: ColumnarPatient) => ColumnValues {
  const { location: wanted = "auto" } = options;
  const shapes: Partial<Record<LocationKind, FeatureMatrix>> = {};
  return (lesions) => {
    const located = !lesions.location[0].some(Number.isNaN);
    const known = located ? "normalised" : "physical";
    const kind = wanted === "auto" ? known : wanted;
    shapes[kind] ??= featureMatrix(lesions.lesions(), { ...options, location: kind });
    // Axes that overflow in mm, and missing locations, are errors as in featureMatrix.
    return columnValues(lesions, shapes[kind]) ?? featureMatrix(lesions.lesions(), options);
  };
}

/** The values in the columns of a matrix; `undefined` where a feature needs objects or a value is missing. */
function columnValues(
  { count, location, centreMm, axesMm, type }: ColumnarPatient,
  { columns, groups, weights, location: kind }: FeatureMatrix,
): ColumnValues | undefined {
  if (!groups.every((group) => COLUMNAR.includes(group))) return undefined;
  const d = columns.length;
  const [firstSize, firstType] = [groups.indexOf("size"), groups.indexOf("type")];
  const values = new Float64Array(count * d);
  if (kind !== undefined) {
    const place = kind === "physical" ? centreMm : location;
    if (place[0].some(Number.isNaN)) return undefined;
    const [x, y, z] = place;
    fill(values, d, 0, x);
    fill(values, d, 1, y);
    fill(values, d, 2, z);
  }
  if (firstSize >= 0) {
    const [long, short] = axesMm;
    if (!areUsable(long) || !areUsable(short)) return undefined;
    fill(values, d, firstSize, logarithms(long));
    fill(values, d, firstSize + 1, logarithms(short));
  }
  if (firstType >= 0) fillTypes(values, d, firstType, type);
  weigh(values, weights);
  return { values, columns };
}

/** Multiplies each column by its weight. */
function weigh(values: Float64Array, weights: readonly number[]): void {
  const d = weights.length;
  for (let k = 0; k < d; k++) {
    for (let at = k; at < values.length; at += d) values[at] = values[at]! * weights[k]!;
  }
}

/** Copies a number of each lesion into column k of rows of d values. */
function fill(values: Float64Array, d: number, k: number, column: Float64Array): void {
  for (let i = 0; i < column.length; i++) values[i * d + k] = column[i]!;
}

function fillTypes(values: Float64Array, d: number, first: number, types: Int32Array): void {
  types.forEach((type, i) => {
    const at = i * d + first;
    if (type >= 0) values[at + type] = PRESENT;
    else values.fill(Number.NaN, at, at + LESION_TYPES.length);
  });
}

function areUsable(mm: Float64Array): boolean {
  for (let i = 0; i < mm.length; i++) {
    if (!(mm[i]! > 0 && mm[i]! < Number.POSITIVE_INFINITY)) return false;
  }
  return true;
}

function logarithms(values: Float64Array): Float64Array {
  const logs = new Float64Array(values.length);
  for (let i = 0; i < logs.length; i++) logs[i] = ln(values[i]!);
  return logs;
}

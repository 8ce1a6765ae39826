/**
 * Normalised and physical location combined. Physical positions are precise within a scan but start
 * anywhere; normalised positions are rough but say where in the body a scan starts. So every scan's
 * physical positions are moved to where its normalised positions put it.
 */
import { quantileSorted } from "d3-array";
import type { AxisColumns, Vec3 } from "../../core/lesion.js";
import type { LesionColumns } from "./lesion-columns.js";

/**
 * mm of the body per unit of normalised location: medians over the pairs of lesions of one series in the
 * 4,927 rows of DeepLesion's official test split that are at least 0.15 apart along the axis (3,095, 2,232
 * and 1,836 pairs).
 */
const BODY_MM: Vec3 = [352, 291, 1152];
/** How strongly a patient's own scale is drawn to {@link BODY_MM}, as a sum of squares of normalised location. */
const SCALE_PRIOR: Vec3 = [0.3, 0.3, 0.1];
/** A series of a study whose start along z differs by more than this has its own start, mm. */
const OTHER_START_MM = 60;

/**
 * x, y, z in mm of lesions. Without a relative location a lesion is placed by the others of its scan; NaN without mm,
 * and where no lesion of the scan has both. O(n log n).
 */
export function combinedPositions({
  study,
  series,
  centreMm,
  location,
}: Pick<LesionColumns, "study" | "series" | "centreMm" | "location">): AxisColumns {
  const studies = seriesByStudy(study, series);
  const along = (k: 0 | 1 | 2, limit: number): Float64Array =>
    alongAxis(centreMm[k], location[k], studies, k, limit);
  return [
    along(0, Number.POSITIVE_INFINITY),
    along(1, Number.POSITIVE_INFINITY),
    along(2, OTHER_START_MM),
  ];
}

/** The indices of the lesions of a series. */
type Series = readonly number[];

/** Indices of lesions by study and series, each in order of its first lesion. Lesions stand study by study. */
function seriesByStudy(study: Int32Array, series: Float64Array): Series[][] {
  const studies: Series[][] = [];
  let own = new Map<number, number[]>();
  for (let i = 0; i < study.length; i++) {
    if (i === 0 || study[i] !== study[i - 1]) {
      own = new Map();
      studies.push([]);
    }
    const lesions = own.get(series[i]!);
    if (lesions !== undefined) lesions.push(i);
    else {
      const first = [i];
      own.set(series[i]!, first);
      studies.at(-1)!.push(first);
    }
  }
  return studies;
}

/** Positions along one axis. */
function alongAxis(
  mm: Float64Array,
  relative: Float64Array,
  studies: readonly (readonly Series[])[],
  k: 0 | 1 | 2,
  limit: number,
): Float64Array {
  const scale = bodyScale(studies, mm, relative, k);
  const starts = new Float64Array(mm.length);
  for (let i = 0; i < mm.length; i++) starts[i] = mm[i]! - scale * relative[i]!;
  const positions = new Float64Array(mm.length);
  for (const series of studies) {
    for (const scan of scans(series, starts, limit)) {
      const start = middle(scan, starts);
      for (const i of scan) positions[i] = mm[i]! - start;
    }
  }
  return positions;
}

/** The series of a study joined into scans: those that start where the largest series starts are one scan. */
function scans(series: readonly Series[], starts: Float64Array, limit: number): readonly Series[] {
  return series.length === 1 ? series : joinedSeries(series, starts, limit);
}

function joinedSeries(series: readonly Series[], starts: Float64Array, limit: number): Series[] {
  const [main = [], ...others] = [...series].sort((a, b) => b.length - a.length);
  const start = middle(main, starts);
  const isOther = (own: Series): boolean => Math.abs(middle(own, starts) - start) > limit;
  return [[...main, ...others.filter((own) => !isOther(own)).flat()], ...others.filter(isOther)];
}

/** The median of the present values. (d3-array's `median` takes five times as long for a few values.) */
function middle(indices: Series, values: Float64Array): number {
  if (indices.length === 1) return values[indices[0]!]!;
  const present: number[] = [];
  for (const i of indices) if (!Number.isNaN(values[i]!)) present.push(values[i]!);
  return (
    quantileSorted(
      present.sort((a, b) => a - b),
      0.5,
    ) ?? Number.NaN
  );
}

/** The slope of mm over normalised location within series, drawn to that of the usual body. */
function bodyScale(
  studies: readonly (readonly Series[])[],
  mm: Float64Array,
  relative: Float64Array,
  k: 0 | 1 | 2,
): number {
  let products = SCALE_PRIOR[k] * BODY_MM[k];
  let squares = SCALE_PRIOR[k];
  for (const series of studies) {
    for (const own of series) {
      const meanMm = meanOf(mm, own, relative);
      const meanRelative = meanOf(relative, own, mm);
      for (const i of own) {
        if (Number.isNaN(mm[i]! + relative[i]!)) continue;
        products += (mm[i]! - meanMm) * (relative[i]! - meanRelative);
        squares += (relative[i]! - meanRelative) ** 2;
      }
    }
  }
  return products / squares;
}

/** The mean of the values of lesions that have another value, too. */
function meanOf(values: Float64Array, lesions: Series, others: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const i of lesions) {
    if (Number.isNaN(values[i]! + others[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  return sum / count;
}

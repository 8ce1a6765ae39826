/**
 * Normalised and physical location combined. Physical positions are precise within a scan but start
 * anywhere; normalised positions are rough but say where in the body a scan starts. So every scan's
 * physical positions are moved to where its normalised positions put it.
 */
import { quantileSorted } from "d3-array";
import { groupBy } from "../../core/group-by.js";
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
  const all = Array.from(study, (_, i) => i);
  const studies = Array.from(groupBy(all, (i) => study[i]!).values(), (own) => [
    ...groupBy(own, (i) => series[i]!).values(),
  ]);
  const scan = studies.flat();
  return [
    alongAxis(centreMm[0], location[0], studies, scan, 0, Number.POSITIVE_INFINITY),
    alongAxis(centreMm[1], location[1], studies, scan, 1, Number.POSITIVE_INFINITY),
    alongAxis(centreMm[2], location[2], studies, scan, 2, OTHER_START_MM),
  ];
}

/** Positions along one axis; `studies` are indices of lesions by study and series, `all` those by series. */
function alongAxis(
  mm: Float64Array,
  relative: Float64Array,
  studies: readonly (readonly (readonly number[])[])[],
  all: readonly (readonly number[])[],
  k: 0 | 1 | 2,
  limit: number,
): Float64Array {
  const scale = bodyScale(all, mm, relative, k);
  const starts = mm.map((value, i) => value - scale * relative[i]!);
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
function scans(
  series: readonly (readonly number[])[],
  starts: Float64Array,
  limit: number,
): readonly (readonly number[])[] {
  if (series.length === 1) return series;
  const [main = [], ...others] = [...series].sort((a, b) => b.length - a.length);
  const start = middle(main, starts);
  const isOther = (own: readonly number[]) => Math.abs(middle(own, starts) - start) > limit;
  return [[...main, ...others.filter((own) => !isOther(own)).flat()], ...others.filter(isOther)];
}

/** The median of the present values. (d3-array's `median` takes five times as long for a few values.) */
function middle(indices: readonly number[], values: Float64Array): number {
  if (indices.length === 1) return values[indices[0]!]!;
  const present = indices.map((i) => values[i]!).filter((value) => !Number.isNaN(value));
  return (
    quantileSorted(
      present.sort((a, b) => a - b),
      0.5,
    ) ?? Number.NaN
  );
}

/** The slope of mm over normalised location within series, drawn to that of the usual body. */
function bodyScale(
  series: readonly (readonly number[])[],
  mm: Float64Array,
  relative: Float64Array,
  k: 0 | 1 | 2,
): number {
  let products = SCALE_PRIOR[k] * BODY_MM[k];
  let squares = SCALE_PRIOR[k];
  for (const all of series) {
    const own = all.filter((i) => !Number.isNaN(mm[i]! + relative[i]!));
    const meanMm = own.reduce((sum, i) => sum + mm[i]!, 0) / own.length;
    const meanRelative = own.reduce((sum, i) => sum + relative[i]!, 0) / own.length;
    for (const i of own) {
      products += (mm[i]! - meanMm) * (relative[i]! - meanRelative);
      squares += (relative[i]! - meanRelative) ** 2;
    }
  }
  return products / squares;
}

/** The points of a sequence: its measurements over time, each compared with the earlier ones. */
import type { Link } from "../matching/result.js";
import { changeFrom, hasMeasuredVolume, isComparable, type WithDiameter } from "./changes.js";
import type { GrowthPoint, PointLink } from "./growth-result.js";
import type { StudyTime } from "./patient-dates.js";
import { type DiameterAtTime, sphereDiameterMm, stepRate } from "./rates.js";
import { isUncertainLink } from "./sequence-flags.js";
import type { Measurement } from "./sequence-measurements.js";
import { type ChangeLimits, changeLimitMm } from "./trend.js";

/** What the points of a patient's sequences share. */
export interface PointContext {
  readonly times: readonly StudyTime[];
  readonly options: ChangeLimits & { readonly lowMargin: number };
  /** The links of the patient by their later row. */
  readonly linksTo: ReadonlyMap<number, readonly Link[]>;
}

/** Returns the point of each measurement, measurements by study as the times. O(n). */
export function growthPoints(
  measurements: readonly Measurement[],
  context: PointContext,
): GrowthPoint[] {
  const course = new Course(hasMeasuredVolume(measurements), context);
  const points: GrowthPoint[] = [];
  for (let i = 0; i < measurements.length; i++) {
    points.push(course.next(measurements[i]!, context.times[i]!));
  }
  return points;
}

/** Compares each measurement of a sequence with the earlier ones. */
class Course {
  readonly #hasVolumes: boolean;
  readonly #context: PointContext;
  #baseline: WithDiameter | undefined;
  #previous: WithDiameter | undefined;
  #nadir: WithDiameter | undefined;
  #annotated: Measurement | undefined;
  #diameter: DiameterAtTime | undefined;
  #volume: DiameterAtTime | undefined;

  constructor(hasVolumes: boolean, context: PointContext) {
    this.#hasVolumes = hasVolumes;
    this.#context = context;
  }

  /** Returns the point of the next study. */
  next(measurement: Measurement, { date, day }: StudyTime): GrowthPoint {
    const { options, linksTo } = this.#context;
    const { study, diameterMm, volumeMl } = measurement;
    const comparable = isComparable(measurement, this.#baseline) ? measurement : undefined;
    const time = day ?? study;
    const diameter = comparable && { time, mm: comparable.diameterMm };
    const volume = this.#hasVolumes && comparable ? volumeAt(time, volumeMl) : undefined;
    // Field by field: spreading the parts of every point takes four times as long.
    const point: GrowthPoint = {
      study,
      date,
      day,
      status: measurement.status,
      row: measurement.row,
      rows: measurement.rows,
      longAxisMm: measurement.longAxisMm,
      shortAxisMm: measurement.shortAxisMm,
      areaMm2: measurement.areaMm2,
      diameterMm,
      volumeMl,
      sliceDistanceMm: measurement.sliceDistanceMm,
      fromBaseline: changeFrom(this.#baseline, comparable),
      fromPrevious: changeFrom(this.#previous, comparable),
      fromNadir: changeFrom(this.#nadir, comparable),
      changeLimitMm: diameterMm === undefined ? undefined : changeLimitMm(diameterMm, options),
      link:
        this.#annotated && linkBetween(this.#annotated, measurement, linksTo, options.lowMargin),
      rate: stepRate(this.#diameter, diameter),
      volumeRate: stepRate(this.#volume, volume),
    };
    if (measurement.status === "measured") this.#annotated = measurement;
    if (comparable !== undefined) this.#pass(comparable);
    this.#diameter = diameter ?? this.#diameter;
    this.#volume = volume ?? this.#volume;
    return point;
  }

  #pass(measurement: WithDiameter): void {
    this.#baseline ??= measurement;
    this.#previous = measurement;
    this.#nadir ??= measurement;
    if (measurement.diameterMm < this.#nadir.diameterMm) this.#nadir = measurement;
  }
}

/** A volume as the diameter of a sphere. */
const volumeAt = (time: number, volumeMl: number | undefined): DiameterAtTime | undefined =>
  volumeMl === undefined ? undefined : { time, mm: sphereDiameterMm(volumeMl) };

/** The direct link between the annotations of two measurements. */
function linkBetween(
  from: Measurement,
  to: Measurement,
  linksTo: PointContext["linksTo"],
  lowMargin: number,
): PointLink | undefined {
  for (const row of to.rows) {
    for (const link of linksTo.get(row) ?? []) {
      if (!from.rows.includes(link.from)) continue;
      const { distance, logOdds } = link;
      const uncertain = isUncertainLink(link, lowMargin);
      return { fromStudy: from.study, fromRow: link.from, uncertain, distance, logOdds };
    }
  }
  return undefined;
}

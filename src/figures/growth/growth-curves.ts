/** Sequences as curves: diameters with their links. */
import { followed } from "../../growth/changes.js";
import type { GrowthPoint, PatientGrowth, SequenceGrowth } from "../../growth/growth-result.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import type { Theme } from "../kit/theme.js";
import { growthStyles } from "./shown-sequences.js";

/** A diameter with the link from the one before. */
export interface CurvePoint {
  readonly study: number;
  readonly row: number | undefined;
  readonly mm: number;
  /** Change from the first diameter, %; none from 0 mm. */
  readonly percent: number | undefined;
  /** Known to be gone (0 mm). */
  readonly absent: boolean;
  /** Studies without a measurement lie between this point and the one before. */
  readonly gap: boolean;
  /** The link to the point before is uncertain. */
  readonly uncertain: boolean;
}

/** One sequence of a chart over time. */
export interface GrowthCurve {
  readonly sequence: number;
  /** "sequence 3, liver". */
  readonly name: string;
  /** "3 liver": for labels. */
  readonly label: string;
  readonly style: SequenceStyle;
  readonly points: readonly CurvePoint[];
  /** Least change from the first diameter that counts, mm. */
  readonly limitMm: number;
  readonly trend: SequenceGrowth["trend"]["class"];
  /** It holds two different lesions of a study. */
  readonly conflict: boolean;
}

/** Curves of the sequences with two measurements or more, by number of the sequence. */
export function curvesOf(growth: PatientGrowth, theme: Theme): GrowthCurve[] {
  const styles = growthStyles(growth, theme);
  return growth.sequences.flatMap((sequence): GrowthCurve[] => {
    const known = followed(sequence.points);
    if (known.length < 2) return [];
    const kind = sequence.isLymphNode ? "lymph node" : sequence.type;
    return [
      {
        sequence: sequence.sequence,
        name: `sequence ${sequence.sequence}${kind === undefined ? "" : `, ${kind}`}`,
        label: `${sequence.sequence}${kind === undefined ? "" : ` ${kind}`}`,
        style: styles.get(sequence.sequence) ?? { colour: theme.neutral, shape: "circle" },
        points: known.map((point, i) => curvePoint(sequence, point, known[i - 1])),
        limitMm: known[0]?.changeLimitMm ?? 0,
        trend: sequence.trend.class,
        conflict: sequence.flags.some(({ kind }) => kind === "conflict"),
      },
    ];
  });
}

function curvePoint(
  { points }: SequenceGrowth,
  point: GrowthPoint,
  before: GrowthPoint | undefined,
): CurvePoint {
  return {
    study: point.study,
    row: point.row,
    mm: point.diameterMm ?? 0,
    percent: point.fromBaseline?.percent,
    absent: point.status === "absent",
    gap:
      before !== undefined &&
      points.some(({ study }) => study > before.study && study < point.study),
    uncertain: point.link?.uncertain === true,
  };
}

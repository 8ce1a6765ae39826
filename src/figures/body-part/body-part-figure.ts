/** Scores along several volumes, and slices of equal score side by side. */
import { regionOf } from "../../bodypart/region.js";
import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import { assertShape, assertShapes } from "../../core/shape.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { legendLine } from "../kit/legend.js";
import { svg } from "../kit/svg.js";
import { counted } from "../kit/wording.js";
import { type ScoreLine, scoreChart } from "./score-chart.js";
import { type ScoredVolume, scoreThumbnails } from "./score-thumbnails.js";

export interface BodyPartFigureOptions extends FigureOptions {
  /** Volumes beyond this number have lines but no thumbnails; at least 1. @defaultValue 6 */
  readonly maxColumns: number;
}

const BODY_PART_FIGURE_OPTIONS: OptionSchema<BodyPartFigureOptions> = {
  ...FIGURE_OPTIONS,
  maxColumns: integer(6, "Volumes with thumbnails; further ones have lines only", 1),
};

/**
 * Body-part scores along volumes, head at the top: a line per volume, its slices' own scores as points. Lines
 * that fall evenly and side by side show order and linearity. Beside them thumbnails: in each row slices of
 * equal score, one column per volume, so that the same anatomy should stand in a row. O(slices + thumbnails).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION.
 */
export function bodyPartFigure(
  volumes: readonly ScoredVolume[],
  given?: Partial<BodyPartFigureOptions>,
): Figure {
  const options = resolveOptions("bodyPartFigure", BODY_PART_FIGURE_OPTIONS, given);
  assertShapes(volumes, "scored volumes", ["volume", "scores"]);
  for (const { volume, scores } of volumes) {
    assertShape(volume, "a volume, as readCtVolume returns it", ["name", "slices", "spacingMm"]);
    assertShape(scores, "scores, as scoreVolume returns them", ["slices"]);
  }
  const style = styleOf(options);
  const known = volumes.filter(({ scores }) => scores.slices.some((one) => one !== undefined));
  const lines = known.map((one, i) =>
    lineOf(one, style.theme.palette[i % style.theme.palette.length]!),
  );
  const stacked = style.widthMm < 120;
  const chartWidth = stacked ? style.width : style.width * 0.46;
  const chartHeight = Math.max(16 * style.fontSize, stacked ? chartWidth * 0.8 : chartWidth * 0.95);
  const shown = known.slice(0, options.maxColumns);
  const gridLeft = stacked ? 0 : chartWidth + style.fontSize * 1.5;
  const gridTop = stacked ? chartHeight + style.fontSize : 0;
  const grid =
    lines.length === 0
      ? undefined
      : scoreThumbnails(
          shown.map((one, i) => ({ ...one, colour: lines[i]!.colour })),
          { left: gridLeft, right: style.width, top: gridTop, bottom: gridTop + chartHeight },
          style,
        );
  const without = volumes.length - known.length;
  const unseen = known.length - shown.length;
  return finished(
    {
      title: options.title || "Body-part scores along CT volumes",
      description: described(lines),
      notes: [
        ...(without > 0
          ? [`${counted(without, "volume")} without a slice that can be scored left out.`]
          : []),
        ...(unseen > 0 ? [`${counted(unseen, "more volume")} without thumbnails.`] : []),
      ],
      empty: lines.length === 0 ? "No slice can be scored" : undefined,
      bottom: Math.max(chartHeight, grid?.bottom ?? 0),
      body:
        lines.length === 0
          ? []
          : [scoreChart(lines, chartWidth, chartHeight, style), ...grid!.nodes],
      legends: [legendOf(lines, style)],
    },
    style,
  );
}

function lineOf({ volume, scores }: ScoredVolume, colour: string): ScoreLine {
  const step = volume.spacingMm[2];
  const last = volume.slices.length - 1;
  const points = scores.slices.flatMap((one, i) =>
    one === undefined
      ? []
      : [
          {
            mm: (scores.reversed ? last - i : i) * step,
            score: one.score,
            raw: one.rawScore,
            outlier: one.outlier,
          },
        ],
  );
  points.sort((a, b) => a.mm - b.mm);
  const hasRegions = scores.slices.every(
    (one) => one === undefined || one.region === regionOf(one.score),
  );
  return { name: shortName(volume.name), colour, points, hasRegions };
}

/** The last part of a path, without the endings of volumes. */
const shortName = (name: string): string =>
  name
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .replace(/\.nii(\.gz)?$/, "");

function legendOf(lines: readonly ScoreLine[], { theme, fontSize }: FigureStyle) {
  const width = fontSize * 1.8;
  const outliers = lines.some(({ points }) => points.some(({ outlier }) => outlier));
  return {
    entries: [
      ...lines.map(({ name, colour }) => ({
        text: name,
        symbol: legendLine(width, { stroke: colour, "stroke-width": 1.4 }),
        symbolWidth: width,
      })),
      {
        text: "score of a slice by itself",
        symbol: svg("circle", { r: 1.1, fill: theme.neutral }),
        symbolWidth: fontSize * 0.6,
      },
      ...(outliers
        ? [
            {
              text: "outlier, left out of the line",
              symbol: svg("circle", {
                r: 1.6,
                fill: "none",
                stroke: theme.neutral,
                "stroke-width": 0.6,
              }),
              symbolWidth: fontSize * 0.7,
            },
          ]
        : []),
    ],
  };
}

function described(lines: readonly ScoreLine[]): string {
  const each = lines.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name}: score ${first.score.toFixed(1)} to ${last.score.toFixed(1)} over ${Math.round(last.mm - first.mm)} mm`;
  });
  return `${counted(lines.length, "volume")}. ${each.join("; ")}.`;
}

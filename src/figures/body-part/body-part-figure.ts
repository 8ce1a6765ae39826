/** Scores along several volumes, and slices of equal score side by side. */
import { REGION_LIMITS, REGIONS, regionOf } from "../../bodypart/region.js";
import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import { assertShape, assertShapes } from "../../core/shape.js";
import type { Scale } from "../kit/axis.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth, linearScale } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { counted } from "../kit/wording.js";
import { type ScoredVolume, scoreThumbnails } from "./score-thumbnails.js";

export interface BodyPartFigureOptions extends FigureOptions {
  /** Volumes beyond this number have lines but no thumbnails; at least 1. @defaultValue 6 */
  readonly maxColumns: number;
}

const BODY_PART_FIGURE_OPTIONS: OptionSchema<BodyPartFigureOptions> = {
  ...FIGURE_OPTIONS,
  maxColumns: integer(6, "Volumes with thumbnails; further ones have lines only", 1),
};

/** A line of the chart. */
interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly {
    readonly mm: number;
    readonly score: number;
    readonly raw: number;
    readonly outlier: boolean;
  }[];
  /** The scores are on the scale of the region limits. */
  readonly hasRegions: boolean;
}

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
        lines.length === 0 ? [] : [chart(lines, chartWidth, chartHeight, style), ...grid!.nodes],
      legends: [legendOf(lines, style)],
    },
    style,
  );
}

function lineOf({ volume, scores }: ScoredVolume, colour: string): Line {
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
export const shortName = (name: string): string =>
  name
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .replace(/\.nii(\.gz)?$/, "");

function chart(
  lines: readonly Line[],
  width: number,
  height: number,
  style: FigureStyle,
): SvgChild {
  const all = lines.flatMap(({ points }) => points);
  const scores = all.flatMap(({ score, raw }) => [score, raw]);
  const [low, high] = [Math.floor(Math.min(...scores)) - 0.5, Math.ceil(Math.max(...scores)) + 0.5];
  const top = style.fontSize;
  const bottom = height - bottomAxisHeight(style);
  const y = linearScale([low, high], [top, bottom]);
  const vertical = { title: "Body-part score (head at top)", grid: true };
  const regionRoom = style.smallSize * 1.6;
  const plot: Area = {
    left: leftAxisWidth(y, vertical, style),
    right: width - regionRoom,
    top,
    bottom,
  };
  const longest = Math.max(1, ...all.map(({ mm }) => mm));
  const x = linearScale([0, longest], [plot.left, plot.right - style.fontSize * 0.5]);
  return svg(
    "g",
    { role: "group", "aria-label": "scores along the volumes" },
    leftAxis(y, plot, vertical, style),
    bottomAxis(x, plot, { title: ["Distance from the first slice (mm)", "Distance (mm)"] }, style),
    ...(lines.every(({ hasRegions }) => hasRegions) ? regionMarks(y, plot, style) : []),
    ...lines.map((line) => drawnLine(line, x, y, style)),
  );
}

/** Dashed limits of regions, their names upright at the right. */
function regionMarks(y: Scale, plot: Area, { theme, smallSize }: FigureStyle): SvgChild[] {
  const limits = [y.domain[0], ...REGION_LIMITS, y.domain[1]].map((limit) =>
    Math.max(plot.top, Math.min(plot.bottom, y.at(limit))),
  );
  return REGIONS.flatMap((region, i) => {
    const [from, to] = [limits[i]!, limits[i + 1]!];
    const dashed =
      to < plot.bottom && to > plot.top
        ? svg("line", {
            x1: plot.left,
            x2: plot.right + smallSize * 1.4,
            y1: to,
            y2: to,
            stroke: theme.neutral,
            "stroke-width": 0.6,
            "stroke-dasharray": "3 2",
          })
        : undefined;
    const fits = to - from > region.length * smallSize * 0.6;
    const name = fits
      ? label(region, plot.right + smallSize * 0.8, (from + to) / 2, {
          size: smallSize,
          fill: theme.muted,
          anchor: "middle",
          rotation: -90,
        })
      : undefined;
    return [dashed, name].filter((one) => one !== undefined);
  });
}

function drawnLine(
  { name, colour, points }: Line,
  x: Scale,
  y: Scale,
  { theme }: FigureStyle,
): SvgChild {
  const path = points.map(
    ({ mm, score }, i) => `${i === 0 ? "M" : "L"}${x.at(mm).toFixed(2)},${y.at(score).toFixed(2)}`,
  );
  return svg(
    "g",
    { "aria-label": name, role: "graphics-symbol img" },
    svg("title", {}, name),
    ...points.map(({ mm, raw, outlier }) =>
      svg("circle", {
        cx: x.at(mm),
        cy: y.at(raw),
        r: outlier ? 1.6 : 0.9,
        fill: outlier ? theme.background : colour,
        "fill-opacity": outlier ? undefined : 0.45,
        stroke: outlier ? colour : undefined,
        "stroke-width": outlier ? 0.6 : undefined,
      }),
    ),
    svg("path", { d: path.join(""), fill: "none", stroke: colour, "stroke-width": 1.2 }),
  );
}

function legendOf(lines: readonly Line[], { theme, fontSize }: FigureStyle) {
  const width = fontSize * 1.8;
  const stroke = (colour: string) =>
    svg("line", {
      x1: -width / 2,
      x2: width / 2,
      y1: 0,
      y2: 0,
      stroke: colour,
      "stroke-width": 1.4,
    });
  const outliers = lines.some(({ points }) => points.some(({ outlier }) => outlier));
  return {
    title: "",
    entries: [
      ...lines.map(({ name, colour }) => ({
        text: name,
        symbol: stroke(colour),
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

function described(lines: readonly Line[]): string {
  const each = lines.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name}: score ${first.score.toFixed(1)} to ${last.score.toFixed(1)} over ${Math.round(last.mm - first.mm)} mm`;
  });
  return `${counted(lines.length, "volume")}. ${each.join("; ")}.`;
}

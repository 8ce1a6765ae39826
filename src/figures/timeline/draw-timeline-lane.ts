/** One lane of the timeline: a sequence with a symbol for every study, and what the symbols mean. */
import type { GrowthPoint, SequenceGrowth } from "../../growth/growth-result.js";
import { signed } from "../growth/change-chart-options.js";
import { sequenceGroup } from "../growth/sequence-group.js";
import type { TimeAxis } from "../growth/time-axis.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import type { SequenceStyle } from "../kit/sequence-style.js";
import { type SvgChild, type SvgNode, svg, translate } from "../kit/svg.js";
import { type SymbolKind, symbol } from "../kit/symbols.js";

/** From which changes on a symbol says so. */
export interface TimelineLimits {
  readonly growthPercent: number;
  readonly growthMm: number;
  readonly shrinkagePercent: number;
}

/** What a lane is drawn with. */
export interface LaneContext {
  readonly time: TimeAxis;
  readonly y: number;
  readonly plot: Area;
  readonly options: TimelineLimits;
  readonly style: FigureStyle;
  /** The patient's first study. */
  readonly first: number | undefined;
}

/** Draws a lane with its name. */
export function drawTimelineLane(
  { sequence, points, presence }: SequenceGrowth,
  sequenceStyle: SequenceStyle | undefined,
  name: string,
  sizes: ReadonlyMap<number, number>,
  { time, y, plot, options, style, first }: LaneContext,
): SvgChild {
  const { theme, fontSize } = style;
  const colour = sequenceStyle?.colour ?? theme.neutral;
  const symbols = points.flatMap((point) => {
    const kind = symbolOf(point, presence, options);
    if (kind === undefined) return [];
    const title = inWords(sequence, point);
    return [
      svg(
        "g",
        {
          transform: translate(time.at(point.study), y),
          class: "lesion",
          role: "graphics-symbol img",
          "aria-label": title,
          "data-row": point.row,
          "data-study": point.study,
          "data-sequence": sequence,
        },
        svg("title", {}, title),
        symbol(
          kind,
          sizes.get(point.study) ?? fontSize * 0.3,
          kind === "cross" ? theme.text : colour,
          theme.background,
        ),
      ),
    ];
  });
  return sequenceGroup(
    sequence,
    `sequence ${sequence}`,
    label(name, plot.left - 4, y, {
      size: fontSize,
      anchor: "end",
      ...(name.startsWith("T ") && { weight: "bold" as const }),
    }),
    presence.first === first ? undefined : firstSeenTick(time.at(presence.first), y, style),
    svg("line", {
      x1: time.at(presence.first),
      x2: time.at(presence.last),
      y1: y,
      y2: y,
      stroke: colour,
      "stroke-width": fontSize * 0.35,
      "stroke-linecap": "round",
      "stroke-opacity": 0.45,
    }),
    ...symbols,
  );
}

/** Where a lesion is first measured after the first study. */
const firstSeenTick = (x: number, y: number, { theme, fontSize }: FigureStyle): SvgNode =>
  svg("line", {
    class: "first-measured",
    x1: x,
    x2: x,
    y1: y - fontSize * 0.75,
    y2: y + fontSize * 0.75,
    stroke: theme.text,
    "stroke-width": 0.9,
  });

/** None before the first and after the last symbol, unless the lesion is known to be absent. */
function symbolOf(
  point: GrowthPoint,
  { first, last }: SequenceGrowth["presence"],
  { growthPercent, growthMm, shrinkagePercent }: TimelineLimits,
): SymbolKind | undefined {
  const { study, status, fromBaseline, fromNadir } = point;
  if (status === "absent") return study > first ? "cross" : undefined;
  if (status === "not measured") return study > first && study < last ? "ring" : undefined;
  const { mm = 0, percent = mm > 0 ? Number.POSITIVE_INFINITY : 0 } = fromNadir ?? {};
  if (mm > 0 && percent >= growthPercent && mm >= growthMm) return "up";
  return (fromBaseline?.percent ?? 0) <= -shrinkagePercent && fromBaseline ? "down" : "circle";
}

function inWords(sequence: number, point: GrowthPoint): string {
  const place = `sequence ${sequence}, study ${point.study}`;
  if (point.diameterMm === undefined) return `${place}: not measured`;
  const percent = point.fromBaseline?.percent;
  const change = percent === undefined ? "" : `, ${signed(percent, 1)}`;
  return `${place}: ${point.status === "absent" ? "absent" : `${point.diameterMm.toFixed(1)} mm`}${change}`;
}

/** Only what occurs. */
export function timelineLegend(
  lanes: readonly SequenceGrowth[],
  options: TimelineLimits,
  hasTargets: boolean,
  first: number | undefined,
  style: FigureStyle,
): LegendGroup {
  const { theme, fontSize } = style;
  const used = new Set(
    lanes.flatMap(({ points, presence }) =>
      points.map((point) => symbolOf(point, presence, options)),
    ),
  );
  const { growthPercent, growthMm, shrinkagePercent } = options;
  const texts: readonly (readonly [SymbolKind, string])[] = [
    ["up", `≥${growthPercent} % and ≥${growthMm} mm above nadir`],
    ["down", `≥${shrinkagePercent} % below first measurement`],
    ["circle", "Measured"],
    ["ring", "Not measured"],
    ["cross", "Absent"],
  ];
  return {
    entries: [
      ...texts
        .filter(([kind]) => used.has(kind))
        .map(([kind, text]) => ({
          text,
          symbolWidth: fontSize,
          symbol: symbol(kind, fontSize * 0.85, theme.text, theme.background),
        })),
      ...(lanes.some(({ presence }) => presence.first !== first)
        ? [{ text: "First measured here", symbolWidth: 2, symbol: firstSeenTick(0, 0, style) }]
        : []),
      ...(hasTargets ? [{ text: "T: target lesion" }] : []),
    ],
  };
}

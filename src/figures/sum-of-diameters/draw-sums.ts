/** The line of the sums and what its points mean. */
import { crosses } from "../growth/end-labels.js";
import type { TimeAxis } from "../growth/time-axis.js";
import { type Box, collide } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label, textBox } from "../kit/label.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import type { Scale } from "../kit/scale.js";
import { type SvgChild, svg, translate } from "../kit/svg.js";
import { symbol } from "../kit/symbols.js";
import { isIncomplete, type SumPoint } from "./sum-points.js";

/** Lines between complete sums, points with tooltips and values; nothing where no target was evaluable. */
export function drawSums(
  all: readonly SumPoint[],
  time: TimeAxis,
  y: Scale,
  style: FigureStyle,
): SvgChild[] {
  const { theme, fontSize, smallSize } = style;
  const points = all.filter((point) => point.sumMm !== undefined || isIncomplete(point));
  const complete = points.filter(({ sumMm }) => sumMm !== undefined);
  const lines = complete.slice(1).map((point, i) => {
    const before = complete[i] ?? point;
    const gap = all.indexOf(point) - all.indexOf(before) > 1;
    return svg("line", {
      x1: time.at(before.study),
      y1: y.at(before.evaluableMm),
      x2: time.at(point.study),
      y2: y.at(point.evaluableMm),
      stroke: theme.text,
      "stroke-width": gap ? 0.6 : 1.5,
    });
  });
  const path = complete.map(
    ({ study, evaluableMm }) => [time.at(study), y.at(evaluableMm)] as const,
  );
  const taken: Box[] = points.map(({ study, evaluableMm }) => ({
    x: time.at(study),
    y: y.at(evaluableMm),
    halfWidth: fontSize * 0.45,
    halfHeight: fontSize * 0.45,
  }));
  const symbols = points.flatMap((point) => {
    const [x, at] = [time.at(point.study), y.at(point.evaluableMm)];
    const title = sumText(point);
    const text = point.evaluableMm.toFixed(0);
    const box = textBox(text, x, at, smallSize);
    const place = [at - fontSize * 1.15, at + fontSize * 1.15]
      .map((top) => ({ ...box, y: top }))
      .filter((one) => one.y >= one.halfHeight)
      .find((one) => !crosses(path, one) && !taken.some((other) => collide(one, other, 0.5)));
    const free = point.sumMm !== undefined && place !== undefined;
    if (free) taken.push(place);
    return [
      svg(
        "g",
        {
          transform: translate(x, at),
          role: "graphics-symbol img",
          "aria-label": title,
          "data-study": point.study,
        },
        svg("title", {}, title),
        point.sumMm === undefined
          ? openTriangle(fontSize * 0.65, style)
          : symbol("circle", fontSize * 0.8, theme.text, theme.background),
      ),
      free
        ? label(text, x, place.y, {
            size: smallSize,
            anchor: "middle",
            halo: theme.background,
          })
        : undefined,
    ];
  });
  return [...lines, ...symbols.filter((child) => child !== undefined)];
}

const openTriangle = (size: number, { theme }: FigureStyle): SvgChild =>
  svg("path", {
    d: `M0,${-size * 0.6}L${size * 0.6},${size * 0.5}L${-size * 0.6},${size * 0.5}Z`,
    fill: theme.background,
    stroke: theme.muted,
    "stroke-width": 0.8,
  });

/** "study 3: sum 54.2 mm (sequence 1 20.1 mm, sequence 4 34.1 mm), PR". */
function sumText({ study, sumMm, evaluableMm, values, target, reason }: SumPoint): string {
  const sum =
    sumMm === undefined
      ? `sum at least ${evaluableMm.toFixed(1)} mm`
      : `sum ${sumMm.toFixed(1)} mm`;
  const parts = values.map(
    ({ sequence, mm, basis }) =>
      `sequence ${sequence} ${mm === undefined ? basis : `${mm.toFixed(1)} mm`}`,
  );
  const response = target === undefined ? "" : `; targets ${target}`;
  return `study ${study}: ${sum} (${parts.join(", ")})${response}; ${reason}`;
}

/** Only what occurs. */
export function sumLegend(points: readonly SumPoint[], style: FigureStyle): LegendGroup {
  const size = style.fontSize * 0.8;
  const entries: LegendEntry[] = [
    {
      text: "Sum of diameters of the targets",
      symbolWidth: size,
      symbol: symbol("circle", size, style.theme.text, style.theme.background),
    },
  ];
  if (points.some(isIncomplete)) {
    const open = openTriangle(size, style);
    entries.push({
      text: "Lower bound: a target was not evaluable",
      symbolWidth: size,
      ...(typeof open !== "string" && { symbol: open }),
    });
  }
  return { entries };
}

/** CPU time and memory over the lesions of a patient, on logarithmic axes, a line for each number of studies. */

import { defaultsOf } from "../../src/core/options.js";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
} from "../../src/figures/kit/axis.js";
import type { Area } from "../../src/figures/kit/boxes.js";
import type { Figure } from "../../src/figures/kit/figure.js";
import { FIGURE_OPTIONS, type FigureStyle, styleOf } from "../../src/figures/kit/figure-style.js";
import { finished } from "../../src/figures/kit/finish.js";
import { label } from "../../src/figures/kit/label.js";
import { linearScale, type Scale } from "../../src/figures/kit/scale.js";
import { type SvgChild, type SvgNode, svg } from "../../src/figures/kit/svg.js";
import type { Method } from "../../src/matching/result.js";

export interface CostPoint {
  readonly method: Method;
  readonly studies: number;
  readonly perStudy: number;
  /** CPU time, s. */
  readonly cpu: number;
  /** Peak resident memory, MB. */
  readonly peak: number;
  readonly optimal: boolean | undefined;
}

/** What a panel shows over the number of lesions. */
interface Measure {
  readonly title: string;
  readonly of: (point: CostPoint) => number;
  readonly ticks: readonly number[];
}

const MEASURES: readonly Measure[] = [
  { title: "CPU time (s)", of: ({ cpu }) => cpu, ticks: [0.001, 0.01, 0.1, 1, 10, 100] },
  { title: "Peak memory (MB)", of: ({ peak }) => peak, ticks: [30, 100, 300, 1000] },
];
const LESIONS = [10, 100, 1000, 10_000];
const NAMES = { joint: "Joint matcher", algorithm1: "Algorithm 1" } as const;

const lesionsOf = ({ studies, perStudy }: CostPoint): number => studies * perStudy;

/** Four panels: methods across, measures down. */
export function costFigure(points: readonly CostPoint[]): Figure {
  const style = styleOf(defaultsOf(FIGURE_OPTIONS));
  const { width, fontSize, theme } = style;
  const panelHeight = 20 * fontSize;
  const methods = Object.keys(NAMES) as (keyof typeof NAMES)[];
  const studies = [...new Set(points.map((point) => point.studies))];
  const colourOf = (count: number): string => theme.palette[studies.indexOf(count)] ?? theme.text;
  const body = MEASURES.flatMap((measure, down) =>
    methods.map((method, across) =>
      panel(
        points.filter((point) => point.method === method),
        `${NAMES[method]}`,
        measure,
        colourOf,
        {
          left: (across * width) / 2,
          right: ((across + 1) * width) / 2,
          top: down * panelHeight,
          bottom: (down + 1) * panelHeight,
        },
        style,
      ),
    ),
  );
  return finished(
    {
      title: "Cost of matching one patient",
      description: "CPU time and peak memory over the number of lesions of one patient, by method.",
      notes: [],
      empty: undefined,
      bottom: 2 * panelHeight,
      body,
      legends: [
        {
          title: "Studies",
          entries: studies.map((count) => ({
            text: `${count}`,
            symbol: key(colourOf(count)),
            symbolWidth: 18,
          })),
        },
      ],
    },
    style,
  );
}

const key = (colour: string): SvgNode =>
  svg(
    "g",
    {},
    svg("line", { x1: -9, x2: 9, y1: 0, y2: 0, stroke: colour, "stroke-width": 1.2 }),
    svg("circle", { cx: 0, cy: 0, r: 2, fill: colour }),
  );

/** A scale of powers of ten between the outermost ticks. */
function logScale(ticks: readonly number[], range: readonly [number, number]): Scale {
  const ends = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)] as const;
  const { at } = linearScale(ends, range);
  return { domain: ends, range, at: (value) => at(Math.log10(value)) };
}

const inDigits = (value: number): string => value.toLocaleString("en-GB");

function panel(
  points: readonly CostPoint[],
  name: string,
  { title, of, ticks }: Measure,
  colourOf: (studies: number) => string,
  area: Area,
  style: FigureStyle,
): SvgChild {
  const { fontSize } = style;
  const plot = {
    left:
      area.left + leftAxisWidth(logScale(ticks, [0, 1]), { title, ticks, format: inDigits }, style),
    right: area.right - fontSize * 2.5,
    top: area.top + fontSize * 2.2,
    bottom: area.bottom - bottomAxisHeight(style) - fontSize * 0.5,
  };
  const x = logScale(LESIONS, [plot.left, plot.right]);
  const y = logScale(ticks, [plot.bottom, plot.top]);
  const studies = [...new Set(points.map((point) => point.studies))];
  const lines = studies.flatMap((count) => {
    const own = points.filter((point) => point.studies === count);
    const places = own.map((point) => [x.at(lesionsOf(point)), y.at(of(point))] as const);
    const colour = colourOf(count);
    return [
      svg("polyline", {
        points: places.map(([px, py]) => `${px.toFixed(2)},${py.toFixed(2)}`).join(" "),
        fill: "none",
        stroke: colour,
        "stroke-width": 1.2,
      }),
      ...places.map(([cx, cy]) => svg("circle", { cx, cy, r: 2, fill: colour })),
    ];
  });
  return svg(
    "g",
    {},
    label(name, plot.left, area.top + fontSize, { size: fontSize, weight: "bold" }),
    leftAxis(y, plot, { title, ticks, format: inDigits, grid: true }, style),
    bottomAxis(
      x,
      plot,
      { title: "Lesions of the patient", ticks: LESIONS, format: inDigits },
      style,
    ),
    ...lines,
  );
}

/** Simulated lesions beside DeepLesion's official test split: cumulative distributions, for docs/simulation.md. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { group } from "d3-array";
import { type Lesion, readDlInfo } from "lesion-graph";
import { DEEPLESION_COHORT, simulateCohort } from "lesion-graph/simulation";
import { resolveOptions } from "../src/core/options.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../src/figures/kit/axis.js";
import type { Area } from "../src/figures/kit/boxes.js";
import { FIGURE_OPTIONS, type FigureStyle, styleOf } from "../src/figures/kit/figure-style.js";
import { finished } from "../src/figures/kit/finish.js";
import { linearScale } from "../src/figures/kit/scale.js";
import { type SvgChild, svg } from "../src/figures/kit/svg.js";
import { stamp } from "./markdown.js";

const measured = new URL("../../shared/data/deeplesion/DL_info_official_test.csv", import.meta.url);
const figure = new URL("../docs/figures/simulation-marginals.svg", import.meta.url);
const COHORT = { ...DEEPLESION_COHORT, patients: 1000, seed: 2024 } as const;

/** One distribution; values above `most` lie beyond the panel. */
interface Marginal {
  readonly title: string;
  readonly most: number;
  readonly of: (lesions: readonly Lesion[]) => readonly number[];
}

const MARGINALS: readonly Marginal[] = [
  { title: "Long axis (mm)", most: 100, of: (all) => all.flatMap((one) => one.longAxisMm ?? []) },
  {
    title: "Short axis / long axis",
    most: 1,
    of: (all) =>
      all.flatMap(({ shortAxisMm, longAxisMm }) =>
        shortAxisMm && longAxisMm ? shortAxisMm / longAxisMm : [],
      ),
  },
  {
    title: "Number of annotations of a study",
    most: 10,
    of: (all) =>
      Array.from(
        group(all, ({ patient, study }) => `${patient}/${study}`).values(),
        ({ length }) => length,
      ),
  },
  { title: "Normalised z", most: 1, of: (all) => all.flatMap((one) => one.location?.[2] ?? []) },
];

/** Draws the figure and returns its text; `undefined` without the measured rows. */
export function marginals(): string | undefined {
  if (!existsSync(measured)) return undefined;
  const real = readDlInfo(readFileSync(measured, "utf8")).lesions;
  const simulated = simulateCohort(COHORT).lesions;
  const style = styleOf(resolveOptions("marginals", FIGURE_OPTIONS, { widthMm: 180 }));
  const { width, fontSize, theme } = style;
  const height = fontSize * 16;
  const [ofReal = theme.text, ofSimulated = theme.text] = theme.palette;
  const body = MARGINALS.map((marginal, i) => {
    const [across, down] = [i % 2, Math.floor(i / 2)];
    const area: Area = {
      left: (across * width) / 2,
      right: ((across + 1) * width) / 2,
      top: down * height,
      bottom: (down + 1) * height,
    };
    const curves = [
      { values: marginal.of(real), colour: ofReal },
      { values: marginal.of(simulated), colour: ofSimulated },
    ];
    return panel(marginal, curves, area, style);
  });
  const key = (colour: string) =>
    svg("line", { x1: -9, x2: 9, y1: 0, y2: 0, stroke: colour, "stroke-width": 1.4 });
  const drawn = finished(
    {
      title: "Simulated and measured lesions",
      description: "Cumulative distributions of simulated lesions and of DeepLesion's test split.",
      notes: [],
      empty: undefined,
      bottom: 2 * height,
      body,
      legends: [
        {
          title: "",
          entries: [
            { text: "DeepLesion, official test split", symbol: key(ofReal), symbolWidth: 18 },
            { text: "Simulated", symbol: key(ofSimulated), symbolWidth: 18 },
          ],
        },
      ],
    },
    style,
  );
  writeFileSync(figure, `${drawn}\n`);
  return [
    "![Cumulative distributions of simulated and measured lesions](figures/simulation-marginals.svg)",
    "",
    `Cumulative distributions of ${real.length} rows of DeepLesion's official test split and of ${simulated.length} rows of ${COHORT.patients} simulated patients (\`DEEPLESION_COHORT\`, seed ${COHORT.seed}). ${stamp()}, \`npm run accuracy\`.`,
  ].join("\n");
}

function panel(
  { title, most }: Marginal,
  curves: readonly { readonly values: readonly number[]; readonly colour: string }[],
  area: Area,
  style: FigureStyle,
): SvgChild {
  const { fontSize } = style;
  const axis = { title: "Cumulative share", ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], grid: true };
  const plot: Area = {
    left: area.left + leftAxisWidth(linearScale([0, 1], [0, 1]), axis, style),
    right: area.right - fontSize * 1.5,
    top: area.top + fontSize,
    bottom: area.bottom - bottomAxisHeight(style) - fontSize * 0.5,
  };
  const x = linearScale([0, most], [plot.left, plot.right]);
  const y = linearScale([0, 1], [plot.bottom, plot.top]);
  const lines = curves.map(({ values, colour }) => {
    const points = Array.from({ length: 101 }, (_, k) => {
      const value = (k / 100) * most;
      const share = values.filter((one) => one <= value).length / values.length;
      return `${x.at(value).toFixed(2)},${y.at(share).toFixed(2)}`;
    });
    return svg("polyline", {
      points: points.join(" "),
      fill: "none",
      stroke: colour,
      "stroke-width": 1.4,
    });
  });
  return svg(
    "g",
    {},
    leftAxis(y, plot, axis, style),
    bottomAxis(x, plot, { title }, style),
    ...lines,
  );
}

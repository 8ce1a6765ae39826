/** Observed share of same lesions over the predicted probability, one point per bin. */

import { resolveOptions } from "../src/core/options.js";
import type { ReliabilityBin } from "../src/evaluation/calibration.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "../src/figures/kit/axis.js";
import type { Figure } from "../src/figures/kit/figure.js";
import { FIGURE_OPTIONS, styleOf } from "../src/figures/kit/figure-style.js";
import { finished } from "../src/figures/kit/finish.js";
import { label } from "../src/figures/kit/label.js";
import { linearScale } from "../src/figures/kit/scale.js";
import { svg } from "../src/figures/kit/svg.js";

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** Standard errors to each side of a 95 % interval. */
const WIDTH_95 = 1.96;

/** Points with 95 % intervals (Wilson) and the number of pairs, beside the line of equal values. */
export function reliabilityFigure(bins: readonly ReliabilityBin[]): Figure {
  const style = styleOf(
    resolveOptions("reliabilityFigure", FIGURE_OPTIONS, { widthMm: 85, legend: false }),
  );
  const { width, fontSize, smallSize, theme } = style;
  const title = "Share of same lesions";
  const axis = { title, ticks: TICKS, grid: true };
  const left = leftAxisWidth(linearScale([0, 1], [0, 1]), axis, style);
  const right = width - fontSize * 4;
  const top = fontSize;
  const plot = { left, right, top, bottom: top + right - left };
  const x = linearScale([0, 1], [plot.left, plot.right]);
  const y = linearScale([0, 1], [plot.bottom, plot.top]);
  const points = bins.flatMap(({ pairs, predicted, observed }) => {
    if (pairs === 0) return [];
    const [low, high] = wilson(observed, pairs);
    const cx = x.at(predicted);
    return [
      svg("line", {
        x1: cx,
        x2: cx,
        y1: y.at(low),
        y2: y.at(high),
        stroke: theme.text,
        "stroke-width": 0.8,
      }),
      svg("circle", { cx, cy: y.at(observed), r: 2.2, fill: theme.text }),
      // Below the line of equal values and above the axis.
      label(
        pairs.toLocaleString("en-GB"),
        cx + smallSize * 0.5,
        Math.min(y.at(low) + smallSize * 0.9, plot.bottom - smallSize),
        { size: smallSize },
      ),
    ];
  });
  return finished(
    {
      title: "Reliability of probabilities",
      description:
        "Observed share of pairs that are the same lesion over their mean predicted probability, with 95 % intervals and numbers of pairs.",
      notes: [],
      empty: undefined,
      bottom: plot.bottom + bottomAxisHeight(style),
      body: [
        leftAxis(y, plot, axis, style),
        bottomAxis(x, plot, { title: "Predicted probability", ticks: TICKS }, style),
        svg("line", {
          x1: x.at(0),
          y1: y.at(0),
          x2: x.at(1),
          y2: y.at(1),
          stroke: theme.text,
          "stroke-width": 0.6,
          "stroke-dasharray": "3 2",
        }),
        ...points,
      ],
      legends: [],
    },
    style,
  );
}

/** Wilson interval of a share. */
function wilson(share: number, count: number): [low: number, high: number] {
  const z2 = WIDTH_95 ** 2 / count;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (WIDTH_95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count));
  return [middle - half, middle + half];
}

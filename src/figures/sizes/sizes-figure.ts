/** How long lesions are: histograms of the two axes (Fig. 2 of the paper's supplement). */
import { quantileSorted } from "d3-array";
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { lesionList } from "../../core/lesion-list.js";
import { number, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { Figure } from "../kit/figure.js";
import { assertFinite } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { counted } from "../kit/wording.js";
import { drawHistogram, type Histogram, histogram } from "./draw-histogram.js";

/** Options of {@link sizesFigure}. */
export interface SizesFigureOptions extends FigureOptions {
  /** Width of a bin in mm, above 0 and at most the limit. 0 takes a twentieth of the limit. @defaultValue 0 */
  readonly binMm: number;
  /**
   * Where the last bin begins, mm; it holds everything from there on. 0 takes a round value that at most
   * 2 % of the long axes exceed. @defaultValue 0
   */
  readonly limitMm: number;
}

export const SIZES_FIGURE_OPTIONS: OptionSchema<SizesFigureOptions> = {
  ...FIGURE_OPTIONS,
  binMm: number(0, "Width of a bin in mm; 0 takes a twentieth of the limit", { min: 0 }),
  limitMm: number(0, "Where the last, open bin begins, mm; 0 takes a round value", { min: 0 }),
};

/** More bins than this are narrower than a line. */
const MOST_BINS = 1000;

/**
 * Histograms of long and short axis in mm, with their medians. A bin holds its lower edge; the last one,
 * pale, holds everything from the limit on. Lesions without a size are left out, and counted in a note.
 * O(n log n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a size that is no finite number.
 */
export function sizesFigure(
  lesions: Iterable<Lesion>,
  given?: Partial<SizesFigureOptions>,
): Figure {
  const options = resolveOptions("sizesFigure", SIZES_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const all = lesionList(lesions);
  assertFinite(all);
  const axes = (["longAxisMm", "shortAxisMm"] as const).map((name) =>
    all.flatMap((lesion) => lesion[name] ?? []).sort((a, b) => a - b),
  ) as [number[], number[]];
  const limitMm = options.limitMm || usualLimit(axes[0].length > 0 ? axes[0] : axes[1]);
  const binMm = options.binMm || limitMm / 20;
  if (binMm > limitMm) {
    fail("BAD_OPTION", `binMm to be at most the limit, ${limitMm} mm`, binMm, { option: "binMm" });
  }
  if (limitMm / binMm > MOST_BINS) {
    const least = `binMm to be at least a thousandth of the limit, ${limitMm} mm`;
    fail("BAD_OPTION", least, binMm, { option: "binMm" });
  }
  const histograms = axes.map((values) => histogram(values, binMm, limitMm));
  const medians = axes.map((values) => quantileSorted(values, 0.5));
  const stacked = style.widthMm < 120;
  const panelWidth = stacked ? style.width : style.width / 2;
  // Wide letters need room of their own, however narrow the panel.
  const panelHeight = Math.max(
    14 * style.fontSize,
    Math.min(panelWidth * 0.62, 22 * style.fontSize),
  );
  const most = Math.max(1, ...histograms.flatMap(({ counts }) => counts));
  const names = ["Long axis", "Short axis"];
  const body = histograms.map((one, i) =>
    drawHistogram(
      one,
      medians[i],
      names[i]!,
      most,
      {
        left: stacked ? 0 : i * panelWidth,
        right: stacked ? panelWidth : (i + 1) * panelWidth,
        top: stacked ? i * panelHeight : 0,
        bottom: stacked ? (i + 1) * panelHeight : panelHeight,
      },
      style,
    ),
  );
  const unmeasured = all.length - axes[0].length;
  const inWords = axes.map((values, i) =>
    values.length === 0
      ? `${names[i]}: unknown`
      : `${names[i]}: median ${medians[i]!.toFixed(1)} mm, from ${values[0]!.toFixed(1)} to ${(values.at(-1) as number).toFixed(1)} mm, ${(histograms[i] as Histogram).counts.at(-1)} of ${limitMm} mm or more`,
  );
  return finished(
    {
      title: options.title || "Lesion sizes",
      description: `${counted(axes[0].length, "measured lesion")}. ${inWords.join("; ")}.`,
      notes: unmeasured > 0 ? [`${counted(unmeasured, "lesion")} without a size left out.`] : [],
      empty: axes[0].length + axes[1].length === 0 ? "No lesion has a size." : undefined,
      bottom: stacked ? 2 * panelHeight : panelHeight,
      body,
      legends: [],
    },
    style,
  );
}

/** The multiple of 20 mm that at most 2 % of the values exceed; of 5 mm below 20. */
function usualLimit(sorted: readonly number[]): number {
  const high = quantileSorted([...sorted], 0.98) ?? 40;
  return high <= 20 ? Math.max(5, Math.ceil(high / 5) * 5) : Math.ceil(high / 20) * 20;
}

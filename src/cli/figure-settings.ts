/** Options of figures by name, and `--set name=value` as options. */
import { fail } from "../core/errors.js";
import type { Option } from "../core/options.js";
import { ANNOTATION_FIGURE_OPTIONS } from "../figures/annotation/annotation-figure.js";
import { BOARD_FIGURE_OPTIONS } from "../figures/board/board-figure.js";
import { BODY_MAP_FIGURE_OPTIONS } from "../figures/body-map/body-map-figure.js";
import { COHORT_OVERVIEW_FIGURE_OPTIONS } from "../figures/cohort-overview/cohort-overview-figure.js";
import { GRAPH_FIGURE_OPTIONS } from "../figures/graph/graph-figure.js";
import { GROWTH_CHART_FIGURE_OPTIONS } from "../figures/growth-chart/growth-chart-options.js";
import { RETRIEVAL_FIGURE_OPTIONS } from "../figures/retrieval/retrieval-figure.js";
import { SEQUENCES_FIGURE_OPTIONS } from "../figures/sequences/sequences-figure.js";
import { SIZES_FIGURE_OPTIONS } from "../figures/sizes/sizes-figure.js";
import { SPIDER_FIGURE_OPTIONS } from "../figures/spider/spider-figure.js";
import { SUM_OF_DIAMETERS_FIGURE_OPTIONS } from "../figures/sum-of-diameters/sum-of-diameters-figure.js";
import { SWIMMER_FIGURE_OPTIONS } from "../figures/swimmer/swimmer-figure.js";
import { TIMELINE_FIGURE_OPTIONS } from "../figures/timeline/timeline-figure.js";
import { WATERFALL_FIGURE_OPTIONS } from "../figures/waterfall/waterfall-figure.js";
import { settingOf } from "./flags.js";

type Schema = Readonly<Record<string, Option<unknown>>>;

/** The options of every figure by the name of the figure on the command line. */
export const FIGURE_SETTINGS: Readonly<Record<string, Schema>> = {
  graph: { ...GRAPH_FIGURE_OPTIONS },
  sequences: { ...SEQUENCES_FIGURE_OPTIONS },
  board: { ...BOARD_FIGURE_OPTIONS },
  annotation: { ...ANNOTATION_FIGURE_OPTIONS },
  retrieval: { ...RETRIEVAL_FIGURE_OPTIONS },
  "body-map": { ...BODY_MAP_FIGURE_OPTIONS },
  "sequence-map": { ...BODY_MAP_FIGURE_OPTIONS },
  sizes: { ...SIZES_FIGURE_OPTIONS },
  growth: { ...GROWTH_CHART_FIGURE_OPTIONS },
  spider: { ...SPIDER_FIGURE_OPTIONS },
  timeline: { ...TIMELINE_FIGURE_OPTIONS },
  sum: { ...SUM_OF_DIAMETERS_FIGURE_OPTIONS },
  swimmer: { ...SWIMMER_FIGURE_OPTIONS },
  waterfall: { ...WATERFALL_FIGURE_OPTIONS },
  overview: { ...COHORT_OVERVIEW_FIGURE_OPTIONS },
};

/**
 * The settings of a figure as its options, each as the kind of the option says. A name that the figure does not have
 * stays as it is: the figure knows the names that are close to it.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function figureSettings(
  figure: string,
  texts: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) fail("BAD_OPTION", "--set as name=value", text, { option: "--set" });
      const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      const options = FIGURE_SETTINGS[figure] ?? {};
      const option = Object.hasOwn(options, name) ? options[name] : undefined;
      return [name, option === undefined ? value : settingOf(option, `--set ${name}`, value)];
    }),
  );
}

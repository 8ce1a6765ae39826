/** The figures that `draw` makes: what each is made of, its options and how it is drawn. */

import type { Lesion } from "../core/lesion.js";
import type { Option } from "../core/options.js";
import { FEATURE_OPTIONS, type FeatureOptions } from "../features/feature-options.js";
import { ANNOTATION_FIGURE_OPTIONS } from "../figures/annotation/annotation-figure.js";
import { BOARD_FIGURE_OPTIONS, boardFigure } from "../figures/board/board-figure.js";
import { BODY_MAP_FIGURE_OPTIONS, bodyMapFigure } from "../figures/body-map/body-map-figure.js";
import {
  COHORT_OVERVIEW_FIGURE_OPTIONS,
  cohortOverviewFigure,
} from "../figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../figures/graph/graph-figure.js";
import { GRAPH_FIGURE_OPTIONS } from "../figures/graph/graph-options.js";
import { growthChartFigure } from "../figures/growth-chart/growth-chart-figure.js";
import { GROWTH_CHART_FIGURE_OPTIONS } from "../figures/growth-chart/growth-chart-options.js";
import type { Figure } from "../figures/kit/figure.js";
import { RETRIEVAL_FIGURE_OPTIONS } from "../figures/retrieval/retrieval-figure.js";
import {
  SEQUENCES_FIGURE_OPTIONS,
  sequencesFigure,
} from "../figures/sequences/sequences-figure.js";
import { SIZES_FIGURE_OPTIONS, sizesFigure } from "../figures/sizes/sizes-figure.js";
import { SPIDER_FIGURE_OPTIONS, spiderFigure } from "../figures/spider/spider-figure.js";
import {
  SUM_OF_DIAMETERS_FIGURE_OPTIONS,
  sumOfDiametersFigure,
} from "../figures/sum-of-diameters/sum-of-diameters-figure.js";
import { SWIMMER_FIGURE_OPTIONS, swimmerFigure } from "../figures/swimmer/swimmer-figure.js";
import { TIMELINE_FIGURE_OPTIONS, timelineFigure } from "../figures/timeline/timeline-figure.js";
import {
  WATERFALL_FIGURE_OPTIONS,
  waterfallFigure,
} from "../figures/waterfall/waterfall-figure.js";
import { lesionGraph } from "../graph/lesion-graph.js";
import { growPatient } from "../growth/grow.js";
import { ALGORITHM1_OPTIONS } from "../matching/algorithm1/algorithm1-options.js";
import type { MatchOptions } from "../matching/match.js";
import { respondPatient } from "../response/respond.js";
import type { PatientResponse } from "../response/response-result.js";
import type { Reading } from "./growth-options.js";
import type { Matched } from "./match-inputs.js";

/** Options of any figure; names and ranges are checked by the figure. */
export type Given = Readonly<Record<string, unknown>>;

/** The options of matching, growth and response. */
export interface How {
  readonly options: MatchOptions;
  readonly reading: Reading;
  /** Whether to compute the response too. */
  readonly recist: boolean;
}

interface OfAnything {
  readonly options: Readonly<Record<string, Option<unknown>>>;
  /** Whether it shows growth, so that flags of growth apply to it. */
  readonly showsGrowth?: boolean;
}
/** A figure of one patient. */
interface OfPatient extends OfAnything {
  readonly of: "patient";
  draw(matched: Matched, given: Given, how: How): Figure;
}
/** A figure of the matches of all patients. */
interface OfMatches extends OfAnything {
  readonly of: "matches";
  draw(matched: readonly Matched[], given: Given, how: How): Figure;
}
/** A figure of lesions without matching. */
interface OfLesions extends OfAnything {
  readonly of: "lesions";
  draw(lesions: readonly Lesion[], given: Given): Figure;
}
/** A figure of one data row, drawn by `drawRow`. */
interface OfRow extends OfAnything {
  readonly of: "row";
}

const responseOf = ({ match }: Matched, { reading }: How): PatientResponse =>
  respondPatient(growPatient(match, reading.growth), reading.response);

/** The figures by name. */
export const FIGURES: Readonly<Record<string, OfPatient | OfMatches | OfLesions | OfRow>> = {
  graph: {
    of: "patient",
    options: { ...GRAPH_FIGURE_OPTIONS },
    draw: (matched, given, { options }) =>
      graphFigure(matched.match, network(matched, given, options)),
  },
  sequences: {
    of: "patient",
    options: { ...SEQUENCES_FIGURE_OPTIONS },
    draw: ({ match }, given) => sequencesFigure(match, given),
  },
  board: {
    of: "patient",
    options: { ...BOARD_FIGURE_OPTIONS },
    draw: ({ match }, given) => boardFigure(match, given),
  },
  "sequence-map": {
    of: "patient",
    options: { ...BODY_MAP_FIGURE_OPTIONS },
    draw: ({ match }, given) => bodyMapFigure(match, given),
  },
  spider: {
    of: "patient",
    options: { ...SPIDER_FIGURE_OPTIONS },
    showsGrowth: true,
    draw: ({ match }, given, { reading }) =>
      spiderFigure(growPatient(match, reading.growth), given),
  },
  growth: {
    of: "patient",
    options: { ...GROWTH_CHART_FIGURE_OPTIONS },
    showsGrowth: true,
    draw: ({ match }, given, { reading }) =>
      growthChartFigure(growPatient(match, reading.growth), given),
  },
  sum: {
    of: "patient",
    options: { ...SUM_OF_DIAMETERS_FIGURE_OPTIONS },
    showsGrowth: true,
    draw: (matched, given, how) => sumOfDiametersFigure(responseOf(matched, how), given),
  },
  timeline: {
    of: "patient",
    options: { ...TIMELINE_FIGURE_OPTIONS },
    showsGrowth: true,
    draw({ match }, given, { reading, recist }) {
      const growth = growPatient(match, reading.growth);
      const response = recist ? respondPatient(growth, reading.response) : undefined;
      return timelineFigure(growth, { ...given, response });
    },
  },
  overview: {
    of: "matches",
    options: { ...COHORT_OVERVIEW_FIGURE_OPTIONS },
    draw: (matched, given) =>
      cohortOverviewFigure(
        matched.map(({ match }) => match),
        given,
      ),
  },
  swimmer: {
    of: "matches",
    options: { ...SWIMMER_FIGURE_OPTIONS },
    showsGrowth: true,
    draw: (matched, given, how) =>
      swimmerFigure(
        matched.map((one) => responseOf(one, how)),
        given,
      ),
  },
  waterfall: {
    of: "matches",
    options: { ...WATERFALL_FIGURE_OPTIONS },
    showsGrowth: true,
    draw: (matched, given, how) =>
      how.recist
        ? waterfallFigure(
            matched.map((one) => responseOf(one, how)),
            given,
          )
        : waterfallFigure(
            matched.map(({ match }) => growPatient(match, how.reading.growth)),
            given,
          ),
  },
  "body-map": {
    of: "lesions",
    options: { ...BODY_MAP_FIGURE_OPTIONS },
    draw: (lesions, given) => bodyMapFigure(lesions, given),
  },
  sizes: {
    of: "lesions",
    options: { ...SIZES_FIGURE_OPTIONS },
    draw: (lesions, given) => sizesFigure(lesions, given),
  },
  annotation: { of: "row", options: { ...ANNOTATION_FIGURE_OPTIONS } },
  retrieval: { of: "row", options: { ...RETRIEVAL_FIGURE_OPTIONS } },
};

/** The names of the figures for which something holds. */
export const figuresThat = (holds: (figure: (typeof FIGURES)[string]) => boolean): string[] =>
  Object.keys(FIGURES).filter((name) => holds(FIGURES[name]!));

/** The graph of the same features as the matching, and T2 as the largest distance unless set. */
function network({ lesions }: Matched, given: Given, options: MatchOptions): Given {
  const names = Object.keys(FEATURE_OPTIONS);
  const features: Partial<FeatureOptions> = Object.fromEntries(
    // A graph has one kind of location.
    Object.entries(options).filter(([name, value]) => names.includes(name) && value !== "combined"),
  );
  const t2 = "t2" in options && typeof options.t2 === "number" ? options.t2 : undefined;
  const maxDistance = given["maxDistance"] ?? t2 ?? ALGORITHM1_OPTIONS.t2.default;
  return {
    ...given,
    maxDistance,
    graph: lesionGraph(lesions, { ...features, maxDistance: Number(maxDistance) }),
  };
}

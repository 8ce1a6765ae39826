/** The figures that `draw` makes of one patient, of matches or of lesions. */
import type { Lesion } from "../core/lesion.js";
import { FEATURE_OPTIONS, type FeatureOptions } from "../features/matrix.js";
import { boardFigure } from "../figures/board/board-figure.js";
import { bodyMapFigure } from "../figures/body-map/body-map-figure.js";
import { cohortOverviewFigure } from "../figures/cohort-overview/cohort-overview-figure.js";
import { graphFigure } from "../figures/graph/graph-figure.js";
import { growthChartFigure } from "../figures/growth-chart/growth-chart-figure.js";
import type { Figure } from "../figures/kit/figure.js";
import { sequencesFigure } from "../figures/sequences/sequences-figure.js";
import { sizesFigure } from "../figures/sizes/sizes-figure.js";
import { spiderFigure } from "../figures/spider/spider-figure.js";
import { sumOfDiametersFigure } from "../figures/sum-of-diameters/sum-of-diameters-figure.js";
import { swimmerFigure } from "../figures/swimmer/swimmer-figure.js";
import { timelineFigure } from "../figures/timeline/timeline-figure.js";
import { waterfallFigure } from "../figures/waterfall/waterfall-figure.js";
import { lesionGraph } from "../graph/lesion-graph.js";
import { growPatient } from "../growth/grow.js";
import { ALGORITHM1_OPTIONS } from "../matching/algorithm1/algorithm1.js";
import type { MatchOptions } from "../matching/match.js";
import { respondPatient } from "../response/respond.js";
import { ROW_FIGURES } from "./draw-flags.js";
import type { Reading } from "./growth-options.js";
import type { Matched } from "./match-inputs.js";

/** Options of any figure; names and ranges are checked by the figure. */
export type Given = Readonly<Record<string, unknown>>;

type OfPatient = (matched: Matched, given: Given, how: How) => Figure;
type OfMatches = (matched: readonly Matched[], given: Given, how: How) => Figure;
/** The options of matching, growth and response. */
export interface How {
  readonly options: MatchOptions;
  readonly reading: Reading;
  /** Whether to compute the response too. */
  readonly recist: boolean;
}
type OfCohort = (lesions: readonly Lesion[], given: Given) => Figure;

/** Figures of one patient. */
export const OF_PATIENT: Readonly<Record<string, OfPatient>> = {
  graph: (matched, given, { options }) =>
    graphFigure(matched.match, network(matched, given, options)),
  sequences: (matched, given) => sequencesFigure(matched.match, given),
  board: ({ match }, given) => boardFigure(match, given),
  "sequence-map": ({ match }, given) => bodyMapFigure(match, given),
  spider: ({ match }, given, { reading }) =>
    spiderFigure(growPatient(match, reading.growth), given),
  growth: ({ match }, given, { reading }) =>
    growthChartFigure(growPatient(match, reading.growth), given),
  sum: ({ match }, given, { reading }) =>
    sumOfDiametersFigure(
      respondPatient(growPatient(match, reading.growth), reading.response),
      given,
    ),
  timeline: ({ match }, given, { reading, recist }) => {
    const growth = growPatient(match, reading.growth);
    const response = recist ? respondPatient(growth, reading.response) : undefined;
    return timelineFigure(growth, { ...given, response });
  },
};

/** Figures of the matches of all patients. */
export const OF_MATCHES: Readonly<Record<string, OfMatches>> = {
  overview: (matched, given) =>
    cohortOverviewFigure(
      matched.map(({ match }) => match),
      given,
    ),
  swimmer: (matched, given, { reading }) =>
    swimmerFigure(
      matched.map(({ match }) =>
        respondPatient(growPatient(match, reading.growth), reading.response),
      ),
      given,
    ),
  waterfall: (matched, given, { reading, recist }) => {
    const growths = matched.map(({ match }) => growPatient(match, reading.growth));
    if (!recist) return waterfallFigure(growths, given);
    return waterfallFigure(
      growths.map((growth) => respondPatient(growth, reading.response)),
      given,
    );
  },
};

/** Figures of lesions without matching. */
export const OF_COHORT: Readonly<Record<string, OfCohort>> = {
  "body-map": (lesions, given) => bodyMapFigure(lesions, given),
  sizes: (lesions, given) => sizesFigure(lesions, given),
};

/** The names of all figures. */
export const figureNames = (): readonly string[] => [
  ...[OF_PATIENT, OF_MATCHES, OF_COHORT].flatMap((kind) => Object.keys(kind)),
  ...ROW_FIGURES,
];

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

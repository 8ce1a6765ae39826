export { type AnnotatedSlice, annotatedSlice } from "./annotation/annotated-slice.js";
export { type AnnotationFigureOptions, annotationFigure } from "./annotation/annotation-figure.js";
export {
  type BoardFigureOptions,
  boardFigure,
} from "./board/board-figure.js";
export {
  type BodyMapFigureOptions,
  bodyMapFigure,
} from "./body-map/body-map-figure.js";
export type { View } from "./body-map/body-outline.js";
export {
  type CohortOverviewFigureOptions,
  cohortOverviewFigure,
} from "./cohort-overview/cohort-overview-figure.js";
export { graphFigure } from "./graph/graph-figure.js";
export type { GraphFigureOptions } from "./graph/graph-options.js";
export type { ChangeChartOptions } from "./growth/change-chart-options.js";
export { growthChartFigure } from "./growth-chart/growth-chart-figure.js";
export type { GrowthChartFigureOptions } from "./growth-chart/growth-chart-options.js";
export { Figure, type FigureContent } from "./kit/figure.js";
export type {
  FigureOptions,
  FigureStyle,
  Highlight,
  ThemeOverrides,
} from "./kit/figure-style.js";
export type { NodeFigureOptions } from "./kit/patient-options.js";
export {
  type SliceImage,
  type SliceImageOptions,
  sliceImage,
} from "./kit/slice-image.js";
export type { DefaultElement, SvgChild, SvgDocument, SvgElement, SvgNode } from "./kit/svg.js";
export type { Theme, ThemeName } from "./kit/theme.js";
export {
  type RetrievalFigureOptions,
  retrievalFigure,
} from "./retrieval/retrieval-figure.js";
export {
  type SequencesFigureOptions,
  sequencesFigure,
} from "./sequences/sequences-figure.js";
export {
  type SizesFigureOptions,
  sizesFigure,
} from "./sizes/sizes-figure.js";
export {
  type SpiderFigureOptions,
  spiderFigure,
} from "./spider/spider-figure.js";
export {
  type SumOfDiametersFigureOptions,
  sumOfDiametersFigure,
} from "./sum-of-diameters/sum-of-diameters-figure.js";
export {
  type SwimmerFigureOptions,
  swimmerFigure,
} from "./swimmer/swimmer-figure.js";
export {
  type TimelineFigureOptions,
  timelineFigure,
} from "./timeline/timeline-figure.js";
export {
  type WaterfallFigureOptions,
  waterfallFigure,
} from "./waterfall/waterfall-figure.js";

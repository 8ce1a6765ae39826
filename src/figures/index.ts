export {
  type AnnotatedSlice,
  type AnnotationFigureOptions,
  annotatedSlice,
  annotationFigure,
  DEFAULT_ANNOTATION_FIGURE_OPTIONS,
} from "./annotation/annotation-figure.js";
export {
  type BoardFigureOptions,
  boardFigure,
  DEFAULT_BOARD_FIGURE_OPTIONS,
} from "./board/board-figure.js";
export {
  type BodyMapFigureOptions,
  bodyMapFigure,
  DEFAULT_BODY_MAP_FIGURE_OPTIONS,
  type View,
} from "./body-map/body-map-figure.js";
export {
  DEFAULT_GRAPH_FIGURE_OPTIONS,
  type GraphFigureOptions,
  graphFigure,
} from "./graph/graph-figure.js";
export type { ChangeChartOptions } from "./growth/change-chart-options.js";
export { Figure, type FigureContent } from "./kit/figure.js";
export {
  DEFAULT_FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
} from "./kit/figure-style.js";
export {
  DEFAULT_SLICE_IMAGE_OPTIONS,
  type SliceImage,
  type SliceImageOptions,
  sliceImage,
} from "./kit/slice-image.js";
export type { SvgDocument, SvgElement } from "./kit/svg.js";
export type { ThemeName } from "./kit/theme.js";
export type { NetworkOptions } from "./network/network-options.js";
export {
  DEFAULT_RETRIEVAL_FIGURE_OPTIONS,
  type RetrievalFigureOptions,
  retrievalFigure,
} from "./retrieval/retrieval-figure.js";
export {
  DEFAULT_SEQUENCES_FIGURE_OPTIONS,
  type SequencesFigureOptions,
  sequencesFigure,
} from "./sequences/sequences-figure.js";
export {
  DEFAULT_SIZES_FIGURE_OPTIONS,
  type SizesFigureOptions,
  sizesFigure,
} from "./sizes/sizes-figure.js";
export {
  DEFAULT_SPIDER_FIGURE_OPTIONS,
  type SpiderFigureOptions,
  spiderFigure,
} from "./spider/spider-figure.js";
export {
  DEFAULT_SWIMMER_FIGURE_OPTIONS,
  type SwimmerFigureOptions,
  swimmerFigure,
} from "./swimmer/swimmer-figure.js";
export {
  DEFAULT_WATERFALL_FIGURE_OPTIONS,
  type WaterfallFigureOptions,
  waterfallFigure,
} from "./waterfall/waterfall-figure.js";

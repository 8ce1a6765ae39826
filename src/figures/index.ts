export {
  type AnnotatedSlice,
  type AnnotationFigureOptions,
  annotatedSlice,
  annotationFigure,
  DEFAULT_ANNOTATION_FIGURE_OPTIONS,
} from "./annotation.js";
export {
  DEFAULT_SLICE_IMAGE_OPTIONS,
  type SliceImage,
  type SliceImageOptions,
  sliceImage,
} from "./board/slice-image.js";
export { type BoardFigureOptions, boardFigure, DEFAULT_BOARD_FIGURE_OPTIONS } from "./board.js";
export {
  type BodyMapFigureOptions,
  bodyMapFigure,
  DEFAULT_BODY_MAP_FIGURE_OPTIONS,
  type View,
} from "./body-map.js";
export { Figure, type FigureContent } from "./figure.js";
export { DEFAULT_GRAPH_FIGURE_OPTIONS, type GraphFigureOptions, graphFigure } from "./graph.js";
export type { ChangeChartOptions } from "./growth/options.js";
export {
  DEFAULT_SPIDER_FIGURE_OPTIONS,
  type SpiderFigureOptions,
  spiderFigure,
} from "./growth/spider.js";
export {
  DEFAULT_SWIMMER_FIGURE_OPTIONS,
  type SwimmerFigureOptions,
  swimmerFigure,
} from "./growth/swimmer.js";
export {
  DEFAULT_WATERFALL_FIGURE_OPTIONS,
  type WaterfallFigureOptions,
  waterfallFigure,
} from "./growth/waterfall.js";
export type { NetworkOptions } from "./network/options.js";
export {
  DEFAULT_RETRIEVAL_FIGURE_OPTIONS,
  type RetrievalFigureOptions,
  retrievalFigure,
} from "./retrieval.js";
export {
  DEFAULT_SEQUENCES_FIGURE_OPTIONS,
  type SequencesFigureOptions,
  sequencesFigure,
} from "./sequences.js";
export { DEFAULT_SIZES_FIGURE_OPTIONS, type SizesFigureOptions, sizesFigure } from "./sizes.js";
export { DEFAULT_FIGURE_OPTIONS, type FigureOptions, type FigureStyle } from "./style.js";
export type { SvgDocument, SvgElement } from "./svg.js";
export type { ThemeName } from "./theme.js";

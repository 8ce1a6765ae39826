/** Where along the body a CT slice lies, and its figure. `import … from "lesion-graph/bodypart"` */
export * from "../bodypart/index.js";
export {
  type BodyPartFigureOptions,
  bodyPartFigure,
} from "../figures/body-part/body-part-figure.js";
export type { ScoredVolume } from "../figures/body-part/score-thumbnails.js";

/** Options of the figures that show one patient's lesions as nodes or cells. */
import { boolean, choice, integer, type OptionSchema } from "../../core/options.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  HIGHLIGHT_OPTIONS,
  type HighlightOptions,
} from "./figure-style.js";

export const NODE_LABELS = Object.freeze(["row", "id", "sequence", "longAxisMm", "none"] as const);
/** Input row, lesion id, number of the sequence, long axis in mm, or nothing. */
export type NodeLabel = (typeof NODE_LABELS)[number];

export const COLOUR_BY = Object.freeze(["sequence", "type", "none"] as const);
export type ColourBy = (typeof COLOUR_BY)[number];

/** Options shared by figures that draw lesions as nodes: graph and sequences. */
export interface NodeFigureOptions extends FigureOptions, HighlightOptions {
  /** Text in a node. @defaultValue "row" */
  readonly nodeLabel: NodeLabel;
  /** "none" shows the lesions as they are before matching. @defaultValue "sequence" */
  readonly colourBy: ColourBy;
  /** Print distances on links. @defaultValue true */
  readonly distances: boolean;
  /**
   * Lesions beyond this number are left out, those of the sequences with the fewest studies first; at least 1.
   * @defaultValue 60
   */
  readonly maxLesions: number;
  /**
   * Studies as columns ("across") or as rows ("down"); "auto" takes columns unless they would be too
   * narrow for nodes and numbers. @defaultValue "auto"
   */
  readonly direction: "auto" | "across" | "down";
}

/** Declaration of the options of figures with nodes. */
export const NODE_FIGURE_OPTIONS: OptionSchema<NodeFigureOptions> = {
  ...FIGURE_OPTIONS,
  ...HIGHLIGHT_OPTIONS,
  nodeLabel: choice(
    NODE_LABELS,
    "row",
    "Text in a node: input row, lesion id, sequence, long axis",
  ),
  colourBy: choice(
    COLOUR_BY,
    "sequence",
    "Colour of nodes; none shows the lesions before matching",
  ),
  distances: boolean(true, "Print distances on links"),
  maxLesions: integer(
    60,
    "Lesions drawn; those of the sequences with the fewest studies go first",
    1,
  ),
  direction: choice(
    ["auto", "across", "down"],
    "auto",
    "Studies as columns (across) or rows (down)",
  ),
};

/** The cell of a lesion on the board: the lesion, its number, and what stands below. */
import { cutSign, isCut } from "../kit/cut-sign.js";
import { emphasis, type FigureStyle, type Highlight } from "../kit/figure-style.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import { lesionElement } from "../kit/lesion-element.js";
import { type Cell, content, sizeText } from "../kit/lesion-glyph.js";
import type { ColourBy, NodeLabel } from "../kit/patient-options.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import { type CellOptions, isFull, windowText } from "../kit/slice-image.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { nodeText, nodeTitle } from "../network/draw-node.js";

/** How a board is drawn. */
export interface BoardStyle extends CellOptions {
  readonly style: FigureStyle;
  readonly colourBy: ColourBy;
  readonly highlight: Highlight;
  readonly cellLabel: NodeLabel;
}

/** Draws the annotations of one lesion in one study, the first in front. */
export function drawCell(
  lesions: readonly ShownLesion[],
  cell: Cell,
  shown: ShownPatient,
  board: BoardStyle,
): SvgChild | undefined {
  const { style, slices, colourBy, sizes, cellLabel, axes } = board;
  const { theme, labelSize } = style;
  const [first] = lesions;
  if (first === undefined) return undefined;
  const colour = styleOfLesion(first, colourBy, shown.styles, style)?.colour ?? theme.neutral;
  const { x, y, side } = cell;
  const image = slices.get(first.lesion.row);
  const frame = {
    x: x - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
    fill: theme.background,
    stroke: colour,
    "stroke-width": 1.2,
  };
  const rows = lesions.map(({ lesion }) => lesion.row);
  const slice = isFull(first.lesion) ? first.lesion.keySlice : undefined;
  const below = [
    sizes ? sizeText(first.lesion) : "",
    image !== undefined && slice !== undefined ? `slice ${slice}` : "",
  ].filter((text) => text !== "");
  const window = image && windowText(image);
  return lesionElement(
    {
      rows,
      study: first.lesion.study,
      sequence: first.sequence,
      title: [
        nodeTitle(lesions),
        ...(image !== undefined && slice !== undefined ? [`slice ${slice}`] : []),
        ...(window === undefined ? [] : [`window ${window} HU`]),
      ].join(", "),
      opacity: emphasis(board.highlight, { rows, sequence: first.sequence }),
    },
    lesions.length > 1 ? svg("rect", { ...frame, x: frame.x + 2.5, y: frame.y - 2.5 }) : undefined,
    svg("rect", { class: "cell", ...frame }),
    content(first.lesion, cell, colour, style, image, axes),
    image === undefined ? undefined : svg("rect", { ...frame, fill: "none" }),
    cellNumber(nodeText(first, cellLabel, shown, style), cell, image !== undefined, style),
    ...below.map((text, i) =>
      label(text, x, y + side / 2 + labelSize * (0.95 + i * LINE_HEIGHT), {
        size: labelSize,
        anchor: "middle",
        fill: theme.muted,
      }),
    ),
    isCut(first.lesion, cell.fieldMm) ? cutSign(cell, style) : undefined,
    first.conflict ? conflictSign({ x: x + side / 2 - 2, y: y - side / 2 }, style) : undefined,
  );
}

/** The number of a cell in its upper left corner. */
function cellNumber(
  text: string,
  { x, y, side }: Cell,
  onPicture: boolean,
  { labelSize: size, theme }: FigureStyle,
): SvgChild | undefined {
  if (text === "") return undefined;
  return label(text, x - side / 2 + 2.2, y - side / 2 + size * 0.75, {
    size,
    fill: onPicture ? "#ffffff" : theme.muted,
    halo: onPicture ? "#000000" : theme.background,
  });
}

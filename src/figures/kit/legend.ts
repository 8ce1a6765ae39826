/** Legends and notes: symbols with their meaning, in lines as wide as the figure. */
import type { FigureStyle } from "./figure-style.js";
import { LINE_HEIGHT, label } from "./label.js";
import { layer } from "./lesion-element.js";
import { type Attributes, type SvgChild, type SvgNode, svg, translate } from "./svg.js";
import { textWidth, wrap } from "./text-metrics.js";

/** A symbol and what it means. The symbol is drawn about (0, 0). */
export interface LegendEntry {
  readonly text: string;
  readonly symbol?: SvgNode | undefined;
  /** In points. @defaultValue 0 */
  readonly symbolWidth?: number;
  /** In points, where it is higher than a line. */
  readonly symbolHeight?: number | undefined;
}

/** Entries of one kind, with a title in front if there is one. */
export interface LegendGroup {
  readonly title?: string | undefined;
  readonly entries: readonly LegendEntry[];
  /** Every entry begins a line, for a legend beside the drawing. @defaultValue false */
  readonly stacked?: boolean;
}

/** Something drawn from a line down, and how high it is. */
export interface Block {
  readonly height: number;
  readonly nodes: readonly SvgChild[];
}

/** A title or an entry on its way to a line. */
interface Piece {
  readonly width: number;
  /** Room after it, before the next one of the line. */
  readonly after: number;
  readonly height: number;
  draw(x: number, y: number): SvgChild[];
}

/**
 * The legend from `top` down, between `left` and `right`: groups one after the other; one that does not
 * fit into the rest of a line begins a new line, and one that is longer than a line goes on in the next.
 * Nothing is cut off: the text of an entry that is longer than a line is broken between words.
 */
export function legend(
  groups: readonly LegendGroup[],
  top: number,
  style: FigureStyle,
  left: number,
  right: number,
): Block {
  const shown = groups.filter(({ entries }) => entries.length > 0);
  if (!style.legend || shown.length === 0) return { height: 0, nodes: [] };
  const size = style.smallSize;
  const room = right - left;
  const lines: Piece[][] = [[]];
  let used = 0;
  const newLine = (): void => {
    lines.push([]);
    used = 0;
  };
  for (const { title, entries, stacked = false } of shown) {
    const pieces = [
      ...(title === undefined ? [] : [titlePiece(title, style)]),
      ...entries.map((entry, i) =>
        entryPiece(entry, room, i === entries.length - 1 ? GROUP_GAP : ENTRY_GAP, style),
      ),
    ];
    const whole = pieces.reduce(
      (sum, { width, after }, i) => sum + width + (i === pieces.length - 1 ? 0 : after),
      0,
    );
    if (used > 0 && used + whole > room) newLine();
    for (const piece of pieces) {
      if (used > 0 && (stacked || used + piece.width > room)) newLine();
      (lines.at(-1) as Piece[]).push(piece);
      used += piece.width + piece.after;
    }
  }
  const nodes: SvgChild[] = [];
  let y = top;
  for (const line of lines) {
    const height = Math.max(size * 1.8, ...line.map((piece) => piece.height + 2));
    let x = left;
    for (const piece of line) {
      nodes.push(...piece.draw(x, y + height / 2));
      x += piece.width + piece.after;
    }
    y += height;
  }
  return { height: y - top, nodes: [layer("legend", "Legend", ...nodes)] };
}

/** Room after titles, entries and groups, in sizes of the text. */
const [TITLE_GAP, ENTRY_GAP, GROUP_GAP] = [0.8, 1.3, 2.1];

function titlePiece(title: string, { smallSize: size, theme }: FigureStyle): Piece {
  return {
    width: textWidth(title, size, "bold"),
    after: TITLE_GAP * size,
    height: size,
    draw: (x, y) => [label(title, x, y, { size, weight: "bold", fill: theme.muted })],
  };
}

/** An entry; a text that is longer than a line goes on below itself. */
function entryPiece(
  entry: LegendEntry,
  room: number,
  gap: number,
  { smallSize: size, theme }: FigureStyle,
): Piece {
  const { text, symbol, symbolWidth = 0, symbolHeight = size } = entry;
  const before = symbolWidth > 0 ? symbolWidth + size * 0.5 : 0;
  const lines = wrap(text, room - before, size);
  const pitch = size * LINE_HEIGHT;
  return {
    width: before + Math.max(...lines.map((line) => textWidth(line, size))),
    after: gap * size,
    height: Math.max(symbolHeight, lines.length > 1 ? lines.length * pitch : size),
    draw: (x, y) => [
      ...(symbol === undefined
        ? []
        : [svg("g", { transform: translate(x + symbolWidth / 2, y) }, symbol)]),
      ...lines.map((line, i) =>
        label(line, x + before, y + (i - (lines.length - 1) / 2) * pitch, {
          size,
          fill: theme.text,
        }),
      ),
    ],
  };
}

/** A horizontal line about (0, 0), as the symbol of an entry. */
export const legendLine = (width: number, attributes: Attributes): SvgNode =>
  svg("line", { x1: -width / 2, x2: width / 2, y1: 0, y2: 0, ...attributes });

/** Sentences about what was left out, below everything else. */
export function notes(
  texts: readonly string[],
  top: number,
  style: FigureStyle,
  inset: number,
): Block {
  const size = style.smallSize;
  const lines = texts.flatMap((text) => wrap(text, style.width - 2 * inset, size));
  const nodes = lines.map((line, i) =>
    label(line, inset, top + (i + 0.5) * size * LINE_HEIGHT, { size, fill: style.theme.muted }),
  );
  return { height: lines.length * size * LINE_HEIGHT, nodes };
}

/** What the signs and texts of a board mean. */
import { cutEntry } from "../kit/cut-sign.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { JoinedPair } from "../kit/joined-pairs.js";
import type { LegendEntry, LegendGroup } from "../kit/legend.js";
import { legendLine } from "../kit/legend.js";
import { scaleEntry } from "../kit/scale-bar.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { windowText } from "../kit/slice-image.js";
import { breakEntry } from "../kit/study-gaps.js";
import { svg } from "../kit/svg.js";
import { conflictEntry } from "../kit/symbols.js";
import { labelEntries } from "../network/network-legends.js";
import type { BoardStyle } from "./draw-cell.js";
import { UNCERTAIN } from "./draw-joins.js";

/** Only of what is drawn. */
export function boardSigns(
  shown: ShownPatient,
  {
    board,
    side,
    pairs,
    cut,
  }: {
    readonly board: BoardStyle;
    /** Of a cell, points. */
    readonly side: number;
    readonly pairs: readonly JoinedPair[];
    /** Some lesions are larger than their cell. */
    readonly cut: boolean;
  },
): LegendGroup {
  const { style } = board;
  const signs: (LegendEntry | false)[] = [
    scaleEntry(board.fieldMm, side, style),
    pairs.some(({ uncertain }) => uncertain) && uncertainEntry(style),
    cut && cutEntry(style),
    shown.lesions.some(({ lesion, node }) => lesion.row !== node) && duplicateEntry(style),
    shown.lesions.some(({ conflict }) => conflict) && conflictEntry(style),
  ];
  return {
    entries: [
      ...breakEntry(shown, style),
      ...signs.filter((entry) => entry !== false),
      ...labelEntries("Cell", shown, board.cellLabel),
      ...(board.sizes ? [{ text: "Below: long × short axis (mm)" }] : []),
      { text: "Rows from head (top) to feet" },
    ],
  };
}

/** The window of the slices; where they differ, the tooltips have them. */
export function windowNotes({ slices }: Pick<BoardStyle, "slices">): string[] {
  const windows = new Set(Array.from(slices.values(), windowText));
  windows.delete(undefined);
  const [only] = windows;
  if (only === undefined) return [];
  return [windows.size === 1 ? `Window ${only} HU.` : "Windows differ; they are in the tooltips."];
}

const uncertainEntry = ({ theme, fontSize }: FigureStyle): LegendEntry => ({
  text: "uncertain link",
  symbolWidth: fontSize * 2.2,
  symbol: legendLine(fontSize * 2.2, {
    stroke: theme.text,
    "stroke-width": 1.8,
    "stroke-dasharray": UNCERTAIN,
    "stroke-linecap": "round",
  }),
});

const duplicateEntry = ({ theme, smallSize }: FigureStyle): LegendEntry => ({
  text: "duplicate annotation",
  symbolWidth: smallSize * 1.6,
  symbolHeight: smallSize * 1.4,
  symbol: svg(
    "g",
    { fill: theme.background, stroke: theme.neutral, "stroke-width": 0.8 },
    svg("rect", { x: -smallSize * 0.4, y: -smallSize * 0.7, width: smallSize, height: smallSize }),
    svg("rect", { x: -smallSize * 0.65, y: -smallSize * 0.4, width: smallSize, height: smallSize }),
  ),
});

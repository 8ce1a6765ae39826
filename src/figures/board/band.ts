/** One band of the board: a few studies side by side, with their cells and joins. */

import { lanesOf } from "../network/lanes.js";
import type { Mark, ShownPatient } from "../network/marks.js";
import { conflictSign, inWords, lookOf } from "../network/nodes.js";
import { label, plate } from "../parts/text.js";
import type { FigureStyle } from "../style.js";
import { pathData, type SvgChild, svg } from "../svg.js";
import { textWidth } from "../text/measure.js";
import { type Cell, content, sizeText } from "./glyph.js";
import type { SliceImage } from "./slice-image.js";

export interface BoardStyle {
  readonly style: FigureStyle;
  readonly colourBy: "sequence" | "type";
  readonly slices: ReadonlyMap<number, SliceImage>;
  readonly fieldMm: number;
  readonly sizes: boolean;
}

export interface Band {
  readonly nodes: readonly SvgChild[];
  readonly height: number;
}

/** How many studies stand side by side: all, or as many as keep cells legible, evenly spread over bands. */
export function perBand(studies: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(1, Math.floor((width - 4) / (4.9 * fontSize)));
  return Math.max(1, Math.ceil(studies / Math.ceil(Math.max(1, studies) / most)));
}

/** Side of a cell in points: as wide as the columns allow, smaller where all lanes would not fit on a page. */
export function cellSide(shown: ShownPatient, columns: number, style: FigureStyle): number {
  const { width, fontSize } = style;
  const lanes = Math.max(0, ...lanesOf(shown.marks, 2, true).values()) + 1;
  const bands = Math.ceil(shown.studies.length / columns);
  const byWidth = (width - 2 * fontSize) / columns - 2.4 * fontSize;
  const byHeight = (76 * fontSize) / (lanes * bands) - 2.2 * fontSize;
  return Math.max(2.6 * fontSize, Math.min(byWidth, byHeight, 7 * fontSize));
}

/** A lesion of a study with its cell. */
interface Placed {
  readonly marks: readonly Mark[];
  readonly cell: Cell;
}

/** Draws these studies from `top` down. */
export function band(
  shown: ShownPatient,
  studies: readonly number[],
  columns: number,
  top: number,
  side: number,
  board: BoardStyle,
): Band {
  const { style, sizes } = board;
  const { fontSize, labelSize, width } = style;
  // Where there are several bands, numbers of joins to them stand at both ends.
  const left = columns < shown.studies.length ? fontSize : 2;
  const pitch = (width - 2 * left) / columns;
  const marks = shown.marks.filter(({ lesion }) => studies.includes(lesion.study));
  const lanes = lanesOf(marks, 2, true);
  const count = Math.max(0, ...lanes.values()) + 1;
  const below = (sizes ? labelSize * 1.5 : 0) + fontSize * 0.9;
  const laneHeight = side + below;
  const head = fontSize * 2.2;
  const height = head + count * laneHeight + fontSize * 0.9;

  const placed = new Map<number, Placed>();
  for (const mark of marks) {
    const before = placed.get(mark.node);
    const column = studies.indexOf(mark.lesion.study);
    const cell = before?.cell ?? {
      x: left + (column + 0.5) * pitch,
      y:
        top +
        head +
        fontSize * 0.7 +
        (lanes.get(mark.lesion.row) as number) * laneHeight +
        side / 2,
      side,
      fieldMm: board.fieldMm,
    };
    placed.set(mark.node, { marks: [...(before?.marks ?? []), mark], cell });
  }
  return {
    height,
    nodes: [
      ...headings(studies, { left, pitch, top, head, height }, style),
      svg("g", { "aria-label": "joins" }, ...joins(shown, studies, placed, board)),
      svg(
        "g",
        { "aria-label": "lesions" },
        ...Array.from(placed.values(), (one) => drawCell(one, shown, board)),
      ),
    ],
  };
}

function headings(
  studies: readonly number[],
  {
    left,
    pitch,
    top,
    head,
    height,
  }: Readonly<Record<"left" | "pitch" | "top" | "head" | "height", number>>,
  { fontSize, smallSize, theme }: FigureStyle,
): SvgChild[] {
  const fits = studies.every((study) => textWidth(`Study ${study}`, fontSize, "bold") < pitch - 2);
  return studies.flatMap((study, i) => [
    ...(i % 2 === 0
      ? [
          svg("rect", {
            x: left + i * pitch,
            y: top + head,
            width: pitch,
            height: height - head - fontSize * 0.4,
            fill: theme.band,
          }),
        ]
      : []),
    label(`Study ${study}`, left + (i + 0.5) * pitch, top + head - fontSize, {
      size: fits ? fontSize : smallSize,
      weight: "bold",
      anchor: "middle",
    }),
  ]);
}

function drawCell({ marks, cell }: Placed, shown: ShownPatient, board: BoardStyle): SvgChild {
  const { style, slices, colourBy, sizes } = board;
  const { theme, labelSize } = style;
  const first = marks[0] as Mark;
  const colour = lookOf(first, colourBy, shown.looks, style)?.colour ?? theme.neutral;
  const { x, y, side } = cell;
  const image = slices.get(first.lesion.row);
  const frame = {
    x: x - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
    fill: theme.background,
    stroke: colour,
    "stroke-width": 1,
  };
  const twice = marks.length > 1 ? `, marked ${marks.length} times in its study` : "";
  const conflict = first.conflict
    ? ", conflict: its sequence has another lesion of this study"
    : "";
  const title = `${inWords(first.lesion)}, sequence ${first.sequence}${twice}${conflict}`;
  const size = sizeText(first.lesion);
  return svg(
    "g",
    { role: "graphics-symbol img", "aria-label": title },
    svg("title", {}, title),
    marks.length > 1 ? svg("rect", { ...frame, x: frame.x + 2.5, y: frame.y - 2.5 }) : undefined,
    svg("rect", frame),
    content(first.lesion, cell, colour, style, image),
    sizes && size !== ""
      ? label(size, x, y + side / 2 + labelSize * 0.9, {
          size: labelSize,
          anchor: "middle",
          fill: theme.muted,
        })
      : undefined,
    first.conflict ? conflictSign({ x: x + side / 2 - 2, y: y - side / 2 }, style) : undefined,
  );
}

/** Lines from cell to cell of a sequence, and stubs to earlier and later bands, with its number. */
function joins(
  shown: ShownPatient,
  studies: readonly number[],
  placed: ReadonlyMap<number, Placed>,
  { style }: BoardStyle,
): SvgChild[] {
  const [first, last] = [studies[0] as number, studies.at(-1) as number];
  return Array.from(shown.looks).flatMap(([sequence, { colour }]) => {
    const own = Array.from(placed.values()).filter(({ marks }) => marks[0]?.sequence === sequence);
    if (own.length === 0) return [];
    const byStudy = grouped(own);
    const steps = Array.from(byStudy.values());
    const all = shown.marks.filter((mark) => mark.sequence === sequence);
    const drawn: SvgChild[] = [];
    const line = (
      fromX: number,
      fromY: number,
      toX: number,
      toY: number,
      dashes?: string,
    ): void => {
      drawn.push(
        svg("path", {
          d: pathData`M${fromX},${fromY}L${toX},${toY}`,
          stroke: colour,
          "stroke-width": 1.8,
          "stroke-dasharray": dashes,
          fill: "none",
        }),
      );
    };
    /** A join to another band: a dotted piece with the number at its end. */
    const stub = ({ x, y, side }: Cell, direction: 1 | -1): void => {
      const from = x + (direction * side) / 2;
      const to = from + direction * style.fontSize * 1.2;
      line(from, y, to, y, "2 1.4");
      drawn.push(number(sequence, to, y, style));
    };
    steps.slice(1).forEach((cells, i) => {
      for (const [a, b] of pairsOf(steps[i] as readonly Cell[], cells)) {
        const [from, to] = [a.x + a.side / 2, b.x - b.side / 2];
        line(from, a.y, to, b.y);
        drawn.push(number(sequence, (from + to) / 2, (a.y + b.y) / 2, style));
      }
    });
    if (all.some(({ lesion }) => lesion.study < first)) {
      for (const cell of steps[0] as readonly Cell[]) stub(cell, -1);
    }
    if (all.some(({ lesion }) => lesion.study > last)) {
      for (const cell of steps.at(-1) as readonly Cell[]) stub(cell, 1);
    }
    return drawn;
  });
}

/** The cells of each study, studies ascending. */
function grouped(own: readonly Placed[]): Map<number, Cell[]> {
  const byStudy = new Map<number, Cell[]>();
  for (const { marks, cell } of own) {
    const study = (marks[0] as Mark).lesion.study;
    byStudy.set(study, [...(byStudy.get(study) ?? []), cell]);
  }
  return byStudy;
}

/** Every cell with one of the other study: side by side, and what is left with the first. */
const pairsOf = (before: readonly Cell[], after: readonly Cell[]): (readonly [Cell, Cell])[] =>
  Array.from({ length: Math.max(before.length, after.length) }, (_, k) => [
    before[Math.min(k, before.length - 1)] as Cell,
    after[Math.min(k, after.length - 1)] as Cell,
  ]);

/** The number of a sequence on its join. */
function number(sequence: number, x: number, y: number, style: FigureStyle): SvgChild {
  const text = String(sequence);
  const halfWidth = textWidth(text, style.labelSize, "bold") / 2 + 1.2;
  const box = { x, y, halfWidth, halfHeight: style.labelSize * 0.55 };
  return plate(
    text,
    box,
    { size: style.labelSize, weight: "bold", fill: style.theme.text },
    style.theme.background,
  );
}

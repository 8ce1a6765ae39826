/** One band of the board: a few studies side by side, with their cells and joins. */

import { cutSign, isCut } from "../kit/cut-sign.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { type Cell, content, sizeText } from "../kit/lesion-glyph.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import type { SliceImage } from "../kit/slice-image.js";
import { breakSign, followsGap } from "../kit/study-gaps.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { textWidth } from "../kit/text-metrics.js";
import { lesionText } from "../kit/wording.js";
import { drawJoins } from "./draw-joins.js";
import type { BandPlan } from "./plan-bands.js";

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

/** A lesion of a study with its cell. */
interface Placed {
  readonly marks: readonly ShownLesion[];
  readonly cell: Cell;
}

/** Draws this band from `top` down. */
export function band(
  shown: ShownPatient,
  plan: BandPlan,
  columns: number,
  top: number,
  side: number,
  board: BoardStyle,
): Band {
  const { style, sizes } = board;
  const { fontSize, labelSize, width, theme } = style;
  const { studies } = plan;
  // Where there are several bands, numbers of joins to them stand at both ends.
  const left = columns < shown.studies.length ? fontSize : 2;
  const pitch = (width - 2 * left) / columns;
  const below = (sizes ? labelSize * 1.5 : 0) + fontSize * 0.9;
  const laneHeight = side + below;
  const head = fontSize * 2.2;
  const height = head + plan.lanes * laneHeight + fontSize * 0.9;
  const laneAt = (node: number): number =>
    top + head + fontSize * 0.7 + (plan.laneOf.get(node) as number) * laneHeight + side / 2;

  const withPlace = new Map<number, Placed>();
  for (const mark of plan.marks) {
    const before = withPlace.get(mark.node);
    const column = studies.indexOf(mark.lesion.study);
    const cell = before?.cell ?? {
      x: left + (column + 0.5) * pitch,
      y: laneAt(mark.node),
      side,
      fieldMm: board.fieldMm,
    };
    withPlace.set(mark.node, { marks: [...(before?.marks ?? []), mark], cell });
  }
  const joins = plan.pairs.map((pair) => ({
    ...pair,
    colour: shown.styles.get(pair.sequence)?.colour ?? theme.neutral,
  }));
  const cells = new Map(
    Array.from(withPlace, ([node, { cell }]) => [
      node,
      { x: cell.x, y: cell.y, halfWidth: side / 2, halfHeight: side / 2 },
    ]),
  );
  const frame = { cells, laneAt, left: 1, right: width - 1, gutter: pitch - side };
  return {
    height,
    nodes: [
      ...headings(studies, { left, pitch, top, head, height }, style),
      ...studies.flatMap((study, i) =>
        followsGap(shown.studies, shown.studies.indexOf(study))
          ? [breakSign({ x: left + i * pitch, y: top + head }, "across", style)]
          : [],
      ),
      svg("g", { "aria-label": "joins" }, ...drawJoins(joins, frame, style)),
      svg(
        "g",
        { "aria-label": "lesions" },
        ...Array.from(withPlace.values(), (one) => drawCell(one, shown, board)),
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
  const first = marks[0] as ShownLesion;
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
    "stroke-width": 1,
  };
  const twice = marks.length > 1 ? `, marked ${marks.length} times in its study` : "";
  const conflict = first.conflict
    ? ", conflict: its sequence has another lesion of this study"
    : "";
  const title = `${lesionText(first.lesion)}, sequence ${first.sequence}${twice}${conflict}`;
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
    isCut(first.lesion, cell.fieldMm) ? cutSign(cell, style) : undefined,
    first.conflict ? conflictSign({ x: x + side / 2 - 2, y: y - side / 2 }, style) : undefined,
  );
}

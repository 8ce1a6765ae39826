/** One band of the board: a few studies side by side, with their cells and joins. */

import { emphasis, type FigureStyle } from "../kit/figure-style.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import type { ShownPatient } from "../kit/shown-patient.js";
import { byNode } from "../kit/shown-patient.js";
import { breakSign, followsGap } from "../kit/study-gaps.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { headingOf } from "../network/study-headings.js";
import { type BoardStyle, drawCell } from "./draw-cell.js";
import { drawJoins } from "./draw-joins.js";
import { type BandPlan, BESIDE } from "./plan-bands.js";

/** Heights of a lane, and of what a band has above and below its lanes. */
export function bandHeights(
  side: number,
  { sizes, slices, style: { fontSize, labelSize } }: BoardStyle,
): { readonly lane: number; readonly band: number } {
  const lines = (sizes ? 1 : 0) + (slices.size > 0 ? 1 : 0);
  return { lane: side + lines * labelSize * LINE_HEIGHT + fontSize * 1.1, band: fontSize * 3.1 };
}

/** Draws this band from `top` down. */
export function band(
  shown: ShownPatient,
  plan: BandPlan,
  columns: number,
  top: number,
  side: number,
  board: BoardStyle,
): { readonly nodes: readonly SvgChild[]; readonly height: number } {
  const { style } = board;
  const { fontSize, width, theme } = style;
  const { studies } = plan;
  // Where there are several bands, numbers of joins to them stand at both ends.
  const left = columns < shown.studies.length ? fontSize : 2;
  const pitch = (width - 2 * left) / columns;
  const { lane: laneHeight, band: frameHeight } = bandHeights(side, board);
  const head = fontSize * 2.2;
  const height = plan.lanes * laneHeight + frameHeight;
  const laneAt = (node: number): number =>
    top + head + fontSize * 0.7 + (plan.laneOf.get(node) as number) * laneHeight + side / 2;

  const placed = Array.from(byNode(plan.lesions), ([node, lesions]) => {
    const column = studies.indexOf(lesions[0]!.lesion.study);
    const beside = plan.besideOf.get(node) ?? 0;
    const x = left + (column + 0.5) * pitch + beside * (side + BESIDE * fontSize);
    return { node, lesions, cell: { x, y: laneAt(node), side, fieldMm: board.fieldMm } };
  });
  const joins = plan.pairs.map((pair) => ({
    ...pair,
    colour:
      (board.colourBy === "sequence" ? shown.styles.get(pair.sequence)?.colour : undefined) ??
      theme.neutral,
    opacity: emphasis(board.highlight, { rows: [], sequence: pair.sequence }),
  }));
  const cells = new Map(
    placed.map(({ node, cell: { x, y } }) => [
      node,
      { x, y, halfWidth: side / 2, halfHeight: side / 2 },
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
      svg(
        "g",
        { class: "joins", role: "group", "aria-label": "joins" },
        ...drawJoins(joins, frame, style),
      ),
      svg(
        "g",
        { class: "lesions", role: "group", "aria-label": "lesions" },
        ...placed.map(({ lesions, cell }) => drawCell(lesions, cell, shown, board)),
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
  const fits = studies.every((study) => textWidth(headingOf(study), fontSize, "bold") < pitch - 2);
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
    label(headingOf(study), left + (i + 0.5) * pitch, top + head - fontSize, {
      size: fits ? fontSize : smallSize,
      weight: "bold",
      anchor: "middle",
    }),
  ]);
}

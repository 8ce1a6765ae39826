/** One band of the board: a few studies side by side, with their cells and joins. */

import { cutSign, isCut } from "../kit/cut-sign.js";
import { emphasis, type FigureStyle, type Highlight } from "../kit/figure-style.js";
import { LINE_HEIGHT, label } from "../kit/label.js";
import { lesionElement } from "../kit/lesion-element.js";
import { type Cell, content, sizeText } from "../kit/lesion-glyph.js";
import type { ColourBy, NodeLabel } from "../kit/patient-options.js";
import { styleOfLesion } from "../kit/sequence-style.js";
import type { ShownLesion, ShownPatient } from "../kit/shown-patient.js";
import { type CellOptions, isFull } from "../kit/slice-image.js";
import { breakSign, followsGap } from "../kit/study-gaps.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { conflictSign } from "../kit/symbols.js";
import { textWidth } from "../kit/text-metrics.js";
import { nodeText, nodeTitle } from "../network/draw-node.js";
import { headingOf } from "../network/study-headings.js";
import { drawJoins } from "./draw-joins.js";
import { type BandPlan, BESIDE } from "./plan-bands.js";

export interface BoardStyle extends CellOptions {
  readonly style: FigureStyle;
  readonly colourBy: ColourBy;
  readonly highlight: Highlight;
  readonly cellLabel: NodeLabel;
}

export interface Band {
  readonly nodes: readonly SvgChild[];
  readonly height: number;
}

/** A lesion of a study with its cell. */
interface Placed {
  readonly lesions: readonly ShownLesion[];
  readonly cell: Cell;
}

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
): Band {
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

  const withPlace = new Map<number, Placed>();
  for (const one of plan.lesions) {
    const before = withPlace.get(one.node);
    const column = studies.indexOf(one.lesion.study);
    const beside = plan.besideOf.get(one.node) ?? 0;
    const cell = before?.cell ?? {
      x: left + (column + 0.5) * pitch + beside * (side + BESIDE * fontSize),
      y: laneAt(one.node),
      side,
      fieldMm: board.fieldMm,
    };
    withPlace.set(one.node, { lesions: [...(before?.lesions ?? []), one], cell });
  }
  const joins = plan.pairs.map((pair) => ({
    ...pair,
    colour:
      (board.colourBy === "sequence" ? shown.styles.get(pair.sequence)?.colour : undefined) ??
      theme.neutral,
    opacity: emphasis(board.highlight, { rows: [], sequence: pair.sequence }),
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
      svg(
        "g",
        { class: "joins", role: "group", "aria-label": "joins" },
        ...drawJoins(joins, frame, style),
      ),
      svg(
        "g",
        { class: "lesions", role: "group", "aria-label": "lesions" },
        ...Array.from(withPlace.values()).flatMap((one) => drawCell(one, shown, board)),
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

function drawCell({ lesions, cell }: Placed, shown: ShownPatient, board: BoardStyle): SvgChild[] {
  const { style, slices, colourBy, sizes, cellLabel, axes } = board;
  const { theme, labelSize } = style;
  const [first] = lesions;
  if (first === undefined) return [];
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
  const window = image?.windowHu?.map((hu) => String(hu).replace("-", "−")).join(" to ");
  return [
    lesionElement(
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
      lesions.length > 1
        ? svg("rect", { ...frame, x: frame.x + 2.5, y: frame.y - 2.5 })
        : undefined,
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
    ),
  ];
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

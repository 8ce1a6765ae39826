/** The joins of a band: what matching linked, from cell to cell, with the number of the sequence. */
import type { Box, Point } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { JoinedPair } from "../kit/joined-pairs.js";
import { labelPlate } from "../kit/label.js";
import { linkElement } from "../kit/lesion-element.js";
import { linePath, type SvgChild } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";

/** Where joins can go. */
export interface JoinFrame {
  readonly cells: ReadonlyMap<number, Box>;
  /** Middle of the lane of a node that is in another band. */
  laneAt(node: number): number;
  /** Edges of the band, and the gap between two columns. */
  readonly left: number;
  readonly right: number;
  readonly gutter: number;
}

export interface Join extends JoinedPair {
  readonly colour: string;
  readonly opacity: number | undefined;
}

const ELSEWHERE = "2 1.4";
export const UNCERTAIN = "0.1 3";

/**
 * A line for every pair with both ends in the band; where another cell stands between, it goes above that
 * one, so that it does not seem to end there. A pair whose other end is in another band is dotted up to the
 * edge of this one, where its number stands; one that only passes goes dotted from edge to edge.
 */
export function drawJoins(
  joins: readonly Join[],
  frame: JoinFrame,
  style: FigureStyle,
): SvgChild[] {
  const { cells, left, right, gutter } = frame;
  const numbers: SvgChild[] = [];
  const numbered = new Set<string>();
  const say = (sequence: number, at: Point): void => {
    const key = `${sequence} ${at.x.toFixed(1)} ${at.y.toFixed(1)}`;
    if (!numbered.has(key)) numbers.push(number(sequence, at, style));
    numbered.add(key);
  };
  const lines = joins.map(
    ({ from: first, to: second, sequence, title, colour, opacity, uncertain }) => {
      const [a, b] = [cells.get(first), cells.get(second)];
      const half = numberWidth(sequence, style) / 2;
      const lane = a ?? b;
      const y = lane === undefined ? frame.laneAt(first) : lane.y;
      const from = a ? { x: a.x + a.halfWidth, y: a.y } : { x: left + half, y };
      const to = b ? { x: b.x - b.halfWidth, y: b.y } : { x: right - half, y };
      const points = aroundCells(from, to, cells, gutter);
      if (a && b) {
        // In the first gap: where the line crosses a study, cells of other lanes may lie on its middle.
        const next = points[1] as Point;
        const share = points.length > 2 ? 0.5 : gutter / 2 / Math.max(gutter, next.x - from.x);
        say(sequence, {
          x: from.x + share * (next.x - from.x),
          y: from.y + share * (next.y - from.y),
        });
      } else {
        if (!a) say(sequence, from);
        if (!b) say(sequence, to);
      }
      return linkElement(
        { from: first, to: second, sequence, kind: "link", title, opacity },
        linePath(points.map(({ x, y }) => [x, y])),
        {
          stroke: colour,
          "stroke-width": 1.8,
          "stroke-dasharray": a && b ? (uncertain ? UNCERTAIN : undefined) : ELSEWHERE,
          "stroke-linecap": uncertain && a && b ? "round" : undefined,
          "stroke-linejoin": "round",
        },
      );
    },
  );
  return [...lines, ...numbers];
}

/**
 * From one point to the other: along the lane of the first through the columns between, so that the line
 * crosses no text of another lane, or above it where a cell is in the way; to the other lane in the last gap.
 */
function aroundCells(
  from: Point,
  to: Point,
  cells: ReadonlyMap<number, Box>,
  gutter: number,
): readonly Point[] {
  const inWay = [...cells.values()].find(
    ({ x, y, halfWidth, halfHeight }) =>
      x - halfWidth > from.x && x + halfWidth < to.x && Math.abs(y - from.y) < halfHeight,
  );
  const bend = gutter * 0.6;
  if (inWay !== undefined) {
    const above = from.y - inWay.halfHeight - 3;
    return [from, { x: from.x + bend, y: above }, { x: to.x - bend, y: above }, to];
  }
  if (from.y === to.y || to.x - from.x <= gutter + 0.01) return [from, to];
  return [from, { x: to.x - gutter, y: from.y }, to];
}

const numberWidth = (sequence: number, { labelSize }: FigureStyle): number =>
  textWidth(String(sequence), labelSize, "bold") + 2.4;

/** The number of a sequence on its join. */
function number(sequence: number, { x, y }: Point, style: FigureStyle): SvgChild {
  const { labelSize, theme } = style;
  const box = { x, y, halfWidth: numberWidth(sequence, style) / 2, halfHeight: labelSize * 0.55 };
  const words = { size: labelSize, weight: "bold", fill: theme.text } as const;
  return labelPlate(String(sequence), box, words, theme.background);
}

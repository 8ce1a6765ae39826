/** Labels at the ends of lines: beside the last point, without covering each other. */
import { type Box, collide, grown } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label, textBox } from "../kit/label.js";
import { spread } from "../kit/spread.js";
import { type SvgChild, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";

/** A line on the page with the text that names it. */
export interface EndedLine {
  readonly text: string;
  readonly colour: string;
  readonly sequence: number;
  /** The points of the line, in time order; at least one. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Room right of the plot that labels of lines ending there need. */
export const endLabelWidth = (texts: readonly string[], { smallSize }: FigureStyle): number =>
  Math.max(0, ...texts.map((text) => textWidth(text, smallSize, "bold"))) + smallSize * 1.4;

/**
 * Labels of lines. Those that end at the right edge stand in a column there, moved apart with short grey
 * connectors; the others stand at their last point, at the first of eight places that is free of other
 * labels and lines. O(lines² x points).
 *
 * @param right the right edge of the plot, where the last study lies
 */
export function endLabels(
  lines: readonly EndedLine[],
  area: { readonly top: number; readonly bottom: number; readonly right: number },
  style: FigureStyle,
): SvgChild[] {
  const size = style.smallSize;
  const atEdge = lines.filter(({ points }) => endOf(points)[0] > area.right - size * 1.2);
  const ends = atEdge.map(({ points }) => endOf(points));
  const places = spread(
    ends.map(([, y]) => y - area.top),
    ends.map(() => size / 2),
    size * 0.25,
    area.bottom - area.top,
  ).map((place) => place + area.top);
  const taken: Box[] = [];
  const column = atEdge.map((line, i) => {
    const [x, y] = ends[i] ?? [0, 0];
    const place = places[i] ?? y;
    const left = area.right + size * 0.9;
    const width = textWidth(line.text, size, "bold");
    taken.push({ x: left + width / 2, y: place, halfWidth: width / 2, halfHeight: size / 2 });
    const moved = Math.abs(place - y) > size * 0.4;
    return svg(
      "g",
      { "data-sequence": line.sequence },
      moved
        ? svg("line", {
            x1: x + size * 0.55,
            y1: y,
            x2: left - size * 0.15,
            y2: place,
            stroke: line.colour,
            "stroke-width": 0.5,
          })
        : undefined,
      nameOf(line, left, place, style),
    );
  });
  const above: { readonly end: readonly [number, number]; readonly box: Box }[] = [];
  const inside = lines
    .filter((line) => !atEdge.includes(line))
    .sort((a, b) => endOf(a.points)[1] - endOf(b.points)[1] || a.sequence - b.sequence)
    .map((line) => {
      const end = endOf(line.points);
      const near = above.filter((one) => Math.abs(one.end[0] - end[0]) < size * 3);
      const top = Math.max(Number.NEGATIVE_INFINITY, ...near.map(({ box }) => box.y));
      const box = freePlace(line, lines, taken, { ...area, above: top }, size);
      taken.push(box);
      above.push({ end, box });
      return svg(
        "g",
        { "data-sequence": line.sequence },
        nameOf(line, box.x - box.halfWidth, box.y, style),
      );
    });
  return [...column, ...inside];
}

const endOf = (points: EndedLine["points"]): readonly [number, number] => points.at(-1) ?? [0, 0];

const nameOf = ({ text }: EndedLine, x: number, y: number, style: FigureStyle): SvgChild =>
  label(text, x, y, {
    size: style.smallSize,
    weight: "bold",
    halo: style.theme.background,
  });

/**
 * The place around the end of a line with least cover: labels count most, then the order of the ends, lines, and the
 * distance. Labels of ends above stand above it.
 */
function freePlace(
  line: EndedLine,
  lines: readonly EndedLine[],
  taken: readonly Box[],
  area: { readonly top: number; readonly bottom: number; readonly above: number },
  size: number,
): Box {
  const [x, y] = endOf(line.points);
  const base = textBox(line.text, 0, 0, size, "bold");
  const [dx, dy] = [base.halfWidth + size * 0.8, size * 1.05];
  const offsets: readonly (readonly [number, number])[] = [
    [dx, 0],
    [dx, -dy],
    [dx, dy],
    [0, -dy],
    [0, dy],
    [-dx, -dy],
    [-dx, dy],
    [dx, -2 * dy],
    [dx, 2 * dy],
  ];
  const cost = (box: Box, i: number): number =>
    100 * taken.filter((other) => collide(box, other, 0.5)).length +
    (box.y - size / 2 < area.top || box.y + size / 2 > area.bottom ? 60 : 0) +
    (box.y < area.above ? 30 : 0) +
    10 * lines.filter(({ points }) => crosses(points, grown(box, size * 0.3))).length +
    i * 0.1;
  const boxes = offsets.map(([ox, oy]): Box => ({ ...base, x: x + ox, y: y + oy }));
  return boxes.reduce(
    (best, box, i) => {
      const now = cost(box, i);
      return now < best.cost ? { box, cost: now } : best;
    },
    { box: { ...base, x: x + dx, y }, cost: Number.POSITIVE_INFINITY },
  ).box;
}

/** Whether a line passes through a box, looked at every two points of the page. */
export function crosses(points: EndedLine["points"], box: Box): boolean {
  return points.some(([x2, y2], i) => {
    const [x1, y1] = points[i - 1] ?? [x2, y2];
    const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 2));
    for (let k = 0; k <= steps; k++) {
      const [x, y] = [x1 + ((x2 - x1) * k) / steps, y1 + ((y2 - y1) * k) / steps];
      if (Math.abs(x - box.x) < box.halfWidth && Math.abs(y - box.y) < box.halfHeight) return true;
    }
    return false;
  });
}

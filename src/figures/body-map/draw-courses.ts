/** One patient's sequences on the body map: from the first study (open) to the last. */
import type { Lesion } from "../../core/lesion.js";
import { type Area, type Box, collide } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { labelPlate } from "../kit/label.js";
import { lesionElement } from "../kit/lesion-element.js";
import { byNode, type ShownLesion, type ShownPatient } from "../kit/shown-patient.js";
import { linePath, type SvgNode, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { nodeTitle } from "../network/draw-node.js";

interface Placed {
  readonly lesions: readonly ShownLesion[];
  readonly first: ShownLesion;
  readonly x: number;
  readonly y: number;
}

/** Courses and lesions of the sequences, their numbers, and the sequences whose number has no room. */
export interface DrawnCourses {
  readonly nodes: readonly SvgNode[];
  readonly numbers: readonly SvgNode[];
  readonly unnumbered: readonly number[];
}

/** The course of every sequence with its number, lesions of single studies small and open. O(n). */
export function drawCourses(
  shown: ShownPatient,
  at: (lesion: Lesion) => readonly [x: number, y: number] | undefined,
  area: Area,
  style: FigureStyle,
): DrawnCourses {
  const { theme, labelSize: size, fontSize } = style;
  const placed = Array.from(byNode(shown.lesions).values()).flatMap((lesions): Placed[] => {
    const [first] = lesions;
    const place = first && at(first.lesion);
    return first === undefined || place === undefined
      ? []
      : [{ lesions, first, x: place[0], y: place[1] }];
  });
  const radius = fontSize * 0.4;
  const taken: Box[] = placed.map(({ x, y }) => ({ x, y, halfWidth: radius, halfHeight: radius }));
  const lines: SvgNode[] = [];
  const dots: SvgNode[] = [];
  const numbers: SvgNode[] = [];
  const unnumbered: number[] = [];
  for (const id of new Set(placed.map(({ first }) => first.sequence))) {
    const own = placed
      .filter(({ first }) => first.sequence === id)
      .sort((a, b) => a.first.lesion.study - b.first.lesion.study);
    const colour = shown.styles.get(id)?.colour;
    if (own.length > 1) {
      lines.push(
        svg("path", {
          class: "course",
          "data-sequence": id,
          d: linePath(own.map(({ x, y }) => [x, y])),
          fill: "none",
          stroke: colour ?? theme.neutral,
          "stroke-width": 0.9,
        }),
      );
    }
    own.forEach(({ lesions, first, x, y }, i) => {
      dots.push(
        lesionElement(
          {
            rows: lesions.map(({ lesion }) => lesion.row),
            study: first.lesion.study,
            sequence: id,
            title: nodeTitle(lesions),
          },
          svg("circle", {
            class: "node",
            cx: x,
            cy: y,
            r: colour === undefined ? radius * 0.7 : radius,
            fill: i === 0 || colour === undefined ? theme.background : colour,
            stroke: colour ?? theme.neutral,
            "stroke-width": 1,
          }),
        ),
      );
    });
    const last = own.at(-1);
    if (colour === undefined || last === undefined) continue;
    const box = freePlace(String(id), last, taken, area, size);
    if (box === undefined) {
      unnumbered.push(id);
      continue;
    }
    taken.push(box);
    const words = { size, weight: "bold", fill: theme.text } as const;
    numbers.push(labelPlate(String(id), box, words, theme.background));
  }
  return { nodes: [...lines, ...dots], numbers, unnumbered };
}

/** The nearest place around a point that covers nothing. */
function freePlace(
  text: string,
  { x, y }: Placed,
  taken: readonly Box[],
  { left, right, top, bottom }: Area,
  size: number,
): Box | undefined {
  const [halfWidth, halfHeight] = [textWidth(text, size, "bold") / 2 + 1.2, size * 0.55];
  for (const far of [1, 1.6, 2.4, 3.4]) {
    for (const [dx, dy] of AROUND) {
      const box = {
        x: x + dx * (halfWidth + 3.2) * far,
        y: y + dy * (halfHeight + 3.2) * far,
        halfWidth,
        halfHeight,
      };
      const inside =
        box.x - halfWidth > left - 20 &&
        box.x + halfWidth < right + 20 &&
        box.y - halfHeight > top &&
        box.y + halfHeight < bottom;
      if (inside && !taken.some((other) => collide(other, box, 0.4))) return box;
    }
  }
  return undefined;
}

const AROUND = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.8, -0.8],
  [-0.8, -0.8],
  [0.8, 0.8],
  [-0.8, 0.8],
] as const;

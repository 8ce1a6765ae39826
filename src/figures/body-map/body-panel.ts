/** One map of the body: outline, letters of the sides, and where a position lies on the page. */
import type { Vec3 } from "../../core/lesion.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { label } from "../kit/label.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { acrossOf, outlinePath, REGIONS, type View } from "./body-outline.js";

/** Coordinates of a view: across and down, and the letters left and right of it. */
export const AXES = {
  coronal: { across: 0, down: 2, left: "R", right: "L" },
  sagittal: { across: 1, down: 2, left: "A", right: "P" },
  axial: { across: 0, down: 1, left: "R", right: "L" },
} as const;

/**
 * How long a unit of x, y and z is in the body, mm: medians over DeepLesion's patients 89-100. The map has
 * these proportions whatever its width.
 */
export const MM_PER_UNIT: Vec3 = [431, 322, 1213];

/** Positions of a map: relative to the body, or in mm where no relative ones are known. */
export interface MapFrame {
  readonly view: View;
  readonly relative: boolean;
  /** Smallest and largest coordinate across and down. */
  readonly domain: {
    readonly across: readonly [number, number];
    readonly down: readonly [number, number];
  };
}

/** Height over width of a map. */
export function aspectOf({ view, relative, domain }: MapFrame): number {
  const { across, down } = AXES[view];
  const [perAcross, perDown] = relative ? [MM_PER_UNIT[across], MM_PER_UNIT[down]] : [1, 1];
  return (
    ((domain.down[1] - domain.down[0]) * perDown) /
    ((domain.across[1] - domain.across[0]) * perAcross)
  );
}

/** The place of a position in the area of a map. */
export function placeIn(
  { view, relative, domain }: MapFrame,
  area: Area,
  position: Vec3,
): readonly [x: number, y: number] {
  const { across, down } = AXES[view];
  const part = relative
    ? acrossOf(view, position[across], position[down])
    : (position[across] - domain.across[0]) / (domain.across[1] - domain.across[0] || 1);
  const height = (position[down] - domain.down[0]) / (domain.down[1] - domain.down[0] || 1);
  const [low, high] = relative ? domain.across : [0, 1];
  return [
    area.left + ((part - low) / (high - low)) * (area.right - area.left),
    area.top + height * (area.bottom - area.top),
  ];
}

/** Outline with sides; for the first map the regions of the body at its left. */
export function drawBody(
  frame: MapFrame,
  area: Area,
  withRegions: boolean,
  style: FigureStyle,
): SvgNode {
  const { theme, smallSize: size } = style;
  const { left, right } = AXES[frame.view];
  const muted = { size, fill: theme.muted } as const;
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  const at = (across: number, down: number): readonly [number, number] => {
    const { domain } = frame;
    return [
      area.left + ((across - domain.across[0]) / (domain.across[1] - domain.across[0])) * width,
      area.top + ((down - domain.down[0]) / (domain.down[1] - domain.down[0])) * height,
    ];
  };
  const body = frame.relative
    ? svg("path", {
        class: "outline",
        d: outlinePath(frame.view, at),
        fill: theme.band,
        stroke: theme.neutral,
        "stroke-width": 0.7,
        "stroke-linejoin": "round",
      })
    : svg("rect", { x: area.left, y: area.top, width, height, fill: theme.band });
  const regions =
    frame.relative && frame.view !== "axial" && withRegions
      ? REGIONS.flatMap(({ name, from, to }) => {
          const [x, y] = [area.left - 4, at(0, (from + to) / 2)[1]];
          const line = at(0, from)[1];
          return [
            label(name, x, y, { ...muted, anchor: "end" }),
            from > 0
              ? svg("line", {
                  x1: area.left - 30,
                  x2: area.right,
                  y1: line,
                  y2: line,
                  stroke: theme.neutral,
                  "stroke-width": 0.3,
                  "stroke-dasharray": "1 2",
                })
              : undefined,
          ];
        })
      : [];
  const letters = [
    label(left, area.left + 2, area.top + size * 0.7, muted),
    label(right, area.right - 2, area.top + size * 0.7, { ...muted, anchor: "end" }),
  ];
  return svg("g", { class: "body" }, body, ...regions, ...letters);
}

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
const MM_PER_UNIT: Vec3 = [431, 322, 1213];

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

/** A map, and its place on the page. */
export interface MapPanel {
  readonly frame: MapFrame;
  readonly area: Area;
}

/** How wide and high the part of the body on a map is, mm. */
export function sizeMmOf({ view, relative, domain }: MapFrame): Record<"across" | "down", number> {
  const { across, down } = AXES[view];
  const [perAcross, perDown] = relative ? [MM_PER_UNIT[across], MM_PER_UNIT[down]] : [1, 1];
  return {
    across: (domain.across[1] - domain.across[0]) * perAcross,
    down: (domain.down[1] - domain.down[0]) * perDown,
  };
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

/** What is drawn of the regions of the body: their borders, and their names at the left. */
export type Regions = "named" | "borders" | "none";

/** Outline with the letters of its sides; where it is one of several views, its name between them. */
export function drawBody(
  { frame, area }: MapPanel,
  { regions, named }: { readonly regions: Regions; readonly named: boolean },
  style: FigureStyle,
): SvgNode {
  const { theme, smallSize: size } = style;
  const { left, right } = AXES[frame.view];
  const muted = { size, fill: theme.muted } as const;
  const line = area.top + size * (named ? -0.9 : 0.7);
  return svg(
    "g",
    { class: "body" },
    shapeOf(frame, area, style),
    ...drawRegions(frame, area, regions, style),
    label(left, area.left + 2, line, muted),
    label(right, area.right - 2, line, { ...muted, anchor: "end" }),
    named
      ? label(frame.view, (area.left + area.right) / 2, line, {
          size,
          anchor: "middle",
          weight: "bold",
          fill: theme.text,
        })
      : undefined,
  );
}

/** The outline of the body, or the rectangle of positions in mm. */
function shapeOf(frame: MapFrame, area: Area, { theme }: FigureStyle): SvgNode {
  const { left: x, top: y } = area;
  const [width, height] = [area.right - x, area.bottom - y];
  if (!frame.relative) return svg("rect", { x, y, width, height, fill: theme.band });
  const { across, down } = frame.domain;
  const d = outlinePath(frame.view, (part, z) => [
    x + ((part - across[0]) / (across[1] - across[0])) * width,
    y + ((z - down[0]) / (down[1] - down[0])) * height,
  ]);
  return svg("path", {
    class: "outline",
    d,
    fill: theme.band,
    stroke: theme.neutral,
    "stroke-width": 0.7,
    "stroke-linejoin": "round",
  });
}

function drawRegions(
  { relative, view, domain }: MapFrame,
  area: Area,
  regions: Regions,
  { theme, smallSize: size }: FigureStyle,
): SvgNode[] {
  if (!relative || view === "axial" || regions === "none") return [];
  const [low, high] = domain.down;
  const yOf = (z: number): number =>
    area.top + ((z - low) / (high - low)) * (area.bottom - area.top);
  const borders = REGIONS.filter(({ from }) => from > 0).map(({ from }) =>
    svg("line", {
      x1: area.left - (regions === "named" ? 30 : 4),
      x2: area.right,
      y1: yOf(from),
      y2: yOf(from),
      stroke: theme.neutral,
      "stroke-width": 0.3,
      "stroke-dasharray": "1 2",
    }),
  );
  if (regions === "borders") return borders;
  const names = REGIONS.map(({ name, from, to }) =>
    label(name, area.left - 4, yOf((from + to) / 2), { size, fill: theme.muted, anchor: "end" }),
  );
  return [...borders, ...names];
}

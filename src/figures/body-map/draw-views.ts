/** The views of a body side by side, with the legend below the lowest of them where there is room. */
import type { Lesion, Vec3 } from "../../core/lesion.js";
import type { FigureStyle } from "../kit/figure-style.js";
import type { Unfinished } from "../kit/finish.js";
import { layer } from "../kit/lesion-element.js";
import { scaleEntry } from "../kit/scale-bar.js";
import type { SvgNode } from "../kit/svg.js";
import { drawBody, type MapFrame, type MapPanel, type Regions } from "./body-panel.js";

/** What every body map is made of. */
export interface MapData {
  readonly frames: readonly MapFrame[];
  readonly positionOf: (lesion: Lesion) => Vec3 | undefined;
  readonly notes: readonly string[];
  readonly empty: string | undefined;
}

/** Maps with what lies on each; the scale as the first group of the legend. */
export function drawViews(
  panels: readonly MapPanel[],
  contents: readonly (readonly SvgNode[])[],
  style: FigureStyle,
): Pick<Unfinished, "body" | "bottom" | "legends" | "legendArea"> {
  const named = panels.length > 1;
  const body = panels.map((panel, i) => {
    const regions: Regions = i === 0 ? "named" : "borders";
    const { view } = panel.frame;
    return layer(
      named ? `map-${view}` : "map",
      named ? `Map, ${view}` : "Map",
      drawBody(panel, { regions, named }, style),
      ...(contents[i] ?? []),
    );
  });
  const bottom = Math.max(...panels.map(({ area }) => area.bottom));
  const last = panels.at(-1)?.area;
  const legendArea =
    named && last !== undefined
      ? { left: last.left, right: style.width - 2, top: last.bottom + style.fontSize * 1.5 }
      : undefined;
  return { body, bottom, legendArea, legends: scaleLegend(panels, style) };
}

/** How long a length is on a map in mm; the outline of relative positions has no scale. */
export function scaleLegend(
  [first]: readonly MapPanel[],
  style: FigureStyle,
): Unfinished["legends"] {
  if (first === undefined || first.frame.relative) return [];
  const [low, high] = first.frame.domain.across;
  const { left, right } = first.area;
  return [{ entries: [scaleEntry(high - low, right - left, style)] }];
}

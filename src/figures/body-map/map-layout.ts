/** Where the maps of a figure stand, and which part of the body they show. */
import type { Vec3 } from "../../core/lesion.js";
import type { Area } from "../kit/boxes.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { textWidth } from "../kit/text-metrics.js";
import type { View } from "./body-outline.js";
import { AXES, aspectOf, type MapFrame } from "./body-panel.js";

/** Places of this many maps in rows, with room for titles above each and for the regions at the left. */
export function areasFor(
  count: number,
  frame: MapFrame,
  style: FigureStyle,
  head: number,
): [Area, ...Area[]] {
  const { width, fontSize, smallSize } = style;
  const aspect = aspectOf(frame);
  const side =
    frame.relative && frame.view !== "axial" ? textWidth("head, neck", smallSize) + 8 : 4;
  const columns =
    count === 1 ? 1 : Math.min(count, Math.max(2, Math.floor(width / (15 * fontSize))));
  const gap = fontSize * 1.2;
  const wide = (width - side - 4 - gap * (columns - 1)) / columns;
  const highest = count === 1 ? Math.max(46 * fontSize, 0.62 * width) : 34 * fontSize;
  const high = Math.min(wide * aspect, highest);
  const actual = high / aspect;
  const spare = Math.max(0, width - side - 4 - columns * actual - gap * (columns - 1));
  const top = fontSize * 0.6 + head;
  const areas = Array.from({ length: count }, (_, i): Area => {
    const left = side + spare / 2 + (i % columns) * (actual + gap);
    const y = top + Math.floor(i / columns) * (high + head + gap);
    return { left, right: left + actual, top: y, bottom: y + high };
  });
  const [first = { left: side, right: width - 4, top, bottom: top + high }, ...rest] = areas;
  return [first, ...rest];
}

/** 0 to 1, or as far as the lesions go, in twentieths; in mm as far as they go, in tens. */
export function frameOf(view: View, relative: boolean, places: readonly Vec3[]): MapFrame {
  const { across, down } = AXES[view];
  const domainOf = (axis: 0 | 1 | 2): readonly [number, number] => {
    let [low, high] = relative ? [0, 1] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const place of places) {
      low = Math.min(low, place[axis]);
      high = Math.max(high, place[axis]);
    }
    if (relative) return [Math.floor(low * 20) / 20, Math.ceil(high * 20) / 20];
    if (low > high) return [0, 1];
    return [Math.floor(low / 10 - 1) * 10, Math.ceil(high / 10 + 1) * 10];
  };
  return { view, relative, domain: { across: domainOf(across), down: domainOf(down) } };
}

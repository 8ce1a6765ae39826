/** Where the maps of a figure stand, and which part of the body they show. */
import type { Vec3 } from "../../core/lesion.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { textWidth } from "../kit/text-metrics.js";
import { VIEWS, type View } from "./body-outline.js";
import { AXES, type MapFrame, type MapPanel, sizeMmOf } from "./body-panel.js";

/** The views of a figure: all three where they fit side by side, or the one that was asked for. */
export const viewsFor = (view: View | "auto", several: boolean): readonly View[] => {
  if (view !== "auto") return [view];
  return several ? VIEWS : ["coronal"];
};

/** Room for the names of the regions at the left. */
const sideOf = ({ relative, view }: MapFrame, { smallSize }: FigureStyle): number =>
  relative && view !== "axial" ? textWidth("head, neck", smallSize) + 8 : 4;

/** The views of the body side by side, all at one scale. */
export function viewPanels(frames: readonly MapFrame[], style: FigureStyle): MapPanel[] {
  const { width, fontSize, smallSize } = style;
  const several = frames.length > 1;
  const sizes = frames.map(sizeMmOf);
  const side = frames[0] === undefined ? 0 : sideOf(frames[0], style);
  const gap = fontSize * 2.4;
  const room = width - side - 4 - gap * (frames.length - 1);
  const highest = Math.max(46 * fontSize, (several ? 0.66 : 0.62) * width);
  const scale = Math.min(
    room / sizes.reduce((sum, size) => sum + size.across, 0),
    highest / Math.max(...sizes.map(({ down }) => down)),
  );
  const spare = (room - sizes.reduce((sum, size) => sum + size.across * scale, 0)) / frames.length;
  const top = fontSize * 0.6 + (several ? 1.8 * smallSize : 0);
  let left = side + spare / 2;
  return frames.map((frame, i) => {
    const { across = 1, down = 1 } = sizes[i] ?? {};
    const area = { left, right: left + across * scale, top, bottom: top + down * scale };
    left = area.right + gap + spare;
    return { frame, area };
  });
}

/** One view again and again, in rows of equal length, with room for a title of this height above each. */
export function repeatedPanels(
  count: number,
  frame: MapFrame,
  head: number,
  style: FigureStyle,
): MapPanel[] {
  const { width, fontSize } = style;
  const { across, down } = sizeMmOf(frame);
  const [side, gap] = [sideOf(frame, style), fontSize * 1.2];
  const most = Math.max(1, Math.floor((width - side - 4 + gap) / (7.2 * fontSize + gap)));
  const columns = Math.ceil(count / Math.ceil(count / most));
  const wide = (width - side - 4 - gap * (columns - 1)) / columns;
  const scale = Math.min(wide / across, (34 * fontSize) / down);
  const spare = wide - across * scale;
  const top = fontSize * 0.6 + head;
  return Array.from({ length: count }, (_, i) => {
    const left = side + spare / 2 + (i % columns) * (wide + gap);
    const y = top + Math.floor(i / columns) * (down * scale + head + gap);
    const area = { left, right: left + across * scale, top: y, bottom: y + down * scale };
    return { frame, area };
  });
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

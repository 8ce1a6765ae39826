/** Lesions of a body map as dots: with a tooltip each, or as one path per type where there are many. */
import type { Lesion, LesionType, Vec3 } from "../../core/lesion.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { typeColour } from "../kit/sequence-style.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { counted, lesionText } from "../kit/wording.js";

export interface MapGroup {
  readonly type: LesionType | undefined;
  readonly places: readonly { readonly place: Vec3; readonly lesion: Lesion }[];
}

/** Above this many lesions dots have no tooltips of their own. */
const MOST_TOOLTIPS = 3000;

/** From 4 points for a few lesions to 1 for tens of thousands. */
export const usualSize = (count: number): number =>
  Math.max(1, Math.min(4, 4 / Math.sqrt(Math.sqrt(Math.max(1, count) / 60))));

/**
 * The dots of all groups: the unknown type below all others and faint where a type is known, the types with fewest
 * lesions on top.
 */
export function drawDots(
  groups: readonly MapGroup[],
  at: (place: Vec3) => readonly [x: number, y: number],
  size: number,
  total: number,
  { theme }: FigureStyle,
): SvgNode[] {
  const ordered = [...groups].sort(
    (a, b) =>
      Number(a.type !== undefined) - Number(b.type !== undefined) ||
      b.places.length - a.places.length,
  );
  // Where no type is known, nothing hides behind the unknown.
  const faint = groups.some(({ type }) => type !== undefined) ? 0.4 : 0.8;
  return ordered.map(({ type, places }) => {
    const title = `${type ?? "type unknown"}: ${counted(places.length, "lesion")}`;
    const colour = type === undefined ? theme.neutral : typeColour(type, theme.palette);
    const opacity = type === undefined ? faint : 0.8;
    if (total > MOST_TOOLTIPS) {
      return cloud(
        places.map(({ place }) => at(place)),
        { colour, size, title, opacity },
      );
    }
    return svg(
      "g",
      { role: "graphics-symbol img", "aria-label": title, fill: colour, "fill-opacity": opacity },
      ...places.map(({ place, lesion }) => {
        const [cx, cy] = at(place);
        return svg(
          "circle",
          {
            class: "lesion",
            "data-row": lesion.row,
            "data-study": lesion.study,
            "data-patient": lesion.patient,
            cx,
            cy,
            r: size / 2,
          },
          svg("title", {}, `patient ${lesion.patient}, ${lesionText(lesion)}`),
        );
      }),
    );
  });
}

/** All points of a type as one path of dots, each place once, from top to bottom. */
function cloud(
  points: readonly (readonly [x: number, y: number])[],
  {
    colour,
    size,
    title,
    opacity,
  }: Readonly<Record<"colour" | "title", string> & Record<"size" | "opacity", number>>,
): SvgNode {
  const tenths = points.map(([x, y]) => Math.round(y * 10) * 100_000 + Math.round(x * 10));
  const places = Float64Array.from(new Set(tenths)).sort();
  let d = "";
  let [lastX, lastY] = [0, 0];
  for (const place of places) {
    const y = Math.floor(place / 100_000);
    const x = place - y * 100_000;
    d += d === "" ? `M${x} ${y}h0` : `m${x - lastX} ${y - lastY}h0`;
    [lastX, lastY] = [x, y];
  }
  return svg(
    "path",
    {
      d,
      transform: "scale(0.1)",
      stroke: colour,
      "stroke-width": size * 10,
      "stroke-linecap": "round",
      "stroke-opacity": opacity,
      fill: "none",
      role: "graphics-symbol img",
      "aria-label": title,
    },
    svg("title", {}, title),
  );
}

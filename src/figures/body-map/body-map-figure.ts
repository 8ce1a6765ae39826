/** Where the lesions of a cohort are in the body, by type (Fig. 3 of the paper). */
import { LESION_TYPES, type Lesion, type LesionType, type Vec3 } from "../../core/lesion.js";
import { assertOneOf, completeOptions } from "../../core/options.js";
import { assertFinite } from "../kit/assert-finite.js";
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth, linearScale } from "../kit/axis.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import {
  assertWithin,
  DEFAULT_FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import { typeColour } from "../kit/sequence-style.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { textWidth } from "../kit/text-metrics.js";
import { counted } from "../kit/wording.js";

export const VIEWS = Object.freeze(["front", "side", "below"] as const);
export type View = (typeof VIEWS)[number];

export interface BodyMapFigureOptions extends FigureOptions {
  /**
   * "front": x against z, the patient's right on the left, head up. "side": y against z, front on the
   * left. "below": x against y, as a CT slice is seen, front up. @defaultValue "front"
   */
  readonly view: View;
  /**
   * Diameter of a point in points (1/72 inch), 0.2 to 10; 0 makes points smaller the more there are.
   * @defaultValue 0
   */
  readonly pointSize: number;
}

export const DEFAULT_BODY_MAP_FIGURE_OPTIONS: BodyMapFigureOptions = Object.freeze({
  ...DEFAULT_FIGURE_OPTIONS,
  view: "front",
  pointSize: 0,
});

/**
 * How long a unit of x, y and z is in the body, mm: medians over DeepLesion's patients 89-100. The map has
 * these proportions whatever its width.
 */
const MM_PER_UNIT: Vec3 = [431, 322, 1213];

/** The two axes of a view, across and up or down. */
const AXES = {
  front: {
    across: 0,
    down: 2,
    acrossTitle: ["x (0 patient's right, 1 left)", "x (0 right, 1 left)", "x"],
    downTitle: ["z (0 head, 1 feet)", "z"],
  },
  side: {
    across: 1,
    down: 2,
    acrossTitle: ["y (0 front, 1 back)", "y"],
    downTitle: ["z (0 head, 1 feet)", "z"],
  },
  below: {
    across: 0,
    down: 1,
    acrossTitle: ["x (0 patient's right, 1 left)", "x (0 right, 1 left)", "x"],
    downTitle: ["y (0 front, 1 back)", "y"],
  },
} as const;

/**
 * The map of lesion positions in relative coordinates of the body, coloured by type, with the share of
 * each type among the lesions whose type is known. The map has the proportions of the body (a unit of x is
 * 431 mm, of y 322, of z 1,213) at every width. Lesions without a normalised location are left out,
 * and counted in a note. Points that fall on the same tenth of a point (1/72 inch) are drawn once; types
 * with fewer lesions lie on top. O(n log n); about 12 bytes a point.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a place that is no finite number.
 */
export function bodyMapFigure(
  lesions: Iterable<Lesion>,
  given?: Partial<BodyMapFigureOptions>,
): Figure {
  const options = completeOptions("bodyMapFigure", DEFAULT_BODY_MAP_FIGURE_OPTIONS, given);
  assertOneOf("view", options.view, VIEWS);
  if (options.pointSize !== 0) assertWithin("pointSize", options.pointSize, 0.2, 10);
  const style = styleOf(options);
  const all = [...lesions];
  assertFinite(all);
  const groups = grouped(all);
  const { across, down, acrossTitle, downTitle } = AXES[options.view];
  const { smallSize, theme } = style;

  const total = groups.reduce((sum, { places }) => sum + places.length, 0);
  const typed = groups.reduce((sum, { type, places }) => sum + (type ? places.length : 0), 0);
  const missing = groups.reduce((sum, group) => sum + group.missing, 0);
  const share = (count: number): string => `${((100 * count) / Math.max(1, typed)).toFixed(1)} %`;
  const entries = groups.map(({ type, places }) => ({
    type,
    text: type ?? "type unknown",
    count:
      type === undefined ? String(places.length) : `${places.length} (${share(places.length)})`,
  }));
  const legendWidth = Math.max(
    0,
    ...entries.map(({ text, count }) =>
      Math.max(textWidth(text, smallSize), textWidth(count, smallSize)),
    ),
  );

  const widest = groups.flatMap(({ places }) => places);
  const domains = [across, down].map((axis) => domainOf(widest, axis)) as [
    readonly [number, number],
    readonly [number, number],
  ];
  const plot = placeOf(domains, [across, down], legendWidth, style);
  const x = linearScale(domains[0], [plot.left, plot.right]);
  const y = linearScale(domains[1], [plot.top, plot.bottom]);
  const beside = style.legend && plot.beside;

  const size = options.pointSize > 0 ? options.pointSize : usualSize(total);
  const clouds = groups
    .filter(({ places }) => places.length > 0)
    .sort(
      (a, b) =>
        Number(a.type !== undefined) - Number(b.type !== undefined) ||
        b.places.length - a.places.length,
    )
    .map(({ type, places }) =>
      cloud(
        places.map((place) => [x.at(place[across]), y.at(place[down])]),
        type === undefined ? theme.neutral : typeColour(type, theme.palette),
        size,
        `${type ?? "type unknown"}: ${counted(places.length, "lesion")}`,
      ),
    );
  return finished(
    {
      title: options.title || "Where the lesions are in the body",
      description: `${counted(total, "lesion")}. ${entries.map(({ text, count }) => `${text}: ${count}`).join(", ")}. Shares are of the ${typed} lesions of known type.`,
      notes:
        missing > 0
          ? [`${counted(missing, "lesion")} without a normalised location left out.`]
          : [],
      empty: total === 0 ? "no lesions with a normalised location" : undefined,
      bottom: Math.max(
        plot.bottom + bottomAxisHeight(style),
        beside ? plot.top + entries.length * smallSize * ENTRY_PITCH : 0,
      ),
      body: [
        svg("rect", {
          x: plot.left,
          y: plot.top,
          width: plot.right - plot.left,
          height: plot.bottom - plot.top,
          fill: theme.band,
        }),
        ...clouds,
        bottomAxis(x, plot, { title: acrossTitle }, style),
        leftAxis(y, plot, { title: downTitle }, style),
        ...(beside
          ? entries.map(({ type, text, count }, i) => {
              const at = plot.top + smallSize + i * smallSize * ENTRY_PITCH;
              const colour = type === undefined ? theme.neutral : typeColour(type, theme.palette);
              const from = plot.right + smallSize;
              return svg(
                "g",
                {},
                svg("circle", {
                  cx: from + smallSize * 0.4,
                  cy: at,
                  r: smallSize * 0.4,
                  fill: colour,
                }),
                label(text, from + smallSize * 1.4, at, { size: smallSize }),
                label(count, from + smallSize * 1.4, at + smallSize * 1.3, {
                  size: smallSize,
                  fill: theme.muted,
                }),
              );
            })
          : []),
      ],
      legends: beside
        ? []
        : [
            {
              title: "type",
              entries: entries.map(({ type, text, count }) => ({
                text: `${text} ${count}`,
                symbolWidth: smallSize * 0.8,
                symbol: svg("circle", {
                  r: smallSize * 0.4,
                  fill: type === undefined ? theme.neutral : typeColour(type, theme.palette),
                }),
              })),
            },
          ],
    },
    style,
  );
}

/** From one entry of the legend beside the map to the next, in sizes of its text. */
const ENTRY_PITCH = 3.1;

/**
 * Where the map is: in the proportions of the body, as wide as there is room and as high as a page allows,
 * in the middle of the figure with the legend beside it, or with the legend below where that leaves the map
 * too little.
 */
function placeOf(
  [acrossDomain, downDomain]: readonly [readonly [number, number], readonly [number, number]],
  [across, down]: readonly [0 | 1 | 2, 0 | 1 | 2],
  legendWidth: number,
  style: FigureStyle,
): Area & { readonly beside: boolean } {
  const { width, fontSize, smallSize } = style;
  const lengthOf = ([low, high]: readonly [number, number], axis: 0 | 1 | 2): number =>
    (high - low) * MM_PER_UNIT[axis];
  const aspect = lengthOf(downDomain, down) / lengthOf(acrossDomain, across);
  const before = leftAxisWidth(linearScale(downDomain, [0, 200]), { title: "" }, style) + 2;
  const key = style.legend ? legendWidth + smallSize * 3 : 0;
  const room = width - before - smallSize;
  const beside = room - key >= Math.max(12 * fontSize, 0.35 * width);
  const most = beside ? room - key : room;
  const high = Math.min(most * aspect, Math.max(46 * fontSize, 0.85 * width));
  const wide = high / aspect;
  const left = before + (most - wide) / 2;
  const top = fontSize * 0.8;
  return { left, right: left + wide, top, bottom: top + high, beside };
}

interface TypeGroup {
  readonly type: LesionType | undefined;
  readonly places: Vec3[];
  missing: number;
}

/** Locations by type, in the order of the types, the unknown last; types without lesions are left out. */
function grouped(lesions: Iterable<Lesion>): TypeGroup[] {
  const groups = new Map<LesionType | undefined, TypeGroup>();
  for (const type of [...LESION_TYPES, undefined])
    groups.set(type, { type, places: [], missing: 0 });
  for (const { type, location } of lesions) {
    const group = groups.get(type) as TypeGroup;
    if (location === undefined) group.missing++;
    else group.places.push(location);
  }
  return Array.from(groups.values()).filter(({ places, missing }) => places.length + missing > 0);
}

/** 0 to 1, or as far as the lesions go, in twentieths. */
function domainOf(places: readonly Vec3[], axis: 0 | 1 | 2): readonly [number, number] {
  let [low, high] = [0, 1];
  for (const place of places) {
    low = Math.min(low, place[axis]);
    high = Math.max(high, place[axis]);
  }
  return [Math.floor(low * 20) / 20, Math.ceil(high * 20) / 20];
}

/** From 3 points for a few lesions to 1 for tens of thousands. */
const usualSize = (count: number): number =>
  Math.max(1, Math.min(3, 3 / Math.sqrt(Math.sqrt(Math.max(1, count) / 60))));

/** All points of a type as one path of dots, each place once, from top to bottom. */
function cloud(
  points: readonly (readonly [x: number, y: number])[],
  colour: string,
  size: number,
  title: string,
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
      "stroke-opacity": 0.85,
      fill: "none",
      role: "graphics-symbol img",
      "aria-label": title,
    },
    svg("title", {}, title),
  );
}

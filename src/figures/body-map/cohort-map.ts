/** Lesions of any patients on the body map, by type. */
import { LESION_TYPES, type Lesion, type LesionType } from "../../core/lesion.js";
import type { Figure } from "../kit/figure.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { finished, type Unfinished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import { layer } from "../kit/lesion-element.js";
import { typeColour } from "../kit/sequence-style.js";
import { svg } from "../kit/svg.js";
import { counted } from "../kit/wording.js";
import { drawBody, type MapPanel, placeIn } from "./body-panel.js";
import { drawDots, type MapGroup, usualSize } from "./draw-dots.js";
import { drawViews, type MapData, scaleLegend } from "./draw-views.js";
import { repeatedPanels, viewPanels } from "./map-layout.js";

export function cohortMap(
  lesions: readonly Lesion[],
  { frames, positionOf, notes, empty }: MapData,
  options: { readonly title: string; readonly panels: "one" | "types"; readonly pointSize: number },
  style: FigureStyle,
): Figure {
  const groups = groupsOf(lesions, positionOf);
  const total = groups.reduce((sum, { places }) => sum + places.length, 0);
  const typed = groups.reduce((sum, { type, places }) => sum + (type ? places.length : 0), 0);
  const share: Share = ({ type, places }) =>
    type === undefined
      ? String(places.length)
      : `${places.length} (${((100 * places.length) / Math.max(1, typed)).toFixed(1)} %)`;
  const size = options.pointSize > 0 ? options.pointSize : usualSize(total);
  const dots = (own: readonly MapGroup[], { frame, area }: MapPanel) =>
    drawDots(own, (place) => placeIn(frame, area, place), size, total, style);
  const [frame] = frames;
  const drawn =
    options.panels === "types" && frame !== undefined
      ? mapsOfTypes(groups, frame, { share, dots }, style)
      : mapsOfAll(groups, viewPanels(frames, style), { share, dots }, style);
  return finished(
    {
      title: options.title || "Lesions in the body",
      description: `${counted(total, "lesion")}. ${groups.map((group) => `${nameOf(group)}: ${share(group)}`).join(", ")}. Shares are of the ${typed} lesions of known type.`,
      notes,
      empty,
      ...drawn,
    },
    style,
  );
}

type Share = (group: MapGroup) => string;
type Maps = Pick<Unfinished, "body" | "bottom" | "legends" | "legendArea">;

/** How the groups of a map are drawn and counted. */
interface Drawing {
  readonly share: Share;
  readonly dots: (own: readonly MapGroup[], panel: MapPanel) => ReturnType<typeof drawDots>;
}

function mapsOfAll(
  groups: readonly MapGroup[],
  panels: readonly MapPanel[],
  { share, dots }: Drawing,
  style: FigureStyle,
): Maps {
  const contents = panels.map((panel) => dots(groups, panel));
  const views = drawViews(panels, contents, style);
  return {
    ...views,
    legends: [
      ...views.legends,
      { ...typeLegend(groups, share, style), stacked: panels.length > 1 },
    ],
  };
}

function mapsOfTypes(
  groups: readonly MapGroup[],
  frame: MapData["frames"][number],
  { share, dots }: Drawing,
  style: FigureStyle,
): Maps {
  const { smallSize: size, theme } = style;
  const head = size * 3;
  const panels = repeatedPanels(groups.length, frame, head, style);
  const body = groups.map((group, i) => {
    const panel = panels[i] as MapPanel;
    const { left, right, top } = panel.area;
    const line = (text: string, below: number, bold: boolean) =>
      label(text, (left + right) / 2, top - head + size * below, {
        size,
        anchor: "middle",
        weight: bold ? "bold" : "normal",
        fill: bold ? theme.text : theme.muted,
      });
    return layer(
      `map${i + 1}`,
      nameOf(group),
      drawBody(panel, { regions: i === 0 ? "named" : "none", named: false }, style),
      line(nameOf(group), 0.8, true),
      line(share(group), 2.05, false),
      ...dots([group], panel),
    );
  });
  const bottom = Math.max(...panels.map(({ area }) => area.bottom));
  return { body, bottom, legends: scaleLegend(panels, style) };
}

const nameOf = ({ type }: MapGroup): string => type ?? "type unknown";

function typeLegend(
  groups: readonly MapGroup[],
  share: Share,
  { smallSize, theme }: FigureStyle,
): LegendGroup {
  return {
    title: "Type",
    entries: groups.map((group) => ({
      text: `${nameOf(group)} ${share(group)}`,
      symbolWidth: smallSize * 0.8,
      symbol: svg("circle", {
        r: smallSize * 0.4,
        fill: group.type === undefined ? theme.neutral : typeColour(group.type, theme.palette),
      }),
    })),
  };
}

/** Positions by type, in the order of the types, the unknown last; types without lesions are left out. */
function groupsOf(lesions: readonly Lesion[], positionOf: MapData["positionOf"]): MapGroup[] {
  const types: readonly (LesionType | undefined)[] = [...LESION_TYPES, undefined];
  return types
    .map((type) => ({
      type,
      places: lesions.flatMap((lesion) => {
        const place = lesion.type === type ? positionOf(lesion) : undefined;
        return place === undefined ? [] : [{ place, lesion }];
      }),
    }))
    .filter(({ places }) => places.length > 0);
}

/** Where lesions are in the body: of a cohort by type (Fig. 3 of the paper), of a patient by sequence. */
import type { Lesion, LesionType, Vec3 } from "../../core/lesion.js";
import { LESION_TYPES } from "../../core/lesion.js";
import { lesionList } from "../../core/lesion-list.js";
import { choice, number, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import { assertFinite } from "../kit/assert-finite.js";
import type { Area } from "../kit/boxes.js";
import type { Figure } from "../kit/figure.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { label } from "../kit/label.js";
import type { LegendGroup } from "../kit/legend.js";
import { layer } from "../kit/lesion-element.js";
import { scaleEntry } from "../kit/scale-bar.js";
import { typeColour } from "../kit/sequence-style.js";
import { shownPatient } from "../kit/shown-patient.js";
import { styleLegend } from "../kit/style-legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { counted, summary } from "../kit/wording.js";
import { VIEWS, type View } from "./body-outline.js";
import { drawBody, type MapFrame, placeIn } from "./body-panel.js";
import { drawCourses } from "./draw-courses.js";
import { drawDots, type MapGroup, usualSize } from "./draw-dots.js";
import { areasFor, frameOf } from "./map-layout.js";

export { VIEWS, type View } from "./body-outline.js";

/** Options of {@link bodyMapFigure}. */
export interface BodyMapFigureOptions extends FigureOptions {
  /**
   * "coronal": x against z, the patient's right on the left, head up. "sagittal": y against z, front on the
   * left. "axial": x against y, as a CT slice is seen, front up. @defaultValue "coronal"
   */
  readonly view: View;
  /** One map for all lesions, or one for each type; not used for a patient's sequences. @defaultValue "one" */
  readonly panels: "one" | "types";
  /**
   * Diameter of a point in points (1/72 inch), 0.2 to 10; 0 makes points smaller the more there are.
   * @defaultValue 0
   */
  readonly pointSize: number;
}

export const BODY_MAP_FIGURE_OPTIONS: OptionSchema<BodyMapFigureOptions> = {
  ...FIGURE_OPTIONS,
  view: choice(VIEWS, "coronal", "View of the body"),
  panels: choice(["one", "types"], "one", "One map for all lesions, or one for each type"),
  pointSize: {
    ...number(0, "Diameter of a point in points; 0 makes points smaller the more there are"),
    expected: "0, or a number from 0.2 to 10",
    accepts: (given) => given === 0 || (typeof given === "number" && given >= 0.2 && given <= 10),
  },
};

/** The figure does not depend on the order in which lesions are given. */
const byRow = (a: Lesion, b: Lesion): number => a.row - b.row;

const isMatch = (input: Iterable<Lesion> | PatientMatch): input is PatientMatch =>
  typeof input === "object" && input !== null && "sequences" in input;

/**
 * The map of lesion positions on a schematic outline of the body: of lesions by type, with the share of each
 * type among the lesions of known type; of a match the path of every sequence from its first study (open) to
 * its last. Relative positions are fractions of the body's extent at their height and are drawn into the
 * outline, which has the proportions of the body at every width. Where no lesion has a relative position,
 * physical positions are drawn in mm, without an outline. Lesions without a position are left out, and
 * counted in a note. O(n log n); about 200 bytes a lesion, above 3,000 lesions 12.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a place that is no finite number.
 */
export function bodyMapFigure(
  input: Iterable<Lesion> | PatientMatch,
  given?: Partial<BodyMapFigureOptions>,
): Figure {
  const options = resolveOptions("bodyMapFigure", BODY_MAP_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  const lesions = isMatch(input)
    ? input.sequences.flatMap((one) => one.lesions)
    : lesionList(input).sort(byRow);
  assertFinite(lesions);
  const relative = lesions.some(({ location }) => location !== undefined);
  const positionOf = (lesion: Lesion): Vec3 | undefined =>
    relative ? lesion.location : lesion.centreMm;
  const places = lesions.map(positionOf).filter((place) => place !== undefined);
  const frame = frameOf(options.view, relative, places);
  const missing = lesions.length - places.length;
  const notes = [
    relative
      ? "Outline and regions are schematic."
      : "Positions in mm; no relative positions known.",
    ...(missing > 0
      ? [`${counted(missing, "lesion")} without a ${relative ? "relative " : ""}position left out.`]
      : []),
  ];
  const empty = places.length === 0 ? "No lesion has a position." : undefined;
  if (isMatch(input)) return patientMap(input, frame, { positionOf, notes, empty }, options, style);
  const groups = groupsOf(lesions, positionOf);
  return cohortMap(
    groups,
    frame,
    { notes: empty === undefined ? notes : [], empty },
    options,
    style,
  );
}

function patientMap(
  match: PatientMatch,
  frame: MapFrame,
  {
    positionOf,
    notes,
    empty,
  }: {
    readonly positionOf: (lesion: Lesion) => Vec3 | undefined;
    readonly notes: readonly string[];
    readonly empty: string | undefined;
  },
  options: BodyMapFigureOptions,
  style: FigureStyle,
): Figure {
  const shown = shownPatient(match, Number.MAX_SAFE_INTEGER, style.theme);
  const [area] = areasFor(1, frame, style, 0);
  const courses = drawCourses(
    shown,
    (lesion) => {
      const position = positionOf(lesion);
      return position && placeIn(frame, area, position);
    },
    area,
    style,
  );
  const r = style.smallSize * 0.32;
  const sign = (fill: string): SvgNode =>
    svg("circle", { r, fill, stroke: style.theme.text, "stroke-width": 1 });
  return finished(
    {
      title: options.title || `Lesions of patient ${match.patient} in the body`,
      description: summary(shown),
      patient: match.patient,
      notes: empty === undefined ? notes : [],
      empty,
      bottom: area.bottom,
      body: [drawBody(frame, area, true, style), layer("lesions", "Lesions", ...courses)],
      legends: [
        ...scaleLegend(frame, area, style),
        styleLegend(shown, "sequence", style, { coloursOnly: true, numbers: "on the map" }),
        {
          title: "",
          entries: [
            { text: "first study", symbolWidth: 2 * r, symbol: sign(style.theme.background) },
            { text: "later study", symbolWidth: 2 * r, symbol: sign(style.theme.text) },
          ],
        },
      ],
    },
    style,
  );
}

function cohortMap(
  groups: readonly MapGroup[],
  frame: MapFrame,
  { notes, empty }: { readonly notes: readonly string[]; readonly empty: string | undefined },
  options: BodyMapFigureOptions,
  style: FigureStyle,
): Figure {
  const total = groups.reduce((sum, { places }) => sum + places.length, 0);
  const typed = groups.reduce((sum, { type, places }) => sum + (type ? places.length : 0), 0);
  const share = ({ type, places }: MapGroup): string =>
    type === undefined
      ? String(places.length)
      : `${places.length} (${((100 * places.length) / Math.max(1, typed)).toFixed(1)} %)`;
  const nameOf = ({ type }: MapGroup): string => type ?? "type unknown";
  const size = options.pointSize > 0 ? options.pointSize : usualSize(total);
  const panels = options.panels === "types" ? groups.map((group) => [group]) : [groups];
  const head = options.panels === "types" ? style.smallSize * 3 : 0;
  const areas = areasFor(panels.length, frame, style, head);
  const bodies = panels.map((own, i) => {
    const area = areas[i] ?? areas[0];
    const [first] = own;
    const title = head > 0 && first !== undefined ? [nameOf(first), share(first)] : [];
    return layer(
      panels.length > 1 ? `map${i + 1}` : "map",
      panels.length > 1 && first ? nameOf(first) : "Map",
      drawBody(frame, area, i === 0, style),
      ...title.map((text, line) =>
        label(
          text,
          (area.left + area.right) / 2,
          area.top - head + style.smallSize * (0.8 + 1.25 * line),
          {
            size: style.smallSize,
            anchor: "middle",
            weight: line === 0 ? "bold" : "normal",
            fill: line === 0 ? style.theme.text : style.theme.muted,
          },
        ),
      ),
      ...drawDots(own, (place) => placeIn(frame, area, place), size, total, style),
    );
  });
  return finished(
    {
      title: options.title || "Lesions in the body",
      description: `${counted(total, "lesion")}. ${groups.map((group) => `${nameOf(group)}: ${share(group)}`).join(", ")}. Shares are of the ${typed} lesions of known type.`,
      notes,
      empty,
      bottom: Math.max(...areas.map(({ bottom }) => bottom)),
      body: bodies,
      legends: [
        ...scaleLegend(frame, areas[0], style),
        ...(head > 0 ? [] : [typeLegend(groups, share, style)]),
      ],
    },
    style,
  );
}

/** How long a length is on a map in mm; the outline of relative positions has no scale. */
function scaleLegend(
  { relative, domain }: MapFrame,
  area: Area,
  style: FigureStyle,
): LegendGroup[] {
  if (relative) return [];
  const [low, high] = domain.across;
  return [{ title: "", entries: [scaleEntry(high - low, area.right - area.left, style)] }];
}

function typeLegend(
  groups: readonly MapGroup[],
  share: (group: MapGroup) => string,
  { smallSize, theme }: FigureStyle,
): LegendGroup {
  return {
    title: "Type",
    entries: groups.map((group) => ({
      text: `${group.type ?? "type unknown"} ${share(group)}`,
      symbolWidth: smallSize * 0.8,
      symbol: svg("circle", {
        r: smallSize * 0.4,
        fill: group.type === undefined ? theme.neutral : typeColour(group.type, theme.palette),
      }),
    })),
  };
}

/** Positions by type, in the order of the types, the unknown last; types without lesions are left out. */
function groupsOf(
  lesions: readonly Lesion[],
  positionOf: (lesion: Lesion) => Vec3 | undefined,
): MapGroup[] {
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

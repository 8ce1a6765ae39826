/** Where lesions are in the body: of a cohort by type (Fig. 3 of the paper), of a patient by sequence. */
import type { Lesion, Vec3 } from "../../core/lesion.js";
import { lesionList } from "../../core/lesion-list.js";
import { byRow } from "../../core/lesion-order.js";
import { choice, number, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { PatientMatch } from "../../matching/result.js";
import type { Figure } from "../kit/figure.js";
import { assertFinite } from "../kit/figure-data-checks.js";
import { FIGURE_OPTIONS, type FigureOptions, styleOf } from "../kit/figure-style.js";
import { counted } from "../kit/wording.js";
import { VIEWS, type View } from "./body-outline.js";
import { cohortMap } from "./cohort-map.js";
import { frameOf, viewsFor } from "./map-layout.js";
import { patientMap } from "./patient-map.js";

/** Options of {@link bodyMapFigure}. */
export interface BodyMapFigureOptions extends FigureOptions {
  /**
   * "coronal": x against z, the patient's right on the left, head up. "sagittal": y against z, front on the
   * left. "axial": x against y, as a CT slice is seen, front up. "auto": all three side by side from a width of
   * 140 mm on, and coronal below it and for `panels: "types"`. @defaultValue "auto"
   */
  readonly view: View | "auto";
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
  view: choice(["auto", ...VIEWS], "auto", "View of the body; auto draws all three where they fit"),
  panels: choice(["one", "types"], "one", "One map for all lesions, or one for each type"),
  pointSize: {
    ...number(0, "Diameter of a point in points; 0 makes points smaller the more there are"),
    expected: "0, or a number from 0.2 to 10",
    accepts: (given) => given === 0 || (typeof given === "number" && given >= 0.2 && given <= 10),
  },
};

/** From here on the three views are side by side. */
const WIDE_MM = 140;

const isMatch = (input: Iterable<Lesion> | PatientMatch): input is PatientMatch =>
  typeof input === "object" && input !== null && "sequences" in input;

/**
 * The map of lesion positions on a schematic outline of the body: of lesions by type, with the share of each
 * type among the lesions of known type; of a match the path of every sequence from its first study (open) to
 * its last. Relative positions are fractions of the body's extent at their height and are drawn into the
 * outline, which has the proportions of the body at every width. Where no lesion has a relative position,
 * physical positions are drawn in mm, without an outline. Lesions without a position are left out, and
 * counted in a note. O(n log n); about 200 bytes a lesion, above 3,000 lesions 12; for
 * each view.
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for a place that is no finite number.
 */
export function bodyMapFigure(
  input: Iterable<Lesion> | PatientMatch,
  given?: Partial<BodyMapFigureOptions>,
): Figure {
  const options = resolveOptions("bodyMapFigure", BODY_MAP_FIGURE_OPTIONS, given);
  const style = styleOf(options);
  // In row order, so that the figure does not depend on the order of the list.
  const lesions = isMatch(input)
    ? input.sequences.flatMap((one) => one.lesions)
    : lesionList(input).sort(byRow);
  assertFinite(lesions);
  const relative = lesions.some(({ location }) => location !== undefined);
  const positionOf = (lesion: Lesion): Vec3 | undefined =>
    relative ? lesion.location : lesion.centreMm;
  const places = lesions.map(positionOf).filter((place) => place !== undefined);
  const several = style.widthMm >= WIDE_MM && (isMatch(input) || options.panels === "one");
  const frames = viewsFor(options.view, several).map((view) => frameOf(view, relative, places));
  const missing = lesions.length - places.length;
  const notes = [
    relative
      ? "Outline and regions are schematic."
      : "Positions in mm, in the coordinates of each study; no relative positions known.",
    ...(missing > 0
      ? [`${counted(missing, "lesion")} without a ${relative ? "relative " : ""}position left out.`]
      : []),
  ];
  const empty = places.length === 0 ? "No lesion has a position." : undefined;
  const data = { frames, positionOf, notes: empty === undefined ? notes : [], empty };
  return isMatch(input)
    ? patientMap(input, data, options, style)
    : cohortMap(lesions, data, options, style);
}

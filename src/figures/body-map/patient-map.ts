/** One patient's sequences on the body map. */
import type { PatientMatch } from "../../matching/result.js";
import type { Figure } from "../kit/figure.js";
import type { FigureStyle } from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { layer } from "../kit/lesion-element.js";
import { shownPatient } from "../kit/shown-patient.js";
import { styleLegend } from "../kit/style-legend.js";
import { type SvgNode, svg } from "../kit/svg.js";
import { counted, summary } from "../kit/wording.js";
import { placeIn } from "./body-panel.js";
import { drawCourses } from "./draw-courses.js";
import { drawViews, type MapData } from "./draw-views.js";
import { viewPanels } from "./map-layout.js";

export function patientMap(
  match: PatientMatch,
  { frames, positionOf, notes, empty }: MapData,
  { title }: { readonly title: string },
  style: FigureStyle,
): Figure {
  const shown = shownPatient(match, Number.MAX_SAFE_INTEGER, style.theme);
  const panels = viewPanels(frames, style);
  const courses = panels.map(({ frame, area }) => {
    const at = (lesion: Parameters<typeof positionOf>[0]) => {
      const position = positionOf(lesion);
      return position && placeIn(frame, area, position);
    };
    const { nodes, numbers, unnumbered } = drawCourses(shown, at, area, style);
    // Seen from the feet, many lesions lie behind each other: their numbers stand in the other views.
    const isBare = frame.view === "axial" && panels.length > 1 && unnumbered.length > 0;
    return isBare ? { nodes } : { nodes: [...nodes, ...numbers], unnumbered };
  });
  const [first, ...others] = courses.flatMap(({ unnumbered }) => (unnumbered ? [unnumbered] : []));
  const unnumbered = (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
  const r = style.smallSize * 0.32;
  const sign = (fill: string): SvgNode =>
    svg("circle", { r, fill, stroke: style.theme.text, "stroke-width": 1 });
  const views = drawViews(
    panels,
    courses.map(({ nodes }) => [layer("lesions", "Lesions", ...nodes)]),
    style,
  );
  return finished(
    {
      title: title || `Lesions of patient ${match.patient} in the body`,
      description: summary(shown),
      patient: match.patient,
      notes:
        unnumbered.length === 0
          ? notes
          : [
              ...notes,
              `No room for the numbers of ${counted(unnumbered.length, "sequence")}; they are in the tooltips.`,
            ],
      empty,
      ...views,
      legends: [
        ...views.legends,
        styleLegend(shown, "sequence", style, { coloursOnly: true, numbers: "on the map" }),
        {
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

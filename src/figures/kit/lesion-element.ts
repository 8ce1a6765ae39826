/**
 * Layers, lesions and links as elements that editors, scripts and screen readers can address: groups that
 * Inkscape and Illustrator show as layers, classes, data-* attributes, tooltips, keyboard focus, and wide
 * invisible lines that are easy to hit.
 */
import { type Attributes, type SvgChild, type SvgNode, svg } from "./svg.js";

/** A group that editors show as a layer. `name` is its class and the local part of its id. */
export function layer(
  name: string,
  label: string,
  ...children: readonly (SvgChild | undefined)[]
): SvgNode {
  return svg(
    "g",
    {
      id: name,
      class: `layer ${name}`,
      "inkscape:groupmode": "layer",
      "inkscape:label": label,
      role: "group",
      "aria-label": label.toLowerCase(),
    },
    ...children,
  );
}

export interface LesionData {
  /** Input rows, the first annotation in front. */
  readonly rows: readonly number[];
  readonly study: number;
  readonly sequence?: number | undefined;
  readonly patient?: string | undefined;
  /** Tooltip and text for screen readers. */
  readonly title: string;
  readonly opacity?: number | undefined;
}

/** A lesion with class "lesion", data-row, data-study and data-sequence, which takes keyboard focus. */
export function lesionElement(
  { rows, study, sequence, patient, title, opacity }: LesionData,
  ...children: readonly (SvgChild | undefined)[]
): SvgNode {
  return svg(
    "g",
    {
      class: "lesion",
      "data-row": rows.join(" "),
      "data-study": study,
      "data-sequence": sequence,
      "data-patient": patient,
      tabindex: 0,
      opacity,
      role: "graphics-symbol img",
      "aria-label": title,
    },
    svg("title", {}, title),
    ...children,
  );
}

export interface LinkData {
  readonly from: number;
  readonly to: number;
  readonly sequence?: number | undefined;
  /** "link" joins lesions of a sequence, "pair" is a pair by distance, "rejected-pair" one that was rejected. */
  readonly kind: "link" | "pair" | "rejected-pair";
  readonly title: string;
  readonly opacity?: number | undefined;
}

/** Width of the invisible line on which a pointer finds a link, points. */
const HIT_WIDTH = 7;

/** A line between two lesions with class, data-from, data-to and data-sequence. */
export function linkElement(
  { from, to, sequence, kind, title, opacity }: LinkData,
  d: string,
  attributes: Attributes,
): SvgNode {
  return svg(
    "g",
    {
      class: kind,
      "data-from": from,
      "data-to": to,
      "data-sequence": sequence,
      opacity,
    },
    svg("title", {}, title),
    svg("path", {
      class: "hit",
      d,
      fill: "none",
      stroke: "#000000",
      "stroke-opacity": 0,
      "stroke-width": HIT_WIDTH,
      "pointer-events": "stroke",
    }),
    svg("path", { d, fill: "none", ...attributes }),
  );
}

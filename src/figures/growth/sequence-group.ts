/** Sequences of the charts over time as elements that scripts and screen readers can address. */
import { type SvgChild, type SvgNode, svg, translate } from "../kit/svg.js";

/** All that is drawn of a sequence. */
export const sequenceGroup = (
  sequence: number,
  name: string,
  ...children: readonly (SvgChild | undefined)[]
): SvgNode =>
  svg(
    "g",
    { class: "sequence", role: "group", "aria-label": name, "data-sequence": sequence },
    ...children,
  );

/** The symbol of a measurement at a place of the page. */
export const measurementSymbol = (
  { study, row }: { readonly study: number; readonly row: number | undefined },
  sequence: number,
  [x, y]: readonly [x: number, y: number],
  title: string,
  symbol: SvgNode,
): SvgNode =>
  svg(
    "g",
    {
      class: "lesion",
      transform: translate(x, y),
      role: "graphics-symbol img",
      "aria-label": title,
      "data-row": row,
      "data-study": study,
      "data-sequence": sequence,
    },
    svg("title", {}, title),
    symbol,
  );

/** The interactive script as text, for pages and SVG files: `lesion-graph/figures/interactive`. */
import { assertShape } from "../../core/shape.js";
import type { Figure } from "../kit/figure.js";
import { interactive } from "./make-interactive.js";
import type { InteractivePage } from "./page-types.js";

export type { InteractivePage, PageElement, PageEvent } from "./page-types.js";

/**
 * Makes every figure of a page interactive and returns a function that takes this back.
 *
 * - Pointing at a lesion, link or line shows its tooltip at once and highlights its sequence in all figures of
 *   the page; other sequences fade. A click keeps the highlight, a second click or Escape ends it.
 * - Ctrl + wheel (or ⌘ + wheel, or a pinch) zooms about the pointer, dragging moves a zoomed figure, a double
 *   click shows the whole figure again.
 * - A figure takes the keyboard focus: arrow keys go from lesion to lesion, `+`, `-` and `0` zoom.
 *
 * Sequences are told apart by `data-sequence` and the `data-patient` of the nearest ancestor. Figures are the
 * elements `svg[role~="graphics-document"]`. Calling it again adds only the figures that are new.
 *
 * @throws LesionGraphError BAD_VALUE for what is no document.
 *
 * @example
 * document.body.append(graphFigure(match).toElement(), growthChartFigure(growth).toElement());
 * makeInteractive(document);
 */
export function makeInteractive(document: InteractivePage): () => void {
  assertShape(document, "a document", ["querySelectorAll", "createElementNS"]);
  return interactive(document);
}

/**
 * The interactive script: JavaScript that calls {@link makeInteractive} on its page as soon as the page is
 * there. It has no dependencies and makes no requests.
 *
 * @example
 * const page = `<body>${graphFigure(match)}<script>${interactiveScript}</script></body>`;
 */
export const interactiveScript: string = [
  // Development tools name functions by a helper of theirs, which a page does not have.
  "((__name)=>{",
  `const run=()=>{(${interactive.toString()})(document)};`,
  'if(document.readyState==="loading")document.addEventListener("DOMContentLoaded",run);else run();',
  "})((one)=>one);",
].join("\n");

/** The figure as an SVG document with the interactive script inside, for a browser to open. */
export function interactiveSvg(figure: Figure): string {
  assertShape(figure, "a figure", ["widthMm"]);
  const script = `<script><![CDATA[${interactiveScript.replaceAll("]]>", "]] >")}]]></script>`;
  return String(figure).replace(/<\/svg>\s*$/, () => `${script}</svg>\n`);
}

/** The interactive script as text, for pages and SVG files: `lesion-graph/figures/interactive`. */
import type { Figure } from "../kit/figure.js";
import { makeInteractive } from "./make-interactive.js";

export { makeInteractive } from "./make-interactive.js";
export type { InteractivePage, PageElement, PageEvent } from "./page-types.js";

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
  `const run=()=>{(${makeInteractive.toString()})(document)};`,
  'if(document.readyState==="loading")document.addEventListener("DOMContentLoaded",run);else run();',
  "})((one)=>one);",
].join("\n");

/** The figure as an SVG document with the interactive script inside, for a browser to open. */
export const interactiveSvg = (figure: Figure): string =>
  String(figure).replace(
    /<\/svg>\s*$/,
    () => `<script><![CDATA[${interactiveScript.replaceAll("]]>", "]] >")}]]></script></svg>\n`,
  );

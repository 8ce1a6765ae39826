/** Figures taken apart again: a strict XML parser, and the boxes of texts and nodes. */
import { DOMParser, XMLSerializer } from "@xmldom/xmldom";
import type { Box } from "../../src/figures/kit/boxes.js";
import type { Figure } from "../../src/figures/kit/figure.js";
import { textWidth } from "../../src/figures/kit/text-metrics.js";

/** As much of a DOM element as the tests look at. */
export interface Element {
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<Element>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<Element>;
}

export interface Document extends Element {
  readonly documentElement: Element;
}

/** A node as text, without the namespace, which serialisers put in different places. */
export const written = (node: unknown): string =>
  new XMLSerializer().serializeToString(node as never).replaceAll(/ xmlns="[^"]*"/g, "");

/** The document of a figure. Anything that is not well-formed XML is an error. */
export function parsed(figure: Figure | string): Document {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
  return parser.parseFromString(String(figure), "image/svg+xml") as unknown as Document;
}

export const elements = (document: Document | Element, name: string): Element[] =>
  Array.from(document.getElementsByTagName(name));

/** The group with this label. */
export function groupOf(document: Document, label: string): Element {
  const found = elements(document, "g").find((g) => g.getAttribute("aria-label") === label);
  if (found === undefined) throw new Error(`no group ${label}`);
  return found;
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name));

/** The box of a text as the font's own widths give it; capitals are 0.73 of the size high. */
export function boxOfText(text: Element): Box & { readonly text: string } {
  const size = number(text, "font-size");
  const weight = text.getAttribute("font-weight") === "bold" ? "bold" : "normal";
  const words = text.textContent ?? "";
  const halfWidth = textWidth(words, size, weight) / 2;
  const halfHeight = 0.365 * size;
  const anchor = text.getAttribute("text-anchor") ?? "start";
  const [x, y] = [number(text, "x"), number(text, "y") - halfHeight];
  const shift = anchor === "middle" ? 0 : anchor === "end" ? -halfWidth : halfWidth;
  if (/rotate\(-90/.test(text.getAttribute("transform") ?? "")) {
    return { text: words, x, y: y - shift, halfWidth: halfHeight, halfHeight: halfWidth };
  }
  return { text: words, x: x + shift, y, halfWidth, halfHeight };
}

export const textBoxes = (document: Document | Element) =>
  elements(document, "text").map(boxOfText);

/** The boxes of the nodes of a graph or sequences figure, without second outlines and signs. */
export function nodeBoxes(document: Document): Box[] {
  return elements(groupOf(document, "lesions"), "g")
    .filter((g) => g.getAttribute("class") === "lesion")
    .map((g) => {
      const shapes = Array.from(g.childNodes).filter(
        (child) => child.nodeName === "rect" || child.nodeName === "path",
      );
      return boxOfShape(
        shapes.filter((shape) => shape.getAttribute("class") === "node")[0] as Element,
      );
    });
}

function boxOfShape(shape: Element): Box {
  if (shape.nodeName === "rect") {
    const [halfWidth, halfHeight] = [number(shape, "width") / 2, number(shape, "height") / 2];
    return {
      x: number(shape, "x") + halfWidth,
      y: number(shape, "y") + halfHeight,
      halfWidth,
      halfHeight,
    };
  }
  // A lozenge: M left,y L x,top L right,y L x,bottom Z; its texts and edges keep to the inner box.
  const points = [...(shape.getAttribute("d") ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  const [left, top] = points as [readonly [number, number], readonly [number, number]];
  return {
    x: top[0],
    y: left[1],
    halfWidth: (top[0] - left[0]) / 1.25,
    halfHeight: (left[1] - top[1]) / 1.25,
  };
}

/** Width and height of the view box. */
export function viewBox(document: Document): readonly [width: number, height: number] {
  const [, , width, height] = (document.documentElement.getAttribute("viewBox") ?? "")
    .split(" ")
    .map(Number) as [number, number, number, number];
  return [width, height];
}

/** A finished figure: text, an element, or a picture in a notebook. */
import { fnv1a } from "../../core/group-by.js";
import { type FigureStyle, POINTS_PER_MM } from "./figure-style.js";
import {
  build,
  type DefaultElement,
  decimal,
  INKSCAPE_NAMESPACE,
  SVG_NAMESPACE,
  type SvgChild,
  type SvgDocument,
  type SvgElement,
  type SvgNode,
  serialise,
  svg,
} from "./svg.js";

/** What a figure is made of. */
export interface FigureContent {
  /** The title, as a screen reader and a tooltip give it. */
  readonly title: string;
  /** What is to be seen, in sentences. */
  readonly description: string;
  /** The patient whose lesions are drawn; undefined where there are several. */
  readonly patient?: string | undefined;
  /** In points; the width is the style's. */
  readonly height: number;
  /** What was left out, a sentence each; printed in the figure too. */
  readonly notes: readonly string[];
  readonly body: readonly (SvgChild | undefined)[];
}

/**
 * A figure. `String(figure)` is a complete SVG document without any reference to other files;
 * `figure.toElement(document)` an element for a page (in Observable: the value of a cell). In a Jupyter
 * notebook with the Deno kernel the figure shows itself.
 */
export class Figure {
  readonly title: string;
  readonly description: string;
  /** What had to be left out, a sentence each; empty where everything is drawn. */
  readonly notes: readonly string[];
  readonly widthMm: number;
  readonly heightMm: number;
  readonly #rootWithIds: (idPrefix: string) => SvgNode;
  readonly #idPrefix: string;
  #elements = 0;

  constructor(content: FigureContent, style: FigureStyle) {
    this.title = content.title;
    this.notes = Object.freeze([...content.notes]);
    this.description = [content.description, ...content.notes].join(" ");
    this.widthMm = style.widthMm;
    this.heightMm = Math.round((content.height / POINTS_PER_MM) * 100) / 100;
    const body = content.body.filter((child) => child !== undefined);
    this.#idPrefix =
      style.idPrefix || `lesion-graph-${fingerprint([this.title, this.description, ...body])}`;
    this.#rootWithIds = (idPrefix) => root(this, { ...content, body }, style, idPrefix);
  }

  /** The figure as an SVG document. */
  toString(): string {
    return `${serialise(this.#rootWithIds(this.#idPrefix))}\n`;
  }

  /**
   * The figure as an element of a document; in a browser that of the page where none is given. Every
   * further element of the same figure has other ids.
   */
  toElement(): DefaultElement;
  toElement<Element extends SvgElement>(document: SvgDocument<Element>): Element;
  toElement(
    document: SvgDocument = (globalThis as unknown as { document: SvgDocument }).document,
  ): SvgElement {
    this.#elements++;
    const suffix = this.#elements === 1 ? "" : `-${this.#elements}`;
    return build(this.#rootWithIds(this.#idPrefix + suffix), document);
  }

  /** What Deno's Jupyter kernel asks of a value. HTML is for nbconvert, whose pages show no SVG of an output. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const svg = String(this);
    return { "text/html": svg, "image/svg+xml": svg, "text/plain": this.title };
  }
}

function root(
  figure: Figure,
  { height, body, patient }: FigureContent,
  style: FigureStyle,
  idPrefix: string,
): SvgNode {
  const { width, theme } = style;
  return svg(
    "svg",
    {
      xmlns: SVG_NAMESPACE,
      "xmlns:inkscape": INKSCAPE_NAMESPACE,
      class: "lesion-graph-figure",
      "data-patient": patient,
      width: `${figure.widthMm}mm`,
      height: `${figure.heightMm}mm`,
      viewBox: `0 0 ${decimal(width)} ${decimal(height)}`,
      role: "graphics-document document",
      "aria-labelledby": `${idPrefix}-title`,
      "aria-describedby": `${idPrefix}-description`,
      "font-family": style.fontFamily,
      "font-size": style.fontSize,
      fill: theme.text,
    },
    svg("title", { id: `${idPrefix}-title` }, figure.title),
    svg("desc", { id: `${idPrefix}-description` }, figure.description),
    style.background === "theme"
      ? svg("rect", { class: "background", width, height, fill: theme.background })
      : undefined,
    ...body.map((child) => child && withIds(child, idPrefix)),
  );
}

/** Ids in a body are local names; the prefix makes them unique in the page. */
function withIds(node: SvgChild, idPrefix: string): SvgChild {
  if (typeof node === "string") return node;
  const own = node.attributes.some(([name]) => name === "id");
  const children = node.children.map((child) => withIds(child, idPrefix));
  const same = !own && children.every((child, i) => child === node.children[i]);
  if (same) return node;
  return {
    ...node,
    attributes: node.attributes.map(([name, value]) =>
      name === "id" ? ([name, `${idPrefix}-${value}`] as const) : ([name, value] as const),
    ),
    children,
  };
}

/** A short name for the content (FNV-1a), so that two figures of one page keep their ids apart. */
function fingerprint(content: readonly SvgChild[]): string {
  const hash = content.reduce<number>(
    (before, piece) => fnv1a(serialise(piece), before),
    fnv1a(""),
  );
  return hash.toString(16).padStart(8, "0");
}

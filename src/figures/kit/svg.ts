/** SVG as a tree of plain objects: written as text, or built with the `document` of a browser. */

/** An SVG element as a plain object. */
export interface SvgNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly SvgChild[];
}

/** An element or a text. */
export type SvgChild = SvgNode | string;

/** Numbers are rounded to two decimals; attributes that are `undefined` are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. Children that are `undefined` are left out. */
export function svg(
  name: string,
  attributes: Attributes = {},
  ...children: readonly (SvgChild | undefined)[]
): SvgNode {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    name,
    attributes: given.map(([key, value]) => [
      key,
      typeof value === "number" ? decimal(value) : onlyXml(value as string),
    ]),
    children: children
      .filter((child) => child !== undefined)
      .map((child) => (typeof child === "string" ? onlyXml(child) : child)),
  };
}

/** A number with at most two decimals, the same text on every engine. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a coordinate is ${value}`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Path data: pathData`M${x},${y}h${w}`. */
export const pathData = (texts: TemplateStringsArray, ...values: readonly number[]): string =>
  texts.map((text, i) => text + (i < values.length ? decimal(values[i]!) : "")).join("");

/** Path data of straight lines from point to point. */
export const linePath = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], i) => (i === 0 ? pathData`M${x},${y}` : pathData`L${x},${y}`)).join("");

/** A translation as the attribute `transform`. */
export const translate = (x: number, y: number): string => `translate(${decimal(x)} ${decimal(y)})`;

/** The element as text. */
export function serialise(node: SvgChild): string {
  if (typeof node === "string") return escaped(node);
  const attributes = node.attributes
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  if (node.children.length === 0) return `<${node.name}${attributes}/>`;
  const children = node.children.map(serialise).join("");
  return `<${node.name}${attributes}>${children}</${node.name}>`;
}

/** The part of a DOM `Document` that is needed; any implementation fits. */
export interface SvgDocument<Element extends SvgElement = SvgElement> {
  /** Creates an element. */
  createElementNS(namespace: string, name: string): Element;
  /** Creates a text node. */
  createTextNode(text: string): unknown;
}

/** The part of a DOM `Element` that is needed. */
export interface SvgElement {
  /** Sets an attribute. */
  setAttribute(name: string, value: string): void;
  /** Appends a child. */
  appendChild(child: never): unknown;
}

/** An element of the page where a program has the types of browsers (DOM), else {@link SvgElement}. */
export type DefaultElement = typeof globalThis extends { document: SvgDocument<infer Element> }
  ? Element
  : SvgElement;

export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Of the attributes by which Inkscape shows a group as a layer. */
export const INKSCAPE_NAMESPACE = "http://www.inkscape.org/namespaces/inkscape";

/** The element as a DOM element. */
export function build<Element extends SvgElement>(
  node: SvgNode,
  document: SvgDocument<Element>,
): Element {
  const element = document.createElementNS(SVG_NAMESPACE, node.name);
  for (const [name, value] of node.attributes) {
    // Namespaces and an editor's attributes have no meaning in a page.
    if (!/^(xmlns|inkscape)\b/.test(name)) element.setAttribute(name, value);
  }
  for (const child of node.children) {
    const built =
      typeof child === "string" ? document.createTextNode(child) : build(child, document);
    element.appendChild(built as never);
  }
  return element;
}

/** Everything that has a meaning in XML, as what it stands for; line ends stay what they are. */
const escaped = (text: string): string =>
  text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Text with the characters that XML 1.0 cannot hold replaced. */
const onlyXml = (text: string): string => text.replace(NOT_XML, "\uFFFD");
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** How near numbers and lines of a figure come to what they do not belong to. */
import { type Box, collide, grown, holds } from "../../src/figures/kit/boxes.js";
import { otherTexts } from "./overlap.js";
import { type Document, type Element, elements, groupOf, nodeBoxes, textBoxes } from "./svg.js";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line between two nodes, as points at most half a point of the page apart. */
interface Line {
  readonly rows: readonly [from: string, to: string];
  readonly title: string;
  readonly points: readonly Point[];
}

interface Node {
  readonly rows: readonly string[];
  readonly box: Box;
}

/** What is wrong with a figure of nodes and lines; empty where nothing is. */
interface Clearance {
  /** Numbers on a number, a node or any other text. */
  readonly numbersOnThings: readonly string[];
  /** Numbers on a line that is not theirs, or nearer to it than to their own. */
  readonly numbersOnLines: readonly string[];
  /** Lines through nodes that are not their ends. */
  readonly linesThroughNodes: readonly string[];
  readonly numbers: number;
  readonly lines: number;
}

/** @param layer the group of lines: "edges" of the graph, "links" of the sequences */
export function clearanceOf(document: Document, layer: "edges" | "links"): Clearance {
  const numbers = textBoxes(groupOf(document, "distances"));
  const lines = linesOf(groupOf(document, layer));
  const nodes = nodesOf(document);
  const ends = endsOf(lines, nodes);
  return {
    numbersOnThings: onThings(document, numbers, nodes),
    numbersOnLines: numbers.flatMap((number) => foreignLine(number, lines)),
    linesThroughNodes: lines.flatMap(({ title, points }, i) =>
      nodes
        .filter((node) => !ends[i]?.includes(node))
        .filter(({ box }) => points.some(({ x, y }) => holds(box, x, y)))
        .map(({ rows }) => `${title} through ${rows.join(" ")}`),
    ),
    numbers: numbers.length,
    lines: lines.length,
  };
}

/** Nodes with their second outline, where they have one. */
function nodesOf(document: Document): Node[] {
  const boxes = nodeBoxes(document);
  return elements(groupOf(document, "lesions"), "g")
    .filter((g) => g.getAttribute("class") === "lesion")
    .map((g, i) => {
      const rows = (g.getAttribute("data-row") ?? "").split(" ");
      return { rows, box: grown(boxes[i] as Box, rows.length > 1 ? 2 : 0) };
    });
}

const endsOf = (lines: readonly Line[], nodes: readonly Node[]): Node[][] =>
  lines.map(({ rows }) => nodes.filter((node) => rows.some((row) => node.rows.includes(row))));

function linesOf(layer: Element): Line[] {
  return elements(layer, "g")
    .filter((g) => g.getAttribute("data-from") !== null && g.getAttribute("data-from") !== "")
    .map((g) => {
      const path = elements(g, "path").find((one) => one.getAttribute("class") !== "hit");
      return {
        rows: [g.getAttribute("data-from") ?? "", g.getAttribute("data-to") ?? ""],
        title: elements(g, "title")[0]?.textContent ?? "",
        points: pointsOf(path?.getAttribute("d") ?? ""),
      };
    });
}

/** Points of "M x,y L x,y" or "M x,y Q x,y x,y". */
function pointsOf(d: string): Point[] {
  const [from, second, third] = [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
  if (from === undefined || second === undefined) throw new Error(`no line: ${d}`);
  const to = third ?? second;
  const control = third === undefined ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : second;
  const length =
    Math.hypot(control.x - from.x, control.y - from.y) +
    Math.hypot(to.x - control.x, to.y - control.y);
  const steps = Math.max(1, Math.ceil(length * 2));
  return Array.from({ length: steps + 1 }, (_, k) => {
    const t = k / steps;
    const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    return {
      x: a * from.x + b * control.x + c * to.x,
      y: a * from.y + b * control.y + c * to.y,
    };
  });
}

function onThings(
  document: Document,
  numbers: readonly (Box & { readonly text: string })[],
  nodes: readonly Node[],
): string[] {
  const others = otherTexts(document);
  return numbers.flatMap((number, i) => [
    ...[...numbers.slice(0, i), ...others]
      .filter((other) => collide(number, other))
      .map(({ text }) => `${number.text} on ${text}`),
    ...nodes
      .filter(({ box }) => collide(number, box))
      .map(({ rows }) => `${number.text} on node ${rows.join(" ")}`),
  ]);
}

/** How far a box is from the nearest point of a line; 0 where the line runs through it. */
const distanceTo = (box: Box, { points }: Line): number =>
  Math.min(
    ...points.map(({ x, y }) =>
      Math.hypot(
        Math.max(0, Math.abs(x - box.x) - box.halfWidth),
        Math.max(0, Math.abs(y - box.y) - box.halfHeight),
      ),
    ),
  );

/** The lines that a number lies on without being theirs: it is the number of a line nearest to it. */
function foreignLine(number: Box & { readonly text: string }, lines: readonly Line[]): string[] {
  const near = lines
    .map((line) => ({ line, distance: distanceTo(number, line) }))
    .sort((a, b) => a.distance - b.distance);
  const says = ({ title }: Line): boolean => {
    const distance = Number(/distance (\S+?)(;|,|$)/.exec(title)?.[1]);
    return Math.abs(distance - Number(number.text)) < 0.6 * 10 ** -decimalsOf(number.text);
  };
  const own = near.find(({ line }) => says(line));
  if (own === undefined) return [`${number.text} beside no line of its own`];
  return near
    .filter(({ line, distance }) => line !== own.line && !says(line) && distance <= own.distance)
    .map(({ line }) => `${number.text} on ${line.title}`);
}

const decimalsOf = (text: string): number => (text.split(".")[1] ?? "").length;

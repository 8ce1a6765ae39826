/** How much boxes of a figure cover each other. */
import type { Box } from "../../src/figures/kit/boxes.js";
import { type Document, elements, groupOf, nodeBoxes, textBoxes } from "./svg.js";

/** Area that two boxes share. */
function sharedArea(a: Box, b: Box): number {
  const width =
    Math.min(a.x + a.halfWidth, b.x + b.halfWidth) - Math.max(a.x - a.halfWidth, b.x - b.halfWidth);
  const height =
    Math.min(a.y + a.halfHeight, b.y + b.halfHeight) -
    Math.max(a.y - a.halfHeight, b.y - b.halfHeight);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Share of the boxes' area that lies under another box. */
export function overlapShare(boxes: readonly Box[], others: readonly Box[] = []): number {
  let shared = 0;
  let whole = 0;
  boxes.forEach((box, i) => {
    whole += 4 * box.halfWidth * box.halfHeight;
    for (const other of [...boxes.slice(0, i), ...others]) shared += sharedArea(box, other);
  });
  return whole === 0 ? 0 : shared / whole;
}

/** Share of the area of the distances that lies under another text or a node. */
export function coveredDistances(document: Document): number {
  const distances = textBoxes(groupOf(document, "distances"));
  return overlapShare(distances, [...nodeBoxes(document), ...otherTexts(document)]);
}

/** The boxes of texts that name no lesion and no distance. */
export function otherTexts(document: Document) {
  const own = new Set([
    ...elements(groupOf(document, "lesions"), "text"),
    ...elements(groupOf(document, "distances"), "text"),
  ]);
  return elements(document, "text")
    .filter((text) => !own.has(text))
    .flatMap((text) => textBoxes({ getElementsByTagName: () => [text] } as never));
}

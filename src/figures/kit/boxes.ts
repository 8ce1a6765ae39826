/** Boxes on the page, and whether they cover each other. */

/** A place on the page, in points. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its centre and half its sides, in points. */
export interface Box extends Point {
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** A part of the page by its edges, in points. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** True where two boxes come nearer than `gap` to each other. */
export const collide = (a: Box, b: Box, gap = 0): boolean =>
  Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth + gap &&
  Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight + gap;

/** True where the point lies in the box, grown by `gap`. */
export const holds = ({ x, y, halfWidth, halfHeight }: Box, px: number, py: number, gap = 0) =>
  Math.abs(px - x) < halfWidth + gap && Math.abs(py - y) < halfHeight + gap;

export const grown = (box: Box, by: number): Box => ({
  ...box,
  halfWidth: box.halfWidth + by,
  halfHeight: box.halfHeight + by,
});

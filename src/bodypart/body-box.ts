/** The box around a body. */
import type { BodyImage } from "./body-image.js";

/** Share of the body's area beyond each side of its box: an arm or a tube does not move the box. */
const TRIM = 0.005;

/** Sides of a body in pixels. */
export interface BodyBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Pixels of body. */
  readonly area: number;
}

/** The box that holds all of the body but a small share beyond each side. O(pixels). */
export function bodyBox({ width, height }: BodyImage, inside: Uint8Array): BodyBox {
  const [columns, rows] = [new Float64Array(width), new Float64Array(height)];
  let area = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (inside[i] === 0) continue;
      columns[x]!++;
      rows[y]!++;
      area++;
    }
  }
  const [left, right] = [quantile(columns, TRIM * area), quantile(columns, (1 - TRIM) * area)];
  const [top, bottom] = [quantile(rows, TRIM * area), quantile(rows, (1 - TRIM) * area)];
  return { left, right, top, bottom, area };
}

/** Where along the counts `sought` of them lie before. */
function quantile(counts: Float64Array, sought: number): number {
  let before = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 0 && before + count >= sought) return i + (sought - before) / count;
    before += count;
  }
  return counts.length;
}

/** Whether the body reaches the left, right, top or bottom edge of its image. O(width + height). */
export function touchesEdge({ width, height }: BodyImage, inside: Uint8Array): boolean {
  for (let x = 0; x < width; x++) {
    if (inside[x] === 1 || inside[(height - 1) * width + x] === 1) return true;
  }
  for (let y = 0; y < height; y++) {
    if (inside[y * width] === 1 || inside[y * width + width - 1] === 1) return true;
  }
  return false;
}

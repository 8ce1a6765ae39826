/** Which curves run through a box, without looking at all of them. */
import { type Box, holds, type Point } from "../kit/boxes.js";
import { type Curve, pointsAlong } from "./edge-routing.js";

/** Side of a square, points. */
const SIDE = 16;
/** From one point of a curve to the next, points; less than the height of a text. */
const STEP = 2.5;
/** More squares side by side than any page has. */
const COLUMNS = 1 << 16;

const squareOf = (coordinate: number): number => Math.floor(coordinate / SIDE);

/** Points of curves by squares of the page. */
export class CurveGrid {
  readonly #squares = new Map<number, { readonly curve: number; readonly point: Point }[]>();

  constructor(curves: readonly Curve[]) {
    curves.forEach((curve, i) => {
      for (const point of pointsAlong(curve, STEP)) {
        const key = squareOf(point.y) * COLUMNS + squareOf(point.x);
        const square = this.#squares.get(key);
        if (square === undefined) this.#squares.set(key, [{ curve: i, point }]);
        else square.push({ curve: i, point });
      }
    });
  }

  /** Whether a curve other than `own` runs through the box. */
  crosses(box: Box, own: number): boolean {
    const [left, right] = [squareOf(box.x - box.halfWidth), squareOf(box.x + box.halfWidth)];
    const [top, bottom] = [squareOf(box.y - box.halfHeight), squareOf(box.y + box.halfHeight)];
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const square = this.#squares.get(y * COLUMNS + x) ?? [];
        if (square.some(({ curve, point }) => curve !== own && holds(box, point.x, point.y))) {
          return true;
        }
      }
    }
    return false;
  }
}

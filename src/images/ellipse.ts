/** The ellipse that the two RECIST axes span, in mm. */

import { norm } from "../core/arithmetic.js";
import { fail } from "../core/errors.js";
import { assertShape } from "../core/shape.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import type { Segment } from "../deeplesion/geometry.js";

/** The part of a lesion that appearance is measured from: its axes on the slice, and the spacing. */
export type Annotation = Pick<DlInfoLesion, "longAxisPx" | "shortAxisPx" | "spacingMm">;

/** An ellipse in mm. */
export interface Ellipse {
  /** Centre in px of the slice, counted from 1. */
  readonly centrePx: readonly [x: number, y: number];
  /** Unit vector along the long axis, in mm space. */
  readonly direction: readonly [x: number, y: number];
  /** Half the long axis, mm. */
  readonly halfLongMm: number;
  /** Half the short axis, mm. */
  readonly halfShortMm: number;
}

/** Asserts that a lesion has its annotation. @throws LesionGraphError BAD_VALUE. */
export const assertAnnotation = (given: unknown): void =>
  assertShape(given, "a lesion of a DL_info.csv, as readDlInfo returns it", [
    "longAxisPx",
    "shortAxisPx",
    "spacingMm",
  ]);

/**
 * The ellipse of two axes: as long as the long axis and along it, as wide as the short axis across it.
 * RECIST's axes cross at right angles but not in their middles; the centre is the middle of the long
 * axis, moved across it to the middle of the short one. O(1).
 *
 * @throws LesionGraphError MISSING_FEATURE where an axis has no length.
 */
export function ellipseOf(annotation: Annotation): Ellipse {
  assertAnnotation(annotation);
  const {
    longAxisPx,
    shortAxisPx,
    spacingMm: [sx, sy],
  } = annotation;
  const middle = ([x1, y1, x2, y2]: Segment) =>
    [((x1 + x2) / 2) * sx, ((y1 + y2) / 2) * sy] as const;
  const along = ([x1, y1, x2, y2]: Segment) => [(x2 - x1) * sx, (y2 - y1) * sy] as const;
  const [dx, dy] = along(longAxisPx);
  const long = norm(dx, dy);
  const short = norm(...along(shortAxisPx));
  if (!(long > 0 && short > 0)) {
    fail("MISSING_FEATURE", "long and short axis above 0 mm", `${long} and ${short}`, {
      remedy: "correct the row or leave it out",
    });
  }
  const [ux, uy] = [dx / long, dy / long];
  const [lx, ly] = middle(longAxisPx);
  const [mx, my] = middle(shortAxisPx);
  const across = (mx - lx) * -uy + (my - ly) * ux;
  return {
    centrePx: [(lx - across * uy) / sx, (ly + across * ux) / sy],
    direction: [ux, uy],
    halfLongMm: long / 2,
    halfShortMm: short / 2,
  };
}

/** True where a point (mm from the centre) lies in the ellipse widened by some mm on every side. */
export function within(
  { direction: [ux, uy], halfLongMm, halfShortMm }: Ellipse,
  dx: number,
  dy: number,
  widerMm = 0,
): boolean {
  const a = (dx * ux + dy * uy) / (halfLongMm + widerMm);
  const b = (-dx * uy + dy * ux) / (halfShortMm + widerMm);
  return a * a + b * b <= 1;
}

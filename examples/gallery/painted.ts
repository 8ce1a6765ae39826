/** A painted slice of a trunk, since no real one may be shown: skin, fat, muscle, liver, spine, table. */
import type { DlInfoLesion } from "lesion-graph";
import { type CtSlice, sliceOf } from "lesion-graph/images";

/** True within an ellipse about (cx, cy). */
const within = (x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** True within the ellipse of the long axis and of the short one's length. Pixels of rows count from 1. */
function inLesion(x: number, y: number, { longAxisPx, diametersPx }: DlInfoLesion): boolean {
  const [x1, y1, x2, y2] = longAxisPx;
  const [long, short] = diametersPx;
  const [dx, dy] = [x + 1 - (x1 + x2) / 2, y + 1 - (y1 + y2) / 2];
  const along = (dx * (x2 - x1) + dy * (y2 - y1)) / long;
  const across = (dy * (x2 - x1) - dx * (y2 - y1)) / long;
  return within(along, across, 0, 0, long / 2, short / 2);
}

/** The first of these that holds gives the Hounsfield units; air is -1000. */
function huAt(x: number, y: number, lesion: DlInfoLesion): number {
  if (inLesion(x, y, lesion)) return 45;
  if (within(x, y, 256, 345, 22, 20)) return within(x, y, 256, 345, 18, 16) ? 180 : 600;
  if (within(x, y, 232, 300, 13, 13)) return 190;
  if (within(x, y, 330, 240, 62, 50)) return within(x, y, 330, 232, 34, 22) ? -900 : 30;
  if (within(x, y, 190, 255, 105, 85)) return 115;
  if (within(x, y, 256, 270, 170, 112)) return within(x, y, 256, 270, 160, 102) ? -95 : 55;
  if (within(x, y, 256, 270, 190, 130)) return within(x, y, 256, 270, 188, 128) ? -100 : 20;
  return Math.abs(y - 425 + ((x - 256) / 40) ** 2) < 2 ? 100 : -1000;
}

/** The slice of a lesion, 512 x 512. */
export const paintedTrunk = (lesion: DlInfoLesion): CtSlice =>
  sliceOf(
    512,
    512,
    Int16Array.from({ length: 512 * 512 }, (_, i) => huAt(i % 512, Math.floor(i / 512), lesion)),
  );

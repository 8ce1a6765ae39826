/** Whether the annotation figure is given a slice and a lesion with its place in it. */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { isFull } from "../kit/slice-image.js";

/** @throws LesionGraphError BAD_VALUE for no slice, or a lesion without its place in it. */
export function assertSliceAndLesion(slice: unknown, lesion: unknown): void {
  const { width, height } = (slice ?? {}) as Readonly<Record<"width" | "height", unknown>>;
  if (typeof width !== "number" || typeof height !== "number") {
    fail("BAD_VALUE", "a slice, as decodeSlice and sliceOf return it", slice ?? String(slice));
  }
  assertFullLesion(lesion);
}

/** @throws LesionGraphError BAD_VALUE for anything but an annotated slice. */
export function assertAnnotated(given: unknown): void {
  const { lesion, slice } = (given ?? {}) as Readonly<Record<"lesion" | "slice", unknown>>;
  if (typeof slice !== "object" || slice === null) {
    fail("BAD_VALUE", "an annotated slice, as annotatedSlice returns it", given ?? String(given));
  }
  assertFullLesion(lesion);
}

function assertFullLesion(lesion: unknown): void {
  if (typeof lesion === "object" && lesion !== null && isFull(lesion as Lesion)) return;
  fail(
    "BAD_VALUE",
    "a lesion of a DL_info.csv, as readDlInfo returns it",
    lesion ?? String(lesion),
  );
}

/** Lesions for tests. */
import fc from "fast-check";
import type { Lesion } from "../../src/core/lesion.js";

/** A lesion of patient "p" at a place on the x axis; the id says where it came from. */
export const at = (row: number, study: number, x: number, more: Partial<Lesion> = {}): Lesion => ({
  row,
  patient: "p",
  study,
  id: `${study}-${row}`,
  vector: [x],
  ...more,
});

/** A lesion of patient "p" with the given fields alone. */
export const bare = (row: number, study: number, more: Partial<Lesion> = {}): Lesion => ({
  row,
  patient: "p",
  study,
  id: `L${row}`,
  ...more,
});

/** A lesion of patient "p" in a series of its own, at a place in mm on the x axis. */
export const inSeries = (
  row: number,
  study: number,
  x: number,
  more: Partial<Lesion> = {},
): Lesion => ({
  row,
  patient: "p",
  study,
  series: row,
  id: `L${row}`,
  centreMm: [x, 0, 0],
  ...more,
});

/** Patients with up to 14 lesions in up to 5 studies; places on a coarse grid, so that ties abound. */
export const gridPatients: fc.Arbitrary<Lesion[]> = patients(fc.integer({ min: 0, max: 6 }));

/** As gridPatients, with places that are all different. */
export const roughPatients: fc.Arbitrary<Lesion[]> = patients(
  fc.double({ min: 0, max: 6, noNaN: true }),
);

function patients(coordinate: fc.Arbitrary<number>): fc.Arbitrary<Lesion[]> {
  const annotation = fc.record({
    study: fc.integer({ min: 1, max: 5 }),
    x: coordinate,
    y: coordinate,
  });
  return fc
    .array(annotation, { maxLength: 14 })
    .map((annotations) =>
      annotations.map(({ study, x, y }, i) => at(i + 1, study, x, { id: `L${i}`, vector: [x, y] })),
    );
}

/** Rows by sequence, each list sorted: what must not depend on anything but the lesions. */
export const rowsBySequence = (
  sequences: readonly { readonly lesions: readonly Lesion[] }[],
): number[][] => sequences.map(({ lesions }) => lesions.map(({ row }) => row));

/** One tracking UID per sequence, the same in all studies and in all later runs. */
import { ascending } from "d3-array";
import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { readRows } from "../csv/read-rows.js";
import { column, type RowOf, Table } from "../csv/table.js";
import { assertUid, uidOf } from "./uid.js";

/** Columns of `tracking.csv`. */
export const TRACKING_COLUMNS = Object.freeze({
  patient: column.text("Id of the patient"),
  sequence: column.integer("Number of the sequence within the patient", undefined, { min: 1 }),
  trackingUid: column.text("DICOM Tracking UID of the sequence"),
});

/** One row per lesion with its Tracking UID; see {@link readTracking}. */
export type TrackingRow = RowOf<typeof TRACKING_COLUMNS>;

/** Lesions of a patient by sequence: what a matcher returns. */
export interface ReportedPatient {
  readonly patient: string;
  readonly sequences: readonly { readonly id: number; readonly lesions: readonly Lesion[] }[];
  /** Annotations of one study that are one lesion. */
  readonly duplicates?: readonly { readonly rows: readonly number[] }[];
}

/**
 * Returns the rows of a `tracking.csv` in input order. O(n).
 *
 * @throws LesionGraphError BAD_VALUE for what is not a UID, BAD_REPORT where a sequence or a UID comes twice.
 */
export function readTracking(source: string | Uint8Array): TrackingRow[] {
  const known = new Set<string>();
  return readRows(source, TRACKING_COLUMNS, ({ patient, sequence, trackingUid }, row) => {
    assertUid("trackingUid", trackingUid);
    for (const key of [JSON.stringify([patient, sequence]), trackingUid]) {
      if (known.has(key)) fail("BAD_REPORT", "each sequence and UID once", key, { row, patient });
      known.add(key);
    }
  });
}

/** The table that {@link readTracking} reads back. */
export const trackingTable = (rows: readonly TrackingRow[]): Table<typeof TRACKING_COLUMNS> =>
  new Table(TRACKING_COLUMNS, rows);

/**
 * Returns the tracking UID of each sequence of a patient, by number. In this order: a UID that the sequence's
 * lesions carry, most lesions first; its UID in `earlier`; a new one, made of patient and number. A UID goes to
 * one sequence only.
 *
 * @param earlier UIDs of sequences in an earlier run, by number
 * @throws LesionGraphError BAD_VALUE where a lesion's `trackingUid` is not a UID.
 */
export function trackingUids(
  { patient, sequences }: ReportedPatient,
  earlier: ReadonlyMap<number, string> = new Map(),
): Map<number, string> {
  const uidOfSequence = new Map<number, string>();
  const taken = new Set<string>();
  const give = (id: number, uid: string | undefined): void => {
    if (uid === undefined || uidOfSequence.has(id) || taken.has(uid)) return;
    uidOfSequence.set(id, uid);
    taken.add(uid);
  };
  const claims = sequences.flatMap(({ id, lesions }) => claimsOf(id, lesions));
  claims.sort((a, b) => b.lesions - a.lesions || a.id - b.id || ascending(a.uid, b.uid));
  for (const { id, uid } of claims) give(id, uid);
  for (const { id } of sequences) give(id, earlier.get(id));
  // A UID that was given up would come back where a lesion changed its sequence: count on.
  for (const { id } of sequences) {
    for (let n = 0; !uidOfSequence.has(id); n++) {
      give(id, n === 0 ? uidOf("tracking", patient, id) : uidOf("tracking", patient, id, n));
    }
  }
  return uidOfSequence;
}

function claimsOf(id: number, lesions: readonly Lesion[]) {
  const counts = new Map<string, number>();
  for (const { row, patient, study, trackingUid } of lesions) {
    if (trackingUid === undefined) continue;
    withPlace({ row, patient, study }, () => assertUid("trackingUid", trackingUid));
    counts.set(trackingUid, 1 + (counts.get(trackingUid) ?? 0));
  }
  return Array.from(counts, ([uid, count]) => ({ id, uid, lesions: count }));
}

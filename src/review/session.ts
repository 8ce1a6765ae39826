/**
 * The data of a review: lesions read once, patients matched on demand with the decisions in force. Runs in a
 * worker of the browser and in Node; has no user interface.
 */
import { fail, LesionGraphError } from "../core/errors.js";
import type { Lesion, Warning } from "../core/lesion.js";
import { groupByPatient } from "../core/lesion-list.js";
import type { ReadOptions } from "../csv/read-options.js";
import { isColumnar, type ReadablePatient } from "../deeplesion/columnar-reader.js";
import { matchPatient } from "../matching/match.js";
import type { PatientMatch } from "../matching/result.js";
import { readLesions, streamColumnarPatients } from "../measurements/read-lesions.js";
import { contradiction, type Decision } from "./decision-log.js";
import { matchOptionsOf, type ReviewSettings } from "./settings.js";

/** How the input is read, as JSON: options of the reader. */
export interface ReviewReading
  extends Partial<Pick<ReadOptions, "noisy" | "columns" | "units" | "dateFormat">> {
  /** Days of studies by study UID. */
  readonly studyDates?: readonly (readonly [studyUid: string, date: string])[];
}

/** An input under review. */
export interface ReviewSession {
  readonly name: string;
  /**
   * SHA-256 of the input's bytes in hexadecimal; where options of reading are given, of that digest and these: what a
   * saved review is checked against. Sizes and rows in another reading are those of another input.
   */
  readonly sha256: string;
  readonly reading: ReviewReading;
  /** Patient ids in input order. */
  readonly patients: readonly string[];
  /** The warnings of the reader. */
  readonly warnings: readonly Warning[];
  /** Numbers of annotations (input rows) and studies of a patient. */
  sizeOf(patient: string): { readonly annotations: number; readonly studies: number };
  lesionsOf(patient: string): readonly Lesion[];
}

type AnyPatient = ReadablePatient | { readonly lesions: readonly Lesion[] };

/** A patient matched under decisions. */
export interface ReviewedMatch {
  readonly match: PatientMatch;
  /** Contradictory decisions; the latest of them is not applied. Empty without contradiction. */
  readonly contradiction: readonly Decision[];
}

/**
 * Opens an input. The rows of a patient need not be consecutive.
 *
 * @throws LesionGraphError as `readLesions`.
 */
export async function openSession(
  name: string,
  bytes: Uint8Array,
  reading: ReviewReading = {},
): Promise<ReviewSession> {
  const { patients, warnings } = await readPatients(bytes, optionsOf(name, reading));
  const known = (patient: string): AnyPatient =>
    patients.get(patient) ?? fail("UNKNOWN_PATIENT", "a patient of the input", patient);
  return {
    name,
    sha256: await digestOf(bytes, reading),
    reading,
    patients: [...patients.keys()],
    warnings,
    sizeOf(patient) {
      const one = known(patient);
      const studies = isColumnar(one) ? one.study : one.lesions.map(({ study }) => study);
      return { annotations: studies.length, studies: new Set(studies).size };
    },
    lesionsOf(patient) {
      const one = known(patient);
      return isColumnar(one) ? one.lesions() : one.lesions;
    },
  };
}

interface ReadPatients {
  readonly patients: ReadonlyMap<string, AnyPatient>;
  readonly warnings: readonly Warning[];
}

const optionsOf = (
  file: string,
  { studyDates, ...others }: ReviewReading,
): Partial<ReadOptions> => ({
  file,
  ...others,
  ...(studyDates !== undefined && { studyDates: new Map(studyDates) }),
});

async function readPatients(
  bytes: Uint8Array,
  options: Partial<ReadOptions>,
): Promise<ReadPatients> {
  const patients = new Map<string, AnyPatient>();
  const warnings: Warning[] = [];
  try {
    for await (const batch of streamColumnarPatients([bytes], options)) {
      for (const one of batch) {
        const [id, own] = isColumnar(one) ? [one.patient, []] : [one.id, one.warnings];
        patients.set(id, one);
        for (const warning of own) warnings.push(warning);
      }
    }
    return { patients, warnings };
  } catch (error) {
    const scattered = error instanceof LesionGraphError && error.code === "SCATTERED_PATIENT";
    if (!scattered) throw error;
    const read = readLesions(bytes, options);
    const byPatient = groupByPatient(read.lesions).map((one) => [one.id, one] as const);
    return { patients: new Map(byPatient), warnings: read.warnings };
  }
}

/**
 * Matches one patient with the settings and decisions of the review: the same call, and so the same sequences,
 * as the command line with the exported constraints.
 */
export function matchReviewed(
  session: ReviewSession,
  patient: string,
  settings: ReviewSettings,
  decisions: readonly Decision[],
): ReviewedMatch {
  const lesions = session.lesionsOf(patient);
  let inForce = decisions;
  let first: readonly Decision[] = [];
  for (;;) {
    const conflict = contradiction(inForce, lesions);
    if (first.length === 0) first = conflict;
    const youngest = conflict.at(-1);
    if (youngest === undefined) break;
    inForce = inForce.filter((one) => one !== youngest);
  }
  return {
    match: matchPatient(lesions, matchOptionsOf(settings, inForce)),
    contradiction: first,
  };
}

/**
 * Rows whose sequence differs between two matches of a patient, without `rows` themselves.
 * O(lesions log lesions).
 */
export function movedRows(
  before: PatientMatch,
  after: PatientMatch,
  rows: readonly number[],
): number[] {
  const partners = (match: PatientMatch) =>
    new Map(
      match.sequences.flatMap(({ lesions }) => {
        const members = lesions.map(({ row }) => row).sort((a, b) => a - b);
        return members.map((row) => [row, members.join(" ")] as const);
      }),
    );
  const earlier = partners(before);
  return [...partners(after)]
    .filter(([row, members]) => earlier.get(row) !== members && !rows.includes(row))
    .map(([row]) => row)
    .sort((a, b) => a - b);
}

async function digestOf(bytes: Uint8Array, reading: ReviewReading): Promise<string> {
  const ofBytes = await sha256(bytes);
  if (Object.keys(reading).length === 0) return ofBytes;
  return sha256(new TextEncoder().encode(`${ofBytes} ${JSON.stringify(reading)}`));
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Exports of a review: constraints, sequences and growth as CSV, and the review as JSON. */
import { group } from "d3-array";
import { fail } from "../core/errors.js";
import { parseJson } from "../core/json.js";
import type { Lesion } from "../core/lesion.js";
import { grow } from "../growth/grow.js";
import { growthTable } from "../growth/growth-table.js";
import {
  type Constraint,
  readConstraints,
  writeConstraints,
} from "../matching/constraints-file.js";
import { matchTable } from "../matching/match-table.js";
import type { PatientMatch } from "../matching/result.js";
import {
  type Action,
  type Decision,
  pairOf,
  type ReviewEvent,
  replay,
  reviewedPatients,
} from "./decision-log.js";
import type { ReviewReading, ReviewSession } from "./session.js";
import { assertSettings, type ReviewSettings } from "./settings.js";

/** The decisions as a constraints CSV, which `--constraints` of the command line reads. */
export function constraintsCsv(session: ReviewSession, decisions: readonly Decision[]): string {
  const byPatient = group(decisions, ({ patient }) => patient);
  const rows = [...byPatient].flatMap(([patient, own]) => {
    const lesions = new Map(session.lesionsOf(patient).map((lesion) => [lesion.row, lesion]));
    return own.map((decision) => constraintOf(decision, lesions));
  });
  return writeConstraints(rows);
}

/**
 * The decisions of a constraints CSV, as the first actions of a review.
 *
 * @throws LesionGraphError as `readConstraints`; UNKNOWN_PATIENT; UNKNOWN_ROW; BAD_VALUE where study or lesion
 * are not those of the row.
 */
export function decisionsOfCsv(session: ReviewSession, text: string): Action[] {
  return readConstraints(text).map(
    ({ patient, kind, row, row2, study, lesion, study2, lesion2, at }) => {
      const lesions = new Map(session.lesionsOf(patient).map((one) => [one.row, one]));
      for (const [given, ofStudy, id] of [
        [row, study, lesion],
        [row2, study2, lesion2],
      ] as const) {
        const found =
          lesions.get(given) ?? fail("UNKNOWN_ROW", "a row of the patient", given, { patient });
        if (found.study === ofStudy && found.id === id) continue;
        fail(
          "BAD_VALUE",
          `row ${given} to be lesion ${found.id} of study ${found.study}`,
          `${id} of study ${ofStudy}`,
          {
            patient,
            remedy: "the constraints belong to another version of the input",
          },
        );
      }
      return { type: "decide", patient, kind, pair: pairOf(row, row2), at: at ?? "" };
    },
  );
}

function constraintOf(
  { patient, kind, pair, at }: Decision,
  lesions: ReadonlyMap<number, Lesion>,
): Constraint {
  const [first, second] = pair.map((row) => lesions.get(row));
  if (first === undefined || second === undefined) {
    fail("UNKNOWN_ROW", "rows of the patient", pair.join(" and "), { patient });
  }
  return {
    patient,
    kind,
    row: first.row,
    row2: second.row,
    study: first.study,
    lesion: first.id,
    study2: second.study,
    lesion2: second.id,
    by: undefined,
    at,
    note: undefined,
  };
}

/** The sequences as `match --format csv` writes them. */
export const sequencesCsv = (matches: readonly PatientMatch[]): string =>
  matchTable(matches).toCsv();

/** Growth as `grow --format csv` writes it, without dates. */
export const growthCsv = (matches: readonly PatientMatch[]): string =>
  growthTable(grow(matches)).toCsv();

/** The form of a saved review. */
export const REVIEW_FORMAT = "lesion-graph-review/1";

/** A saved review. */
export interface SavedReview {
  readonly format: typeof REVIEW_FORMAT;
  /** SHA-256 of the input, in hexadecimal. */
  readonly input: string;
  readonly name: string;
  /** How the input is read; without options of reading, `{}`. */
  readonly reading: ReviewReading;
  readonly settings: ReviewSettings;
  readonly events: readonly ReviewEvent[];
  /** Reviewed patients, for people; follows from the events. */
  readonly reviewed: readonly string[];
}

export const savedReview = (
  session: Pick<ReviewSession, "name" | "sha256" | "reading">,
  settings: ReviewSettings,
  events: readonly ReviewEvent[],
): SavedReview => ({
  format: REVIEW_FORMAT,
  input: session.sha256,
  name: session.name,
  reading: session.reading,
  settings,
  events,
  reviewed: [...reviewedPatients(replay(events))],
});

/**
 * Reads a saved review.
 *
 * @throws LesionGraphError BAD_VALUE for other JSON, or a review of another input; as {@link assertSettings}.
 */
export function readSavedReview(text: string, sha256: string): SavedReview {
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    fail("BAD_VALUE", "a saved review as JSON", text.slice(0, 40));
  }
  const saved = (typeof parsed === "object" && parsed !== null ? parsed : {}) as SavedReview;
  if (saved.format !== REVIEW_FORMAT || !Array.isArray(saved.events)) {
    fail("BAD_VALUE", `a saved review (${REVIEW_FORMAT})`, saved.format ?? "no format");
  }
  if (saved.input !== sha256) {
    fail("BAD_VALUE", "a review of this input and reading", "one of another input or reading", {
      remedy:
        "open the input that the review was begun with, with the same options of reading, or begin a new review",
    });
  }
  const bad = saved.events.findIndex((event) => !isEvent(event));
  if (bad >= 0) fail("BAD_VALUE", "known events", `event ${bad + 1}`);
  assertSettings(saved.settings);
  return saved;
}

function isEvent(event: unknown): event is ReviewEvent {
  if (typeof event !== "object" || event === null) return false;
  const { type, patient, pair, kind, reviewed, at } = event as Record<string, unknown>;
  if (type === "undo" || type === "redo") return true;
  if (typeof patient !== "string" || typeof at !== "string") return false;
  if (type === "reviewed") return typeof reviewed === "boolean";
  const isPair =
    Array.isArray(pair) &&
    pair.length === 2 &&
    pair.every((row) => Number.isSafeInteger(row) && row >= 1) &&
    pair[0] < pair[1];
  if (type === "decide") return isPair && (kind === "must-link" || kind === "cannot-link");
  return isPair && (type === "remove" || type === "skip");
}

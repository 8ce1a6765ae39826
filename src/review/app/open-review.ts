/** The open review: its input, its current patient and what is saved. */
import { batch } from "@preact/signals";
import { type Action, type Pair, pairKey, replay } from "../decision-log.js";
import { type SavedReview, savedReview } from "../exports.js";
import { expectedWrong } from "../questions.js";
import type { ReviewReading } from "../session.js";
import { DEFAULT_REVIEW_SETTINGS, type ReviewSettings } from "../settings.js";
import { client } from "./client.js";
import {
  current,
  decisions,
  focusRow,
  input,
  matching,
  message,
  order,
  patients,
  phase,
  questionIndex,
  questions,
  review,
  saving,
  selection,
  settings,
  summaries,
  view,
} from "./signals.js";
import { type Storage, storageFor } from "./storage.js";

let storage: Storage | undefined;

const context = () => ({ settings: settings.value, decisions: decisions.value });

/** The time of an action. */
export const now = (): string => new Date().toISOString();

/** Shows an error or a notice. */
export function say(text: string, bad = false): void {
  message.value = { text, bad };
}

/** Opens an input and resumes what was saved for it. */
export async function openInput(
  name: string,
  bytes: Uint8Array,
  constraints?: string,
  reading: ReviewReading = {},
): Promise<void> {
  phase.value = "opening";
  message.value = undefined;
  try {
    const opened = await client.ask({ type: "open", name, bytes, reading });
    if (opened.type !== "opened") return;
    storage = storageFor(opened.sha256);
    const saved = await storage.load();
    const resumed = saved === undefined ? undefined : await readSaved(saved);
    const given = constraints === undefined ? [] : await constraintActions(constraints);
    batch(() => {
      input.value = { name, sha256: opened.sha256, reading };
      patients.value = opened.patients;
      order.value = opened.patients.map(({ patient }) => patient);
      summaries.value = new Map();
      review.value = replay(resumed?.events ?? given);
      settings.value = resumed?.settings ?? DEFAULT_REVIEW_SETTINGS;
      phase.value = "ready";
    });
    if (resumed !== undefined) say(`Resumed: ${review.value.actions.length} decisions and notes.`);
    const first = order.value[0];
    if (first !== undefined) await openPatient(first);
    const untouched = review.value;
    const complete = await summarise();
    // The first sorting comes before the work; nothing moves under the hand of a reviewer who has begun.
    if (!complete || review.value !== untouched || current.value !== first) return;
    sortPatients();
    const top = order.value[0];
    if (top !== undefined) await openPatient(top);
  } catch (error) {
    phase.value = input.value === undefined ? "empty" : "ready";
    say(error instanceof Error ? error.message : String(error), true);
  }
}

/** Decisions of a constraints CSV as the beginning of a log. */
async function constraintActions(text: string): Promise<readonly Action[]> {
  const answer = await client.ask({ type: "constraints", text });
  return answer.type === "actions" ? answer.actions : [];
}

/** A saved review of the input. */
async function readSaved(text: string): Promise<SavedReview | undefined> {
  const answer = await client.ask({ type: "saved", text });
  return answer.type === "saved" ? answer.saved : undefined;
}

/** Matches the cohort; true where no later call has taken its place. */
export async function summarise(): Promise<boolean> {
  return client.summaries(context(), (batch) => {
    summaries.value = new Map([
      ...summaries.value,
      ...batch.map((one) => [one.patient, one] as const),
    ]);
  });
}

/** Puts the patients with most expected errors first. */
export function sortPatients(): void {
  const wrong = (patient: string) => summaries.value.get(patient)?.expectedWrong ?? 0;
  order.value = [...patients.value]
    .map(({ patient }, at) => ({ patient, at }))
    .sort((a, b) => wrong(b.patient) - wrong(a.patient) || a.at - b.at)
    .map(({ patient }) => patient);
}

/** Shows a patient with its questions, the least certain first. */
export async function openPatient(patient: string): Promise<void> {
  current.value = patient;
  const answer = await client.ask({ type: "patient", patient, ...context() });
  if (answer.type !== "view" || current.value !== patient) return;
  batch(() => {
    view.value = { ...answer.view, moved: [] };
    questions.value = answer.view.questions;
    questionIndex.value = 0;
    selection.value = [];
    focusRow.value = answer.view.questions[0]?.pair[0] ?? answer.view.lesions[0]?.row;
  });
}

/** Matches the current patient again; questions keep their places, new ones come last. */
export async function rematch(): Promise<void> {
  const patient = current.value;
  if (patient === undefined) return;
  matching.value++;
  const answer = await client
    .ask({ type: "patient", patient, ...context() })
    .finally(() => matching.value--);
  if (answer.type !== "view" || current.value !== patient) return;
  const known = new Map(answer.view.questions.map((one) => [pairKey(one.pair), one]));
  const kept = questions.value.map((one) => known.get(pairKey(one.pair)) ?? one);
  const keys = new Set(kept.map(({ pair }) => pairKey(pair)));
  batch(() => {
    view.value = answer.view;
    questions.value = [
      ...kept,
      ...answer.view.questions.filter(({ pair }) => !keys.has(pairKey(pair))),
    ];
  });
  const wrong = answer.view.questions.filter(({ pair }) => !decided(pair));
  summaries.value = new Map(summaries.value).set(patient, {
    patient,
    expectedWrong: expectedWrong(wrong),
  });
}

/** The decision in force on a pair of the current patient. */
export const decisionOn = (pair: Pair) =>
  decisions.value.find(
    (one) => one.patient === current.value && pairKey(one.pair) === pairKey(pair),
  );

/** True if a pair of the current patient is decided. */
export const decided = (pair: Pair): boolean => decisionOn(pair) !== undefined;

/** Changes settings and matches again. */
export async function changeSettings(change: Partial<ReviewSettings>): Promise<void> {
  settings.value = { ...settings.value, ...change };
  await Promise.all([rematch(), save()]);
  await summarise();
}

/** The saved form of the review. */
export const reviewJson = (): string => {
  const session = input.value ?? { name: "", sha256: "", reading: {} };
  const saved = savedReview(session, settings.value, review.value.log);
  return `${JSON.stringify(saved, undefined, 1)}\n`;
};

/** Reads a saved review in place of the current one. */
export async function importReview(text: string): Promise<void> {
  try {
    const saved = await readSaved(text);
    if (saved === undefined) return;
    review.value = replay(saved.events);
    settings.value = saved.settings;
    await Promise.all([rematch(), save()]);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
}

let pending: Promise<void> = Promise.resolve();

/** Saves after the save in progress. */
export function save(): Promise<void> {
  saving.value = "saving";
  pending = pending.then(async () => {
    try {
      await storage?.store(reviewJson());
      saving.value = "saved";
    } catch (error) {
      saving.value = "failed";
      say(`Not saved: ${error instanceof Error ? error.message : error}`, true);
    }
  });
  return pending;
}

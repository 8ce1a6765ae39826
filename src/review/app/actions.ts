/** The actions of the reviewer. */
import { batch } from "@preact/signals";
import {
  type Action,
  append,
  type DecisionKind,
  type Pair,
  pairKey,
  replay,
} from "../decision-log.js";
import { readSavedReview, savedReview } from "../exports.js";
import { expectedWrong, type Question } from "../questions.js";
import { DEFAULT_REVIEW_SETTINGS, type ReviewSettings } from "../settings.js";
import { client } from "./client.js";
import {
  activePair,
  current,
  decisions,
  focusRow,
  input,
  matching,
  message,
  order,
  patients,
  phase,
  question,
  questionIndex,
  questions,
  review,
  reviewed,
  saving,
  selection,
  settings,
  shownPatients,
  summaries,
  view,
} from "./signals.js";
import { type Storage, storageFor } from "./storage.js";

let storage: Storage | undefined;

const context = () => ({ settings: settings.value, decisions: decisions.value });
const now = (): string => new Date().toISOString();

/** Shows an error or a notice. */
export function say(text: string, bad = false): void {
  message.value = { text, bad };
}

/** Opens an input and resumes what was saved for it. */
export async function openInput(
  name: string,
  bytes: Uint8Array,
  constraints?: string,
): Promise<void> {
  phase.value = "opening";
  message.value = undefined;
  try {
    const opened = await client.ask({ type: "open", name, bytes });
    if (opened.type !== "opened") return;
    storage = await storageFor(opened.sha256);
    const saved = await storage.load();
    const events = saved === undefined ? undefined : readSavedReview(saved, opened.sha256);
    const given = constraints === undefined ? [] : await constraintActions(constraints);
    batch(() => {
      input.value = { name, sha256: opened.sha256 };
      patients.value = opened.patients;
      order.value = opened.patients.map(({ patient }) => patient);
      summaries.value = new Map();
      review.value = replay(events?.events ?? given);
      settings.value = events?.settings ?? DEFAULT_REVIEW_SETTINGS;
      phase.value = "ready";
    });
    if (events !== undefined) say(`Resumed: ${review.value.actions.length} decisions and notes.`);
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
async function rematch(): Promise<void> {
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
    questions: wrong.length,
  });
}

/** The decision in force on a pair of the current patient. */
export const decisionOn = (pair: Pair) =>
  decisions.value.find(
    (one) => one.patient === current.value && pairKey(one.pair) === pairKey(pair),
  );
const decided = (pair: Pair): boolean => decisionOn(pair) !== undefined;

async function act(action: Action): Promise<void> {
  review.value = append(review.value, action);
  await Promise.all([rematch(), save()]);
}

/** Records "same" or "different" for the active pair and goes to the next question. */
export async function decide(kind: DecisionKind): Promise<void> {
  const pair = activePair.value;
  const patient = current.value;
  if (pair === undefined || patient === undefined) return;
  const byHand = selection.value.length === 2;
  await act({ type: "decide", patient, kind, pair, at: now() });
  if (byHand) selection.value = [];
  else nextOpenQuestion();
}

/** Confirms what the matcher answered for the active pair. */
export async function confirm(): Promise<void> {
  const pair = activePair.value;
  const lesions = view.value?.lesions;
  if (pair === undefined || lesions === undefined) return;
  const [a, b] = pair.map((row) => lesions.find((one) => one.row === row)?.sequence);
  await decide(a === b ? "must-link" : "cannot-link");
}

/** Removes the decision on the active pair. */
export async function removeDecision(pair = activePair.value): Promise<void> {
  const patient = current.value;
  if (pair === undefined || patient === undefined || !decided(pair)) return;
  await act({ type: "remove", patient, pair, at: now() });
}

/** Leaves the question unanswered. */
export async function skip(): Promise<void> {
  const pair = question.value?.pair;
  const patient = current.value;
  if (pair === undefined || patient === undefined) return;
  review.value = append(review.value, { type: "skip", patient, pair, at: now() });
  nextQuestion(1);
  await save();
}

/** Marks the patient as reviewed and opens the next one that is not. */
export async function markReviewed(): Promise<void> {
  const patient = current.value;
  if (patient === undefined) return;
  const isDone = reviewed.value.has(patient);
  review.value = append(review.value, {
    type: "reviewed",
    patient,
    reviewed: !isDone,
    at: now(),
  });
  await save();
  if (isDone) return;
  const after = order.value.slice(order.value.indexOf(patient) + 1);
  const next = [...after, ...order.value].find((one) => !reviewed.value.has(one));
  if (next === undefined) say("All patients are reviewed.");
  else await openPatient(next);
}

/** Undo or redo; opens the patient that the action belongs to. */
export async function travel(type: "undo" | "redo"): Promise<void> {
  const before = review.value;
  const action = type === "undo" ? before.actions.at(-1) : before.undone.at(-1);
  if (action === undefined) {
    say(`Nothing to ${type}.`);
    return;
  }
  review.value = append(before, { type });
  if (action.patient === current.value) {
    await rematch();
    const at =
      "pair" in action
        ? questions.value.findIndex(({ pair }) => pairKey(pair) === pairKey(action.pair))
        : -1;
    if (at >= 0) questionIndex.value = at;
  } else await openPatient(action.patient);
  await save();
}

/** Goes to another question; at the ends it stays. */
export function nextQuestion(step: number): void {
  const last = questions.value.length - 1;
  const at = Math.max(0, Math.min(last, questionIndex.value + step));
  batch(() => {
    questionIndex.value = Math.max(0, at);
    selection.value = [];
    focusRow.value = questions.value[at]?.pair[0] ?? focusRow.value;
  });
}

/** True if a question is open: neither decided nor settled by another decision. */
export const isOpen = (one: Question): boolean =>
  !decided(one.pair) &&
  (view.value?.questions.some(({ pair }) => pairKey(pair) === pairKey(one.pair)) ?? false);

/** Goes to the next open question; stays without one. */
function nextOpenQuestion(): void {
  const at = questions.value.findIndex((one, i) => i > questionIndex.value && isOpen(one));
  nextQuestion(at < 0 ? 1 : at - questionIndex.value);
}

/** Opens the patient before or after the current one in the list. */
export async function nextPatient(step: number): Promise<void> {
  const list = shownPatients.value;
  const at = list.indexOf(current.value ?? "") + step;
  const patient = list[Math.max(0, Math.min(list.length - 1, at))];
  if (patient !== undefined && patient !== current.value) await openPatient(patient);
}

/** Selects the first lesion of a pair, then the second; a third starts a new pair, the same one again clears the selection. */
export function select(row: number): void {
  const [first, second] = selection.value;
  if (first === row && second === undefined) selection.value = [];
  else if (first === undefined || second !== undefined) selection.value = [row];
  else selection.value = [first, row];
  focusRow.value = row;
}

/** Changes settings and matches again. */
export async function changeSettings(change: Partial<ReviewSettings>): Promise<void> {
  settings.value = { ...settings.value, ...change };
  await Promise.all([rematch(), save()]);
  await summarise();
}

/** The saved form of the review. */
export const reviewJson = (): string => {
  const { name, sha256 } = input.value ?? { name: "", sha256: "" };
  const saved = savedReview({ name, sha256 }, settings.value, review.value.log);
  return `${JSON.stringify(saved, undefined, 1)}\n`;
};

/** Reads a saved review in place of the current one. */
export async function importReview(text: string): Promise<void> {
  try {
    const saved = readSavedReview(text, input.value?.sha256 ?? "");
    review.value = replay(saved.events);
    settings.value = saved.settings;
    await Promise.all([rematch(), save()]);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
}

let pending: Promise<void> = Promise.resolve();

/** Saves after the save in progress. */
function save(): Promise<void> {
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

/** The decisions of the reviewer, and the way through questions and patients. */
import { batch } from "@preact/signals";
import { type Action, append, type DecisionKind, pairKey } from "../decision-log.js";
import type { Question } from "../questions.js";
import { decided, now, openPatient, rematch, save, say } from "./open-review.js";
import {
  activePair,
  current,
  focusRow,
  order,
  question,
  questionIndex,
  questions,
  review,
  reviewed,
  selection,
  shownPatients,
  view,
} from "./signals.js";

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

/**
 * Selects the first lesion of a pair, then the second; a third starts a new pair, the same one again clears the
 * selection.
 */
export function select(row: number): void {
  const [first, second] = selection.value;
  if (first === row && second === undefined) selection.value = [];
  else if (first === undefined || second !== undefined) selection.value = [row];
  else selection.value = [first, row];
  focusRow.value = row;
}

/** The current question with its answers. */
import { type Pair, pairKey } from "../decision-log.js";
import {
  confirm,
  decide,
  isOpen,
  markReviewed,
  nextQuestion,
  removeDecision,
  skip,
} from "./actions.js";
import { decisionOn } from "./open-review.js";
import type { LesionInfo } from "./protocol.js";
import {
  activePair,
  current,
  question,
  questionIndex,
  questions,
  reviewed,
  selection,
  view,
} from "./signals.js";

const KINDS = {
  link: "Uncertain link",
  merge: "Two sequences, perhaps one lesion",
  duplicate: "Perhaps one lesion annotated twice",
  split: "One sequence, perhaps two lesions",
} as const;

const mm = (value: number | undefined): string => (value === undefined ? "?" : value.toFixed(0));

/** A lesion in words: study, row, size, type. */
export const inWords = ({ study, row, longAxisMm, shortAxisMm, type }: LesionInfo): string =>
  `study ${study}, row ${row}, ${mm(longAxisMm)} × ${mm(shortAxisMm)} mm${type ? `, ${type}` : ""}`;

function state(pair: Pair): string {
  const decision = decisionOn(pair);
  const asked = question.value;
  const settled =
    decision === undefined &&
    asked !== undefined &&
    pairKey(asked.pair) === pairKey(pair) &&
    !isOpen(asked);
  const lesions = view.value?.lesions ?? [];
  const [a, b] = pair.map((row) => lesions.find((one) => one.row === row)?.sequence);
  if (decision !== undefined) {
    return decision.kind === "must-link"
      ? "You decided: same lesion"
      : "You decided: different lesions";
  }
  if (settled) {
    return a === b
      ? "Settled by another decision: same lesion"
      : "Settled by another decision: different lesions";
  }
  return a === b
    ? `Matcher: same lesion (sequence ${a})`
    : `Matcher: different lesions (sequences ${a} and ${b})`;
}

const questionText = (count: number): string =>
  count === 0
    ? "No open questions for this patient"
    : `Question ${questionIndex.value + 1} of ${count} · ${KINDS[question.value?.kind ?? "link"]}`;

const probabilityText = (probability: number | undefined): string =>
  probability === undefined ? "" : ` · probability of the same lesion ${probability.toFixed(2)}`;

export function QuestionBar() {
  const pair = activePair.value;
  const byHand = selection.value.length === 2;
  const { lesions = [] } = view.value ?? {};
  const [first, second] = (pair ?? []).map((row) => lesions.find((one) => one.row === row));
  const count = questions.value.length;
  const isReviewed = reviewed.value.has(current.value ?? "");
  return (
    <section class="question" aria-label="Question" aria-live="polite">
      <div class="text">
        <p class="kind">{byHand ? "Selected pair" : questionText(count)}</p>
        {first !== undefined && second !== undefined && pair !== undefined ? (
          <>
            <p class="pair">
              <span class="swatch one" /> {inWords(first)}
              <br />
              <span class="swatch two" /> {inWords(second)}
            </p>
            <p class="state">
              {state(pair)}
              {byHand ? "" : probabilityText(question.value?.probability)}
            </p>
          </>
        ) : (
          <p class="pair">
            {selection.value.length === 1
              ? "Select a second lesion to link or cut."
              : "Select two lesions to link or cut them, or go to the next patient."}
          </p>
        )}
      </div>
      <div class="answers">
        <button
          type="button"
          class="same"
          disabled={pair === undefined}
          onClick={() => void decide("must-link")}
        >
          Same <kbd>L</kbd>
        </button>
        <button
          type="button"
          class="different"
          disabled={pair === undefined}
          onClick={() => void decide("cannot-link")}
        >
          Different <kbd>X</kbd>
        </button>
        <button type="button" disabled={pair === undefined} onClick={() => void confirm()}>
          Confirm <kbd>C</kbd>
        </button>
        <button type="button" disabled={pair === undefined || byHand} onClick={() => void skip()}>
          Skip <kbd>S</kbd>
        </button>
        <button
          type="button"
          disabled={pair === undefined || decisionOn(pair) === undefined}
          onClick={() => void removeDecision()}
        >
          Remove <kbd>U</kbd>
        </button>
        <span class="spacer" />
        <button
          type="button"
          disabled={questionIndex.value === 0}
          onClick={() => nextQuestion(-1)}
          title="Previous question"
        >
          ‹<span class="hidden"> Previous question </span> <kbd>K</kbd>
        </button>
        <button
          type="button"
          disabled={questionIndex.value >= count - 1}
          onClick={() => nextQuestion(1)}
          title="Next question"
        >
          ›<span class="hidden"> Next question </span> <kbd>J</kbd>
        </button>
        <button
          type="button"
          class={isReviewed ? "" : "primary"}
          onClick={() => void markReviewed()}
        >
          {isReviewed ? "Reopen" : "Patient done"} <kbd>D</kbd>
        </button>
      </div>
    </section>
  );
}

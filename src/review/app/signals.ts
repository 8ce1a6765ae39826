/** The state of the screen, as signals. */
import { computed, signal } from "@preact/signals";
import { decisionsOf, EMPTY_REVIEW, type Pair, pairOf, reviewedPatients } from "../decision-log.js";
import type { Question } from "../questions.js";
import type { ReviewReading } from "../session.js";
import { DEFAULT_REVIEW_SETTINGS, type ReviewSettings } from "../settings.js";
import type { CentreView, PatientEntry, PatientView, Summary } from "./protocol.js";

export const phase = signal<"empty" | "opening" | "ready">("empty");
export const message = signal<{ readonly text: string; readonly bad: boolean } | undefined>(
  undefined,
);
export const input = signal<
  { readonly name: string; readonly sha256: string; readonly reading: ReviewReading } | undefined
>(undefined);
export const review = signal(EMPTY_REVIEW);
export const settings = signal<ReviewSettings>(DEFAULT_REVIEW_SETTINGS);
export const patients = signal<readonly PatientEntry[]>([]);
export const summaries = signal<ReadonlyMap<string, Summary>>(new Map());
/** Order of the list; changes only when the reviewer asks for it. */
export const order = signal<readonly string[]>([]);
export const filter = signal<"todo" | "all" | "done">("all");
export const current = signal<string | undefined>(undefined);
export const view = signal<PatientView | undefined>(undefined);
/** Questions of the current patient in a fixed order; answered and settled ones stay in their place. */
export const questions = signal<readonly Question[]>([]);
export const questionIndex = signal(0);
/** The first and second lesion that the reviewer has selected by hand. */
export const selection = signal<readonly number[]>([]);
export const focusRow = signal<number | undefined>(undefined);
export const centre = signal<CentreView>("board");
export const helpOpen = signal(false);
export const dark = signal(false);
export const slicesAddress = signal<string | undefined>(undefined);
/** Matches of the current patient that the worker has not answered yet. */
export const matching = signal(0);
export const saving = signal<"saved" | "saving" | "failed">("saved");

export const decisions = computed(() => decisionsOf(review.value));
export const reviewed = computed(() => reviewedPatients(review.value));
export const question = computed(() => questions.value[questionIndex.value]);
/** The pair that the keys act on: the selected one, else that of the question. */
export const activePair = computed<Pair | undefined>(() => {
  const [first, second] = selection.value;
  if (first !== undefined && second !== undefined) return pairOf(first, second);
  return first === undefined ? question.value?.pair : undefined;
});
export const shownPatients = computed(() =>
  order.value.filter((patient) => {
    if (filter.value === "all") return true;
    return reviewed.value.has(patient) === (filter.value === "done");
  }),
);
/** Share of patients that are reviewed. */
export const progress = computed(() =>
  patients.value.length === 0 ? 0 : reviewed.value.size / patients.value.length,
);

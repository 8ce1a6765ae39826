/** The options of `respond`, declared once: defaults, checks, command-line flags and the docs table derive. */
import { boolean, choice, number, type OptionSchema, value } from "../core/options.js";
import type { LesionNote, StatusNote } from "./reader-notes.js";

/** A study number, or a date (ISO 8601) at which treatment starts. */
export type Baseline = number | string;

/** Options of the best overall response (rule 13). */
export interface BestResponseOptions {
  /** CR and PR count only when a later assessment confirms them; needs dates. */
  readonly confirm: boolean;
  /** Smallest number of days between a response and its confirmation. */
  readonly confirmDays: number;
  /** Smallest number of days from baseline for stable disease; where dates are known. */
  readonly stableDays: number;
}

export interface ResponseOptions extends BestResponseOptions {
  /**
   * What the reader knows about lesions: organ, role, parts of a split lesion. Targets are selected by rules
   * 1 and 2 for patients in which no note names one.
   */
  readonly lesionNotes: readonly LesionNote[];
  /** What the reader saw of lesions in a study, beyond the annotations. */
  readonly statusNotes: readonly StatusNote[];
  /**
   * The baseline study: a study number for all patients, or a Map by patient of study numbers or treatment
   * start dates. With a date, the last study on or before that day is the baseline. Patients that the Map
   * does not name have their first study as baseline.
   */
  readonly baseline: number | ReadonlyMap<string, Baseline> | undefined;
  /**
   * Measurable lesions of unknown organ: an `"error"`, or `"together"` as lesions of one organ, so that at
   * most two of them become targets.
   */
  readonly unknownOrgan: "error" | "together";
  /** A partial response lasts until progression (rule 7). */
  readonly carryForwardResponse: boolean;
  /**
   * Patients whose notes, baseline or organs do not fit: `"throw"` the error, or `"report"` it in the
   * patient's result as `fault`, so that the other patients are assessed.
   */
  readonly faults: "throw" | "report";
}

const isBaseline = (given: unknown): boolean =>
  given instanceof Map || (Number.isSafeInteger(given) && (given as number) >= 1);

/** The options of {@link respond}. */
export const RESPONSE_OPTIONS: OptionSchema<ResponseOptions> = Object.freeze({
  lesionNotes: value<readonly LesionNote[]>(
    Object.freeze([]),
    "What the reader knows about lesions: organ, lymph node, role, part of a target",
    "a list of notes",
    Array.isArray,
  ),
  statusNotes: value<readonly StatusNote[]>(
    Object.freeze([]),
    "What the reader saw of lesions in a study",
    "a list of notes",
    Array.isArray,
  ),
  baseline: value<ResponseOptions["baseline"]>(
    undefined,
    "Baseline study, or per patient a study or treatment start date (default: the first study)",
    "an integer >= 1 or a Map by patient",
    isBaseline,
  ),
  unknownOrgan: choice(
    ["error", "together"],
    "error",
    "Measurable lesions of unknown organ: an error, or together as one organ",
  ),
  carryForwardResponse: boolean(true, "Keep a partial response until progression"),
  confirm: boolean(false, "Count CR and PR only when confirmed; needs dates"),
  confirmDays: number(28, "Smallest number of days between a response and its confirmation", {
    min: 0,
  }),
  stableDays: number(42, "Smallest number of days from baseline for stable disease", { min: 0 }),
  faults: choice(
    ["throw", "report"],
    "throw",
    "A patient whose notes do not fit: throw the error, or report it in the result",
  ),
});

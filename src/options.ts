/** Options of a function: completed from frozen defaults, with unknown names and bad values refused. */
import { closest } from "fastest-levenshtein";
import { LesionGraphError } from "./errors.js";

/**
 * The given options over the defaults. A value of `undefined` means the default.
 *
 * @throws LesionGraphError UNKNOWN_OPTION for a name that `defaults` does not have, BAD_OPTION where the options
 * are no object.
 */
export function completeOptions<T extends object>(
  caller: string,
  defaults: Readonly<T>,
  given: Partial<T> | undefined,
): T {
  requireObject(caller, given);
  const completed = { ...defaults };
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!Object.hasOwn(defaults, name)) {
      const remedy = didYouMean(name, Object.keys(defaults));
      throw new LesionGraphError(
        "UNKNOWN_OPTION",
        { expected: `an option of ${caller}`, received: name, remedy },
        { option: name },
      );
    }
    if (value !== undefined) (completed as Record<string, unknown>)[name] = value;
  }
  return completed;
}

/** Refuses options that are no object; none at all are fine. */
export function requireObject(caller: string, given: unknown): void {
  if (given === undefined || (typeof given === "object" && given !== null)) return;
  throw new LesionGraphError("BAD_OPTION", {
    expected: `the options of ${caller} as an object`,
    received: given,
  });
}

/** The known name of which this is the beginning, else the one with the smallest edit distance. */
export const nearest = (name: string, known: readonly string[]): string =>
  known.find((one) => name !== "" && one.toLowerCase().startsWith(name.toLowerCase())) ??
  closest(name, [...known]);

/** "did you mean X? known are …" */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "there are none";
  const all = known.length <= 20 ? ` known are ${known.join(", ")}` : "";
  return `did you mean ${JSON.stringify(nearest(name, known))}?${all}`;
}

/** Refuses anything but a finite number of at least 0. */
export function requireNonNegative(option: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be a finite number >= 0`, received: value },
    { option },
  );
}

/** Refuses anything but a whole number of at least `least`. */
export function requireWhole(option: string, value: unknown, least: number): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be a whole number >= ${least}`, received: value },
    { option },
  );
}

/** Refuses anything but one of the `choices`. */
export function requireOneOf(option: string, value: unknown, choices: readonly string[]): void {
  if (typeof value === "string" && choices.includes(value)) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be one of ${choices.join(", ")}`, received: value },
    { option },
  );
}

/** Refuses anything but a finite number above 0. */
export function requirePositive(option: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be a finite number > 0`, received: value },
    { option },
  );
}

/** Refuses anything but a finite number. */
export function requireFinite(option: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be a finite number`, received: value },
    { option },
  );
}

/** Refuses anything but true and false. */
export function requireTruth(option: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new LesionGraphError(
    "BAD_OPTION",
    { expected: `${option} to be true or false`, received: value },
    { option },
  );
}

/** Checks of single options and of arguments. */
import { fail } from "./errors.js";

/** Limits of a number: `min` and `max` are inclusive, `above` is exclusive. */
export interface NumberLimits {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** Asserts that options are an object or absent. */
export function assertObject(caller: string, given: unknown): void {
  if (given === undefined || (typeof given === "object" && given !== null)) return;
  fail("BAD_OPTION", `the options of ${caller} as an object`, given);
}

/** Asserts a finite number of at least 0. */
export const assertNonNegative = (option: string, value: unknown): void =>
  assertNumber(option, value, { min: 0 });

/** Asserts a safe integer of at least `min`. */
export const assertInteger = (option: string, value: unknown, min: number): void =>
  assertNumber(option, value, { min, integer: true });

/** Asserts a finite number above 0. */
export const assertPositive = (option: string, value: unknown): void =>
  assertNumber(option, value, { above: 0 });

/** Asserts a finite number. */
export const assertFinite = (option: string, value: unknown): void =>
  assertNumber(option, value, {});

/** Asserts a finite number within limits. */
export function assertNumber(option: string, value: unknown, limits: NumberLimits): void {
  if (isWithin(value, limits)) return;
  fail("BAD_OPTION", `${option} to be ${numberWords(limits)}`, value, { option });
}

/** Asserts one of the `choices`. */
export function assertOneOf(option: string, value: unknown, choices: readonly string[]): void {
  if (typeof value === "string" && choices.includes(value)) return;
  fail("BAD_OPTION", `${option} to be one of ${choices.join(", ")}`, value, { option });
}

/** True for a finite number within limits. */
export function isWithin(value: unknown, { min, above, max, integer }: NumberLimits): boolean {
  return (
    typeof value === "number" &&
    (integer ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    value >= (min ?? -Infinity) &&
    value > (above ?? -Infinity) &&
    value <= (max ?? Infinity)
  );
}

/** "a finite number from 0 to 1", "an integer >= 1". */
export function numberWords({ min, above, max, integer }: NumberLimits): string {
  const kind = integer ? "an integer" : "a finite number";
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  const limits = [
    min === undefined ? "" : `>= ${min}`,
    above === undefined ? "" : `> ${above}`,
    max === undefined ? "" : `<= ${max}`,
  ].filter((limit) => limit !== "");
  return [kind, limits.join(" and ")].filter((part) => part !== "").join(" ");
}

/**
 * Options of a function, declared once: the default, the accepted values and one line of help of each option.
 * Defaults, checks, command-line flags and the option tables of the docs follow from this declaration.
 */
import { didYouMean } from "./did-you-mean.js";
import { fail } from "./errors.js";
import { assertObject, isWithin, type NumberLimits, numberWords } from "./option-checks.js";

/** How an option is typed on the command line. */
export type OptionKind = "number" | "boolean" | "choice" | "text" | "list" | "object";

/** One option. */
export interface Option<T> {
  readonly kind: OptionKind;
  readonly default: T;
  /** What a value has to be, completing "expected `name` to be …". */
  readonly expected: string;
  /** One line for command-line help and the docs: what the option does. */
  readonly help: string;
  /** Values of a choice, or of the items of a list. */
  readonly choices?: readonly string[] | undefined;
  accepts(value: unknown): boolean;
}

/** One {@link Option} for every field of an options interface. */
export type OptionSchema<T extends object> = { readonly [K in keyof T]-?: Option<T[K]> };

/** A finite number within limits. */
export function number(value: number, help: string, limits: NumberLimits = {}): Option<number> {
  return {
    kind: "number",
    default: value,
    help,
    expected: numberWords(limits),
    accepts: (given) => isWithin(given, limits),
  };
}

/** A safe integer of at least `min`. */
export const integer = (value: number, help: string, min = 0): Option<number> =>
  number(value, help, { min, integer: true });

/** True or false. */
export const boolean = (value: boolean, help: string): Option<boolean> => ({
  kind: "boolean",
  default: value,
  help,
  expected: "true or false",
  accepts: (given) => typeof given === "boolean",
});

/** One of some texts. */
export const choice = <const T extends string>(
  choices: readonly T[],
  value: NoInfer<T>,
  help: string,
): Option<T> => ({
  kind: "choice",
  default: value,
  help,
  choices,
  expected: `one of ${choices.join(", ")}`,
  accepts: (given) => typeof given === "string" && (choices as readonly string[]).includes(given),
});

/** Any text. */
export const text = (value: string, help: string): Option<string> => ({
  kind: "text",
  default: value,
  help,
  expected: "a text",
  accepts: (given) => typeof given === "string",
});

/** A list of some texts, each at most once. */
export const list = <const T extends string>(
  choices: readonly T[],
  value: readonly NoInfer<T>[],
  help: string,
): Option<readonly T[]> => ({
  kind: "list",
  default: Object.freeze([...value]),
  help,
  choices,
  expected: `a list of ${choices.join(", ")}, each at most once`,
  accepts: (given) =>
    Array.isArray(given) &&
    new Set(given).size === given.length &&
    given.every((one) => (choices as readonly string[]).includes(one)),
});

/** A value of any other kind, with a check of its own (none: the function checks it where it is used). */
export const value = <T>(
  usual: T,
  help: string,
  expected = "a value",
  accepts: (given: unknown) => boolean = () => true,
): Option<T> => ({ kind: "object", default: usual, help, expected, accepts });

/** Defaults by schema: options are completed for every patient. */
const DEFAULTS = new WeakMap<object, object>();

/** The default of every option, frozen. */
export function defaultsOf<T extends object>(schema: OptionSchema<T>): Readonly<T> {
  const known = DEFAULTS.get(schema);
  if (known !== undefined) return known as Readonly<T>;
  const entries = Object.entries<Option<unknown>>(schema);
  const defaults = Object.freeze(
    Object.fromEntries(entries.map(([name, one]) => [name, one.default])),
  ) as T;
  DEFAULTS.set(schema, defaults);
  return defaults;
}

/**
 * The given options, checked, over the defaults. A value of `undefined` means the default.
 *
 * @throws LesionGraphError UNKNOWN_OPTION for a name that the schema does not have, BAD_OPTION for a value
 * that its option does not accept or options that are no object.
 */
export function resolveOptions<T extends object>(
  caller: string,
  schema: OptionSchema<T>,
  given: Partial<T> | undefined,
): T {
  const options = completeOptions(caller, defaultsOf(schema), given);
  for (const [name, one] of Object.entries<Option<unknown>>(schema)) {
    const value = (options as Record<string, unknown>)[name];
    if (value === one.default || one.accepts(value)) continue;
    fail("BAD_OPTION", `${name} to be ${one.expected}`, value, { option: name });
  }
  return options;
}

/**
 * The given options over the defaults, values unchecked. A value of `undefined` means the default.
 *
 * @throws LesionGraphError UNKNOWN_OPTION for a name that `defaults` does not have, BAD_OPTION where the
 * options are no object.
 */
export function completeOptions<T extends object>(
  caller: string,
  defaults: Readonly<T>,
  given: Partial<T> | undefined,
): T {
  assertObject(caller, given);
  const completed = { ...defaults };
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!Object.hasOwn(defaults, name)) {
      const remedy = didYouMean(name, Object.keys(defaults));
      fail("UNKNOWN_OPTION", `an option of ${caller}`, name, { remedy, option: name });
    }
    if (value !== undefined) (completed as Record<string, unknown>)[name] = value;
  }
  return completed;
}

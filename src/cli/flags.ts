/**
 * Flags of commands. A flag is a syntax and an option declaration (`core/options.ts`): the default, the help
 * line, the check and the type of its value follow from that declaration.
 */
import { fail } from "../core/errors.js";
import { parseJson } from "../core/json.js";
import type { Option, OptionKind, OptionSchema } from "../core/options.js";
import { decimalOf } from "../csv/numbers.js";

/** One flag whose value is a `T`. */
export interface Flag<T = unknown> {
  /** `-o, --output <file>` */
  readonly syntax: string;
  readonly help: string;
  /** The value without the flag. */
  readonly absent: T;
  /** True if the command needs the flag. */
  readonly mandatory: boolean;
  /** True if the flag may be given several times. */
  readonly isRepeatable?: boolean;
  /** Heading of the help under which the flag stands; "Options:" where absent. */
  readonly group?: string;
  /** Adds one occurrence to the value before it. @throws LesionGraphError BAD_OPTION. */
  add(before: T, text: string): T;
}

/** The flags of a command by the name of their values, which is the option's name in the library. */
export type Flags = Readonly<Record<string, Flag>>;

/** The values of flags. */
export type FlagValues<F> = {
  readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never;
};

/** The flags under a heading of the help. */
export const grouped = <F extends Flags>(group: string, flags: F): F =>
  Object.fromEntries(Object.entries(flags).map(([name, one]) => [name, { ...one, group }])) as F;

/** Parses the text of a value; by default by the option's kind. */
type Parse = (text: string, name: string) => unknown;

/** A flag whose default is that of the option. */
export const flag = <T>(syntax: string, option: Option<T>, parse?: Parse): Flag<T> => ({
  syntax,
  help: helpOf(option),
  absent: option.default,
  mandatory: false,
  add: (_, text) => checkedValue(option, longName(syntax), text, parse),
});

/** A flag without default: the library has it. */
export const optionalFlag = <T>(
  syntax: string,
  option: Option<T>,
  parse?: Parse,
): Flag<T | undefined> => ({ ...flag<T | undefined>(syntax, option, parse), absent: undefined });

/** The same option without a default: for help that shows none. */
export const withoutDefault = <T>(option: Option<T>): Option<T | undefined> => ({
  ...option,
  default: undefined,
});

/** A required flag. */
export const mandatoryFlag = <T>(syntax: string, option: Option<T>): Flag<T> => ({
  ...flag(syntax, option),
  mandatory: true,
});

/** A flag that may be given several times: its values in a list. */
export const repeatableFlag = <T>(
  syntax: string,
  option: Option<T>,
  parse?: Parse,
): Flag<readonly T[] | undefined> => ({
  syntax,
  help: `${helpOf(withoutDefault(option))}; repeatable`,
  absent: undefined,
  mandatory: false,
  isRepeatable: true,
  add: (before = [], text) => {
    const value = checkedValue(option, longName(syntax), text, parse);
    const isRepeated = before.some((one) => JSON.stringify(one) === JSON.stringify(value));
    return isRepeated ? failRepeatedValue(longName(syntax), text) : [...before, value];
  },
});

/** A flag of `name=number` pairs, which may be given several times. */
export const assignmentsFlag = (
  syntax: string,
  help: string,
): Flag<Readonly<Record<string, number>> | undefined> => ({
  syntax,
  help: `${help}; repeatable`,
  absent: undefined,
  mandatory: false,
  isRepeatable: true,
  add: (before, text) => assignments(longName(syntax), text, before),
});

/** Optional flags for some options of the library: `fieldMm` is `--field <mm>`. */
export function schemaFlags<T extends object, const K extends keyof T & string>(
  schema: OptionSchema<T>,
  names: readonly K[],
): { readonly [P in K]: Flag<T[P] | undefined> } {
  const flags = names.map((name) => [
    name,
    optionalFlag(syntaxOf(name, schema[name]), schema[name]),
  ]);
  return Object.fromEntries(flags);
}

/** `--field <mm>` for `fieldMm`: kebab case, with the unit as the placeholder. */
function syntaxOf(name: string, { kind, default: usual }: Option<unknown>): string {
  const [, stem = name, unit] = /^(.+?)(Mm|Px|Hu|Days)?$/.exec(name) ?? [];
  if (kind === "boolean") return `--${usual === true ? "no-" : ""}${kebab(name)}`;
  return `--${kebab(stem)} <${unit?.toLowerCase() ?? PLACEHOLDERS[kind]}>`;
}

const PLACEHOLDERS: Readonly<Record<OptionKind, string>> = {
  number: "n",
  boolean: "",
  choice: "name",
  text: "text",
  list: "list",
  object: "value",
};

const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--output` of `-o, --output <file>`. */
export const longName = (syntax: string): string => /--[\w-]+/.exec(syntax)?.[0] ?? syntax;

/** `Output format: json or csv (default: json)` */
function helpOf({ kind, help, choices = [], default: usual }: Option<unknown>): string {
  const names = kind === "list" ? choices.join(", ") : orList(choices);
  const values = names === "" ? "" : `: ${names}`;
  const shown = Array.isArray(usual) ? usual.join(",") : usual;
  const hasDefault = ["string", "number"].includes(typeof shown) && shown !== "";
  return `${help}${values}${hasDefault ? ` (default: ${shown})` : ""}`;
}

/** `a, b or c` */
const orList = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** The value of an option that is written as text: lists and objects as JSON, or lists with commas. */
export function settingOf(
  { kind, expected }: Option<unknown>,
  name: string,
  text: string,
): unknown {
  if ((kind === "list" || kind === "object") && /^[[{]/.test(text)) {
    try {
      return parseJson(text);
    } catch {
      fail("BAD_OPTION", `${name} to be ${expected}, as JSON`, text, { option: name });
    }
  }
  if (kind === "boolean") return text === "true" || (text === "false" ? false : text);
  return PARSERS[kind](text, name);
}

function checkedValue<T>(option: Option<T>, name: string, text: string, parse?: Parse): T {
  const value = (parse ?? PARSERS[option.kind])(text, name);
  if (option.accepts(value)) return value as T;
  fail("BAD_OPTION", `${name} to be ${option.expected}`, value ?? text, { option: name });
}

const PARSERS: Readonly<Record<OptionKind, Parse>> = {
  number: (text, name) => numberOf(name, text),
  boolean: () => true,
  choice: (text) => text,
  text: (text) => text,
  list: (text) => text.split(",").map((part) => part.trim()),
  object: (text) => text,
};

/** Parses a decimal number. @throws LesionGraphError BAD_OPTION. */
export function numberOf(name: string, text: string): number {
  const value = decimalOf(text.trim());
  if (!Number.isNaN(value)) return value;
  fail("BAD_OPTION", `${name} to be a number`, text, { option: name });
}

/** `location=1,z=2` as an object, with the values before it. */
function assignments(
  name: string,
  text: string,
  before: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const values = new Map(Object.entries(before));
  for (const pair of text.split(",")) {
    const at = pair.indexOf("=");
    if (at < 1) fail("BAD_OPTION", `${name} as name=number`, pair, { option: name });
    const key = pair.slice(0, at).trim();
    if (values.has(key)) failRepeatedValue(name, key);
    values.set(key, numberOf(name, pair.slice(at + 1)));
  }
  return Object.fromEntries(values);
}

/** One of two values would be ignored. @throws LesionGraphError BAD_OPTION. */
export const failRepeatedValue = (option: string, value: string): never =>
  fail("BAD_OPTION", `${option} with every value once`, `${value} again`, { option });

/** The entries that have a value. */
export const given = <T extends object>(options: T): Given<T> =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<T>;

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

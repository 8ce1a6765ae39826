/** A command: arguments, flags and the function it runs, in one declaration. */
import { type Command, Option } from "commander";
import { fail, LesionGraphError } from "../core/errors.js";
import { type Flags, type FlagValues, longName } from "./flags.js";

/** A positional argument. */
export interface Argument {
  /** `<input>`, `<input...>` for one or more, `[input]` for none or one. */
  readonly syntax: string;
  readonly help: string;
}

type ArgumentValues<A extends readonly Argument[]> = {
  readonly [I in keyof A]: A[I]["syntax"] extends `<${string}...>`
    ? readonly string[]
    : A[I]["syntax"] extends `<${string}>`
      ? string
      : string | undefined;
};

export interface CommandSpec<A extends readonly Argument[] = readonly Argument[], F = Flags> {
  readonly description: string;
  /** Calls that the help shows. They run in `examples/cohort`. */
  readonly examples?: readonly string[];
  readonly arguments: A;
  readonly flags: F;
  run(flags: FlagValues<F>, ...values: ArgumentValues<A>): Promise<void>;
}

/** A command of any arguments and flags. */
export interface AnyCommand extends Omit<CommandSpec, "run"> {
  run(flags: never, ...values: never[]): Promise<void>;
}

/** Declares a command; the types of what `run` takes follow from its arguments and flags. */
export const defineCommand = <const A extends readonly Argument[], F extends Flags>(
  spec: CommandSpec<A, F>,
): CommandSpec<A, F> => spec;

/** Adds the arguments and flags of a command to its commander object. */
export function addTo(
  command: Command,
  { description, examples = [], arguments: args, flags, run }: AnyCommand,
): void {
  command.description(description);
  for (const { syntax, help } of args) command.argument(syntax, help);
  const added = Object.entries(flags).map(([name, one]) => {
    const option = new Option(one.syntax, one.help).makeOptionMandatory(one.mandatory);
    if (one.syntax.includes("<")) {
      option.argParser((text: string, before: unknown) => {
        if (before !== undefined && one.isRepeatable !== true) failRepeated(one.syntax, text);
        return one.add(before ?? one.absent, text);
      });
    }
    if (one.group !== undefined) option.helpGroup(one.group);
    return { name, option, attribute: option.attributeName(), absent: one.absent };
  });
  // What every call needs comes first.
  for (const isMain of [true, false]) {
    for (const { option } of added) {
      if ((option.helpGroupHeading === undefined) === isMain) command.addOption(option);
    }
  }
  if (examples.length > 0) {
    const calls = examples.map((call) => `  lesion-graph ${call}\n`).join("");
    command.addHelpText("after", `\nExamples:\n${calls.trimEnd()}`);
  }
  command.action(async (...values: unknown[]) => {
    const given = command.opts();
    const entries = added.map(({ name, attribute, absent }) => [name, given[attribute] ?? absent]);
    const positional = values.slice(0, args.length);
    await run(Object.fromEntries(entries) as never, ...(positional as never[]));
  });
}

/** The last value would replace the others in silence. @throws LesionGraphError BAD_CALL. */
function failRepeated(syntax: string, text: string): never {
  const option = longName(syntax);
  fail("BAD_CALL", `${option} once`, `${text} again`, { option });
}

/** The same error with the flags as they are typed: `--width` where the library says `widthMm`. */
export function withFlagName(error: LesionGraphError, flags: Flags): LesionGraphError {
  const { option } = error.where;
  const typed = option === undefined ? undefined : flagName(option, flags);
  const { expected, remedy } = error.fault;
  const isAtStart = option !== undefined && expected.startsWith(`${option} `);
  const named = typed && isAtStart ? typed + expected.slice(option.length) : expected;
  return new LesionGraphError(
    error.code,
    {
      ...error.fault,
      expected: withFlags(named, flags),
      ...(remedy === undefined ? {} : { remedy: withFlags(remedy, flags) }),
    },
    { ...error.where, ...(typed === undefined ? {} : { option: typed }) },
  );
}

/** A text of the library with options as flags: `` `units: "cm"` `` is `--units cm`; lists have commas. */
export const withFlags = (text: string, flags: Flags): string =>
  text.replaceAll(/`([a-z]\w*)(?:: ([^`]*))?`/g, (all, name: string, value?: string) => {
    const typed = flagName(name, flags);
    if (typed === undefined) return all;
    return value === undefined ? typed : `${typed} ${value.replaceAll(/["[\]]|(?<=,) /g, "")}`;
  });

function flagName(option: string, flags: Flags): string | undefined {
  const own = Object.hasOwn(flags, option) ? flags[option] : undefined;
  if (own !== undefined) return longName(own.syntax);
  return /^[a-z]\w*$/.test(option) && Object.hasOwn(flags, "set") ? `--set ${option}` : undefined;
}

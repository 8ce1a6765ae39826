/** Flags that only some choices of a command use: a format, a figure, a kind of output. */
import { fail } from "../core/errors.js";
import { type Flags, longName } from "./flags.js";

/** Flags, and the choices that use them. */
export interface FlagUse {
  readonly flags: Flags;
  /** As they are typed: `--format response`, `timeline --recist`. */
  readonly usedBy: readonly string[];
}

/**
 * Asserts that something chosen uses each flag given.
 *
 * @throws LesionGraphError BAD_CALL for a flag that would be ignored.
 */
export function assertFlagsUsed(
  values: object,
  uses: readonly FlagUse[],
  chosen: readonly string[],
): void {
  const given = new Map(Object.entries(values));
  for (const { flags, usedBy } of uses) {
    if (usedBy.some((name) => chosen.includes(name))) continue;
    for (const [name, { absent, syntax }] of Object.entries(flags)) {
      if (given.get(name) === absent) continue;
      const option = longName(syntax);
      fail("BAD_CALL", `${option} only with ${usedBy.join(", ")}`, chosen[0], { option });
    }
  }
}

/** A choice of a command, also with the flag `--recist` where it is given. */
export const chosenWith = (choice: string, { recist }: { readonly recist: boolean }): string[] =>
  recist ? [choice, `${choice} --recist`] : [choice];

/** Some of the flags. */
export const pickFlags = <F extends Flags, const K extends keyof F>(
  flags: F,
  names: readonly K[],
): Pick<F, K> => Object.fromEntries(names.map((name) => [name, flags[name]])) as Pick<F, K>;

/** The flags that the others do not have. */
export function flagsWithout(flags: Flags, ...others: readonly Flags[]): Flags {
  const names = new Set(others.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !names.has(name)));
}

/** Formats as they are typed. */
export const formats = (...names: readonly string[]): string[] =>
  names.map((name) => `--format ${name}`);

/** Texts of the command line as values of options. */
import { fail } from "../core/errors.js";

/** A number as typed; what its range is, the library says. */
export function numberOf(option: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isNaN(value)) return value;
  fail("BAD_OPTION", `${option} to be a number`, text, { option });
}

/** `location=1,z=2` as an object. */
export function assignmentsOf(option: string, texts: readonly string[]): Record<string, number> {
  const pairs = texts
    .flatMap((text) => text.split(","))
    .map((text) => {
      const at = text.indexOf("=");
      if (at > 0) return [text.slice(0, at).trim(), numberOf(option, text.slice(at + 1))] as const;
      return fail("BAD_OPTION", `${option} as name=number`, text, { option });
    });
  return Object.fromEntries(pairs);
}

/** `location,size` as a list. */
export const listOf = (text: string): string[] => text.split(",").map((part) => part.trim());

/** `12-34` as two rows. */
export function rowPairOf(text: string): readonly [number, number] {
  const match = /^(\d+)-(\d+)$/.exec(text.trim());
  if (match !== null) return [Number(match[1]), Number(match[2])];
  fail("BAD_OPTION", "two rows such as 12-34", text);
}

/** Gathers the values of an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  value,
];

/** Lines of 100 MB: an error with a code, within the processor time of any other input. */
import { describe, expect, it } from "vitest";
import { outcomeOf } from "./fuzz.js";
import { READERS } from "./targets.js";

const LENGTH = 100 * 1024 * 1024;
/** How the line begins, and what it goes on with. */
const LINES = {
  "a cell": ["A,", "x"],
  "a number": ["A,1,", "9"],
  "empty cells": ["A", ","],
  "an unclosed quote": ['A,"', "y\n"],
} as const;
const KINDS = Object.entries(LINES);
/** Readers of text. */
const TABLES = READERS.filter(({ seeds }) => !seeds[0]!.includes(0));

/** The first line of a seed, and a line of 100 MB. */
function longLine(seed: Uint8Array, start: string, filling: string): Uint8Array {
  const header = seed.subarray(0, Buffer.from(seed).indexOf("\n") + 1);
  const input = Buffer.alloc(header.length + start.length + LENGTH, filling);
  input.set(header);
  input.write(start, header.length);
  return input;
}

describe("a line of 100 MB", () => {
  // Lesions with each kind of line, every other reader with one of them.
  const cases = TABLES.flatMap((target, i) =>
    (i === 0 ? KINDS : [KINDS[i % KINDS.length]!]).map(
      ([kind, [start, filling]]) => [target.name, kind, target, start, filling] as const,
    ),
  );

  it.each(cases)("%s: %s", { timeout: 120_000 }, async (_, __, target, start, filling) => {
    expect(await outcomeOf(target, longLine(target.seeds[0]!, start, filling))).toBe("rejected");
  });

  const ofJson = TABLES.filter(({ seeds }) => seeds[0]![0] === "{".charCodeAt(0));
  it.each(ofJson.map((target) => [target.name, target] as const))(
    "%s: nested lists",
    { timeout: 120_000 },
    async (_, target) => {
      expect(await outcomeOf(target, Buffer.alloc(LENGTH, "["))).toBe("rejected");
    },
  );
});

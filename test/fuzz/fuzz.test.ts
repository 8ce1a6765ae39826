/**
 * Seeded fuzzing of every reader and of the command line, and all inputs that once failed. `npm run fuzz` goes on
 * for as long as it is told.
 */
import { describe, expect, it } from "vitest";
import { APPEARANCE } from "./appearance-targets.js";
import { COMMANDS, PROCESSES } from "./commands.js";
import { kept, mutantOf, outcomeOf } from "./fuzz.js";
import { REVIEW } from "./review-targets.js";
import { READERS, REAL } from "./targets.js";

/** Runs of a target; those of the slower ones are fewer. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);

describe.each([
  ...[...READERS, ...REVIEW, ...APPEARANCE].map((target) => ({
    name: target.name,
    target,
    runs: RUNS,
  })),
  ...REAL.map((target) => ({ name: target.name, target, runs: RUNS / 10 })),
  ...COMMANDS.map((target) => ({ name: target.name, target, runs: RUNS })),
  ...PROCESSES.map((target) => ({ name: target.name, target, runs: RUNS / 15 })),
])("$name", ({ target, runs }) => {
  it("accepts what is valid", async () => {
    for (const seed of target.seeds.filter(({ length }) => length > 0)) {
      expect(await outcomeOf(target, seed)).toBe("accepted");
    }
  });

  it("gives a result or an error with a code for damaged input", { timeout: 600_000 }, async () => {
    for (let run = 0; run < runs; run++) {
      const input = mutantOf(target, 1, run);
      try {
        await outcomeOf(target, input);
      } catch (error) {
        const text = Buffer.from(input).toString("latin1").slice(0, 2000);
        throw new Error(`run ${run}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });

  it.each(kept(target))("handles $name", async ({ input }) => {
    await outcomeOf(target, input);
  });
});

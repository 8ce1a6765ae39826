/** Stands in for `fast-check` where `in-process-runner.ts` loads test files: properties have fewer runs. */
import fc from "../../node_modules/fast-check/lib/fast-check.js";

/** Runs of a property, and of one that asks for more than usual. */
const [RUNS, MOST_RUNS] = [40, 100];

const assert = ((property, parameters) =>
  fc.assert(property, {
    ...parameters,
    numRuns: Math.min(parameters?.numRuns ?? RUNS, MOST_RUNS),
    // Counterexamples are not made smaller.
    endOnFailure: true,
  })) as typeof fc.assert;

export default { ...fc, assert };

import { describe, expect, it } from "vitest";
import { workerOptions } from "../../src/node/workers.js";
import { fault } from "../support/errors.js";

describe("workerOptions", () => {
  it("are one worker per core and silence, unless given", () => {
    expect(workerOptions(undefined)).toEqual({ workers: undefined, onProgress: undefined });
    const onProgress = (): void => {};
    expect(workerOptions({ workers: 3, onProgress })).toEqual({ workers: 3, onProgress });
  });

  it.each([
    [{ worker: 1 }, "UNKNOWN_OPTION", 'an option of the workers, got "worker"'],
    [{ workers: 0 }, "BAD_OPTION", "workers to be a whole number >= 1, got 0"],
    [{ workers: -3 }, "BAD_OPTION", "workers to be a whole number >= 1, got -3"],
    [{ workers: "2" }, "BAD_OPTION", 'workers to be a whole number >= 1, got "2"'],
    [{ workers: Number.NaN }, "BAD_OPTION", "workers to be a whole number >= 1, got NaN"],
    [{ onProgress: 1 }, "BAD_OPTION", "onProgress to be a function, got 1"],
    [3, "BAD_OPTION", "the options of the workers as an object, got 3"],
  ] as const)("%j are refused", (given, code, fragment) => {
    fault(code, fragment, () => workerOptions(given as never));
  });
});

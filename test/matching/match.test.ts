import { describe, expect, it } from "vitest";
import { match, matchPatient } from "../../src/matching/match.js";
import { fault } from "../support/errors.js";
import { at } from "../support/lesions.js";

const lesions = [at(1, 1, 0), at(2, 2, 0), at(3, 1, 0, { patient: "q" })];

describe("match", () => {
  it("matches patients one by one, in the order of their first lesions", () => {
    const matches = match(lesions);
    expect(matches.map(({ patient }) => patient)).toEqual(["p", "q"]);
    expect(matches[0]).toEqual(matchPatient(lesions.slice(0, 2)));
    expect(match([])).toEqual([]);
  });

  it("rejects options that no matcher takes, even without lesions", () => {
    fault("UNKNOWN_OPTION", 'an option of algorithm1, got "bogus"', () =>
      match([], { bogus: 1 } as never),
    );
    fault("UNKNOWN_OPTION", 'an option of joint, got "t2"', () =>
      match([], { method: "joint", t2: 0.1 } as never),
    );
    fault("BAD_OPTION", "method to be one of joint, algorithm1", () =>
      match([], { method: "jiont" } as never),
    );
    fault("UNKNOWN_ROW", "mustLink to name rows of the lesions", () =>
      match([], { mustLink: [[1, 2]] }),
    );
  });

  it.each([null, "joint", 3])("rejects %j as options", (options) => {
    for (const run of [match, matchPatient]) {
      fault("BAD_OPTION", "the options of match as an object", () =>
        run(lesions.slice(0, 2), options as never),
      );
    }
  });
});

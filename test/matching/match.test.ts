import { describe, expect, it } from "vitest";
import { match, matchPatient } from "../../src/matching/match.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

const lesions = [at(1, 1, 0), at(2, 2, 0), at(3, 1, 0, { patient: "q" })];

describe("match", () => {
  it("matches patients one by one, in the order of their first lesions", () => {
    const matches = match(lesions);
    expect(matches.map(({ patient }) => patient)).toEqual(["p", "q"]);
    expect(matches[0]).toEqual(matchPatient(lesions.slice(0, 2)));
    expect(match([])).toEqual([]);
    expect(match(lesions, { method: "joint" })).toEqual(matches);
  });

  it("rejects options that no matcher takes, even without lesions", () => {
    errorOf("UNKNOWN_OPTION", () => match([], { bogus: 1 } as never), { option: "bogus" });
    const remedyOf = (options: object) =>
      errorOf("UNKNOWN_OPTION", () => match([], options as never)).fault.remedy;
    expect(remedyOf({ methd: "joint" })).toContain('"method"');
    expect(remedyOf({ t2: 0.1 })).toContain('method: "algorithm1"');
    expect(remedyOf({ method: "algorithm1", model: 1 })).toContain('method: "joint"');
    errorOf("BAD_OPTION", () => match([], { method: "jiont" } as never), { option: "method" });
    errorOf("UNKNOWN_ROW", () => match([], { mustLink: [[1, 2]] }), { option: "mustLink", row: 1 });
  });

  it.each([null, "joint", 3])("rejects %j as options", (options) => {
    for (const run of [match, matchPatient]) {
      errorOf("BAD_OPTION", () => run(lesions.slice(0, 2), options as never));
    }
  });
});

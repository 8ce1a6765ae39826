import { describe, expect, it } from "vitest";
import { algorithm1 } from "../../src/matching/algorithm1/algorithm1.js";
import { NO_CONSTRAINTS, resolveConstraints } from "../../src/matching/constraints.js";
import { joint } from "../../src/matching/joint/joint.js";
import { match } from "../../src/matching/match.js";
import { errorOf } from "../support/errors.js";
import { at } from "../support/lesions.js";

const own = [at(1, 1, 0), at(2, 1, 4), at(3, 2, 1), at(4, 3, 2), at(5, 3, 6)];

describe.each([
  ["algorithm1", algorithm1],
  ["joint", joint],
] as const)("constraints that cannot all hold, with %s", (_, matcher) => {
  it("a must-link and a cannot-link of one pair", () => {
    const error = errorOf("CONTRADICTION", () =>
      matcher(own, { mustLink: [[1, 3]], cannotLink: [[3, 1]] }),
    );
    expect(error.fault.received).toBe("must-links join them and a cannot-link separates them");
    expect(error.fault.remedy).toBeUndefined();
  });

  it("must-links that chain what a cannot-link separates", () => {
    const mustLink = [
      [1, 3],
      [3, 4],
    ] as const;
    for (const apart of [[4, 1] as const, [1, 4] as const]) {
      errorOf("CONTRADICTION", () => matcher(own, { mustLink, cannotLink: [apart] }), {
        patient: "p",
        study: 1,
      });
    }
  });

  it("must-links that chain two lesions of a study without a must-link between them", () => {
    const constraints = [
      [1, 3],
      [2, 3],
    ] as const;
    const error = errorOf("CONTRADICTION", () => matcher(own, { mustLink: constraints }), {
      patient: "p",
      study: 1,
    });
    expect(error.fault.remedy).toContain("must-link between them");
    const { duplicates } = matcher(own, { mustLink: [...constraints, [1, 2]] });
    expect(duplicates).toEqual([{ study: 1, rows: [1, 2] }]);
  });

  it.each<[string, unknown]>([
    ["a row with itself", [[1, 1]]],
    ["three rows", [[1, 3, 4]]],
    ["one row", [[1]]],
    ["a number", [1]],
    ["texts", [["1", "3"]]],
    ["fractions", [[1, 3.5]]],
    ["nothing", [[1, 3], undefined]],
    ["a text", "1-3"],
    ["an empty text", ""],
    ["a set", new Set([[1, 3]])],
  ])("%s instead of a pair of rows", (_, pairs) => {
    for (const option of ["mustLink", "cannotLink"]) {
      const constraints = { [option]: pairs } as never;
      errorOf("BAD_OPTION", () => matcher(own, constraints), { option });
      errorOf("BAD_OPTION", () => match(own, constraints), { option });
    }
  });

  it("a row that is not there", () => {
    const error = errorOf("UNKNOWN_ROW", () => matcher(own, { mustLink: [[1, 9]] }));
    expect(error.where).toEqual({ option: "mustLink", row: 9 });
  });
});

describe.each([
  ["algorithm1", algorithm1],
  ["joint", joint],
] as const)("links of must-link lesions, with %s", (_, matcher) => {
  const lesions = [at(1, 1, 0), at(2, 1, 40), at(3, 2, 0), at(4, 3, 0.01), at(5, 2, 40)];
  const constrainedPairs = (mustLink: readonly (readonly [number, number])[]) =>
    matcher(lesions, { mustLink })
      .links.filter(({ constrained }) => constrained === true)
      .map(({ from, to }) => [from, to]);

  it("name the constraint, and others do not", () => {
    expect(constrainedPairs([[1, 3]])).toEqual([[1, 3]]);
    expect(constrainedPairs([])).toEqual([]);
    const [first] = matcher(lesions, { mustLink: [[1, 3]] }).links;
    expect(JSON.parse(JSON.stringify(first))).toMatchObject({ from: 1, to: 3, constrained: true });
  });

  it("follow from other must-links too", () => {
    const pairs = constrainedPairs([
      [1, 3],
      [3, 4],
    ]);
    expect(pairs.length).toBeGreaterThanOrEqual(2);
    for (const pair of pairs) expect([1, 3, 4]).toEqual(expect.arrayContaining(pair));
  });
});

describe("constraints of a cohort", () => {
  const cohort = [...own, at(6, 1, 0, { patient: "q" }), at(7, 2, 50, { patient: "q" })];

  it("go to the patient whose rows they name", () => {
    const [p, q] = match(cohort, {
      method: "algorithm1",
      t2: 1.5,
      mustLink: [[6, 7]],
      cannotLink: [[1, 3]],
    });
    expect(q?.links.map(({ from, to }) => [from, to])).toEqual([[6, 7]]);
    expect(p?.links.some(({ from, to }) => from === 1 && to === 3)).toBe(false);
  });

  it("must not join rows of two patients, nor name unknown rows", () => {
    errorOf("CONTRADICTION", () => match(cohort, { mustLink: [[1, 6]] }), { option: "mustLink" });
    errorOf("UNKNOWN_ROW", () => match(cohort, { cannotLink: [[8, 9]] }), {
      option: "cannotLink",
      row: 8,
    });
  });
});

describe("resolveConstraints", () => {
  it("gives every two lesions that must-links make one, once, and cannot-links, the smaller index first", () => {
    const given = {
      mustLink: [
        [4, 3],
        [1, 3],
      ],
      cannotLink: [
        [5, 2],
        [1, 2],
      ],
    } as const;
    // Rows 1, 3 and 4 are one lesion: indices 0, 2 and 3.
    const { must, cannot } = resolveConstraints(own, given);
    expect(must).toEqual([
      [0, 2],
      [0, 3],
      [2, 3],
    ]);
    expect(cannot).toEqual([
      [1, 4],
      [0, 1],
    ]);
    expect(resolveConstraints(own, { mustLink: [], cannotLink: [] })).toBe(NO_CONSTRAINTS);
  });
});

import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { algorithm1 } from "../../../src/matching/algorithm1/algorithm1.js";
import { match } from "../../../src/matching/match.js";
import { errorOf } from "../../support/errors.js";
import { byHand, rejectedByHand } from "../../support/hand-example.js";
import { at, rowsBySequence } from "../../support/lesions.js";

const thresholds = { t1: 1, t2: 3 };

describe("algorithm1, worked by hand", () => {
  const result = algorithm1(byHand, thresholds);

  it("gives the sequences", () => {
    expect(rowsBySequence(result.sequences)).toEqual([[1, 2, 4, 7], [3], [5], [6]]);
    expect(result.sequences.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it("names what was merged", () => {
    expect(result.duplicates).toEqual([{ study: 1, rows: [1, 2] }]);
  });

  it("links consecutive lesions in time, with distance, runner-up and margin", () => {
    expect(result.links).toEqual([
      {
        from: 1,
        to: 4,
        distance: 0.75,
        accepted: true,
        // The other pairs are 1-5 at 2.25 and 3-4 at 9.
        runnerUp: { from: 1, to: 5, distance: 2.25 },
        margin: 1.5,
      },
      {
        from: 4,
        to: 7,
        distance: 0.25,
        accepted: true,
        // The other pair is 5-7 at 1.25.
        runnerUp: { from: 5, to: 7, distance: 1.25 },
        margin: 1,
      },
    ]);
  });

  it("keeps every accepted pair, also those that skip a study", () => {
    expect(result.acceptedPairs).toEqual([
      { from: 1, to: 4, distance: 0.75 },
      { from: 1, to: 7, distance: 1 },
      { from: 4, to: 7, distance: 0.25 },
    ]);
  });

  it("gives links without explanation on request", () => {
    const { links, acceptedPairs } = algorithm1(byHand, { ...thresholds, explain: false });
    expect(links).toEqual([
      { from: 1, to: 4, accepted: true },
      { from: 4, to: 7, accepted: true },
    ]);
    expect(acceptedPairs).toHaveLength(3);
  });

  it("lists rejected near pairs, with the pair that took their place", () => {
    expect(result.rejectedPairs).toEqual(rejectedByHand);
  });

  it("lists all rejected pairs, or none, on request", () => {
    const all = algorithm1(byHand, { ...thresholds, rejectedPairs: "all" }).rejectedPairs;
    // Six nodes make 15 pairs; 3 are links.
    expect(all).toHaveLength(12);
    expect(all.filter(({ step }) => step === "threshold")).toHaveLength(9);
    expect(algorithm1(byHand, { ...thresholds, rejectedPairs: "none" }).rejectedPairs).toEqual([]);
  });

  it("does not list more pairs than memory holds", () => {
    const many = Array.from({ length: 2001 }, (_, i) => at(i + 1, 1, i));
    errorOf("BAD_OPTION", () => algorithm1(many, { rejectedPairs: "all" }), {
      option: "rejectedPairs",
      patient: "p",
    });
  });

  it("has no conflicts here", () => {
    expect(result.conflicts).toEqual([]);
  });
});

describe("a chain A1-B1-C1-A2", () => {
  /** 1 (A, 0) - 2 (B, 1) - 3 (C, 2) - 4 (A, 2.5): 4 is nearer to 3 than 1 is, 1 nearer to 2 than 4 is. */
  const chain = [at(1, 1, 0), at(2, 2, 1), at(3, 3, 2), at(4, 1, 2.5)];

  it("is one sequence with a conflict, as published", () => {
    const { sequences, conflicts } = algorithm1(chain, { t1: 0, t2: 1.2 });
    expect(rowsBySequence(sequences)).toEqual([[1, 4, 2, 3]]);
    expect(conflicts).toEqual([{ sequence: 1, study: 1, rows: [1, 4] }]);
  });
});

describe("links of a sequence with two lesions of a study", () => {
  it("go to the closest of them, and to each at least once", () => {
    // As above, but the farther of the two of study 1 comes first.
    const chain = [at(1, 1, 2.5), at(2, 2, 1), at(3, 3, 2), at(4, 1, 0)];
    const { links } = algorithm1([...chain, at(5, 2, 2.6)], {
      t1: 0,
      t2: 1.2,
      exclusion: "one-sided",
    });
    expect(links.map(({ from, to }) => [from, to])).toEqual([
      [1, 5],
      [4, 2],
      [2, 3],
      [5, 3],
    ]);
  });
});

describe("exclusion", () => {
  /** Row 2 and row 3 of study 2 both have row 1 as their nearest; row 1 prefers row 2. */
  const competitors = [at(1, 1, 0), at(2, 2, 1), at(3, 2, -2)];

  it("mutual: the nearest from both ends", () => {
    expect(rowsBySequence(algorithm1(competitors, { t1: 0, t2: 3 }).sequences)).toEqual([
      [1, 2],
      [3],
    ]);
  });

  it("one-sided: the nearest from one end is enough", () => {
    const { sequences, links } = algorithm1(competitors, { t1: 0, t2: 3, exclusion: "one-sided" });
    expect(rowsBySequence(sequences)).toEqual([[1, 2, 3]]);
    expect(links.map(({ to, margin }) => [to, margin])).toEqual([
      [2, 1],
      [3, -1],
    ]);
  });

  it("one-sided: accepted pairs stand by row, whichever end asks for them", () => {
    // 1-3 and 2-5 are nearest from both ends, 1-4 from row 4 alone.
    const own = [at(1, 1, 0), at(2, 1, 10), at(3, 2, 0.5), at(4, 2, -1), at(5, 2, 10.5)];
    const { acceptedPairs } = algorithm1(own, { t1: 0, t2: 2, exclusion: "one-sided" });
    expect(acceptedPairs.map(({ from, to }) => [from, to])).toEqual([
      [1, 3],
      [1, 4],
      [2, 5],
    ]);
  });

  it("of equal distances the lesion that comes first wins", () => {
    const tie = [at(1, 1, 0), at(2, 2, 1, { id: "b" }), at(3, 2, -1, { id: "a" })];
    expect(rowsBySequence(algorithm1(tie, { t1: 0, t2: 3 }).sequences)).toEqual([[1, 3], [2]]);
  });
});

describe("degenerate patients", () => {
  it("no lesion", () => {
    expect(algorithm1([])).toEqual({
      patient: "",
      method: "algorithm1",
      sequences: [],
      links: [],
      acceptedPairs: [],
      duplicates: [],
      conflicts: [],
      rejectedPairs: [],
      warnings: [],
    });
  });

  it("one lesion", () => {
    expect(rowsBySequence(algorithm1([at(1, 4, 0)]).sequences)).toEqual([[1]]);
  });

  it("one study", () => {
    const { sequences, links } = algorithm1([at(1, 2, 0), at(2, 2, 5)], thresholds);
    expect(rowsBySequence(sequences)).toEqual([[1], [2]]);
    expect(links).toEqual([]);
  });

  it("all lesions alike: one lesion per study, one sequence", () => {
    const alike = [at(1, 1, 0), at(2, 1, 0), at(3, 2, 0), at(4, 2, 0), at(5, 3, 0)];
    const merged = algorithm1(alike, { t1: 0.1, t2: 1 });
    expect(rowsBySequence(merged.sequences)).toEqual([[1, 2, 3, 4, 5]]);
    expect(merged.conflicts).toEqual([]);
    const unmerged = algorithm1(alike, { t1: 0, t2: 1 });
    expect(rowsBySequence(unmerged.sequences)).toEqual([[1, 3, 5], [2], [4]]);
  });

  it("thresholds of 0 merge and link nothing", () => {
    const alike = [at(1, 1, 0), at(2, 1, 0), at(3, 2, 0)];
    expect(rowsBySequence(algorithm1(alike, { t1: 0, t2: 0 }).sequences)).toEqual([[1], [2], [3]]);
  });
});

describe("constraints", () => {
  /** Study 1: rows 1, 2 at 0, 4; study 2: rows 3, 4 at 1, 5; study 3: row 5 at 2. */
  const own = [at(1, 1, 0), at(2, 1, 4), at(3, 2, 1), at(4, 2, 5), at(5, 3, 2)];
  const sequences = (more: object) =>
    rowsBySequence(algorithm1(own, { t1: 0, t2: 1.5, ...more }).sequences);

  it("without them: 1-3-5 and 2-4", () => {
    expect(sequences({})).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
  });

  it("a must-link holds at any distance, and takes both ends from others", () => {
    const { links } = algorithm1(own, { t1: 0, t2: 1.5, mustLink: [[1, 4]] });
    expect(links.map(({ from, to }) => [from, to])).toEqual([
      [1, 4],
      [3, 5],
    ]);
    expect(links[0]).toMatchObject({ distance: 5, margin: -4 });
  });

  it("a cannot-link pair is no candidate, and the next nearest takes its place", () => {
    expect(sequences({ cannotLink: [[1, 3]] })).toEqual([[1], [2, 4], [3, 5]]);
    // Without 2-4, row 2 has row 3 as its nearest (3), and row 3 row 2.
    const more = {
      cannotLink: [
        [1, 3],
        [2, 4],
      ],
      t2: 3.5,
    };
    expect(sequences(more)).toEqual([[1], [2, 3, 5], [4]]);
  });

  it("a cannot-link also breaks the chain that would join both, at its longest link", () => {
    const chain = [at(1, 1, 0), at(2, 2, 1), at(3, 3, 2.2)];
    const { sequences, rejectedPairs } = algorithm1(chain, {
      t1: 0,
      t2: 1.5,
      cannotLink: [[3, 1]],
    });
    expect(rowsBySequence(sequences)).toEqual([[1, 2], [3]]);
    expect(rejectedPairs).toEqual([
      { from: 1, to: 3, distance: 2.2, step: "cannot-link" },
      { from: 2, to: 3, distance: expect.closeTo(1.2, 12), step: "cannot-link" },
    ]);
  });

  it("must-links of a study are duplicates, cannot-links are not", () => {
    expect(algorithm1(own, { t1: 0, t2: 0, mustLink: [[2, 1]] }).duplicates).toEqual([
      { study: 1, rows: [1, 2] },
    ]);
    expect(algorithm1(own, { t1: 9, t2: 0, cannotLink: [[1, 2]] }).duplicates).toEqual([
      { study: 2, rows: [3, 4] },
    ]);
  });
});

describe("bad calls", () => {
  it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY, "1"])(
    "rejects thresholds of %s",
    (value) => {
      for (const option of ["t1", "t2"]) {
        const error = errorOf("BAD_OPTION", () => algorithm1([], { [option]: value } as never));
        expect(error.where).toEqual({ option });
      }
    },
  );

  it("rejects unknown options and choices", () => {
    const error = errorOf("UNKNOWN_OPTION", () => algorithm1([], { T2: 1 } as never));
    expect(error.fault.remedy).toContain('"t2"');
    errorOf("BAD_OPTION", () => algorithm1([], { exclusion: "both" as never }), {
      option: "exclusion",
    });
    errorOf("BAD_OPTION", () => algorithm1([], { rejectedPairs: "some" as never }), {
      option: "rejectedPairs",
    });
  });

  it("rejects lesions of several patients; match() separates them", () => {
    const two = [at(1, 1, 0), at(2, 2, 0, { patient: "q" })];
    errorOf("SEVERAL_PATIENTS", () => algorithm1(two), { row: 2, patient: "q", lesion: "2-2" });
    expect(match(two).map(({ patient, sequences }) => [patient, sequences.length])).toEqual([
      ["p", 1],
      ["q", 1],
    ]);
  });
});

describe("lesions of which little is known", () => {
  const place = (row: number, study: number, x: number, longAxisMm: number): Lesion => ({
    row,
    patient: "p",
    study,
    id: `L${row}`,
    location: [x, 0, 0],
    longAxisMm,
  });

  it("takes long axes alone: distances are those of the long axes", () => {
    const { links } = algorithm1([place(1, 1, 0, 10), { ...place(2, 2, 0, 20), shortAxisMm: 9 }]);
    expect(links[0]?.distance).toBeCloseTo(0.025 * Math.log(2), 12);
    errorOf("MISSING_FEATURE", () => algorithm1([place(1, 1, 0, 10), place(2, 2, 0, 0)]), {
      row: 2,
    });
  });

  it("rejects an unknown type, whichever features are compared", () => {
    const wrong = { ...place(1, 1, 0, 10), type: "Liver" } as never;
    errorOf("BAD_VALUE", () => algorithm1([wrong], { features: ["location"] }), { column: "type" });
  });
});

it("merges the nearest duplicates first where a constraint rules out to merge all of them", () => {
  // 1-2 are 0.9 apart, 2-3 only 0.2; 1 and 3 must not be one lesion.
  const lesions = [at(1, 1, 0), at(2, 1, 0.9), at(3, 1, 0.7)];
  const { duplicates } = algorithm1(lesions, { t1: 1, t2: 3, cannotLink: [[1, 3]] });
  expect(duplicates).toEqual([{ study: 1, rows: [2, 3] }]);
});

describe("constraints, worked by hand", () => {
  it("a must-link takes its ends from others, whichever rows it names", () => {
    /** Rows 1, 2 at 0, 4; rows 3, 4 at 1, 5; row 5 at 2. Row 1 has row 3 as its nearest, row 2 row 4. */
    const own = [at(1, 1, 0), at(2, 1, 4), at(3, 2, 1), at(4, 2, 5), at(5, 3, 2)];
    const { sequences } = algorithm1(own, { t1: 0, t2: 1.5, mustLink: [[2, 3]] });
    expect(rowsBySequence(sequences)).toEqual([[1], [2, 3, 5], [4]]);
  });

  it("lists accepted pairs by row, although the nearest are joined first", () => {
    // 1-2 are 1 apart, 3-4 only 0.5; rows 1 and 4 must not be one lesion.
    const own = [at(1, 1, 0), at(2, 2, 1), at(3, 1, 50), at(4, 2, 50.5)];
    for (const apart of [
      [1, 4],
      [2, 3],
      [2, 4],
      [1, 3],
    ] as const) {
      const { acceptedPairs } = algorithm1(own, { t1: 0, t2: 2, cannotLink: [apart] });
      expect(acceptedPairs.map(({ from, to }) => [from, to])).toEqual([
        [1, 2],
        [3, 4],
      ]);
    }
  });

  it("pairs of nodes keep their order where a duplicate comes later than another lesion", () => {
    // Rows 1 and 3 are one lesion, before row 2; rows 2 and 3 are different ones.
    const own = [at(1, 1, 0), at(2, 1, 9), at(3, 1, 0.1), at(4, 2, 5)];
    const { rejectedPairs } = algorithm1(own, { t1: 1, t2: 1, cannotLink: [[2, 3]] });
    expect(rejectedPairs).toEqual([
      { from: 1, to: 2, distance: expect.closeTo(8.95, 12), step: "cannot-link" },
    ]);
  });

  it("of equally near duplicates the first pair is merged, also among many lesions", () => {
    /** Lesions of one study, far from each other and from the first ones; 49 and more are compared in another way. */
    const others = Array.from({ length: 60 }, (_, i) => at(i + 10, 1, 1000 + 100 * i));
    const merged = (places: readonly number[], apart: readonly [number, number]) =>
      [[], others].map((more) => {
        const own = places.map((x, i) => at(i + 1, 1, x));
        const { duplicates } = algorithm1([...own, ...more], {
          t1: 1.5,
          t2: 0,
          cannotLink: [apart],
        });
        return duplicates.map(({ rows }) => rows);
      });
    // 1-2 and 1-3 are 1 apart; then 1-2 and 2-3.
    expect(merged([0, 1, -1], [2, 3])).toEqual([[[1, 2]], [[1, 2]]]);
    expect(merged([2, 1, 0], [1, 3])).toEqual([[[1, 2]], [[1, 2]]]);
  });
});

describe("missing series, worked by hand", () => {
  const warned = (lesions: readonly Lesion[], more: object) =>
    algorithm1(lesions, { t1: 1, t2: 1, ...more }).warnings.map(({ row, message }) => [
      row,
      Number(/rows \d+ and (\d+)/.exec(message)?.[1]),
    ]);

  it("names each pair of near lesions that it keeps apart, by row", () => {
    const four = [0, 0.1, 0.2, 0.3].map((x, i) => at(i + 1, 1, x));
    const { sequences } = algorithm1(four, { t1: 1, t2: 1, missingSeries: "different" });
    expect(sequences).toHaveLength(4);
    expect(warned(four, { missingSeries: "different" })).toEqual([
      [1, 2],
      [1, 3],
      [1, 4],
      [2, 3],
      [2, 4],
      [3, 4],
    ]);
  });

  it("keeps lesions apart where there are constraints on others", () => {
    const own = [at(1, 1, 0), at(2, 1, 0.1), at(3, 1, 50), at(4, 2, 60)];
    const given = { missingSeries: "different", cannotLink: [[3, 4]] };
    expect(warned(own, given)).toEqual([[1, 2]]);
    expect(algorithm1(own, { t1: 1, t2: 1, ...given } as never).duplicates).toEqual([]);
  });

  it("does not warn of lesions with series, nor of those that a must-link merges", () => {
    const inSeries = [at(1, 1, 0, { series: 1 }), at(2, 1, 0.1, { series: 2 })];
    const apart = { missingSeries: "different", cannotLink: [[1, 2]] };
    expect(warned(inSeries, apart)).toEqual([]);
    const without = [at(1, 1, 0), at(2, 1, 0.1), at(3, 1, 50)];
    const merged = { missingSeries: "different", mustLink: [[1, 2]] };
    expect(warned(without, merged)).toEqual([]);
    // Rows 1 and 3 by a must-link, 1 and 2 because series are missing.
    expect(warned(without, { missingSeries: "any", mustLink: [[1, 3]] })).toEqual([[1, 2]]);
    // Rows 1 and 3 through row 2.
    expect(warned(without, { missingSeries: "any", mustLink: [[2, 3]] })).toEqual([
      [1, 2],
      [1, 3],
    ]);
  });
});

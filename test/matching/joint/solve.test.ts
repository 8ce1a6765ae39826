import { describe, expect, it, vi } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { groupByPatient, inOrder } from "../../../src/core/lesion-list.js";
import { randomSource } from "../../../src/core/random.js";
import { NO_CONSTRAINTS } from "../../../src/matching/constraints.js";
import { Duplicates } from "../../../src/matching/joint/duplicate-pairs.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { type JointOptions, jointOptions } from "../../../src/matching/joint/joint-options.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { solve } from "../../../src/matching/joint/solve.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { inSeries as lesion } from "../../support/lesions.js";

const patients = groupByPatient(
  simulateCohort({ patients: 12, seed: 6, meanStudies: 4, meanLesions: 4, positionNoise: 3 })
    .lesions,
).map(({ lesions }) => lesions);

function solved(lesions: readonly Lesion[], given?: Partial<JointOptions>) {
  const options = jointOptions(given);
  const features = lesionFeatures(inOrder(lesions), options.features, options.location);
  return solve(features, NO_CONSTRAINTS, options);
}

describe("solve", () => {
  it("merges duplicates until the links show no more of them", () => {
    const mergeLinked = vi.spyOn(Duplicates.prototype, "mergeLinked");
    let repeated = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomSource(seed, 0);
      const lesions = Array.from({ length: 14 }, (_, k) =>
        lesion(k + 1, 1 + random.below(3), random.uniform(0, 70)),
      );
      mergeLinked.mockClear();
      const { duplicates, nodes, nodeOf, candidates } = solved(lesions);
      if (mergeLinked.mock.calls.length > 2) repeated++;
      expect(duplicates.mergeLinked(nodes, nodeOf, candidates)).toBe(false);
    }
    mergeLinked.mockRestore();
    expect(repeated).toBeGreaterThan(3);
  });

  it("finds competitors only where links or rejected pairs are explained", () => {
    const lesions = patients[0]!;
    const unexplained = { explain: false, rejectedPairs: "none" } as const;
    expect(solved(lesions, unexplained).competitors).toBeUndefined();
    expect(solved(lesions, { ...unexplained, explain: true }).competitors).toBeDefined();
    expect(solved(lesions, { ...unexplained, rejectedPairs: "near" }).competitors).toBeDefined();
  });
});

describe("joint, explained or not", () => {
  it("has the same links and rejected pairs without explanations of links", () => {
    for (const lesions of patients) {
      const full = joint(lesions);
      const short = joint(lesions, { explain: false });
      const bare = full.links.map(({ from, to, accepted }) => ({ from, to, accepted }));
      expect(short.links).toEqual(bare);
      expect(short.acceptedPairs).toEqual(full.acceptedPairs.map(({ from, to }) => ({ from, to })));
      expect(short.rejectedPairs).toEqual(full.rejectedPairs);
      expect(short.sequences).toEqual(full.sequences);
    }
  });

  it("has the same explanations of links without rejected pairs", () => {
    for (const lesions of patients) {
      const { links } = joint(lesions, { rejectedPairs: "none" });
      expect(links).toEqual(joint(lesions).links);
    }
  });

  it("has accepted pairs in order, one less than the lesions of each sequence", () => {
    for (const lesions of patients) {
      const { acceptedPairs, sequences, duplicates } = joint(lesions);
      // Rows are numbered study by study.
      const pairs = acceptedPairs.map(({ from, to }) => from * 1e6 + to);
      expect(pairs).toEqual([...pairs].sort((a, b) => a - b));
      const repeated = duplicates.reduce((sum, { rows }) => sum + rows.length - 1, 0);
      expect(pairs).toHaveLength(lesions.length - repeated - sequences.length);
    }
  });
});

describe("a pair named in several places", () => {
  it("has one probability, log-odds and distance", () => {
    let [repeated, rejected] = [0, 0];
    for (const lesions of patients) {
      const { links, acceptedPairs, rejectedPairs } = joint(lesions);
      const listed = rejectedPairs.filter(({ step }) => step !== "duplicate");
      const known = new Map<string, object>();
      const named = [
        ...links,
        ...acceptedPairs,
        ...listed,
        ...listed.flatMap(({ competitor }) => competitor ?? []),
        ...links.flatMap(({ runnerUp }) => runnerUp ?? []),
      ];
      for (const { from, to, probability, logOdds, distance } of named) {
        const before = known.get(`${from}-${to}`);
        known.set(`${from}-${to}`, { probability, logOdds, distance });
        if (before === undefined) continue;
        expect({ probability, logOdds, distance }).toEqual(before);
        repeated++;
        if (listed.some((one) => one.from === from && one.to === to)) rejected++;
      }
    }
    expect([repeated > 50, rejected > 10]).toEqual([true, true]);
  });
});

describe("the search of joint", () => {
  it("is proven where it ends, and else has a bound above what it found", () => {
    // Three lesions in each of four studies, so near each other that links compete.
    const random = randomSource(3, 0);
    const crowded = Array.from({ length: 12 }, () =>
      Array.from({ length: 12 }, (_, k) =>
        lesion(k + 1, 1 + Math.floor(k / 3), random.uniform(0, 20), { series: 1 }),
      ),
    );
    const all = [...patients, ...crowded];
    const solutions = all.map((lesions) => joint(lesions, { searchLimit: 0 }).solution!);
    expect(solutions.some(({ optimal }) => optimal)).toBe(true);
    expect(solutions.some(({ optimal }) => !optimal)).toBe(true);
    all.forEach((lesions, p) => {
      const { logOdds, bound, optimal } = solutions[p]!;
      expect(optimal).toBe(bound === logOdds);
      const best = joint(lesions).solution!;
      expect(best.optimal).toBe(true);
      expect(best.logOdds).toBeGreaterThanOrEqual(logOdds - 1e-9);
      expect(best.logOdds).toBeLessThanOrEqual(bound + 1e-9);
    });
  });
});

describe("pairs that are not listed", () => {
  it("have log-odds of -6 and less", () => {
    const far = lesion(2, 2, 300, { centreMm: [300, 300, 900], longAxisMm: 90, type: "liver" });
    const near = lesion(1, 1, 0, { longAxisMm: 9, type: "lung" });
    const { links } = joint([near, far], { mustLink: [[1, 2]] });
    expect(links[0]?.logOdds).toBeLessThan(-6);
    expect(joint([near, far]).rejectedPairs).toEqual([]);
  });
});

describe("constraints in joint", () => {
  it("link three lesions by two pairs", () => {
    const lesions = [lesion(1, 1, 0), lesion(2, 2, 300), lesion(3, 3, 900)];
    const mustLink = [
      [1, 2],
      [2, 3],
    ] as const;
    const { acceptedPairs, sequences, solution } = joint(lesions, { mustLink });
    expect(sequences).toHaveLength(1);
    expect(acceptedPairs).toHaveLength(2);
    const sum = acceptedPairs.reduce((total, { logOdds }) => total + (logOdds ?? 0), 0);
    expect(solution?.logOdds).toBeCloseTo(sum, 9);
  });
});

describe("missing series in joint", () => {
  it("are warned of by rows where they decide on duplicates", () => {
    const lesions = [lesion(4, 1, 0), lesion(5, 1, 0.5), lesion(6, 2, 0)].map((one) => ({
      ...one,
      series: undefined,
    }));
    for (const missingSeries of ["different", "any"] as const) {
      const { warnings, sequences } = joint(lesions, { missingSeries });
      expect(warnings).toMatchObject([{ kind: "missing-series", row: 4, patient: "p" }]);
      expect(sequences).toHaveLength(missingSeries === "any" ? 1 : 2);
    }
  });
});

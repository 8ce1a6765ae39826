import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { groupByPatient } from "../../../src/core/lesion-list.js";
import { joint } from "../../../src/matching/joint/joint.js";
import { type Calibration, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import type { Edge, Link, PatientMatch } from "../../../src/matching/result.js";
import { simulateCohort } from "../../../src/simulation/cohort.js";
import { DEEPLESION_COHORT } from "../../../src/simulation/simulation-options.js";

const { calibration } = JOINT_MODEL;
const SURE = 6;

/** The formula of the docs, on what a result says. */
function probability(
  { intercept, strength, detour, crowding, withoutOffset, competitor }: Calibration,
  signals: Omit<Calibration, "intercept">,
): number {
  const logOdds =
    intercept +
    strength * signals.strength +
    detour * signals.detour +
    crowding * signals.crowding +
    withoutOffset * signals.withoutOffset +
    competitor * signals.competitor;
  return 1 / (1 + Math.exp(-logOdds));
}

/** Log-odds against no partner and against the runner-up. */
const strengthOf = ({ logOdds = Number.NaN, margin }: Link): number =>
  margin === undefined ? logOdds : -Math.log(Math.exp(-logOdds) + Math.exp(-margin));

const cohort = (options: object): PatientMatch[] => {
  const { lesions } = simulateCohort({ ...DEEPLESION_COHORT, meanStudies: 4, ...options });
  return groupByPatient(lesions).map(({ lesions: own }) => joint(own));
};

/** Number of lesions of each row's study, duplicates counted once. */
function lesionsBeside({ sequences, duplicates }: PatientMatch): Map<number, number> {
  const lesions = sequences.flatMap((sequence) => sequence.lesions);
  const repeated = new Set(duplicates.flatMap(({ rows }) => rows.slice(1)));
  const single = lesions.filter(({ row }) => !repeated.has(row));
  return new Map(
    lesions.map(({ row, study }) => [row, single.filter((one) => one.study === study).length]),
  );
}

describe("probabilities", () => {
  // Studies of which one has a single lesion have no offset that other lesions show.
  const pairs = cohort({ patients: 500, seed: 31, positionNoise: 3, meanLesions: 2 }).flatMap(
    (match) => {
      const count = lesionsBeside(match);
      const linkOf = new Map(match.links.map((link) => [`${link.from}-${link.to}`, link]));
      return [
        ...match.links.map((link) => ({ ...link, step: "link" as const })),
        ...match.rejectedPairs,
      ]
        .filter(({ from, to }) => Math.min(count.get(from)!, count.get(to)!) === 1)
        .map((pair) => ({
          pair,
          crowding: Math.log(count.get(pair.from)! * count.get(pair.to)!),
          linkOf,
        }));
    },
  );

  it("of accepted links follow from log-odds, margin, lesions of the studies and location", () => {
    const accepted = pairs.filter(({ pair }) => pair.step === "link" && pair.accepted);
    expect(accepted.length).toBeGreaterThan(20);
    for (const { pair, crowding } of accepted) {
      const link = pair as unknown as Link;
      const signals = { strength: strengthOf(link), detour: 0, crowding, competitor: 0 };
      const withoutOffset = link.evidence?.location ?? 0;
      expect(link.probability).toBeCloseTo(
        probability(calibration.link, { ...signals, withoutOffset }),
        10,
      );
    }
  });

  it("of conflicts depend on the link in the way, which counts no more than a sure one", () => {
    const probabilities = pairs.flatMap(({ pair, crowding, linkOf }) => {
      // With one lesion in a study and two in the other, the runner-up is the link in the way.
      const areThree = crowding === Math.log(2);
      if (pair.step !== "conflict" || pair.competitor === undefined || !areThree) return [];
      const { from, to } = pair.competitor;
      const inTheWay = linkOf.get(`${from}-${to}`);
      if (!inTheWay?.accepted) return [];
      const margin = pair.logOdds! - inTheWay.logOdds!;
      const strength = -Math.log(Math.exp(-pair.logOdds!) + Math.exp(-margin));
      const signals = {
        strength,
        detour: 0,
        crowding,
        withoutOffset: pair.evidence?.location ?? 0,
        competitor: Math.min(SURE, strengthOf(inTheWay)),
      };
      return [[pair.probability, probability(calibration.conflict, signals)] as const];
    });
    expect(probabilities.length).toBeGreaterThan(5);
    for (const [found, expected] of probabilities) expect(found).toBeCloseTo(expected, 10);
  });

  it("of links that were not accepted depend on the path of accepted pairs between the two", () => {
    // With one lesion a study nothing competes: the strength of a pair is its log-odds.
    const links = cohort({ patients: 300, seed: 32, maxLesions: 1, duplicated: 0, growth: 0.5 })
      .filter(({ duplicates }) => duplicates.length === 0)
      .flatMap(({ links: own, acceptedPairs }) =>
        own.filter(({ accepted }) => !accepted).map((link) => ({ link, acceptedPairs })),
      )
      .flatMap(({ link, acceptedPairs }) => {
        const { from, to, logOdds = 0, evidence } = link;
        // Two accepted pairs over one other lesion.
        const beside = (row: number) =>
          new Map(
            acceptedPairs.flatMap((pair): [number, number][] =>
              pair.from === row
                ? [[pair.to, pair.logOdds!]]
                : pair.to === row
                  ? [[pair.from, pair.logOdds!]]
                  : [],
            ),
          );
        const others = beside(to);
        const common = [...beside(from)].find(([row]) => others.has(row));
        if (common === undefined) return [];
        const strength = Math.max(logOdds, Math.min(common[1], others.get(common[0])!));
        const detour = strength - logOdds;
        const withoutOffset = evidence?.location ?? 0;
        const signals = { strength, detour, crowding: 0, withoutOffset, competitor: 0 };
        return [
          { found: link.probability, expected: probability(calibration.link, signals), detour },
        ];
      });
    expect(links.filter(({ detour }) => detour > 1).length).toBeGreaterThan(5);
    for (const { found, expected } of links) expect(found).toBeCloseTo(expected, 10);
  });
});

describe("probabilities of pairs with negative log-odds", () => {
  const at = (row: number, study: number, x: number): Lesion => ({
    row,
    patient: "p",
    study,
    id: `L${row}`,
    centreMm: [x, x, 0],
  });
  const { odds } = calibration;
  const { prior } = JOINT_MODEL;

  it("are those of sequences that could be one lesion", () => {
    const { rejectedPairs } = joint([at(1, 1, 0), at(2, 2, 90)]);
    expect(rejectedPairs).toMatchObject([{ from: 1, to: 2, step: "odds" }]);
    const [{ logOdds = Number.NaN, probability: found } = {}] = rejectedPairs as readonly Edge[];
    expect(logOdds).toBeLessThan(0);
    // One lesion in each study: no crowding, no offset, and the prior is that of a link.
    const signals = { strength: logOdds, detour: 0, crowding: 0, competitor: 0 };
    const withoutOffset = logOdds - prior.link;
    expect(found).toBeCloseTo(probability(odds, { ...signals, withoutOffset }), 10);
  });

  it("are the same of a runner-up in another sequence", () => {
    const [link] = joint([at(1, 1, 0), at(2, 2, 0), at(3, 2, 90)]).links;
    const runnerUp = link?.runnerUp;
    expect(runnerUp).toMatchObject({ from: 1, to: 3 });
    const logOdds = runnerUp?.logOdds ?? Number.NaN;
    expect(logOdds).toBeLessThan(0);
    const margin = logOdds - (link?.logOdds ?? Number.NaN);
    const crowding = Math.LN2;
    const expected = probability(odds, {
      strength: -Math.log(Math.exp(-logOdds) + Math.exp(-margin)),
      detour: 0,
      crowding,
      withoutOffset: logOdds - prior.link + (prior.crowding / 2) * crowding,
      competitor: 0,
    });
    expect(runnerUp?.probability).toBeCloseTo(expected, 10);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { randomSource } from "../../../src/core/random.js";
import type { Consensus, Offset } from "../../../src/matching/joint/consensus.js";
import { Odds } from "../../../src/matching/joint/evidence.js";
import { EvidenceTables } from "../../../src/matching/joint/evidence-table.js";
import { findConsensus } from "../../../src/matching/joint/find-consensus.js";
import { JOINT_FEATURES, JOINT_MODEL } from "../../../src/matching/joint/joint-model.js";
import {
  type LesionFeatures,
  lesionFeatures,
  relativeDistance,
} from "../../../src/matching/joint/lesion-features.js";
import { type PairTable, partOf } from "../../../src/matching/joint/pair-table.js";
import { PairWeigher } from "../../../src/matching/joint/pair-weigher.js";
import { scansOf } from "../../../src/matching/joint/series-start.js";

/** Lesions in 3 or 4 studies of up to 3 series that start anywhere; some lack a position, a size or a type. */
const patients: fc.Arbitrary<LesionFeatures> = fc
  .record({
    seed: fc.nat(),
    studies: fc.integer({ min: 3, max: 4 }),
    series: fc.integer({ min: 1, max: 3 }),
    looks: fc.boolean(),
  })
  .map(({ seed, studies, series: most, looks }) => {
    const random = randomSource(seed, 0);
    const places = Array.from({ length: 3 + random.below(5) }, () => [
      random.uniform(-150, 150),
      random.uniform(-100, 100),
      random.uniform(0, 700),
    ]);
    const lesions: Lesion[] = [];
    for (let study = 1; study <= studies; study++) {
      const starts = [0, 0, 0].map(() => (random.happens(0.5) ? random.uniform(-300, 300) : 0));
      for (const [x = 0, y = 0, z = 0] of places) {
        const series = random.below(most);
        if (random.happens(0.25)) continue;
        const noise = (): number => random.uniform(-4, 4);
        const row = lesions.length + 1;
        lesions.push({
          row,
          patient: "p",
          study,
          series,
          id: `L${row}`,
          ...(random.happens(0.9) && {
            centreMm: [x + noise(), y + noise(), z + starts[series]! + noise()] as const,
          }),
          ...(random.happens(0.8) && { longAxisMm: random.uniform(5, 60) }),
          ...(random.happens(0.6) && { type: random.happens(0.5) ? "lung" : "liver" }),
          ...(looks && { vector: [x + noise(), y + noise()] }),
        });
      }
    }
    return lesionFeatures(lesions, JOINT_FEATURES, "physical");
  })
  .filter(({ studies, position }) => studies >= 3 && position[0].some((x) => !Number.isNaN(x)));

const { prior, support, location } = JOINT_MODEL;

/**
 * All pairs of two studies with the evidence of their location by definition: the largest of what it is where the
 * offset of the studies is unknown, less up to 6 as far as an offset is supported beyond full trust; under the offset
 * that the other lesions show, less what it lacks in support; and under that of two scans of which one is not the main
 * one of its study.
 */
function* pairsOf(features: LesionFeatures): Generator<[i: number, j: number, location: number]> {
  const { study, kind } = features;
  const odds = Odds.of(JOINT_MODEL, kind);
  const scans = scansOf(features);
  const surplus = (offset: Offset): number => (offset.support - support.full) / support.slope;
  for (let t = 1; t < features.studies; t++) {
    for (let s = 0; s < t; s++) {
      const [rows, columns] = [s, t].map((own) =>
        Array.from(study.keys()).filter((one) => study[one] === own),
      ) as [number[], number[]];
      const table = new EvidenceTables(features, odds, scans).of(rows, columns);
      const consensusOf = (part: PairTable) =>
        part.rows > 1 && part.columns > 1 ? findConsensus(part, location[kind]) : undefined;
      const ofStudies = consensusOf(table);
      const ofScans = new Map<string, Consensus | undefined>();
      const amongScan = (lesions: number[], own: number): number[] =>
        lesions.filter((one) => scans[one] === scans[own]);
      for (const [cell, [i, j]] of rows.flatMap((i) => columns.map((j) => [i, j])).entries()) {
        const explanations = [table.free[cell]!];
        const isOther = scans[i!]! >= features.studies || scans[j!]! >= features.studies;
        const under = (offset: Offset, elsewhere: boolean): number =>
          odds.location(table, cell, offset, elsewhere) + Math.min(0, surplus(offset));
        const offset = ofStudies?.without(rows.indexOf(i!), columns.indexOf(j!));
        if (offset !== undefined) {
          explanations[0]! -= Math.min(6, Math.max(0, surplus(offset)));
          explanations.push(under(offset, isOther));
        }
        const [some, others] = [amongScan(rows, i!), amongScan(columns, j!)];
        const key = `${some} ${others}`;
        if (isOther && !ofScans.has(key)) {
          const [own, other] = [
            some.map((one) => rows.indexOf(one)),
            others.map((one) => columns.indexOf(one)),
          ];
          ofScans.set(key, consensusOf(partOf(table, own!, other!)));
        }
        const scanOffset = ofScans.get(key)?.without(some.indexOf(i!), others.indexOf(j!));
        if (scanOffset !== undefined) explanations.push(under(scanOffset, false));
        yield [i!, j!, Math.max(...explanations)];
      }
    }
  }
}

describe("PairWeigher", () => {
  it("weighs the location by the best of its explanations", () => {
    let compared = 0;
    fc.assert(
      fc.property(patients, (features) => {
        const weigher = new PairWeigher(features, JOINT_MODEL);
        const found = new Map<string, number>();
        weigher.forEach((i, j, logOdds) => void found.set(`${i} ${j}`, logOdds));
        const odds = Odds.of(JOINT_MODEL, "physical");
        const lesionsOf = (own: number): number =>
          features.study.filter((one) => one === features.study[own]).length;
        const wrong: string[] = [];
        const compare = (what: string, value: number | undefined, expected: number): void => {
          if (!(Math.abs(value! - expected) < 1e-9)) wrong.push(`${what}: ${value}, ${expected}`);
        };
        for (const [i, j, byLocation] of pairsOf(features)) {
          const others = [
            odds.size(features, i, j, "same"),
            odds.type(features.type[i]!, features.type[j]!),
            odds.appearance(relativeDistance(features, i, j)),
          ];
          const crowding = Math.log(lesionsOf(i) * lesionsOf(j));
          const before = prior.link - (prior.crowding / 2) * crowding;
          const expected = [byLocation, ...others].reduce((sum, one) => sum + (one || 0), before);
          const isKnown = [byLocation, ...others].some((one) => !Number.isNaN(one));
          if (isKnown) compare("forEach", found.get(`${i} ${j}`), expected);
          else if (found.has(`${i} ${j}`)) wrong.push(`${i} ${j} has nothing in common`);
          compare("crowding", weigher.crowding(i, j), crowding);
          compare("logOdds", weigher.logOdds(i, j), expected);
          compare("location", weigher.explained(i, j).location, byLocation || 0);
          compared++;
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 24 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it("knows which pairs have an offset that other lesions show", () => {
    const places = [0, 100, 350].map((z) => [0, 0, z] as const);
    const at = (
      row: number,
      study: number,
      [x, y, z]: readonly [number, number, number],
    ): Lesion => ({
      row,
      patient: "p",
      study,
      id: `L${row}`,
      centreMm: [x, y, z],
    });
    // Study 1 has one lesion, study 2 two and study 3 three, of which two are the same as in study 2.
    const lesions = [
      at(1, 1, places[0]!),
      at(2, 2, places[0]!),
      at(3, 2, places[1]!),
      at(4, 3, places[0]!),
      at(5, 3, places[1]!),
      at(6, 3, [60, -60, 900]),
    ];
    const weigher = new PairWeigher(lesionFeatures(lesions, ["location"], "physical"), JOINT_MODEL);
    weigher.forEach(() => {});
    expect(weigher.hasOffset(0, 1)).toBe(false);
    expect(weigher.hasOffset(0, 3)).toBe(false);
    expect(weigher.hasOffset(1, 3)).toBe(true);
    expect(weigher.hasOffset(1, 5)).toBe(true);
    // Of the lesions 1-4 and 2-3 nothing is left but what they are themselves paired with.
    expect(weigher.hasOffset(1, 4)).toBe(false);
    expect(weigher.hasOffset(2, 3)).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Competitors } from "../../../src/matching/joint/competitors.js";

/** Lesions with their studies, and log-odds of some pairs of different studies in the order they are met; many ties. */
const met = fc.array(fc.nat(3), { minLength: 2, maxLength: 10 }).chain((study) => {
  const pairs = study.flatMap((s, i) =>
    study.flatMap((t, j) => (i < j && s !== t ? [[i, j] as const] : [])),
  );
  const odds = fc.integer({ min: -2, max: 2 });
  return fc.record({
    study: fc.constant(study),
    pairs: fc.shuffledSubarray(pairs),
    odds: fc.array(odds, { minLength: pairs.length, maxLength: pairs.length }),
  });
});

describe("Competitors", () => {
  it("gives the best lesion of a study other than one, of equals the first that was met", () => {
    fc.assert(
      fc.property(met, ({ study, pairs, odds }) => {
        const competitors = new Competitors(study.length, 4);
        pairs.forEach(([i, j], k) => {
          competitors.meet(i, study[i]!, j, study[j]!, odds[k]!);
        });
        for (let i = 0; i < study.length; i++) {
          for (let t = 0; t < 4; t++) {
            const own = pairs.flatMap(([a, b], k) => {
              const other = a === i ? b : b === i ? a : -1;
              return study[other] === t ? [{ lesion: other, logOdds: odds[k]! }] : [];
            });
            for (let j = 0; j < study.length; j++) {
              const others = own.filter(({ lesion }) => lesion !== j);
              const most = Math.max(...others.map(({ logOdds }) => logOdds));
              const expected = others.find(({ logOdds }) => logOdds === most);
              expect(competitors.best(i, t, j)).toEqual(expected);
            }
          }
        }
      }),
    );
  });
});

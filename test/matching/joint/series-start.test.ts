import { describe, expect, it } from "vitest";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { scansOf } from "../../../src/matching/joint/series-start.js";
import { at } from "../../support/lesions.js";

describe("scansOf", () => {
  const scans = (studies: readonly (readonly (number | undefined)[])[]): number[] => {
    const lesions = studies.flatMap((series, s) =>
      series.map((one, k) => ({ ...at(10 * s + k + 1, s + 1, 0.1 * k), series: one })),
    );
    return Array.from(scansOf(lesionFeatures(lesions, ["size"], "auto")));
  };

  it("numbers the main series as the study, and every other series of a study above", () => {
    expect(scans([[1, 2, 2], [1], [3, 3, 1, 2]])).toEqual([3, 0, 0, 1, 2, 2, 4, 5]);
  });

  it("takes lesions without series as those of the main series", () => {
    expect(
      scans([
        [undefined, undefined],
        [1, 1, undefined],
      ]),
    ).toEqual([0, 0, 1, 1, 1]);
  });
});

import { describe, expect, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { lesionFeatures } from "../../../src/matching/joint/lesion-features.js";
import { alignSeries, scansOf } from "../../../src/matching/joint/series-start.js";
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

describe("alignSeries", () => {
  const lesion = (row: number, study: number, series: number | undefined, z: number): Lesion => ({
    row,
    patient: "p",
    study,
    series,
    id: `L${row}`,
    centreMm: [row, 2 * row, z],
  });
  /** z of all lesions, moved by what the groups of duplicates show. */
  const moved = (lesions: readonly Lesion[], nodes: readonly number[]): number[] => {
    const features = lesionFeatures(lesions, ["location"], "physical");
    const aligned = alignSeries(features, Int32Array.from(nodes));
    expect(aligned).toEqual({ ...features, position: aligned.position });
    expect(aligned.position.slice(0, 2)).toEqual(features.position.slice(0, 2));
    return [...aligned.position[2]];
  };
  /** Two lesions of the main series 1 of a study, and three of series 2, which starts 100 mm elsewhere. */
  const study = (number: number) => [
    lesion(10 * number + 1, number, 1, 0),
    lesion(10 * number + 2, number, 1, 50),
    lesion(10 * number + 3, number, 1, 300),
    lesion(10 * number + 4, number, 2, 104),
    lesion(10 * number + 5, number, 2, 150),
  ];

  it("moves a series by the median of what duplicates show", () => {
    // 0 and 104 are one lesion, 50 and 150 another: shifts -104 and -100, median -102.
    expect(moved(study(1), [0, 1, 2, 0, 1])).toEqual([0, 50, 300, 2, 48]);
    expect(moved(study(1), [0, 1, 2, 3, 1])).toEqual([0, 50, 300, 4, 50]);
  });

  it("moves no series that no duplicates show, and not those of other studies", () => {
    expect(moved(study(1), [0, 1, 2, 3, 4])).toEqual([0, 50, 300, 104, 150]);
    const two = [...study(1), ...study(2)];
    expect(moved(two, [0, 1, 2, 3, 1, 4, 5, 6, 7, 8])).toEqual([
      0, 50, 300, 4, 50, 0, 50, 300, 104, 150,
    ]);
  });

  it("moves by more than 40 mm only, up or down", () => {
    for (const [shift, isMoved] of [
      [40, false],
      [-40, false],
      [40.5, true],
      [-40.5, true],
    ] as const) {
      const lesions = [lesion(1, 1, 1, 200), lesion(2, 1, 1, 300), lesion(3, 1, 2, 200 + shift)];
      expect(moved(lesions, [0, 1, 0])).toEqual([200, 300, isMoved ? 200 : 200 + shift]);
    }
  });

  it("measures from the main series only, whichever lesion comes first", () => {
    // Series 2 and 3 share a lesion, which series 1 does not have.
    const lesions = [
      lesion(1, 1, 1, 0),
      lesion(2, 1, 1, 10),
      lesion(3, 1, 2, 500),
      lesion(4, 1, 3, 700),
    ];
    expect(moved(lesions, [0, 1, 2, 2])).toEqual([0, 10, 500, 700]);
    const first = [lesion(1, 1, 2, 100), lesion(2, 1, 1, 0), lesion(3, 1, 1, 10)];
    expect(moved(first, [0, 0, 1])).toEqual([0, 0, 10]);
  });

  it("takes relative positions as they are", () => {
    const lesions = study(1).map((one) => ({
      ...one,
      location: [0.5, 0.5, (one.centreMm?.[2] ?? 0) / 1000] as const,
    }));
    const features = lesionFeatures(lesions, ["location"], "normalised");
    expect(alignSeries(features, Int32Array.of(0, 1, 2, 0, 1))).toBe(features);
  });
});

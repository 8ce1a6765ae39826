import { describe, it } from "vitest";
import type { Lesion } from "../../../src/core/lesion.js";
import { assertLesion, assertPlaced } from "../../../src/matching/joint/assert-lesion.js";
import { JOINT_FEATURES, type JointFeature } from "../../../src/matching/joint/joint-model.js";
import { errorOf } from "../../support/errors.js";

const lesion = (more: object = {}): Lesion => ({
  row: 3,
  patient: "p",
  study: 1,
  id: "L3",
  ...more,
});

describe("assertLesion", () => {
  it("accepts lengths up to 1e6 mm, and missing values", () => {
    const most = { centreMm: [1e6, -1e6, 0], longAxisMm: 1e6, shortAxisMm: 0, series: -1e9 };
    assertLesion(lesion(most), JOINT_FEATURES);
    assertLesion(lesion(), JOINT_FEATURES);
  });

  it.each([
    ["location", "location", [1, 2, 1e7]],
    ["location", "centreMm", [1e6 + 1, 0, 0]],
    ["location", "centreMm", [0, -1e6 - 1, 0]],
    ["location", "centreMm", [0, 0, 0, 0]],
    ["size", "longAxisMm", 1e6 + 1],
    ["size", "longAxisMm", -1],
    ["size", "shortAxisMm", Number.NaN],
    ["type", "type", "spleen"],
  ] as const)(
    "with %s rejects %s of %j, and without it does not look",
    (feature, column, value) => {
      const wrong = lesion({ [column]: value });
      errorOf("BAD_VALUE", () => assertLesion(wrong, [feature]), { row: 3, lesion: "L3", column });
      const others: JointFeature[] = JOINT_FEATURES.filter((one) => one !== feature);
      assertLesion(wrong, others);
    },
  );

  it("rejects a series that is not finite whatever the features", () => {
    const column = "series";
    errorOf("BAD_VALUE", () => assertLesion(lesion({ series: Number.NaN }), []), {
      row: 3,
      column,
    });
  });
});

describe("assertPlaced", () => {
  it("accepts lesions of which one has what a feature asks for", () => {
    for (const more of [{ location: [0, 0, 0] }, { centreMm: [0, 0, 0] }]) {
      assertPlaced([lesion(), lesion(more)], ["location"]);
      errorOf("MISSING_FEATURE", () => assertPlaced([lesion(more)], ["appearance"]), { row: 3 });
    }
    assertPlaced([lesion(), lesion({ vector: [1] })], ["appearance"]);
    assertPlaced([lesion({ vector: [1] })], ["location", "appearance"]);
    errorOf("MISSING_FEATURE", () => assertPlaced([lesion({ vector: [1] })], ["location"]));
  });

  it("accepts lesions without either where neither is asked for, and no lesions", () => {
    assertPlaced([lesion()], ["size", "type"]);
    assertPlaced([], JOINT_FEATURES);
  });
});

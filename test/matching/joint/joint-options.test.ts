import { describe, expect, it, vi } from "vitest";
import { FEATURES } from "../../../src/features/feature-options.js";
import { jointOptions } from "../../../src/matching/joint/joint-options.js";
import { errorOf } from "../../support/errors.js";

// A feature group of the package that the joint matcher has no evidence for.
vi.mock("../../../src/features/feature-options.js", async (original) => {
  const real = await original<typeof import("../../../src/features/feature-options.js")>();
  return { ...real, FEATURES: [...real.FEATURES, "shape"] };
});

describe("features of the joint matcher", () => {
  it("rejects a feature group without evidence instead of ignoring it", () => {
    expect(FEATURES).toContain("shape");
    errorOf("UNKNOWN_FEATURE", () => jointOptions({ features: ["size", "shape" as never] }));
  });

  it("are in one order", () => {
    expect(jointOptions({ features: ["type", "location"] }).features).toEqual(["location", "type"]);
  });

  it("are given once", () => {
    errorOf("BAD_OPTION", () => jointOptions({ features: ["type", "location", "type"] }));
  });
});

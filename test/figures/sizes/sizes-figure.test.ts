import { expect, it } from "vitest";
import { sizesFigure } from "../../../src/figures/index.js";

it.each([1e-308, 1e-5, 1e308])("a bin of %d mm is an error, not a crash", (binMm) => {
  const lesion = { id: "a", row: 1, patient: "1", study: 1, longAxisMm: 20, shortAxisMm: 10 };
  expect(() => sizesFigure([lesion], { binMm })).toThrow(
    expect.objectContaining({ code: "BAD_OPTION", where: { option: "binMm" } }),
  );
});

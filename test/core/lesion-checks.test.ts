import { describe, expect, it } from "vitest";
import { match, matchPatient } from "../../src/matching/index.js";

const badValue = expect.objectContaining({ name: "LesionGraphError", code: "BAD_VALUE" });
const LESION = {
  row: 1,
  patient: "1",
  study: 1,
  centreMm: [0, 0, 0],
  longAxisMm: 20,
  shortAxisMm: 9,
};

describe.each(["joint", "algorithm1"] as const)("%s", (method) => {
  it.each([null, undefined, {}, 5, "lesions", [null], [7]])("takes no %j for lesions", (wrong) => {
    expect(() => match(wrong as never, { method })).toThrow(badValue);
    expect(() => matchPatient(wrong as never, { method })).toThrow(badValue);
  });

  it("takes no lesion without an id", () => {
    expect(() => match([LESION as never], { method })).toThrow(badValue);
  });
});

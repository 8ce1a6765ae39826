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

describe("numbers beyond any length", () => {
  const at = (study: number, change: object) => ({
    ...LESION,
    id: "a",
    row: study,
    study,
    ...change,
  });

  it.each([{ longAxisMm: 1e300 }, { centreMm: [1e200, 0, 0] }, { location: [0, 1e9, 0] }])(
    "%j is not linked by the joint matcher, but an error",
    (change) => {
      const lesions = [at(1, {}), at(2, change)] as never;
      expect(() => match(lesions, { method: "joint" })).toThrow(badValue);
    },
  );

  it("of vectors are an error: their distances would overflow and count as unknown", () => {
    const lesions = [at(1, { vector: [1e300] }), at(2, { vector: [-1e300] })] as never;
    for (const method of ["joint", "algorithm1"] as const) {
      expect(() => match(lesions, { method, features: ["appearance"] })).toThrow(badValue);
    }
  });
});

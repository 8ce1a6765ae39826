import { describe, expect, it } from "vitest";
import { featureMatrix } from "../../src/features/matrix.js";
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

describe("fields of another kind", () => {
  const kinds = {
    series: 1,
    longAxisMm: 20,
    shortAxisMm: 9,
    volumeMl: 4,
    location: [0.5, 0.5, 0.5],
    centreMm: [0, 0, 0],
    vector: [1, 2],
    label: "left lung",
    date: "2019-03-27",
    trackingUid: "1.2",
  };
  const wrong = [null, true, 7n, {}, [null], ["1"], [true], new Date(0), () => 1];
  const others = (value: unknown) =>
    typeof value === "string" ? [...wrong, 20] : [...wrong, "20"];

  it.each(
    Object.entries(kinds).flatMap(([field, value]) => others(value).map((one) => [field, one])),
  )("are errors that name the field: %s is %o", (field, value) => {
    const lesion = { ...LESION, id: "a", [field as string]: value };
    const place = expect.objectContaining({ row: 1, patient: "1", column: field });
    const error = expect.objectContaining({ code: "BAD_VALUE", where: place });
    for (const method of ["joint", "algorithm1"] as const) {
      expect(() => match([lesion as never], { method })).toThrow(error);
    }
    expect(() => featureMatrix([lesion as never])).toThrow(error);
  });

  it("are none where the field is absent or undefined", () => {
    const lesion = { ...LESION, id: "a" };
    const without = Object.fromEntries(Object.keys(kinds).map((field) => [field, undefined]));
    expect(match([{ ...lesion, ...kinds } as never])).toHaveLength(1);
    expect(match([{ ...without, ...lesion } as never])).toHaveLength(1);
  });

  it('have texts for patients: 1 and "1" are not two patients', () => {
    expect(() => match([{ ...LESION, id: "a", patient: 1 } as never])).toThrow(badValue);
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

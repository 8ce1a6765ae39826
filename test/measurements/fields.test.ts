/** Columns by their names, and units by the names of columns. */
import { describe, expect, it } from "vitest";
import { cellUnit, isMeasurementHeader } from "../../src/measurements/fields.js";

describe("isMeasurementHeader", () => {
  const is = (header: string) => isMeasurementHeader(header.split(","));

  it("needs a patient, a study or its date, and something to compare", () => {
    for (const study of ["study", "date"]) {
      expect(is(`patient,${study},x,y,z`)).toBe(true);
      expect(is(`patient,${study},long`)).toBe(true);
    }
    for (const header of [
      "study,x,y,z",
      "patient,x,y,z",
      "patient,study",
      "patient,study,x,y",
      "patient,study,x,z",
      "patient,study,y,z",
    ]) {
      expect([header, is(header)]).toEqual([header, false]);
    }
  });
});

describe("cellUnit", () => {
  it("is that at the end of a number", () => {
    expect(cellUnit("longAxisMm", "21 mm")).toEqual({ number: "21", factor: 1 });
    expect(cellUnit("longAxisMm", "2,1CM")).toEqual({ number: "2,1", factor: 10 });
    expect(cellUnit("longAxisMm", "2. cm")).toEqual({ number: "2.", factor: 10 });
    for (const text of ["21", "mm", "21 mm x", "21 inch", "a mm"]) {
      expect([text, cellUnit("longAxisMm", text)]).toEqual([text, undefined]);
    }
    expect(cellUnit("patient", "21 mm")).toBeUndefined();
  });
});

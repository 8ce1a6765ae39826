/** TULOC: terms of CDISC's codelist C74456, read in a public copy of it (codes beside the terms). */
import { expect, it } from "vitest";
import { LESION_TYPES } from "../../src/core/lesion.js";
import { locationTerm } from "../../src/response/sdtm-locations.js";

const CODELIST = {
  bone: "BONE", // C12366
  abdomen: "ABDOMINAL CAVITY", // C12664, synonym "Abdomen"
  mediastinum: "MEDIASTINUM", // C12748
  liver: "LIVER", // C12392
  lung: "LUNG", // C12468
  kidney: "KIDNEY", // C12415
  "soft tissue": "SOFT TISSUE", // C12471
  pelvis: "PELVIS", // C12767
};

it.each(LESION_TYPES)("%s has a term", (type) => {
  expect(locationTerm(type)).toBe(CODELIST[type]);
});

it("takes terms in any case and spacing, and common words", () => {
  expect(locationTerm(" Adrenal  gland")).toBe("ADRENAL GLAND"); // C12666
  expect(locationTerm("adrenal")).toBe("ADRENAL GLAND");
  expect(locationTerm("lymph node")).toBe("LYMPH NODE"); // C12745
  expect(locationTerm("Subcutaneous")).toBe("SUBCUTIS"); // C33645, synonym "Subcutaneous Tissue"
});

it.each([undefined, "", "liver segment 4", "abdomen, left", "constructor"])(
  "%j has none",
  (organ) => {
    expect(locationTerm(organ)).toBeUndefined();
  },
);

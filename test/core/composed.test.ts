import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composed } from "../../src/core/composed.js";

describe("composed", () => {
  it("is the normalization form C of any text", () => {
    const text = fc.string({ unit: fc.constantFrom("e", "\u0301", "é", "A", "\u030a", "Å", "ñ") });
    fc.assert(fc.property(text, (one) => composed(one) === one.normalize("NFC")));
    expect(composed("Jose\u0301")).toBe("Jos\u00e9");
  });
});

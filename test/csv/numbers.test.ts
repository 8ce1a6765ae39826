import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUnknown, toNumber, toWhole } from "../../src/csv/numbers.js";
import { errorOf } from "../support/errors.js";

describe("toNumber", () => {
  it.each([
    ["5", 5],
    [" 0.859375", 0.859375],
    ["-175", -175],
    ["+3", 3],
    [".5", 0.5],
    ["1e-05", 0.00001],
    ["62.0", 62],
  ])("reads %j", (cell, value) => {
    expect(toNumber(cell)).toBe(value);
  });

  it.each(["", " ", "NaN", "Infinity", "-inf", "0x10", "1,5", "1e999", "5 mm", "1_000", "--1"])(
    "rejects %j",
    (cell) => {
      errorOf("BAD_VALUE", () => toNumber(cell));
    },
  );

  it("reads back every finite double as written", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(toNumber(String(value))).toBe(value);
      }),
    );
  });
});

describe("toWhole", () => {
  it("reads integers as data frames write them", () => {
    expect(toWhole("62.0", 1)).toBe(62);
  });

  it.each(["0", "1.5", "-3", "9007199254740993"])(
    "rejects %j where at least 1 is wanted",
    (cell) => {
      errorOf("BAD_VALUE", () => toWhole(cell, 1));
    },
  );
});

describe("isUnknown", () => {
  it("accepts the signs of a missing value and nothing else", () => {
    expect(["", "  ", "NaN", "nan", "NA", "None", "null"].every(isUnknown)).toBe(true);
    expect(["0", "-1", "n", "nano", "F"].some(isUnknown)).toBe(false);
  });
});

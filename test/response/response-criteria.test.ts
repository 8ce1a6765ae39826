import { describe, expect, it } from "vitest";
import { percentText, sequencesText } from "../../src/response/response-criteria.js";

describe("percentText", () => {
  it.each([
    [100, 120, "+20.0 %"],
    [100, 70, "-30.0 %"],
    [100, 100, "+0.0 %"],
    // -0.03 % and +0.03 % of which one decimal shows nothing.
    [100, 99.97, "+0.0 %"],
    [100, 100.03, "+0.0 %"],
    [100, 99.94, "-0.1 %"],
    [1000, 1.0, "-99.9 %"],
    [100, 0, "-100.0 %"],
    [0, 5, "no percentage"],
  ])("from %d to %d mm is %s", (from, to, text) => {
    expect(percentText(from, to)).toBe(text);
  });
});

it.each([
  [[3], "sequence 3"],
  [[3, 4], "sequences 3, 4"],
  [[2, 4, 5, 6, 7, 9], "sequences 2, 4–7, 9"],
  [[1, 3, 5, 6, 7], "sequences 1, 3, 5–7"],
])("the sequences %j are told as %j", (sequences, text) => {
  expect(sequencesText(sequences)).toBe(text);
});

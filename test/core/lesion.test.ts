import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, lesionOfRow } from "../../src/core/lesion-list.js";
import { compareNaturally } from "../../src/core/lesion-order.js";
import { errorOf } from "../support/errors.js";

describe("compareNaturally", () => {
  it("takes runs of digits as numbers", () => {
    const texts = ["a10", "a2", "b", "a", "a02", "10", "9", ""];
    expect(texts.sort(compareNaturally)).toEqual(["", "9", "10", "a", "a02", "a2", "a10", "b"]);
  });

  it("orders numbers of any length, so that row order never decides", () => {
    const [eights, nines] = ["8".repeat(400), "9".repeat(400)] as const;
    expect(compareNaturally(eights, nines)).toBe(-1);
    expect(compareNaturally(nines, eights)).toBe(1);
  });

  it("is an order: whatever the first order, sorting gives the same", () => {
    const text = fc.stringMatching(/^[ab019#]{0,5}$/);
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 12 }), (texts) => {
        const sorted = [...texts].sort(compareNaturally);
        expect([...texts].reverse().sort(compareNaturally)).toEqual(sorted);
      }),
    );
  });
});

it("a lesion is known by its data row", () => {
  const [a, b] = [7, 3].map((row) => ({ row, patient: "1", study: 1, id: String(row) }));
  expect(lesionOfRow([a!, b!], 3)).toBe(b);
  errorOf("UNKNOWN_ROW", () => lesionOfRow([a!, b!], 4));
});

it.each([Number.NaN, 0, -2.5, "x"])(
  "rejects the row %j, because results are named by rows",
  (row) => {
    const lesions = [{ row: row as number, patient: "p", study: 1, id: "a" }];
    const error = errorOf("BAD_VALUE", () => inOrder(lesions));
    expect(error.where).toEqual({ patient: "p", study: 1, lesion: "a" });
  },
);

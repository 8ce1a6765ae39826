import { describe, expect, it } from "vitest";
import { fnv1a, groupBy } from "../../src/core/group-by.js";

describe("groupBy", () => {
  it("keeps first appearances and input order", () => {
    const groups = groupBy([3, 1, 4, 1, 5, 9, 2, 6], (value) => value % 2);
    expect([...groups]).toEqual([
      [1, [3, 1, 1, 5, 9]],
      [0, [4, 2, 6]],
    ]);
  });
});

describe("fnv1a", () => {
  // Test vectors of the authors' reference code (isthe.com/chongo/tech/comp/fnv).
  it.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("of %j", (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
    expect(fnv1a(new TextEncoder().encode(text))).toBe(hash);
    expect(fnv1a(text.slice(1), fnv1a(text.slice(0, 1)))).toBe(hash);
  });
});

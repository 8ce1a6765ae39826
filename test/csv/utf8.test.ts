import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf } from "../../src/csv/text.js";
import { Utf8Reader } from "../../src/csv/utf8.js";
import { errorOf } from "../support/errors.js";

const encoder = new TextEncoder();
/** Bytes in pieces of a size, through the reader. */
function read(bytes: Uint8Array, size: number): string {
  const reader = new Utf8Reader();
  let text = "";
  for (let at = 0; at < bytes.length; at += size)
    text += reader.push(bytes.subarray(at, at + size));
  return text + reader.end();
}

describe("UTF-8", () => {
  it("comes out as it went in, wherever chunks cut it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const whole = text.replace(/^\uFEFF+/, "");
        expect(read(encoder.encode(whole), size)).toBe(whole);
        expect(textOf(encoder.encode(whole))).toBe(whole);
      }),
    );
  });

  it("is rejected with the line of the first invalid byte, in chunks of any size", () => {
    const lines = fc.array(
      fc.string({ unit: "binary" }).map((s) => s.replaceAll("\n", "")),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(lines, fc.nat(5), fc.integer({ min: 1, max: 40 }), (texts, place, size) => {
        const bad = place % texts.length;
        const bytes = texts.flatMap((text, i) => [
          ...encoder.encode(text),
          ...(i === bad ? [0xff] : []),
          10,
        ]);
        const { where } = errorOf("NOT_CSV", () => read(Uint8Array.from(bytes), size));
        expect(where).toEqual({ line: bad + 1 });
      }),
    );
  });

  it("is rejected where its last character is cut", () => {
    const bytes = encoder.encode("a\nb\nM\u00fc").subarray(0, -1);
    expect(errorOf("NOT_CSV", () => textOf(bytes)).where).toEqual({ line: 3 });
  });

  it.each([[[0xff, 0xfe, 0x61, 0]], [[0xfe, 0xff, 0, 0x61]]])(
    "is told from UTF-16 by its mark: %j",
    (bytes) => {
      const { fault: said } = errorOf("NOT_CSV", () => textOf(Uint8Array.from(bytes)));
      expect([said.received, said.remedy]).toMatchSnapshot();
    },
  );
});

it.each([
  ["a spreadsheet", [0x50, 0x4b, 3, 4, 0xff]],
  ["gzip", [0x1f, 0x8b, 8, 0, 0xff]],
  ["PNG", [0x89, 0x50, 0x4e, 0x47]],
])("names %s instead of asking for UTF-8", (_, bytes) => {
  const { fault: said } = errorOf("NOT_CSV", () => new Utf8Reader().push(Uint8Array.from(bytes)));
  expect([said.received, said.remedy]).toMatchSnapshot();
});

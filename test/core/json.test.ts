import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/core/json.js";

describe("parseJson", () => {
  it("gives what JSON.parse gives, whatever brackets and quotes the texts have", () => {
    const text = fc.string({ unit: fc.constantFrom("[", "{", "]", "}", '"', "\\", "a") });
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 8 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(text, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (one, indent) => {
        const json = JSON.stringify(one, null, indent);
        expect(parseJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it.each([
    ["[", "]"],
    ['{"a":', "}"],
    ['["]",', "]"],
  ])("takes 100 levels of %s and rejects 101", (open, close) => {
    const nested = (levels: number) => `${open.repeat(levels)}0${close.repeat(levels)}`;
    expect(parseJson(nested(100))).toEqual(JSON.parse(nested(100)));
    expect(() => parseJson(nested(101))).toThrow("more than 100 levels");
  });

  it("counts levels, not lists, and no brackets of texts", () => {
    const wide = `[${"[],{},".repeat(200)}"${"[{".repeat(200)}\\"${"[".repeat(200)}\\\\",[]]`;
    expect(parseJson(wide)).toEqual(JSON.parse(wide));
  });

  it.each(["", "[", '"', '"\\', "[1,]", "]", "{]"])("rejects %j as JSON.parse does", (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

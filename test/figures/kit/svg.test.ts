import { DOMImplementation } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, decimal, pathData, serialise, svg } from "../../../src/figures/kit/svg.js";
import { parsed, written } from "../../support/svg.js";

describe("svg", () => {
  it("writes elements, attributes and texts", () => {
    const node = svg(
      "g",
      { id: "a", x: 1.005, none: undefined },
      svg("rect", { y: -0.001 }),
      "1 < 2",
    );
    expect(serialise(node)).toBe('<g id="a" x="1"><rect y="0"/>1 &#60; 2</g>');
  });

  it("gives back any text from a text and from an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const document = parsed(serialise(svg("text", { title: text }, `.${text}`)));
        const clean = text.replace(
          /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
          "\uFFFD",
        );
        expect(document.documentElement?.textContent).toBe(`.${clean}`);
        expect(document.documentElement?.getAttribute("title")).toBe(clean);
      }),
    );
  });

  it("builds what it writes", () => {
    const node = svg("g", { id: "a" }, svg("text", { x: 1 }, "x & y"), svg("path", { d: "M0 0" }));
    const document = new DOMImplementation().createDocument(null, null, null);
    const element = build(node, document as never) as never;
    expect(written(element)).toBe('<g id="a"><text x="1">x &amp; y</text><path d="M0 0"/></g>');
  });
});

it("numbers have two decimals at most, and are numbers", () => {
  expect([1.005, -0.004, 12, 1e-9, 123.456].map(decimal)).toEqual(["1", "0", "12", "0", "123.46"]);
  expect(pathData`M${1.239},${2}h${-0.5}`).toBe("M1.24,2h-0.5");
  expect(() => decimal(Number.NaN)).toThrow("a coordinate is NaN");
});

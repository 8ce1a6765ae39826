import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOLD, REGULAR } from "../../../src/figures/kit/font-advances.js";
import { shorten, textWidth, wrap } from "../../../src/figures/kit/text-metrics.js";
import { fontWidths } from "../../support/true-type.js";

const fonts = join(
  dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")),
  "ttf",
);

describe("the table of widths", () => {
  it.each([
    ["DejaVuSans.ttf", REGULAR, 500],
    ["DejaVuSans-Bold.ttf", BOLD, 500],
  ] as const)("is that of %s", (file, table, least) => {
    const font = fontWidths(join(fonts, file));
    expect(font.unitsPerEm).toBe(2048);
    const ours = table.flatMap(([width, characters]) =>
      [...characters].map((character) => [character, width] as const),
    );
    expect(ours.length).toBeGreaterThan(least);
    expect(ours).toEqual(ours.map(([character]) => [character, font.of(character)]));
  });
});

describe("textWidth", () => {
  it("adds the font's advances", () => {
    // A 1401, V 1401, zero 1303 of 2048 units, read from the font.
    expect(textWidth("AV0", 10)).toBeCloseTo(((1401 + 1401 + 1303) / 2048) * 10, 9);
    expect(textWidth("", 10)).toBe(0);
    expect(textWidth("Study 12", 7, "bold")).toBeGreaterThan(textWidth("Study 12", 7));
  });

  it("takes characters it does not know as wide", () => {
    expect(textWidth("病", 10)).toBe(10);
    expect(textWidth("א", 10)).toBeCloseTo(8, 9);
  });
});

describe("shorten", () => {
  it("keeps what fits and ends the rest with an ellipsis", () => {
    expect(shorten("lesion", 100, 7)).toBe("lesion");
    const short = shorten("000089_01_01_037", 30, 7);
    expect(short.endsWith("…")).toBe(true);
    expect(textWidth(short, 7)).toBeLessThanOrEqual(30);
    expect(shorten("lesion", 1, 7)).toBe("");
  });

  it("does not cut a character in two", () => {
    expect(shorten("😀😀😀😀", 25, 10)).toBe("😀…");
  });
});

it("wrap breaks between words", () => {
  const lines = wrap("60 of 117 lesions drawn, those seen in most studies; 57 left out.", 90, 6);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join(" ")).toBe("60 of 117 lesions drawn, those seen in most studies; 57 left out.");
  for (const line of lines) expect(textWidth(line, 6)).toBeLessThanOrEqual(90);
});

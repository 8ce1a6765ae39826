import { describe, expect, it } from "vitest";
import { responseColour, responseFill } from "../../../src/figures/growth/response-style.js";
import { contrast, onColour, THEME, THEMES } from "../../../src/figures/kit/theme.js";

type Rgb = readonly [number, number, number];

const times = (matrix: readonly Rgb[], [a, b, c]: Rgb): Rgb =>
  matrix.map(([p, q, r]) => p * a + q * b + r * c) as unknown as Rgb;

function linear(colour: string): Rgb {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
}

/** OKLab (B. Ottosson 2020), in which distances are about those that people see. */
function okLab(rgb: Rgb): Rgb {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((part) => Math.min(1, Math.max(0, part))) as unknown as Rgb,
  ).map(Math.cbrt) as unknown as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

/** How colours look without one kind of cones: Machado, Oliveira and Fernandes 2009, severity 1. */
const READERS: Readonly<Record<string, readonly Rgb[]>> = {
  "who sees all colours": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  "with protanopia": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "with deuteranopia": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "with tritanopia": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function nearestPair(palette: readonly string[], reader: readonly Rgb[]): number {
  const seen = palette.map((colour) => okLab(times(reader, linear(colour))));
  let least = Number.POSITIVE_INFINITY;
  seen.forEach((a, i) => {
    for (const b of seen.slice(0, i)) {
      least = Math.min(least, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    }
  });
  return least;
}

it("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 9);
  expect(contrast("#ffffff", "#ffffff")).toBe(1);
  // The grey that is named as the lightest one allowed for text on white.
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect([onColour("#ffde44"), onColour("#4400a0")]).toEqual(["#000000", "#ffffff"]);
});

describe.each(THEMES)("the %s theme", (name) => {
  const theme = THEME[name];

  it("has readable texts, on bands too", () => {
    for (const background of [theme.background, theme.band]) {
      for (const colour of [theme.text, theme.muted, theme.near, theme.alert]) {
        expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const colour of theme.palette) {
      expect(contrast(onColour(colour), colour)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("has readable names of limits and responses, and no two responses of one colour", () => {
    const pr = responseColour("PR", theme) ?? "";
    expect(contrast(pr, theme.background)).toBeGreaterThanOrEqual(4.5);
    const fills = (["CR", "PR", "SD", "PD", "NE", "NED"] as const).map((response) =>
      responseFill(response, theme),
    );
    for (const { fill, text } of fills) {
      expect(contrast(text, fill)).toBeGreaterThanOrEqual(4.5);
    }
    // Half the distance that separates sequences: responses have names or outlines besides.
    for (const reader of Object.values(READERS)) {
      expect(
        nearestPair(
          fills.map(({ fill }) => fill),
          reader,
        ),
      ).toBeGreaterThan(0.04);
    }
  });

  it("has lines and symbols that stand out", () => {
    for (const colour of [theme.neutral, theme.alert, ...theme.palette]) {
      expect(contrast(colour, theme.background)).toBeGreaterThanOrEqual(3);
    }
  });

  it("has sequence colours of similar weight", () => {
    // Contrasts to the background within a factor of 2.2: 4.3 before, where one sequence outshone all others.
    const weights = theme.palette.map((colour) => contrast(colour, theme.background));
    expect(Math.max(...weights) / Math.min(...weights)).toBeLessThan(2.2);
  });

  it("has no colour that could be taken for the neutral grey", () => {
    // The first colour of the dark theme was 0.054 from it. What has no sequence is hollow or thin besides.
    const [grey, ...colours] = [theme.neutral, ...theme.palette].map((c) => okLab(linear(c)));
    for (const [l, a, b] of colours) {
      const [gl, ga, gb] = grey as Rgb;
      expect(Math.hypot(l - gl, a - ga, b - gb)).toBeGreaterThan(0.08);
    }
  });

  it.each(Object.entries(READERS))(
    "has eight colours that stay apart for a reader %s",
    (_, reader) => {
      // Okabe and Ito's eight colours keep 0.076 for a reader with deuteranopia.
      expect(theme.palette).toHaveLength(8);
      expect(nearestPair(theme.palette, reader)).toBeGreaterThan(0.09);
    },
  );
});

/**
 * The colours of figures, light and dark. Text has a contrast of at least 4.5 to the background, lines
 * and symbols of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11); any two colours of a palette stay apart for
 * readers who do not see red, green or blue, and all of them from the neutral grey. The tests compute it.
 */

export const THEMES = Object.freeze(["light", "dark"] as const);
export type ThemeName = (typeof THEMES)[number];

export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Text of second rank: axis labels, notes. */
  readonly muted: string;
  /** Lines and symbols without a colour of their own. */
  readonly neutral: string;
  /** Bands and guide lines, which carry no information that is not elsewhere. */
  readonly band: string;
  /** What is near, and what is doubtful. */
  readonly alert: string;
  /** Sequences and lesion types; the types in the order of LESION_TYPES. */
  readonly palette: readonly string[];
}

export const THEME: Readonly<Record<ThemeName, Theme>> = Object.freeze({
  light: Object.freeze({
    background: "#ffffff",
    text: "#1c1f24",
    muted: "#5a6068",
    neutral: "#80868e",
    band: "#f0f2f5",
    alert: "#c8102e",
    palette: Object.freeze([
      "#3166ea",
      "#f54e0c",
      "#0c6967",
      "#bb7d89",
      "#4400a0",
      "#91460e",
      "#0f9cd6",
      "#56293e",
    ]),
  }),
  dark: Object.freeze({
    background: "#15181d",
    text: "#eceef1",
    muted: "#a9b0b9",
    neutral: "#868d96",
    band: "#20242b",
    alert: "#ff5c6c",
    palette: Object.freeze([
      "#4078b0",
      "#ff8400",
      "#44c197",
      "#da94ff",
      "#a948ff",
      "#ffde44",
      "#82f4fb",
      "#bb544b",
    ]),
  }),
});

/** Contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on this colour. */
export const onColour = (colour: string): string =>
  contrast(colour, "#ffffff") >= contrast(colour, "#000000") ? "#ffffff" : "#000000";

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

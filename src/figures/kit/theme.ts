/**
 * The colours of figures. Text has a contrast of at least 4.5 to the background, lines and symbols of at
 * least 3 (WCAG 2.2, 1.4.3 and 1.4.11). The colours of a palette have similar contrast to the background, so
 * that no sequence stands out by its colour, and any two stay apart for readers without red, green or blue
 * cones. The tests compute both.
 */

/** The names of the built-in themes. */
export const THEMES = Object.freeze(["light", "dark", "paper"] as const);
/** Name of a built-in theme: `"light"`, `"dark"` or `"paper"`. */
export type ThemeName = (typeof THEMES)[number];

/** Colours of a figure, as CSS colours. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Text of second rank: axis labels, notes. */
  readonly muted: string;
  /** Lines and symbols without a colour of their own. */
  readonly neutral: string;
  /** Bands and guide lines, which carry no information that is not elsewhere. */
  readonly band: string;
  /** Pairs of lesions with a small distance. */
  readonly near: string;
  /** Problems only: conflicts, progression, a wrong type. */
  readonly alert: string;
  /** Sequences and lesion types; the types in the order of LESION_TYPES. */
  readonly palette: readonly string[];
}

const LIGHT: Theme = Object.freeze({
  background: "#ffffff",
  text: "#1c1f24",
  muted: "#5a6068",
  neutral: "#80868e",
  band: "#f4f5f7",
  near: "#1c1f24",
  alert: "#c8102e",
  palette: Object.freeze([
    "#336ccf",
    "#a23c03",
    "#2fa1ab",
    "#864895",
    "#8a821b",
    "#e86671",
    "#236a52",
    "#9b83ec",
  ]),
});

export const THEME: Readonly<Record<ThemeName, Theme>> = Object.freeze({
  light: LIGHT,
  dark: Object.freeze({
    background: "#15181d",
    text: "#eceef1",
    muted: "#a9b0b9",
    neutral: "#868d96",
    band: "#1d2126",
    near: "#eceef1",
    alert: "#ff5c6c",
    palette: Object.freeze([
      "#2caafd",
      "#c37821",
      "#a7b629",
      "#fe8bba",
      "#359f74",
      "#9b7bb7",
      "#edbd8f",
      "#b7c4ff",
    ]),
  }),
  /** As the paper draws small distances: in red. Elsewhere red stands for problems only. */
  paper: Object.freeze({ ...LIGHT, near: "#c8102e" }),
});

/** True for "#rrggbb". */
export const isColour = (given: unknown): given is string =>
  typeof given === "string" && /^#[0-9a-f]{6}$/i.test(given);

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

/** The options that all figures share, and the sizes and colours that follow from them. */
import {
  boolean,
  choice,
  list,
  number,
  type OptionSchema,
  text,
  value,
} from "../../core/options.js";
import { FONT_FAMILY } from "./text-metrics.js";
import { isColour, THEME, THEMES, type Theme, type ThemeName } from "./theme.js";

/** A theme with other colours: those that are left out are of `base`, the light theme by default. */
export type ThemeOverrides = Partial<Theme> & { readonly base?: ThemeName };

/** Options shared by all figures. */
export interface FigureOptions {
  /** Width in mm, 60 to 600: 85 for one column of a journal, 180 for two. @defaultValue 180 */
  readonly widthMm: number;
  /** Height in mm; 0 takes what the content needs. More centres the content, less is an error. @defaultValue 0 */
  readonly heightMm: number;
  /** "light", "dark", "paper" (the red of the original figures), or custom colours. @defaultValue "light" */
  readonly theme: ThemeName | ThemeOverrides;
  /** The theme's background, or none for a page that has its own. @defaultValue "theme" */
  readonly background: "theme" | "none";
  /** Font size of text in points, 6 to 14; labels on edges and in nodes are smaller, at least 6. @defaultValue 7 */
  readonly fontSize: number;
  /**
   * CSS font family. Widths are measured for DejaVu Sans, which is wider than Arial, Helvetica and most
   * sans-serif fonts: text in those has room to spare. @defaultValue Arial, Helvetica and substitutes
   */
  readonly fontFamily: string;
  /** Colours in place of the theme's eight, "#rrggbb" each; none keeps the theme's. @defaultValue [] */
  readonly palette: readonly string[];
  /** Title for screen readers and tooltips; "" describes the figure. @defaultValue "" */
  readonly title: string;
  /** Whether to draw the legend. @defaultValue true */
  readonly legend: boolean;
  /** Beginning of all ids, for pages with several figures; "" takes a hash of the content. @defaultValue "" */
  readonly idPrefix: string;
}

const isPalette = (given: unknown): boolean => Array.isArray(given) && given.every(isColour);

function isTheme(given: unknown): boolean {
  if (typeof given === "string") return (THEMES as readonly string[]).includes(given);
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(([name, one]) =>
    name === "base"
      ? (THEMES as readonly unknown[]).includes(one)
      : name === "palette"
        ? isPalette(one) && one.length > 0
        : Object.hasOwn(THEME.light, name) && isColour(one),
  );
}

/** Declaration of the options that all figures share. */
export const FIGURE_OPTIONS: OptionSchema<FigureOptions> = {
  widthMm: number(180, "Width in mm: 85 for one column of a journal, 180 for two", {
    min: 60,
    max: 600,
  }),
  heightMm: number(0, "Height in mm; 0 takes what the content needs", { min: 0, max: 1200 }),
  theme: value<ThemeName | ThemeOverrides>(
    "light",
    "light, dark, paper (the red of the original figures), or an object of colours",
    `one of ${THEMES.join(", ")}, or an object of colours #rrggbb with an optional base`,
    isTheme,
  ),
  background: choice(["theme", "none"], "theme", "Background of the theme, or none"),
  fontSize: number(7, "Font size in points; labels on edges and in nodes are smaller, at least 6", {
    min: 6,
    max: 14,
  }),
  fontFamily: {
    ...text(
      FONT_FAMILY,
      "CSS font family; widths are measured for DejaVu Sans, which is wider than most",
    ),
    expected: "a CSS font family",
    accepts: (given) => typeof given === "string" && /^[\w\s,'"-]+$/.test(given),
  },
  palette: {
    ...list<string>([], [], "Colours in place of the theme's eight"),
    choices: undefined,
    expected: "colours of the palette as #rrggbb",
    accepts: isPalette,
  },
  title: text("", "Title for screen readers and tooltips; empty describes the figure"),
  legend: boolean(true, "Draw the legend"),
  idPrefix: {
    ...text(
      "",
      "Beginning of all ids, for pages with several figures; empty takes a hash of the content",
    ),
    expected: "an XML name, or empty",
    accepts: (given) => typeof given === "string" && /^([A-Za-z_][\w.-]*)?$/.test(given),
  },
};

/** Lesions to stand out; all others are drawn faintly. */
export interface Highlight {
  readonly rows?: readonly number[];
  readonly sequences?: readonly number[];
}

export interface HighlightOptions {
  /** Input rows or sequences to stand out, all others are faint; none draws all alike. @defaultValue \{\} */
  readonly highlight: Highlight;
}

const isIntegers = (given: unknown): boolean =>
  given === undefined || (Array.isArray(given) && given.every(Number.isSafeInteger));

/** Declaration of the option `highlight`. */
export const HIGHLIGHT_OPTIONS: OptionSchema<HighlightOptions> = {
  highlight: value<Highlight>(
    Object.freeze({}),
    'Rows or sequences to stand out: {"rows":[1,2]} or {"sequences":[3]}',
    "an object with lists of integers: rows, sequences",
    (given) =>
      typeof given === "object" &&
      given !== null &&
      Object.entries(given).every(
        ([name, one]) => (name === "rows" || name === "sequences") && isIntegers(one),
      ),
  ),
};

/** Opacity of a lesion or link: 1, or faint where others are highlighted. */
export function emphasis(
  { rows = [], sequences = [] }: Highlight,
  lesion: { readonly rows: readonly number[]; readonly sequence: number | undefined },
): number | undefined {
  if (rows.length === 0 && sequences.length === 0) return undefined;
  const chosen =
    lesion.rows.some((row) => rows.includes(row)) ||
    (lesion.sequence !== undefined && sequences.includes(lesion.sequence));
  return chosen ? undefined : FAINT;
}
const FAINT = 0.18;

/** Sizes in points and colours for one figure. */
export interface FigureStyle {
  readonly widthMm: number;
  readonly width: number;
  /** The height that was asked for; undefined takes what the content needs. */
  readonly height: number | undefined;
  readonly fontSize: number;
  readonly fontFamily: string;
  /** Of legends, notes and ticks. */
  readonly smallSize: number;
  /** Of texts in nodes and on edges. */
  readonly labelSize: number;
  readonly theme: Theme;
  readonly background: "theme" | "none";
  readonly legend: boolean;
  readonly idPrefix: string;
}

/** The smallest text of any figure, points. */
const LEAST_TEXT = 6;
/** Points (1/72 inch), the unit of all coordinates, in a millimetre. */
export const POINTS_PER_MM = 72 / 25.4;
const hundredths = (size: number): number => Math.round(size * 100) / 100;

/** The style that checked options ask for. */
export function styleOf(options: FigureOptions): FigureStyle {
  const { widthMm, heightMm, fontSize, palette, fontFamily, background, legend } = options;
  const theme = themeOf(options.theme);
  return {
    widthMm,
    width: hundredths(widthMm * POINTS_PER_MM),
    height: heightMm === 0 ? undefined : hundredths(heightMm * POINTS_PER_MM),
    fontSize,
    fontFamily,
    smallSize: Math.max(LEAST_TEXT, hundredths(fontSize * 0.88)),
    labelSize: Math.max(LEAST_TEXT, hundredths(fontSize * 0.82)),
    theme: palette.length > 0 ? { ...theme, palette } : theme,
    background,
    legend,
    idPrefix: options.idPrefix,
  };
}

function themeOf(given: ThemeName | ThemeOverrides): Theme {
  if (typeof given === "string") return THEME[given];
  const { base = "light", ...colours } = given;
  return { ...THEME[base], ...colours };
}

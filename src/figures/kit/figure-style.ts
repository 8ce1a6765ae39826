/** The options that all figures share, and what follows from them. */
import { fail } from "../../core/errors.js";
import { assertBoolean, assertOneOf } from "../../core/options.js";
import { THEME, THEMES, type Theme, type ThemeName } from "./theme.js";

export interface FigureOptions {
  /**
   * Width in mm, 60 to 600: 85 for one column of a journal, 180 for two. The height follows from what is
   * drawn. @defaultValue 180
   */
  readonly widthMm: number;
  /** @defaultValue "light" */
  readonly theme: ThemeName;
  /** The theme's background, or none for a page that has its own. @defaultValue "theme" */
  readonly background: "theme" | "none";
  /** Font size of text in points, 5 to 14; labels on edges and in nodes are a quarter smaller. @defaultValue 7 */
  readonly fontSize: number;
  /** Colours in place of the theme's eight, "#rrggbb" each; none keeps the theme's. @defaultValue [] */
  readonly palette: readonly string[];
  /** Title for screen readers and tooltips; "" says what the figure is. @defaultValue "" */
  readonly title: string;
  /** Whether to draw the legend. @defaultValue true */
  readonly legend: boolean;
}

export const DEFAULT_FIGURE_OPTIONS: FigureOptions = Object.freeze({
  widthMm: 180,
  theme: "light",
  background: "theme",
  fontSize: 7,
  palette: Object.freeze([]),
  title: "",
  legend: true,
});

/** Sizes in points and colours for one figure. */
export interface FigureStyle {
  readonly widthMm: number;
  readonly width: number;
  readonly fontSize: number;
  /** Of legends, notes and ticks. */
  readonly smallSize: number;
  /** Of texts in nodes and on edges. */
  readonly labelSize: number;
  readonly theme: Theme;
  readonly background: "theme" | "none";
  readonly legend: boolean;
}

/**
 * The style that the options ask for.
 *
 * @throws LesionGraphError BAD_OPTION.
 */
export function styleOf(options: FigureOptions): FigureStyle {
  const { widthMm, fontSize, palette, background, legend } = options;
  assertWithin("widthMm", widthMm, 60, 600);
  assertWithin("fontSize", fontSize, 5, 14);
  assertOneOf("theme", options.theme, THEMES);
  assertOneOf("background", background, ["theme", "none"]);
  assertBoolean("legend", legend);
  assertText("title", options.title);
  const theme = THEME[options.theme];
  const width = Math.round(((widthMm * 72) / 25.4) * 100) / 100;
  return {
    widthMm,
    width,
    fontSize,
    smallSize: Math.round(fontSize * 85) / 100,
    labelSize: Math.round(fontSize * 76) / 100,
    theme: { ...theme, palette: checkedPalette(palette, theme.palette) },
    background,
    legend,
  };
}

function checkedPalette(given: readonly string[], usual: readonly string[]): readonly string[] {
  for (const colour of given) {
    if (typeof colour === "string" && /^#[0-9a-f]{6}$/i.test(colour)) continue;
    fail("BAD_OPTION", "colours of the palette as #rrggbb", colour, { option: "palette" });
  }
  return given.length > 0 ? given : usual;
}

/** Refuses anything but a finite number from `least` to `most`. */
export function assertWithin(option: string, value: unknown, least: number, most: number): void {
  if (typeof value === "number" && value >= least && value <= most) return;
  fail("BAD_OPTION", `${option} to be a number from ${least} to ${most}`, value, { option });
}

function assertText(option: string, value: unknown): void {
  if (typeof value === "string") return;
  fail("BAD_OPTION", `${option} to be a text`, value, { option });
}

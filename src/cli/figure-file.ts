/** The file of a figure, SVG or PNG, and its flags. */
import { fail } from "../core/errors.js";
import { choice, number } from "../core/options.js";
import type { Figure } from "../figures/kit/figure.js";
import { THEMES } from "../figures/kit/theme.js";
import { output } from "./common-flags.js";
import { flag } from "./flags.js";

export const FIGURE_FLAGS = {
  theme: flag("--theme <name>", choice(THEMES, "light", "Colours")),
  widthMm: flag(
    "--width <mm>",
    number(180, "Width: 85 for one column of a journal, 180 for two", { above: 0 }),
  ),
  dpi: flag(
    "--dpi <n>",
    number(300, "Resolution of a PNG in pixels per inch", { min: 36, max: 1200 }),
  ),
  output: { ...output, help: "Output file: .svg or .png (default: SVG on standard output)" },
};

/** True for a PNG, by the ending of the output file. @throws LesionGraphError BAD_OPTION for another ending. */
export function isPngFile(file: string): boolean {
  if (file === "-" || /\.svg$/i.test(file)) return false;
  if (/\.png$/i.test(file)) return true;
  fail("BAD_OPTION", "an output file that ends in .svg or .png", file, { option: "--output" });
}

/** The figure as a PNG. */
export async function figurePng(figure: Figure, dpi: number): Promise<Uint8Array> {
  const { figureToPng } = await import("../node/png.js");
  return figureToPng(figure, { dpi });
}

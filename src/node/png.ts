/** Figures as PNG. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fail, fault } from "../core/errors.js";
import { completeOptions } from "../core/options.js";
import { assertShape } from "../core/shape.js";
import type { Figure } from "../figures/kit/figure.js";

/** Options of {@link figureToPng}. */
export interface PngOptions {
  /** Pixels per inch, 36 to 1200: 300 for print. @defaultValue 300 */
  readonly dpi: number;
}

export const DEFAULT_PNG_OPTIONS: PngOptions = Object.freeze({ dpi: 300 });

/**
 * A figure as a PNG image, by resvg with the DejaVu fonts: the same picture on every machine, whatever
 * fonts it has. Needs the packages @resvg/resvg-js and dejavu-fonts-ttf, which are not installed with
 * lesion-graph.
 *
 * @throws LesionGraphError MISSING_PACKAGE with the command that installs them; UNKNOWN_OPTION,
 * BAD_OPTION.
 */
export async function figureToPng(
  figure: Figure,
  given?: Partial<PngOptions>,
): Promise<Uint8Array> {
  assertShape(figure, "a figure", ["widthMm"]);
  const { dpi } = completeOptions("figureToPng", DEFAULT_PNG_OPTIONS, given);
  if (!(dpi >= 36 && dpi <= 1200)) {
    fail("BAD_OPTION", "dpi to be a number from 36 to 1200", dpi, { option: "dpi" });
  }
  const fontFiles = fonts();
  const { Resvg } = await resvg();
  const picture = new Resvg(String(figure), {
    fitTo: { mode: "width", value: Math.max(1, Math.round((figure.widthMm / 25.4) * dpi)) },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
  });
  return picture.render().asPng();
}

async function resvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch (error) {
    throw missing(error, "@resvg/resvg-js");
  }
}

function fonts(): string[] {
  try {
    const manifest = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json");
    return ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
      join(dirname(manifest), "ttf", name),
    );
  } catch (error) {
    throw missing(error, "dejavu-fonts-ttf");
  }
}

function missing(error: unknown, name: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return error;
  return fault("MISSING_PACKAGE", `the package ${name} for PNG`, "none installed", {
    remedy: "npm install @resvg/resvg-js dejavu-fonts-ttf, or write SVG",
  });
}

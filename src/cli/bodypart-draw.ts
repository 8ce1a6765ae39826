/** `lesion-graph bodypart draw`: scores along several volumes. */
import { scoreVolume } from "../bodypart/score.js";
import { fail } from "../core/errors.js";
import { choice, number, text } from "../core/options.js";
import { bodyPartFigure } from "../figures/body-part/body-part-figure.js";
import { THEMES } from "../figures/kit/theme.js";
import { readVolumes } from "../node/ct-volumes.js";
import { bodyPartModel, READING_FLAGS, readingOf } from "./bodypart-flags.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { type FlagValues, flag, optionalFlag } from "./flags.js";

const FLAGS = {
  model: optionalFlag(
    "--model <file>",
    text("", "Model of bodypart train; the shipped model where absent"),
  ),
  ...READING_FLAGS,
  theme: flag("--theme <name>", choice(THEMES, "light", "Colours")),
  widthMm: flag("--width <mm>", number(180, "Width: 85 for one column of a journal, 180 for two")),
  dpi: flag("--dpi <n>", number(300, "Pixels per inch of a PNG", { above: 0 })),
  output: optionalFlag(
    "-o, --output <file>",
    text("", "Output file, .svg or .png (default: SVG on standard output)"),
  ),
};

export const bodypartDraw = defineCommand({
  description: "Draws scores along volumes, with slices of equal score side by side.",
  arguments: [{ syntax: "<volume...>", help: "NIfTI volumes or folders of PNG slices" }],
  flags: FLAGS,
  run,
});

async function run(flags: FlagValues<typeof FLAGS>, inputs: readonly string[]): Promise<void> {
  const { output = "-", theme, widthMm } = flags;
  if (output !== "-" && !/\.(svg|png)$/i.test(output)) {
    fail("BAD_OPTION", "an output file that ends in .svg or .png", output, { option: "--output" });
  }
  const model = await bodyPartModel(flags.model);
  const scored = [];
  for await (const volume of readVolumes(inputs, readingOf(flags))) {
    scored.push({ volume, scores: scoreVolume(model, volume) });
  }
  const figure = bodyPartFigure(scored, { theme, widthMm });
  let drawing: string | Uint8Array = String(figure);
  if (/\.png$/i.test(output)) {
    const { figureToPng } = await import("../node/png.js");
    drawing = await figureToPng(figure, { dpi: flags.dpi });
  }
  await writeResult([drawing], inputs, flags);
}

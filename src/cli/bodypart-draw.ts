/** `lesion-graph bodypart draw`: scores along several volumes. */
import { scoreVolume } from "../bodypart/score.js";
import { text } from "../core/options.js";
import { bodyPartFigure } from "../figures/body-part/body-part-figure.js";
import { readVolumes } from "../node/ct-volumes.js";
import { bodyPartModel, READING_FLAGS, readingOf } from "./bodypart-flags.js";
import { defineCommand } from "./command.js";
import { writeResult } from "./command-output.js";
import { FIGURE_FLAGS, figurePng, isPngFile } from "./figure-file.js";
import { type FlagValues, optionalFlag } from "./flags.js";

const FLAGS = {
  model: optionalFlag(
    "--model <file>",
    text("", "Model of bodypart train; the shipped model where absent"),
  ),
  ...READING_FLAGS,
  ...FIGURE_FLAGS,
};

export const bodypartDraw = defineCommand({
  description: "Draws scores along volumes, with slices of equal score side by side.",
  arguments: [{ syntax: "<volume...>", help: "NIfTI volumes or folders of PNG slices" }],
  flags: FLAGS,
  run,
});

async function run(flags: FlagValues<typeof FLAGS>, inputs: readonly string[]): Promise<void> {
  const { output = "-", theme, widthMm } = flags;
  const isPng = isPngFile(output);
  const model = await bodyPartModel(flags.model);
  const scored = [];
  for await (const volume of readVolumes(inputs, readingOf(flags))) {
    scored.push({ volume, scores: scoreVolume(model, volume) });
  }
  const figure = bodyPartFigure(scored, { theme, widthMm });
  const drawing = isPng ? await figurePng(figure, flags.dpi) : String(figure);
  await writeResult([drawing], inputs, flags);
}

/** Flags of the `bodypart` commands that read CT, and the model that they name. */
import { defaultBodyPartModel } from "../bodypart/default-model.js";
import type { BodyPartModel } from "../bodypart/model.js";
import { readBodyPartModel } from "../bodypart/read-model.js";
import { withPlace } from "../core/errors.js";
import { number, value } from "../core/options.js";
import type { Window, WindowName } from "../images/window.js";
import type { CtReading } from "../node/ct-volumes.js";
import { readRegularFile } from "../node/file-bytes.js";
import { windowOf } from "./common-flags.js";
import { type FlagValues, optionalFlag, withoutDefault } from "./flags.js";

/** Files do not say these, so they have no default. */
export const READING_FLAGS = {
  window: optionalFlag(
    "--window <low,high>",
    withoutDefault(
      value<Window | WindowName>("soft tissue", "8-bit pictures: HU of black and white"),
    ),
    windowOf,
  ),
  pixelMm: optionalFlag(
    "--pixel-mm <mm>",
    withoutDefault(number(0.8, "PNG slices: side of a pixel", { above: 0 })),
  ),
  sliceMm: optionalFlag(
    "--slice-mm <mm>",
    withoutDefault(number(5, "Folders of PNG slices: distance between slices", { above: 0 })),
  ),
};

export const readingOf = ({
  window,
  pixelMm,
  sliceMm,
}: FlagValues<typeof READING_FLAGS>): CtReading => ({ window, pixelMm, sliceMm });

/** What a warning says of slices whose score is not reliable. */
export const unreliable = (count: number, slices: number): string =>
  `unreliable scores: ${count} of ${slices} (body cut by the image, or score outside those of the training slices)`;

/** The model of a file, or the shipped one. */
export async function bodyPartModel(file: string | undefined): Promise<BodyPartModel> {
  if (file === undefined) return defaultBodyPartModel();
  const json = new TextDecoder().decode(await readRegularFile(file));
  return withPlace({ file }, () => readBodyPartModel(json));
}

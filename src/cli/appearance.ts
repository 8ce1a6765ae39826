/** `lesion-graph appearance`: what lesions look like, as vectors for --embeddings. */
import { readFile } from "node:fs/promises";
import { csvLine } from "../csv/write.js";
import type { DlInfoLesion } from "../deeplesion/lesion.js";
import { APPEARANCE_COLUMNS } from "../images/appearance-vector.js";
import { embedLesions, measureAppearance } from "../node/appearance.js";
import { readDlInfoFile, readFault } from "../node/files.js";
import { progressLine } from "./progress.js";
import { writeResult } from "./result.js";
import { numberOf } from "./values.js";

export interface AppearanceFlags {
  readonly info: string;
  readonly model?: string;
  readonly field?: string;
  readonly size?: string;
  readonly channels?: string;
  readonly batch?: string;
  readonly output?: string;
}

export async function run(images: string, flags: AppearanceFlags): Promise<void> {
  const { lesions } = await readDlInfoFile(flags.info);
  const pieces =
    flags.model === undefined ? measured(images, lesions) : embedded(images, lesions, flags);
  await writeResult(pieces, [], flags);
}

async function* measured(images: string, lesions: readonly DlInfoLesion[]): AsyncGenerator<string> {
  const progress = progressLine();
  const vectors = await measureAppearance(images, lesions, {
    onProgress: (done, of) => progress.show(`${done} of ${of} slices`),
  });
  progress.clear();
  yield csvLine(["row", ...APPEARANCE_COLUMNS]);
  for (const [i, { row }] of lesions.entries()) {
    yield csvLine([row, ...(vectors[i] as Float64Array)]);
  }
}

async function* embedded(
  images: string,
  lesions: readonly DlInfoLesion[],
  { model, field, size, channels, batch }: AppearanceFlags,
): AsyncGenerator<string> {
  const file = model as string;
  const bytes = await readFile(file).catch((error) => {
    throw readFault(error, file);
  });
  const progress = progressLine();
  const vectors = embedLesions(images, lesions, bytes, {
    ...(field === undefined ? {} : { fieldMm: numberOf("--field", field) }),
    ...(size === undefined ? {} : { sizePx: numberOf("--size", size) }),
    ...(channels === undefined ? {} : { channels: numberOf("--channels", channels) }),
    ...(batch === undefined ? {} : { batch: numberOf("--batch", batch) }),
    onProgress: (done) => progress.show(`${done} of ${lesions.length} lesions`),
  });
  let i = 0;
  for await (const vector of vectors) {
    if (i === 0) yield csvLine(["row", ...Array.from(vector, (_, k) => `v${k + 1}`)]);
    yield csvLine([lesions[i++]?.row, ...vector]);
  }
  progress.clear();
}

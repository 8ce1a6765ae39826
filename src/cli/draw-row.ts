/** Figures of one data row, and key slices for figures. */

import { fail, withPlace } from "../core/errors.js";
import type { Lesion } from "../core/lesion.js";
import { lesionOfRow } from "../core/lesion-list.js";
import type { DlInfoLesion } from "../deeplesion/dl-info-lesion.js";
import { chosenFeatures, defaultFeatures, FEATURES } from "../features/feature-options.js";
import { annotatedSlice } from "../figures/annotation/annotated-slice.js";
import {
  type AnnotationFigureOptions,
  annotationFigure,
} from "../figures/annotation/annotation-figure.js";
import type { Figure } from "../figures/kit/figure.js";
import { retrievalFigure } from "../figures/retrieval/retrieval-figure.js";
import { readKeySlice } from "../node/slices.js";
import { retrieve } from "../retrieval/retrieve.js";
import type { DrawFlags } from "./draw-flags.js";
import type { Given } from "./drawable-figures.js";
import { keySlices, withKeySlices } from "./key-slices.js";
import { assertVectorsUsed } from "./match-flags.js";
import { retrieveOptions, warnOfLeftOut } from "./retrieval-flags.js";

/** Draws the figure of a row. The call is checked before `read` reads the input. */
export async function drawRow(
  name: string,
  read: () => Promise<readonly Lesion[]>,
  flags: DrawFlags,
  given: Given,
): Promise<Figure> {
  const row = needed("--row", "N, a data row", flags.row, name);
  if (name === "retrieval") {
    const { location } = flags;
    if (location === "combined") {
      fail("BAD_OPTION", "--location auto, normalised or physical for retrieval", location);
    }
    const options = retrieveOptions({ ...flags, location });
    const lesions = await read();
    assertVectorsUsed(
      flags,
      chosenFeatures(options.features ?? defaultFeatures(lesions), FEATURES),
    );
    const found = retrieve(lesions, row, options);
    warnOfLeftOut(found.leftOut, lesions.length);
    const shown = [found.query, ...found.hits.map(({ lesion }) => lesion)];
    return retrievalFigure(found, { ...given, ...(await sliceSettings(shown, flags, given)) });
  }
  const folder = needed("--slices", "DIR, the folder of key slices", flags.slices, name);
  const lesion = lesionOfRow(await read(), row);
  const [full] = withKeySlices([lesion]) as [DlInfoLesion];
  const slice = await readKeySlice(folder, full);
  const { convention, fieldMm } = given as Partial<AnnotationFigureOptions>;
  const annotated = withPlace({ row }, () => annotatedSlice(slice, full, { convention, fieldMm }));
  return annotationFigure(annotated, given);
}

/** The option `slices` of a figure of these lesions, if a folder is given. */
export async function sliceSettings(
  lesions: readonly Lesion[],
  { slices: folder }: DrawFlags,
  { fieldMm }: Given,
): Promise<Given> {
  if (folder === undefined) return {};
  return { slices: await keySlices(folder, lesions, typeof fieldMm === "number" ? fieldMm : 0) };
}

function needed<T>(option: string, what: string, value: T | undefined, figure: string): T {
  if (value !== undefined) return value;
  fail("BAD_CALL", `${option} ${what}, for ${figure}`, "none", { option });
}

/** A lesion and the most similar ones of other patients, the nearest first (Fig. 4). */
import { fail } from "../../core/errors.js";
import type { Lesion } from "../../core/lesion.js";
import { integer, type OptionSchema, resolveOptions } from "../../core/options.js";
import type { Hit, Retrieval } from "../../retrieval/retrieve.js";
import { cutEntry, cutNotes } from "../kit/cut-sign.js";
import type { Figure } from "../kit/figure.js";
import { assertFinite } from "../kit/figure-data-checks.js";
import {
  FIGURE_OPTIONS,
  type FigureOptions,
  type FigureStyle,
  styleOf,
} from "../kit/figure-style.js";
import { finished } from "../kit/finish.js";
import { LINE_HEIGHT } from "../kit/label.js";
import { scaleEntry } from "../kit/scale-bar.js";
import {
  assertSliceImage,
  type CellOptions,
  cellFieldMm,
  cellOptions,
  withoutSlice,
} from "../kit/slice-image.js";
import type { SvgNode } from "../kit/svg.js";
import { counted, decimalsFor, lesionText } from "../kit/wording.js";

import { drawHit, frameLegend, inShort, rowTextFor } from "./draw-hit.js";

/** Options of {@link retrievalFigure}. */
export interface RetrievalFigureOptions extends FigureOptions, CellOptions {
  /** Results beyond this number are left out, the farthest first. @defaultValue 60 */
  readonly maxHits: number;
}

export const RETRIEVAL_FIGURE_OPTIONS: OptionSchema<RetrievalFigureOptions> = {
  ...FIGURE_OPTIONS,
  ...cellOptions(false),
  maxHits: integer(60, "Results drawn; the farthest are left out first", 1),
};

/**
 * A query and what was found for it, all at one scale: image patches where slices are given, else the two
 * axes as they lie in the slice; below each its type, size and distance. Results of another type
 * have a red dashed frame; where one of the two types is not known, the frame is plain. O(n).
 *
 * @throws LesionGraphError UNKNOWN_OPTION, BAD_OPTION; BAD_VALUE for anything but a retrieval.
 */
export function retrievalFigure(
  retrieval: Retrieval,
  given?: Partial<RetrievalFigureOptions>,
): Figure {
  assertRetrieval(retrieval);
  const { query, hits } = retrieval;
  const options = resolveOptions("retrievalFigure", RETRIEVAL_FIGURE_OPTIONS, given);
  for (const [row, image] of options.slices) assertSliceImage("slices", image, row);
  const style = styleOf(options);
  const { fontSize, smallSize, width } = style;
  const found = hits.slice(0, options.maxHits);
  const lesions = [query, ...found.map(({ lesion }) => lesion)];
  assertFinite(lesions);
  const fieldMm = cellFieldMm(options, lesions);
  const decimals = decimalsFor(found.at(-1)?.distance ?? 0);
  const columns = perLine(lesions.length, style);
  const pitch = (width - 4) / columns;
  const side = Math.min(pitch - fontSize * 0.8, fontSize * 13);
  const rowText = rowTextFor(lesions, pitch - 2, style);
  const head = fontSize * 1.7;
  const high = head + side + smallSize * LINE_HEIGHT * (options.sizes ? 4 : 3) + fontSize * 1.3;
  const cell = (lesion: Lesion, i: number, hit: Hit | undefined): SvgNode => {
    const x = 2 + ((i % columns) + 0.5) * pitch;
    const top = Math.floor(i / columns) * high;
    return drawHit(
      lesion,
      hit,
      i,
      { x, top: top + head, side, fieldMm, pitch, decimals, rowText },
      options,
      style,
    );
  };
  const other = found.filter(({ sameType }) => sameType === false).length;
  const left = hits.length - found.length;
  const cut = cutNotes(lesions, fieldMm);
  return finished(
    {
      title:
        options.title || `Lesions most similar to row ${query.row} of patient ${query.patient}`,
      description: `Query: patient ${query.patient}, ${lesionText(query)}. ${counted(found.length, "lesion")} of other patients, the nearest first${found.length === 0 ? "" : `: ${found.map((hit) => inShort(hit, decimals)).join("; ")}`}. ${other} of another type.`,
      notes: [
        ...(hits.length === 0 ? ["No lesion of another patient was found."] : []),
        ...(left > 0 ? [`${found.length} of ${hits.length} results drawn, the nearest.`] : []),
        ...cut,
        ...withoutSlice(lesions, options.slices),
      ],
      empty: undefined,
      bottom: Math.ceil(lesions.length / columns) * high - fontSize,
      body: lesions.map((lesion, i) => cell(lesion, i, found[i - 1])),
      legends: [
        {
          entries: [
            ...frameLegend(found, style),
            scaleEntry(fieldMm, side, style),
            ...(cut.length > 0 ? [cutEntry(style)] : []),
            {
              text: `Below: patient and input row, type, ${options.sizes ? "long × short axis (mm), " : ""}distance`,
            },
          ],
        },
      ],
    },
    style,
  );
}

function assertRetrieval(given: unknown): void {
  const { query, hits } = (given ?? {}) as Partial<Retrieval>;
  if (typeof query === "object" && query !== null && Array.isArray(hits)) return;
  fail("BAD_VALUE", "a retrieval, as retrieve returns it", given ?? String(given));
}

/** How many cells are side by side: as many as the longest type has room for, evenly spread over lines. */
function perLine(cells: number, { width, fontSize }: FigureStyle): number {
  const most = Math.max(2, Math.floor((width - 4) / (6.6 * fontSize)));
  return Math.max(Math.min(4, most), Math.ceil(cells / Math.ceil(cells / most)));
}

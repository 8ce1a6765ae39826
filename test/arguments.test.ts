/** Arguments of every public function that are not what it takes: an error with a code, never a TypeError. */
import { describe, expect, it } from "vitest";
import { LesionGraphError } from "../src/core/errors.js";
import type { Lesion } from "../src/core/lesion.js";
import * as dicom from "../src/dicom/index.js";
import * as graph from "../src/entry-points/graph.js";
import * as evaluation from "../src/evaluation/index.js";
import * as images from "../src/images/index.js";
import * as root from "../src/index.js";
import * as masks from "../src/masks/index.js";
import * as report from "../src/report/index.js";
import * as retrieval from "../src/retrieval/index.js";
import * as simulation from "../src/simulation/index.js";

const LESION = {
  row: 1,
  patient: "A",
  study: 1,
  id: "a",
  centreMm: [0, 0, 0],
  longAxisMm: 10,
  shortAxisMm: 5,
} as unknown as Lesion;
const matches = root.match([LESION]);
const WRONG: readonly unknown[] = [
  undefined,
  null,
  5,
  "5",
  true,
  [],
  {},
  [null],
  [{}],
  [LESION],
  matches[0],
  matches,
  () => 1,
];

/** Functions of images whose arguments are arrays of numbers and pictures, for speed without checks. */
const UNCHECKED: readonly string[] = [
  "appearanceVector",
  "assertSize",
  "bodyPosition",
  "boxLabels",
  "coOccurrence",
  "cropAround",
  "firstOrder",
  "fixedBinSize",
  "greyPicture",
  "missingRuns",
  "niftiHeader",
  "patchAround",
  "pngDataUri",
  "pngOf",
  "relativePosition",
  "runsOf",
  "seriesOf",
  "sliceOf",
  "toFileName",
  "toSlicePath",
  "volumeStem",
  "windowed",
];

/** Calls a function, and takes the first of what it gives piece by piece. */
async function called(work: (...given: unknown[]) => unknown, given: readonly unknown[]) {
  const result = work(...given) as AsyncIterable<unknown> | undefined;
  if (typeof result?.[Symbol.asyncIterator] === "function") for await (const _ of result) break;
  else await result;
}

const entries = { root, graph, evaluation, images, masks, dicom, retrieval, simulation, report };

describe.each(Object.entries(entries))("%s", (_, exported) => {
  const functions = Object.entries(exported as Record<string, unknown>).filter(
    ([name, one]) =>
      typeof one === "function" && !/^class /.test(String(one)) && !UNCHECKED.includes(name),
  ) as [string, (...given: unknown[]) => unknown][];

  it.each(functions)("%s", async (_name, work) => {
    for (const first of WRONG) {
      for (const second of WRONG) {
        try {
          await called(work, [first, second]);
        } catch (error) {
          if (error instanceof LesionGraphError) continue;
          expect([first, second, String(error)]).toEqual([first, second, "an error with a code"]);
        }
      }
    }
  });
});

/** Arguments of every public function that are not what it takes: an error with a code, never a TypeError. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as node from "lesion-graph/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERROR_CODES } from "../src/core/errors.js";
import type { Lesion } from "../src/core/lesion.js";
import * as dicom from "../src/dicom/index.js";
import * as bodypart from "../src/entry-points/bodypart.js";
import * as graph from "../src/entry-points/graph.js";
import * as evaluation from "../src/evaluation/index.js";
import * as interactive from "../src/figures/interactive/index.js";
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
  new Map(),
  new Map([[LESION, LESION]]),
  new Array(2),
];

/** Calls a function, and takes the first of what it gives piece by piece. */
async function called(work: (...given: unknown[]) => unknown, given: readonly unknown[]) {
  const result = work(...given) as AsyncIterable<unknown> | undefined;
  if (typeof result?.[Symbol.asyncIterator] === "function") for await (const _ of result) break;
  else await result;
}

const entries = {
  root,
  bodypart,
  dicom,
  evaluation,
  graph,
  images,
  interactive,
  masks,
  node,
  report,
  retrieval,
  simulation,
};

// Functions that write take a text as the name of a file.
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-arguments-"));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(entries))("%s", (_, exported) => {
  const functions = Object.entries(exported as Record<string, unknown>).filter(
    ([, one]) => typeof one === "function" && !/^class /.test(String(one)),
  ) as [string, (...given: unknown[]) => unknown][];

  it.each(functions)("%s", async (_name, work) => {
    for (const first of WRONG) {
      for (const second of WRONG) {
        try {
          await called(work, [first, second]);
        } catch (error) {
          if (String((error as { code?: unknown }).code) in ERROR_CODES) continue;
          expect([first, second, String(error)]).toEqual([first, second, "an error with a code"]);
        }
      }
    }
  });
});

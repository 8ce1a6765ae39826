/** Appearance of lesions: slices, rows and options, up to the vectors that are matched. */
import type { RandomSource } from "../../src/core/random.js";
import { type Appearance, appearanceOf } from "../../src/images/appearance-features.js";
import { APPEARANCE_COLUMNS, appearanceVector } from "../../src/images/appearance-vector.js";
import { type CtSlice, decodeSlice } from "../../src/images/slice.js";
import { match } from "../../src/matching/match.js";
import { matchToJson } from "../../src/matching/match-json.js";
import { readDlInfo } from "../../src/measurements/read-lesions.js";
import { dlInfo } from "../support/dl-info.js";
import { PAINTED_ROW, paintedLesion, paintedSlice } from "../support/pictures.js";
import { assertFiniteNumbers, assertPartition } from "./invariants.js";
import { mutatedPng, mutatedText } from "./mutate.js";
import { PNG, type Target } from "./targets.js";

/** What holds of every appearance, and its vector. */
function vectorOf(appearance: Appearance, { hu }: CtSlice): Float64Array {
  assertFiniteNumbers(appearance);
  const [least, most] = [hu.reduce((a, b) => Math.min(a, b)), hu.reduce((a, b) => Math.max(a, b))];
  for (const { minimum, percentile10, median, mean, percentile90, maximum, variance } of [
    appearance.inside,
    appearance.around,
  ]) {
    const inOrder = [least, minimum, percentile10, median, percentile90, maximum, most];
    const isOrdered = inOrder.every((value, i) => i === 0 || inOrder[i - 1]! <= value);
    if (!isOrdered) throw new Error(`order of ${inOrder}`);
    if (mean < minimum - 1e-6 || mean > maximum + 1e-6) throw new Error(`mean ${mean}`);
    // Popoviciu's inequality.
    const spread = (maximum - minimum) ** 2 / 4;
    if (variance < 0 || variance > spread + 1e-6) throw new Error(`variance ${variance}`);
  }
  const { areaMm2, axisRatio, texture } = appearance;
  if (!(areaMm2 > 0 && axisRatio > 0)) throw new Error(`area ${areaMm2}, ratio ${axisRatio}`);
  const shares = [texture.angularSecondMoment, texture.jointMaximum];
  if (shares.some((share) => share <= 0 || share > 1 + 1e-9)) throw new Error(`shares ${shares}`);
  const vector = appearanceVector(appearance);
  if (vector.length !== APPEARANCE_COLUMNS.length) throw new Error(`${vector.length} numbers`);
  assertFiniteNumbers(vector);
  return vector;
}

/** Rows of a table measured on one slice, and matched by what was measured. */
function measureRows(input: Uint8Array): void {
  const { lesions } = readDlInfo(input);
  const measured = lesions.map((lesion) => ({
    ...lesion,
    vector: vectorOf(appearanceOf(paintedSlice, lesion), paintedSlice),
  }));
  const joint = match(measured);
  const features = ["location", "size", "appearance"] as const;
  const algorithm1 = match(measured, { method: "algorithm1", features });
  for (const matches of [joint, algorithm1]) {
    assertPartition(measured, matches);
    assertFiniteNumbers(matches.map(matchToJson));
  }
}

const NUMBERS: readonly number[] = [
  0, 1e-300, 1e-9, 0.1, 0.5, 1, 3, 4, 17.5, 30, 39, 50, 64, 95, 200, 1000, 1e5, 1e9, 1e300, -1, -40,
];

/** A lesion and options, kept as JSON. */
interface Measured {
  readonly lesion: Pick<typeof paintedLesion, "longAxisPx" | "shortAxisPx" | "spacingMm">;
  readonly options: Readonly<Record<string, unknown>>;
}
const { longAxisPx, shortAxisPx, spacingMm } = paintedLesion;
const MEASURED: Measured = { lesion: { longAxisPx, shortAxisPx, spacingMm }, options: {} };

function randomLesion(random: RandomSource): Measured {
  const shift = [random.uniform(-40, 60), random.uniform(-30, 40)];
  const scale = random.pick([0.05, 0.3, 1, 1, 2, 10]);
  const changed = (values: readonly number[], moves: boolean): number[] =>
    values.map((value, i) => {
      if (random.happens(0.06)) return random.pick(NUMBERS);
      return moves ? value * scale + shift[i % 2]! : value * random.pick([1, 1, 1, 0.5, 3]);
    });
  const options = Object.fromEntries(
    ["ringMm", "binHu", "marginPoints"]
      .filter(() => random.happens(0.4))
      .map((name) => [name, random.pick(NUMBERS)]),
  );
  return {
    lesion: {
      longAxisPx: changed(longAxisPx, true) as never,
      shortAxisPx: changed(shortAxisPx, true) as never,
      spacingMm: changed(spacingMm, false) as never,
    },
    options,
  };
}

export const APPEARANCE: readonly Target[] = [
  {
    name: "appearance of a lesion",
    seeds: [Buffer.from(JSON.stringify(MEASURED))],
    mutated: (_, random) => Buffer.from(JSON.stringify(randomLesion(random))),
    run: (input) => {
      const { lesion, options } = JSON.parse(Buffer.from(input).toString()) as Measured;
      vectorOf(appearanceOf(paintedSlice, lesion, options), paintedSlice);
    },
  },
  {
    name: "appearance of rows",
    seeds: [
      Buffer.from(
        dlInfo([
          PAINTED_ROW,
          {
            ...PAINTED_ROW,
            Measurement_coordinates: "40, 33, 60, 33, 50, 28, 50, 38",
            Bounding_boxes: "35, 23, 65, 43",
            Study_index: "2",
            File_name: "000007_02_02_030.png",
          },
        ]),
      ),
    ],
    mutated: (seed, random) => mutatedText(Buffer.from(seed).toString(), random),
    run: measureRows,
  },
  {
    name: "appearance on a PNG slice",
    seeds: [PNG],
    mutated: mutatedPng,
    run: (input) => {
      const slice = decodeSlice(input);
      vectorOf(appearanceOf(slice, paintedLesion), slice);
    },
  },
];

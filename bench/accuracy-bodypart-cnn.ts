/**
 * `npm run accuracy:bodypart-cnn`: a small convolutional network and the perceptrons on the same three folds, each
 * without a third of the volumes and of the patients. Writes images of 55 x 66 pixels of 6 mm around the middle of
 * the body, with their varied copies, and runs accuracy-bodypart-cnn.py on them, which needs Python 3 with NumPy
 * and SciPy.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CtSlice } from "lesion-graph/images";
import { augmented } from "../src/bodypart/augment.js";
import { type BodyImage, bodyImage, bodyInside, RANGE_HU } from "../src/bodypart/body-image.js";
import { imageFeatures } from "../src/bodypart/features.js";
import { fnv1a } from "../src/core/group-by.js";
import { randomSource } from "../src/core/random.js";
import {
  hasData,
  type KeySlice,
  keySlices,
  type ScoredSlice,
  scoredSlices,
  volumes,
} from "./bodypart-data.js";
import { putBetween } from "./markdown.js";

const [HEIGHT, WIDTH] = [55, 66];
const VARIANTS = 16;
const FOLDS = 3;
const [LOW, HIGH] = RANGE_HU;

/** HU and body as bytes, both averaged over 2 x 2 pixels of 3 mm. */
function picture(image: BodyImage): Uint8Array {
  const { width, height, hu } = image;
  const inside = bodyInside(image);
  let [left, right, top, bottom] = [width, 0, height, 0];
  inside.forEach((one, i) => {
    if (one === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  const fromX = Math.round((left + right) / 2) - WIDTH;
  const fromY = Math.round((top + bottom) / 2) - HEIGHT;
  const sums = new Float64Array(2 * HEIGHT * WIDTH);
  inside.forEach((one, i) => {
    const [u, v] = [
      Math.floor(((i % width) - fromX) / 2),
      Math.floor((Math.floor(i / width) - fromY) / 2),
    ];
    if (one === 0 || u < 0 || v < 0 || u >= WIDTH || v >= HEIGHT) return;
    sums[v * WIDTH + u]! += (255 * (hu[i]! - LOW)) / (HIGH - LOW) / 4;
    sums[HEIGHT * WIDTH + v * WIDTH + u]! += 255 / 4;
  });
  return Uint8Array.from(sums, Math.round);
}

if (!hasData()) {
  console.log("../shared/data/bodypart is not here: the figures are left as they are");
  process.exit();
}
const cts = await volumes();
const [scored, keys] = [scoredSlices(), keySlices()];
const patients = [...new Set([...scored, ...keys].map(({ patient }) => patient))].sort();
const foldOf = ({ patient }: { readonly patient: string }): number =>
  patients.indexOf(patient) % FOLDS;

/** Slices of a volume or one other slice, all in one fold. */
interface Part {
  readonly slices: readonly CtSlice[];
  readonly mm: readonly [number, number];
  readonly stream: number;
  readonly fold: number;
  /** What is known of its slices. */
  readonly known: object;
}
const parts: Part[] = [
  ...cts.map(({ name, slices, spacingMm: [sx, sy, sz] }, v) => ({
    slices,
    mm: [sx, sy] as const,
    stream: fnv1a(name),
    fold: v % FOLDS,
    known: { volume: name, spacingMm: sz },
  })),
  ...scored.map((one, i) => ({ ...partOf(one), stream: i, known: { score: one.score } })),
  ...keys.map((one, i) => ({ ...partOf(one), stream: i, known: { z: one.z } })),
];
function partOf(one: ScoredSlice | KeySlice): Pick<Part, "slices" | "mm" | "fold"> {
  return { slices: [one.slice], mm: [one.pixelMm, one.pixelMm], fold: foldOf(one) };
}

const pictures: Uint8Array[] = [];
const features: Float32Array[] = [];
const slices: object[] = [];
for (const { slices: own, mm, stream, fold, known } of parts) {
  own.forEach((slice, i) => {
    const image = bodyImage(slice, mm);
    const random = randomSource(1, stream + i);
    const plain = imageFeatures(image)!.values;
    const copies = Array.from({ length: VARIANTS }, () => augmented(image, random));
    pictures.push(...[image, ...copies].map(picture));
    features.push(plain, ...copies.map((copy) => imageFeatures(copy)?.values ?? plain));
    slices.push({ ...known, fold });
  });
}
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-cnn-"));
writeFileSync(join(folder, "pictures.bin"), Buffer.concat(pictures));
const bytes = features.map(({ buffer }) => new Uint8Array(buffer));
writeFileSync(join(folder, "features.bin"), Buffer.concat(bytes));
writeFileSync(
  join(folder, "slices.json"),
  JSON.stringify({ slices, copies: 1 + VARIANTS, shape: [2, HEIGHT, WIDTH] }),
);
const script = fileURLToPath(new URL("accuracy-bodypart-cnn.py", import.meta.url));
const text = execFileSync("python3", [script, folder], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
rmSync(folder, { recursive: true });
putBetween(new URL("../docs/bodypart.md", import.meta.url), "accuracy-bodypart-cnn", text);
console.log(text);

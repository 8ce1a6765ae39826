/**
 * `npm run accuracy:bodypart-cnn`: a small convolutional network on the data of `npm run accuracy:bodypart`, for
 * comparison. Writes images of 55 x 66 pixels of 6 mm around the middle of the body, with their varied copies, and
 * runs accuracy-bodypart-cnn.py on them, which needs Python 3 with NumPy and SciPy.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CtSlice } from "lesion-graph/images";
import { augmented } from "../src/bodypart/augment.js";
import { type BodyImage, bodyImage, bodyInside, RANGE_HU } from "../src/bodypart/body-image.js";
import { fnv1a } from "../src/core/group-by.js";
import { randomSource } from "../src/core/random.js";
import { hasData, keySlices, scoredSlices, volumes } from "./bodypart-data.js";
import { putBetween } from "./markdown.js";

const [HEIGHT, WIDTH] = [55, 66];
const VARIANTS = 16;
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
const pictures: Uint8Array[] = [];
const slices: object[] = [];
const add = (slice: CtSlice, mm: readonly [number, number], stream: number, info: object): void => {
  const image = bodyImage(slice, mm);
  const random = randomSource(1, stream);
  pictures.push(picture(image));
  for (let i = 0; i < VARIANTS; i++) pictures.push(picture(augmented(image, random)));
  slices.push(info);
};
for (const { name, slices: own, spacingMm } of await volumes()) {
  const [sx, sy, sz] = spacingMm;
  own.forEach((slice, i) => {
    add(slice, [sx, sy], fnv1a(name) + i, { volume: name, spacingMm: sz });
  });
}
scoredSlices().forEach(({ slice, pixelMm, patient, score }, i) => {
  add(slice, [pixelMm, pixelMm], i, { patient, score });
});
keySlices().forEach(({ slice, pixelMm, patient, z }, i) => {
  add(slice, [pixelMm, pixelMm], i, { patient, z });
});
const folder = mkdtempSync(join(tmpdir(), "lesion-graph-cnn-"));
writeFileSync(join(folder, "pictures.bin"), Buffer.concat(pictures));
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
